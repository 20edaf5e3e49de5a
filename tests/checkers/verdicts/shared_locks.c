#include "pend.h"
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
extern ERESOURCE gResource;
extern EX_SPIN_LOCK gShared;
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    ExAcquireResourceExclusiveLite(&gResource, TRUE);
    pend->Dead = TRUE;
    ExReleaseResourceLite(&gResource);
    irql = ExAcquireSpinLockShared(&gShared);
    pend->State = GONE;
    ExReleaseSpinLockShared(&gShared, irql);
}
NTSTATUS Start(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = CLOSURE_CALLOUT;
    callout.classifyFn = ClosureClassify;
    added.calloutKey = CLOSURE_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE ReadsShared;
void ReadsShared(PVOID context)
{
    PPEND pend = context;
    ExAcquireResourceSharedLite(&gResource, TRUE);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    ExReleaseResourceLite(&gResource);
}
KSTART_ROUTINE BothShared;
void BothShared(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    irql = ExAcquireSpinLockShared(&gShared);
    if (pend->State == PENDED) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    ExReleaseSpinLockShared(&gShared, irql);
}
KSTART_ROUTINE ClaimsShared;
void ClaimsShared(PVOID context)
{
    PPEND pend = context;
    HANDLE completion = NULL;
    ExAcquireResourceSharedLite(&gResource, TRUE);
    if (!pend->Dead) {
        completion = pend->Context;
        pend->Context = NULL;
    }
    ExReleaseResourceLite(&gResource);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded *
    }
}
