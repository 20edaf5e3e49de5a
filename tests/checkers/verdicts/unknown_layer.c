#include "pend.h"
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
const GUID *KeyFor(const GUID *layer);
NTSTATUS Register(void *device, HANDLE engine, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = *key;
    callout.classifyFn = Classify;
    added.calloutKey = *KeyFor(&FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4);
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE Tests;
void Tests(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unknown teardown-not-visible
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE TestsNothing;
void TestsNothing(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Acquired = TRUE;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    KeReleaseSpinLock(&gLock, irql);
}
