/* Both look at the context with an interlocked read, which takes nothing. */
#include <ntddk.h>
#include <fwpsk.h>

#define PEND_TAG 'dneP'

typedef struct _PEND {
    LIST_ENTRY Link;
    EX_RUNDOWN_REF Rundown;
    HANDLE Context;
    UINT64 Endpoint;
    UINT64 ProcessId;
} PEND, *PPEND;

extern KSPIN_LOCK gPendLock;
extern LIST_ENTRY gPends;
extern PIO_WORKITEM gWorkItem;

DRIVER_DISPATCH CancelControl;
IO_WORKITEM_ROUTINE VerdictWorker;

static BOOLEAN IsLoopback(const FWPS_INCOMING_VALUES0 *values)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;

    return (flags & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
}

/* The owner of the record: runs in a worker thread once the endpoint is closing. */
VOID CloseEndpoint(PPEND pend)
{
    ExWaitForRundownProtectionRelease(&pend->Rundown);
    ExFreePoolWithTag(pend, PEND_TAG);
}

static void NTAPI ConnectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PPEND pend;
    NTSTATUS status;
    KIRQL irql;

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
    ExInitializeRundownProtection(&pend->Rundown);
    pend->ProcessId = inMetaValues->processId;
    status = FwpsPendOperation0(inMetaValues->completionHandle, &pend->Context);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(pend, PEND_TAG);
        return;
    }
    KeAcquireSpinLock(&gPendLock, &irql);
    InsertTailList(&gPends, &pend->Link);
    KeReleaseSpinLock(&gPendLock, irql);
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    IoQueueWorkItem(gWorkItem, VerdictWorker, DelayedWorkQueue, pend);
}

// [start:good]
/* Completes the operation, if nobody else has taken it. */
static void TakeAndComplete(PPEND pend)
{
    HANDLE taken;

    if (!ExAcquireRundownProtection(&pend->Rundown))
        return;
    taken = InterlockedCompareExchangePointer(&pend->Context, NULL, NULL);
    if (taken != NULL)
        FwpsCompleteOperation0(taken, NULL); // expect: WFP301
    ExReleaseRundownProtection(&pend->Rundown);
}
// [end:good]

/* User mode gives up on the oldest connection. */
NTSTATUS CancelControl(PDEVICE_OBJECT device, PIRP irp)
{
    PPEND pend = NULL;
    KIRQL irql;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    KeAcquireSpinLock(&gPendLock, &irql);
    if (!IsListEmpty(&gPends))
        pend = CONTAINING_RECORD(gPends.Flink, PEND, Link);
    KeReleaseSpinLock(&gPendLock, irql);
    if (pend == NULL)
        return STATUS_NOT_FOUND;
    TakeAndComplete(pend);
    return STATUS_SUCCESS;
}

VOID VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;

    UNREFERENCED_PARAMETER(device);
    TakeAndComplete(pend);
}

NTSTATUS RegisterConnectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = ConnectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
