#include "pend.h"
static KSPIN_LOCK gStateLock;
static KSPIN_LOCK gOtherLock;
static HANDLE gContext;
static BOOLEAN gDead;
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    KeAcquireSpinLock(&gStateLock, &irql);
    gDead = TRUE;
    KeReleaseSpinLock(&gStateLock, irql);
}
NTSTATUS Register(void *device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE Tests;
void Tests(PVOID context)
{
    KIRQL irql;
    KeAcquireSpinLock(&gStateLock, &irql);
    if (!gDead) {
        FwpsCompleteOperation0(gContext, NULL); // guarded flow-delete
    }
    KeReleaseSpinLock(&gStateLock, irql);
}
KSTART_ROUTINE TestsUnderAnother;
void TestsUnderAnother(PVOID context)
{
    KIRQL irql;
    KeAcquireSpinLock(&gOtherLock, &irql);
    if (!gDead) {
        FwpsCompleteOperation0(gContext, NULL); // unguarded *
    }
    KeReleaseSpinLock(&gOtherLock, irql);
}
