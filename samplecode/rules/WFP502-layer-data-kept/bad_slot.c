/* The same, by a helper that is told where to put the packet. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PACKET {
    LIST_ENTRY Link;
    void *Data;
    UINT64 ProcessId;
} PACKET, *PPACKET;

extern LIST_ENTRY gPackets;
extern KSPIN_LOCK gPacketLock;

static void Put(void **slot, void *value)
{
    *slot = value; // expect: WFP502
}

static void Publish(PPACKET packet)
{
    KIRQL irql;

    KeAcquireSpinLock(&gPacketLock, &irql);
    InsertTailList(&gPackets, &packet->Link);
    KeReleaseSpinLock(&gPacketLock, irql);
}

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
    packet->ProcessId = inMetaValues->processId;
    Put(&packet->Data, layerData);
    Publish(packet);
}

NTSTATUS RegisterPacketCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = PacketClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
