/* The keys of two callouts are members of two records of one type. */
#include "pend.h"
typedef struct _CALLOUT {
    GUID Key;
    UINT32 Id;
} CALLOUT;
static CALLOUT gClosure, gConnect;
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
static void Add(void *device, HANDLE engine, CALLOUT *own, FWPS_CALLOUT_CLASSIFY_FN1 classify,
    const GUID *layer)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = own->Key;
    callout.classifyFn = classify;
    FwpsCalloutRegister1(device, &callout, &own->Id);
    added.calloutKey = own->Key;
    added.applicableLayer = *layer;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
void Register(void *device, HANDLE engine)
{
    Add(device, engine, &gClosure, Closure, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4);
    Add(device, engine, &gConnect, Connect, &FWPM_LAYER_ALE_AUTH_CONNECT_V4);
}
KSTART_ROUTINE MarkedAtClosure;
void MarkedAtClosure(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE MarkedAtConnect;
void MarkedAtConnect(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Claimed) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded wrong-layer
    }
    KeReleaseSpinLock(&gLock, irql);
}
