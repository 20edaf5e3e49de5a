#include "driver.h"
DEFINE_GUID(FLOW_KEY, 0x11, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* flowDeleteFn marks the record under its lock; the completion is made under it. */
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    KeAcquireSpinLock(&pend->Lock, &irql); // @dlock
    pend->Dead = TRUE; // @mark
    KeReleaseSpinLock(&pend->Lock, irql); // @dlock
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &FLOW_KEY, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
        ClassifyPermit, FlowDelete); // @register
}
KSTART_ROUTINE VerdictThread;
void VerdictThread(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql); // @lock
    if (!pend->Dead) { // @test
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded flow-delete
    } // @test
    KeReleaseSpinLock(&pend->Lock, irql); // @unlock
}
//! guard removed: delete @test
//! negated: replace @test `!pend` `pend`
//! lock dropped before: move @unlock before @complete
//! lock removed: delete @lock,@unlock
//! test of another record: replace @test `pend->` `gSpare->`
//! lock of another record: replace @lock `&pend->` `&gSpare->`; replace @unlock `&pend->` `&gSpare->`
//! global lock instead: replace @lock `&pend->Lock` `&gLock`; replace @unlock `&pend->Lock` `&gLock`
//! test of another field: replace @test `Dead` `Abandoned`; after @unlock `pend->Abandoned = TRUE;`
//! not registered: replace @register `FlowDelete` `NULL`
//! teardown without lock: delete @dlock
//! teardown under another lock: replace @dlock `pend->Lock` `gLock`
//! teardown marks another field: replace @mark `Dead` `Abandoned`; after @unlock `pend->Dead = TRUE;`
//! lock dropped and retaken: before @complete `KeReleaseSpinLock(&pend->Lock, irql); KeAcquireSpinLock(&pend->Lock, &irql);`
