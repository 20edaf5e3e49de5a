/* The lock that is held is taken by the callout of the release layer, where nothing is reauthorized. */
#include <ntddk.h>
#include <initguid.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define PEND_TAG 'dneP'

extern const GUID BIND_CALLOUT, RELEASE_CALLOUT;

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

IO_WORKITEM_ROUTINE VerdictWorker;

static BOOLEAN IsLoopback(const FWPS_INCOMING_VALUES0 *values)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V4_FLAGS].value.uint32;

    return (flags & FWP_CONDITION_FLAG_IS_LOOPBACK) != 0;
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

    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
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

static NTSTATUS AddCallout(HANDLE engine, PDEVICE_OBJECT device, const GUID *key, const GUID *layer,
                           FWPS_CALLOUT_CLASSIFY_FN1 classifyFn, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    NTSTATUS status;

    callout.calloutKey = *key;
    callout.classifyFn = classifyFn;
    status = FwpsCalloutRegister1(device, &callout, id);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = *key;
    managed.applicableLayer = *layer;
    return FwpmCalloutAdd0(engine, &managed, NULL, NULL);
}

NTSTATUS AddCallouts(HANDLE engine, PDEVICE_OBJECT device, UINT32 *ids)
{
    NTSTATUS status;

    status = AddCallout(engine, device, &BIND_CALLOUT, &FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4,
                        BindClassify, &ids[0]);
    if (!NT_SUCCESS(status))
        return status;
    return AddCallout(engine, device, &RELEASE_CALLOUT, &FWPM_LAYER_ALE_RESOURCE_RELEASE_V4,
                      ReleaseClassify, &ids[1]);
}
