#include "driver.h"
DEFINE_GUID(FLOW_KEY, 0x16, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* The context is taken by exchange on both sides. */
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    if (InterlockedExchangePointer(&pend->Context, NULL) != NULL) { // @teardown
        pend->Abandoned = TRUE;
    }
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &FLOW_KEY, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V6,
        ClassifyPermit, FlowDelete); // @register
}
KSTART_ROUTINE VerdictThread;
void VerdictThread(PVOID context)
{
    PPEND pend = context;
    HANDLE completion = InterlockedExchangePointer(&pend->Context, NULL); // @take
    if (completion) { // @check
        FwpsCompleteOperation0(completion, NULL); // @complete // guarded flow-delete
    } // @check
}
//! plain read: replace @take `InterlockedExchangePointer(&pend->Context, NULL)` `pend->Context`
//! plain take: replace @take `InterlockedExchangePointer(&pend->Context, NULL)` `pend->Context; pend->Context = NULL`
//! result ignored: delete @check
//! not registered: replace @register `FlowDelete` `NULL`
//! teardown only reads: replace @teardown `InterlockedExchangePointer(&pend->Context, NULL)` `pend->Context`
//! teardown of another field: replace @teardown `InterlockedExchangePointer(&pend->Context, NULL) != NULL` `InterlockedExchange(&pend->Claimed, 1) == 0`
//! taken from another record: replace @take `&pend->` `&gSpare->`; replace @complete `(completion` `(pend->Context`
