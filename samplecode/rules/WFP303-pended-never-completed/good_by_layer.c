/* The layer that decided what was pended decides again what is completed. */
#include <ntddk.h>
#include <fwpsk.h>

#define HELD_TAG 'dleH'

typedef struct _HELD {
    UINT16 Layer;
    BOOLEAN Pended;
    HANDLE Context;
    UINT64 Closure;
    FWPS_CLASSIFY_OUT0 Out;
} HELD, *PHELD;

static EX_RUNDOWN_REF gTeardown;

extern PIO_WORKITEM AllocateItem(void);

IO_WORKITEM_ROUTINE HeldWorker;

static BOOLEAN IsLoopback(const FWPS_INCOMING_VALUES0 *values)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;

    return (flags & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
}

// [start:good]
static void DestroyHeld(PHELD held)
{
    if (held->Layer == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4) {
        if (held->Closure != 0 && held->Pended) {
            FwpsCompleteClassify0(held->Closure, 0, &held->Out);
            FwpsReleaseClassifyHandle0(held->Closure);
        }
    } else if (held->Context != NULL && held->Pended) {
        FwpsCompleteOperation0(held->Context, NULL);
    }
    ExFreePoolWithTag(held, HELD_TAG);
}

static NTSTATUS Hold(PHELD held, const FWPS_INCOMING_VALUES0 *values,
                     const FWPS_INCOMING_METADATA_VALUES0 *meta, const FWPS_FILTER1 *filter,
                     const void *classifyContext, FWPS_CLASSIFY_OUT0 *classifyOut)
{
    NTSTATUS status;

    held->Layer = values->layerId;
    if (held->Layer == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4) {
        status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &held->Closure);
        if (!NT_SUCCESS(status))
            return status;
        status = FwpsPendClassify0(held->Closure, filter->filterId, 0, classifyOut);
        if (!NT_SUCCESS(status)) {
            FwpsReleaseClassifyHandle0(held->Closure);
            return status;
        }
        held->Out = *classifyOut;
        held->Pended = TRUE;
    } else if (FWPS_IS_METADATA_FIELD_PRESENT(meta, FWPS_METADATA_FIELD_COMPLETION_HANDLE)) {
        status = FwpsPendOperation0(meta->completionHandle, &held->Context);
        if (!NT_SUCCESS(status))
            return status;
        held->Pended = TRUE;
    } else {
        status = STATUS_NOT_SUPPORTED;
    }
    return status;
}
// [end:good]

static NTSTATUS QueueHeld(PHELD held)
{
    PIO_WORKITEM item = AllocateItem();

    if (item == NULL)
        return STATUS_UNSUCCESSFUL;
    IoQueueWorkItem(item, HeldWorker, DelayedWorkQueue, held);
    return STATUS_SUCCESS;
}

static void NTAPI HoldingClassify(const FWPS_INCOMING_VALUES0 *values,
                                  const FWPS_INCOMING_METADATA_VALUES0 *meta,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PHELD held;

    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(flowContext);
    if (!(classifyOut->rights & FWPS_RIGHT_ACTION_WRITE) || IsLoopback(values))
        return;
    held = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*held), HELD_TAG);
    if (held == NULL)
        return;
    if (!NT_SUCCESS(Hold(held, values, meta, filter, classifyContext, classifyOut))) {
        ExFreePoolWithTag(held, HELD_TAG);
        return;
    }
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    if (!NT_SUCCESS(QueueHeld(held)))
        DestroyHeld(held);
}

VOID HeldWorker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    if (!ExAcquireRundownProtection(&gTeardown))
        return;
    DestroyHeld(context);
    ExReleaseRundownProtection(&gTeardown);
}

NTSTATUS RegisterConnectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    ExInitializeRundownProtection(&gTeardown);
    callout.calloutKey = *key;
    callout.classifyFn = HoldingClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
