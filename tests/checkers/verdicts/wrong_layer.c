#include "pend.h"
DEFINE_GUID(CONNECT_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
DEFINE_GUID(LISTEN_CALLOUT, 0x1, 0x2, 0x4, 1, 2, 3, 4, 5, 6, 7, 8);
void NTAPI Connect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    FwpsPendOperation0(meta->completionHandle, &pend->Context); // unguarded *
    KeAcquireSpinLock(&gLock, &irql);
    pend->Claimed = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Listen(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS Register(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.classifyFn = Connect;
    callout.calloutKey = CONNECT_CALLOUT;
    FwpsCalloutRegister1(device, &callout, id);
    callout.classifyFn = Listen;
    callout.calloutKey = LISTEN_CALLOUT;
    FwpsCalloutRegister1(device, &callout, id);
    added.calloutKey = CONNECT_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    added.calloutKey = LISTEN_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_AUTH_LISTEN_V4;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
KSTART_ROUTINE MarkedAtListen;
void MarkedAtListen(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded wrong-layer
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE MarkedByPender;
void MarkedByPender(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Claimed) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
    }
    KeReleaseSpinLock(&gLock, irql);
}
