/* The clone is injected from inside classifyFn, through a helper. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

typedef struct _PACKET {
    NET_BUFFER_LIST *Data;
    UINT64 Endpoint;
    ULONG Size;
    UINT64 ProcessId;
} PACKET, *PPACKET;

DEFINE_GUID(PACKET_CALLOUT, 0x3d7fb901, 0x58c2, 0x4e6a, 0xa1, 0x0f, 0xe4, 0x72, 0x96, 0x1d, 0xc8,
            0x35);

extern HANDLE gInjection;
extern UINT32 gCalloutId;

static ULONG SizeOf(const NET_BUFFER_LIST *data)
{
    return NET_BUFFER_DATA_LENGTH(NET_BUFFER_LIST_FIRST_NB(data));
}

static void NTAPI PacketInjected(void *context, NET_BUFFER_LIST *data, BOOLEAN dispatchLevel)
{
    UNREFERENCED_PARAMETER(dispatchLevel);
    FwpsFreeCloneNetBufferList0(data, 0);
    ExFreePoolWithTag(context, 'tkcP');
}

static void Inject(PPACKET packet)
{
    NTSTATUS status = FwpsInjectTransportSendAsync0(gInjection, NULL, // expect: WFP607
                                                    packet->Endpoint, 0, NULL, AF_INET, 0,
                                                    packet->Data, PacketInjected, packet);

    if (!NT_SUCCESS(status))
        PacketInjected(packet, packet->Data, FALSE);
}

// [start:bad]
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
    if (FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE))
        packet->Endpoint = inMetaValues->transportEndpointHandle;
    if (!NT_SUCCESS(FwpsAllocateCloneNetBufferList0(layerData, NULL, NULL, 0, &packet->Data))) {
        ExFreePoolWithTag(packet, 'tkcP');
        return;
    }
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    Inject(packet);
}
// [end:bad]

NTSTATUS RegisterPacketCallout(PDEVICE_OBJECT device, HANDLE engine)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    NTSTATUS status;

    callout.calloutKey = PACKET_CALLOUT;
    callout.classifyFn = PacketClassify;
    status = FwpsCalloutRegister1(device, &callout, &gCalloutId);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = PACKET_CALLOUT;
    managed.displayData.name = L"Packet callout";
    managed.applicableLayer = FWPM_LAYER_OUTBOUND_TRANSPORT_V4;
    return FwpmCalloutAdd0(engine, &managed, NULL, NULL);
}
