#include "driver.h"
DEFINE_GUID(RELEASE_KEY, 0x17, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* A pended bind: state moves by compare-exchange, also at resource release. */
void NTAPI ClassifyRelease(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    if (InterlockedCompareExchange(&pend->State, GONE, PENDED) == PENDED) { // @teardown
        out->actionType = FWP_ACTION_PERMIT;
    }
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &RELEASE_KEY,
        &FWPM_LAYER_ALE_RESOURCE_RELEASE_V4, ClassifyRelease, NULL); // @register
}
IO_WORKITEM_ROUTINE Worker;
void Worker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    LONG before;
    UNREFERENCED_PARAMETER(device);
    before = InterlockedCompareExchange(&pend->State, INFLIGHT, PENDED); // @claim
    if (before != PENDED) { // @check
        return; // @check
    } // @check
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded resource-release
}
//! guard removed: delete @check
//! negated: replace @check `!=` `==`
//! plain read: replace @claim `InterlockedCompareExchange(&pend->State, INFLIGHT, PENDED)` `pend->State`
//! blind exchange: replace @claim `InterlockedCompareExchange(&pend->State, INFLIGHT, PENDED)` `InterlockedExchange(&pend->State, INFLIGHT)`; delete @check
//! not registered: replace @register `ClassifyRelease` `ClassifyPermit`
//! other layer: replace @register `RESOURCE_RELEASE` `AUTH_CONNECT`
//! teardown plain: replace @teardown `InterlockedCompareExchange(&pend->State, GONE, PENDED) == PENDED` `pend->State == PENDED && (pend->State = GONE)`
//! teardown of another field: replace @teardown `pend->State, GONE, PENDED) == PENDED` `pend->Claimed, 1, 0) == 0`
//! other field: replace @claim `pend->State, INFLIGHT, PENDED)` `pend->Claimed, PENDED, PENDED)`
