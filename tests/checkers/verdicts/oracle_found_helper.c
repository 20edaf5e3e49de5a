#include "pend.h"
/* The completion is in a helper that does not look at the state its callers tested or claimed. */
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        pend->Dead = TRUE;
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out);
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, const FWPS_FILTER1 *filter);
NTSTATUS Register(void *device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.calloutKey = *key;
    callout.classifyFn = Classify;
    callout.notifyFn = Notify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
static void FinishClaimed(PPEND pend)
{
    FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
}
KSTART_ROUTINE Claims;
void Claims(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    BOOLEAN mine = FALSE;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        pend->Dead = TRUE;
        mine = TRUE;
    }
    KeReleaseSpinLock(&pend->Lock, irql);
    if (mine) {
        FinishClaimed(pend);
    }
}
static void FinishTested(PPEND pend)
{
    FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
}
KSTART_ROUTINE Tests;
void Tests(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        FinishTested(pend);
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
