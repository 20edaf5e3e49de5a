#include "pend.h"
DEFINE_GUID(CONNECT_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x4, 1, 2, 3, 4, 5, 6, 7, 8);
static void MarkDead(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
static void MarkClaimed(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Claimed = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
static void MarkAcquired(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Acquired = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = (PPEND)gPending.Flink;
    switch (values->layerId) {
    case FWPS_LAYER_ALE_AUTH_CONNECT_V4:
        MarkClaimed(pend);
        break;
    case FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4:
        MarkDead(pend);
        MarkClaimed(pend);
        break;
    default:
        break;
    }
    MarkAcquired(pend);
}
NTSTATUS Register(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.classifyFn = Classify;
    callout.calloutKey = CONNECT_CALLOUT;
    FwpsCalloutRegister1(device, &callout, id);
    callout.calloutKey = CLOSURE_CALLOUT;
    FwpsCalloutRegister1(device, &callout, id);
    added.calloutKey = CONNECT_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    added.calloutKey = CLOSURE_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
KSTART_ROUTINE AtClosureOnly;
void AtClosureOnly(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE AtClosureToo;
void AtClosureToo(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Claimed) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    KeReleaseSpinLock(&gLock, irql);
}
