#include "pend.h"
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS Register(void *device, const GUID *key, FWPS_CALLOUT_CLASSIFY_FN1 classify, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.calloutKey = *key;
    callout.classifyFn = classify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE PopsAndTests;
void PopsAndTests(PVOID context)
{
    KIRQL irql;
    PPEND pend = NULL;
    BOOLEAN dead = TRUE;
    KeAcquireSpinLock(&gLock, &irql);
    if (!IsListEmpty(&gPending)) {
        pend = CONTAINING_RECORD(RemoveHeadList(&gPending), PEND, Link);
        dead = pend->Dead;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (!dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
    }
}
KSTART_ROUTINE PopsThenTests;
void PopsThenTests(PVOID context)
{
    KIRQL irql;
    PPEND pend;
    KeAcquireSpinLock(&gLock, &irql);
    pend = CONTAINING_RECORD(RemoveHeadList(&gPending), PEND, Link);
    KeReleaseSpinLock(&gLock, irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE PopsOnly;
void PopsOnly(PVOID context)
{
    KIRQL irql;
    PPEND pend;
    KeAcquireSpinLock(&gLock, &irql);
    pend = CONTAINING_RECORD(RemoveHeadList(&gPending), PEND, Link);
    KeReleaseSpinLock(&gLock, irql);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
}
