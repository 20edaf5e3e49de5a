/* Completed inline only where the driver's own table was full. */
#include <ntddk.h>
#include <fwpsk.h>

#define PEND_TAG 'dneP'
#define MOST_PENDS 512

typedef enum _PEND_STATE { PendWaiting, PendDone, PendDead } PEND_STATE;

typedef struct _PEND {
    LIST_ENTRY Link;
    PEND_STATE State;
    HANDLE Context;
    UINT64 Endpoint;
    UINT64 ProcessId;
} PEND, *PPEND;

extern KSPIN_LOCK gPendLock;
extern LIST_ENTRY gPends;
extern ULONG gPendCount;
extern PIO_WORKITEM gWorkItem;

IO_WORKITEM_ROUTINE VerdictWorker;

static BOOLEAN IsLoopback(const FWPS_INCOMING_VALUES0 *values)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;

    return (flags & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
}

/* The connection is gone: whoever still waits for a verdict must not complete it any more. */
static void NTAPI ConnectFlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    KeAcquireSpinLock(&gPendLock, &irql);
    if (pend->State == PendWaiting)
        pend->State = PendDead;
    KeReleaseSpinLock(&gPendLock, irql);
}

static NTSTATUS Keep(PPEND pend)
{
    NTSTATUS status = STATUS_INSUFFICIENT_RESOURCES;
    KIRQL irql;

    KeAcquireSpinLock(&gPendLock, &irql);
    if (gPendCount < MOST_PENDS) {
        InsertTailList(&gPends, &pend->Link);
        gPendCount++;
        status = STATUS_SUCCESS;
    }
    KeReleaseSpinLock(&gPendLock, irql);
    return status;
}

static void NTAPI ConnectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PPEND pend;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    if (!(classifyOut->rights & FWPS_RIGHT_ACTION_WRITE) || IsLoopback(inFixedValues))
        return;
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_COMPLETION_HANDLE))
        return;
    pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), PEND_TAG);
    if (pend == NULL)
        return;
    pend->ProcessId = inMetaValues->processId;
    status = FwpsPendOperation0(inMetaValues->completionHandle, &pend->Context);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(pend, PEND_TAG);
        return;
    }
    status = Keep(pend);
    if (!NT_SUCCESS(status)) {
        FwpsCompleteOperation0(pend->Context, NULL);
        ExFreePoolWithTag(pend, PEND_TAG);
        goto Exit;
    }
    IoQueueWorkItem(gWorkItem, VerdictWorker, DelayedWorkQueue, pend);
Exit:
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

VOID VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    BOOLEAN mine;
    KIRQL irql;

    UNREFERENCED_PARAMETER(device);
    KeAcquireSpinLock(&gPendLock, &irql);
    mine = pend->State == PendWaiting;
    if (mine)
        pend->State = PendDone;
    KeReleaseSpinLock(&gPendLock, irql);
    if (mine)
        FwpsCompleteOperation0(pend->Context, NULL);
}

NTSTATUS RegisterConnectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = ConnectClassify;
    callout.flowDeleteFn = ConnectFlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
