/* The packet is remembered first and referenced later: on the paths without a reference there is no
   packet, or nothing can be pended at their layer. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _REQUEST {
    LIST_ENTRY Link;
    HANDLE Context;
    NET_BUFFER_LIST *Data;
    NET_BUFFER_LIST *Owned;
} REQUEST, *PREQUEST;

extern LIST_ENTRY gRequests;
extern KSPIN_LOCK gRequestLock;

static void Publish(PREQUEST request)
{
    KIRQL irql;

    KeAcquireSpinLock(&gRequestLock, &irql);
    InsertTailList(&gRequests, &request->Link);
    KeReleaseSpinLock(&gRequestLock, irql);
}

static NET_BUFFER_LIST *Copied(const FWPS_INCOMING_VALUES0 *values, void *packet)
{
    if (packet == NULL)
        return NULL;
    if (values->layerId == FWPS_LAYER_STREAM_V4 || values->layerId == FWPS_LAYER_STREAM_V6)
        return NULL;
    FwpsReferenceNetBufferList0(packet, TRUE);
    return packet;
}

static void NTAPI ConnectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PREQUEST request;

    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    if (!(classifyOut->rights & FWPS_RIGHT_ACTION_WRITE))
        return;
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_COMPLETION_HANDLE))
        return;
    request = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*request), 'tseR');
    if (request == NULL)
        return;
    if (!NT_SUCCESS(FwpsPendOperation0(inMetaValues->completionHandle, &request->Context))) {
        ExFreePoolWithTag(request, 'tseR');
        return;
    }
    request->Data = layerData;
    request->Owned = Copied(inFixedValues, layerData);
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    Publish(request);
}

NTSTATUS RegisterConnectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = ConnectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
