/* The lock is taken by a callout that says itself that it runs at the release layer. */
#include <ntddk.h>
#include <fwpsk.h>

#define PEND_TAG 'dneP'

typedef enum _PEND_STATE { PendWaiting, PendDone, PendDead } PEND_STATE;

typedef struct _PEND {
    LIST_ENTRY Link;
    PEND_STATE State;
    HANDLE Context;
    UINT64 Endpoint;
    UINT64 ProcessId;
} PEND, *PPEND;

extern KSPIN_LOCK gPendLock;
extern KSPIN_LOCK gReleaseGate;
extern LIST_ENTRY gPends;
extern PIO_WORKITEM gWorkItem;
extern LONG gReleasedV4, gReleasedV6;

IO_WORKITEM_ROUTINE VerdictWorker;

static BOOLEAN IsLoopback(const FWPS_INCOMING_VALUES0 *values)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V4_FLAGS].value.uint32;

    return (flags & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
}

static void Count(BOOLEAN v6)
{
    InterlockedIncrement(v6 ? &gReleasedV6 : &gReleasedV4);
}

/* The resource is gone: whoever still waits for a verdict must not complete it any more. */
static void NTAPI ReleaseClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    KIRQL irql;
    PLIST_ENTRY entry;

    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    NT_ASSERT(inFixedValues->layerId == FWPS_LAYER_ALE_RESOURCE_RELEASE_V4 ||
              inFixedValues->layerId == FWPS_LAYER_ALE_RESOURCE_RELEASE_V6);
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE))
        return;
    KeAcquireSpinLock(&gReleaseGate, &irql);
    KeAcquireSpinLockAtDpcLevel(&gPendLock);
    for (entry = gPends.Flink; entry != &gPends; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);

        if (pend->Endpoint == inMetaValues->transportEndpointHandle && pend->State == PendWaiting)
            pend->State = PendDead;
    }
    KeReleaseSpinLockFromDpcLevel(&gPendLock);
    KeReleaseSpinLock(&gReleaseGate, irql);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    Count(inFixedValues->layerId == FWPS_LAYER_ALE_RESOURCE_RELEASE_V6);
}

static void NTAPI BindClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
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
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_COMPLETION_HANDLE) ||
        !FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE))
        return;
    pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), PEND_TAG);
    if (pend == NULL)
        return;
    pend->Endpoint = inMetaValues->transportEndpointHandle;
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
VOID VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    BOOLEAN mine;
    KIRQL irql;

    UNREFERENCED_PARAMETER(device);
    KeAcquireSpinLock(&gReleaseGate, &irql);
    KeAcquireSpinLockAtDpcLevel(&gPendLock);
    mine = pend->State == PendWaiting;
    if (mine)
        pend->State = PendDone;
    KeReleaseSpinLockFromDpcLevel(&gPendLock);
    if (mine)
        FwpsCompleteOperation0(pend->Context, NULL);
    KeReleaseSpinLock(&gReleaseGate, irql);
}
// [end:good]

NTSTATUS RegisterCallouts(PDEVICE_OBJECT device, const GUID *keys, UINT32 *ids)
{
    FWPS_CALLOUT1 bind = {0}, release = {0};
    NTSTATUS status;

    bind.calloutKey = keys[0];
    bind.classifyFn = BindClassify;
    status = FwpsCalloutRegister1(device, &bind, &ids[0]);
    if (!NT_SUCCESS(status))
        return status;
    release.calloutKey = keys[1];
    release.classifyFn = ReleaseClassify;
    return FwpsCalloutRegister1(device, &release, &ids[1]);
}
