/* The record names the packet, but what goes on after the classify is a clone of it. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PACKET {
    NET_BUFFER_LIST *Data;
    NET_BUFFER_LIST *Clone;
    ULONG Size;
    UINT64 ProcessId;
} PACKET, *PPACKET;

extern HANDLE gInjection;
extern NDIS_HANDLE gPool;

static ULONG SizeOf(const NET_BUFFER_LIST *data)
{
    return NET_BUFFER_DATA_LENGTH(NET_BUFFER_LIST_FIRST_NB(data));
}

static void NTAPI Injected(void *context, NET_BUFFER_LIST *data, BOOLEAN dispatchLevel)
{
    UNREFERENCED_PARAMETER(dispatchLevel);
    FwpsFreeCloneNetBufferList0(data, 0);
    ExFreePoolWithTag(context, 'tkcP');
}

static NTSTATUS Inject(PPACKET packet)
{
    NTSTATUS status;

    status = FwpsAllocateCloneNetBufferList0(packet->Data, gPool, NULL, 0, &packet->Clone);
    if (!NT_SUCCESS(status))
        return status;
    status = FwpsInjectNetworkSendAsync0(gInjection, NULL, 0, UNSPECIFIED_COMPARTMENT_ID,
                                         packet->Clone, Injected, packet);
    if (!NT_SUCCESS(status))
        FwpsFreeCloneNetBufferList0(packet->Clone, 0);
    return status;
}

// [start:good]
static void NTAPI PacketClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                 const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                 void *layerData, const void *classifyContext,
                                 const FWPS_FILTER1 *filter, UINT64 flowContext,
                                 FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PPACKET packet;

    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_CONTINUE;
    packet = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*packet), 'tkcP');
    if (packet == NULL)
        return;
    packet->Size = SizeOf(layerData);
    packet->ProcessId = inMetaValues->processId;
    packet->Data = layerData;
    if (!NT_SUCCESS(Inject(packet))) {
        ExFreePoolWithTag(packet, 'tkcP');
        return;
    }
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}
// [end:good]

NTSTATUS RegisterPacketCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = PacketClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
