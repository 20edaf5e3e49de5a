/* Which element each callout has is not known: either may serve the closure. */
#include "pend.h"
static GUID gKeys[2];
static UINT32 gIds[2];
void NTAPI Closure(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Connect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Claimed = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
static void Add(void *device, HANDLE engine, int number, FWPS_CALLOUT_CLASSIFY_FN1 classify,
    const GUID *layer)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = gKeys[number];
    callout.classifyFn = classify;
    FwpsCalloutRegister1(device, &callout, &gIds[number]);
    added.calloutKey = gKeys[number];
    added.applicableLayer = *layer;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
void Register(void *device, HANDLE engine, int closure, int connect)
{
    Add(device, engine, closure, Closure, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4);
    Add(device, engine, connect, Connect, &FWPM_LAYER_ALE_AUTH_CONNECT_V4);
}
KSTART_ROUTINE MarkedAtClosure;
void MarkedAtClosure(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unknown teardown-not-visible
    }
    KeReleaseSpinLock(&gLock, irql);
}
