/* The packet belongs to the system again as soon as classifyFn returns. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PACKET {
    LIST_ENTRY Link;
    NET_BUFFER_LIST *Data;
    ULONG Size;
    UINT64 ProcessId;
} PACKET, *PPACKET;

extern KSPIN_LOCK gPacketLock;
extern LIST_ENTRY gPackets;
extern KEVENT gPacketEvent;

static ULONG SizeOf(const NET_BUFFER_LIST *data)
{
    return NET_BUFFER_DATA_LENGTH(NET_BUFFER_LIST_FIRST_NB(data));
}

static void Publish(PPACKET packet)
{
    KIRQL irql;

    KeAcquireSpinLock(&gPacketLock, &irql);
    InsertTailList(&gPackets, &packet->Link);
    KeReleaseSpinLock(&gPacketLock, irql);
    KeSetEvent(&gPacketEvent, IO_NO_INCREMENT, FALSE);
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
    packet->Data = layerData; // expect: WFP502
    Publish(packet);
}
// [end:bad]

NTSTATUS RegisterPacketCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = PacketClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
