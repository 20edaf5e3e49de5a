#include "pend.h"

/* A closure that is pended holds the endpoint itself; a handle of other layers as well does not. */

typedef struct _HELD {
    UINT16 Layer;
    UINT64 Closure;
    UINT64 Mixed;
    FWPS_CLASSIFY_OUT0 Out;
} HELD, *PHELD;

extern PIO_WORKITEM gItem;
IO_WORKITEM_ROUTINE ClosureWorker;
IO_WORKITEM_ROUTINE MixedWorker;

VOID ClosureWorker(PDEVICE_OBJECT device, PVOID context)
{
    PHELD held = context;

    UNREFERENCED_PARAMETER(device);
    FwpsCompleteClassify0(held->Closure, 0, &held->Out); // guarded endpoint-closure
    FwpsReleaseClassifyHandle0(held->Closure);
    ExFreePoolWithTag(held, 'dleH');
}

VOID MixedWorker(PDEVICE_OBJECT device, PVOID context)
{
    PHELD held = context;

    UNREFERENCED_PARAMETER(device);
    FwpsCompleteClassify0(held->Mixed, 0, &held->Out); // unguarded no-guard
    FwpsReleaseClassifyHandle0(held->Mixed);
    ExFreePoolWithTag(held, 'dleH');
}

static NTSTATUS HoldClosure(PHELD held, const FWPS_INCOMING_VALUES0 *values,
    const void *classifyContext, const FWPS_FILTER1 *filter, FWPS_CLASSIFY_OUT0 *out)
{
    NTSTATUS status;

    held->Layer = values->layerId;
    if (held->Layer == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4 ||
        held->Layer == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V6) {
        status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &held->Closure);
        if (!NT_SUCCESS(status)) {
            return status;
        }
        status = FwpsPendClassify0(held->Closure, filter->filterId, 0, out); // unguarded *
        if (!NT_SUCCESS(status)) {
            FwpsReleaseClassifyHandle0(held->Closure);
            return status;
        }
        held->Out = *out;
        return STATUS_SUCCESS;
    }
    return STATUS_NOT_SUPPORTED;
}

void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PHELD held = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*held), 'dleH');

    if (held == NULL) {
        return;
    }
    if (!NT_SUCCESS(HoldClosure(held, values, classifyContext, filter, out))) {
        ExFreePoolWithTag(held, 'dleH');
        return;
    }
    out->actionType = FWP_ACTION_BLOCK;
    out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    IoQueueWorkItem(gItem, ClosureWorker, DelayedWorkQueue, held);
}

void NTAPI MixedClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PHELD held;

    if (values->layerId != FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4 &&
        values->layerId != FWPS_LAYER_ALE_CONNECT_REDIRECT_V4) {
        return;
    }
    held = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*held), 'dleH');
    if (held == NULL) {
        return;
    }
    if (!NT_SUCCESS(FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &held->Mixed))) {
        ExFreePoolWithTag(held, 'dleH');
        return;
    }
    if (!NT_SUCCESS(FwpsPendClassify0(held->Mixed, filter->filterId, 0, out))) { // unguarded *
        FwpsReleaseClassifyHandle0(held->Mixed);
        ExFreePoolWithTag(held, 'dleH');
        return;
    }
    held->Out = *out;
    out->actionType = FWP_ACTION_BLOCK;
    out->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    IoQueueWorkItem(gItem, MixedWorker, DelayedWorkQueue, held);
}

NTSTATUS RegisterBoth(PDEVICE_OBJECT device, const GUID *keys, UINT32 *ids)
{
    FWPS_CALLOUT1 closure = {0}, mixed = {0};
    NTSTATUS status;

    closure.calloutKey = keys[0];
    closure.classifyFn = ClosureClassify;
    status = FwpsCalloutRegister1(device, &closure, &ids[0]);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    mixed.calloutKey = keys[1];
    mixed.classifyFn = MixedClassify;
    return FwpsCalloutRegister1(device, &mixed, &ids[1]);
}
