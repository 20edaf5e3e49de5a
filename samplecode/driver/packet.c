/*
 * The first packet of a connection. WFP drops it when the operation completes, so it is cloned during the classify
 * and injected after a permit: up the stack for RECV_ACCEPT, down again for an outbound datagram.
 */
#include "packet.h"

struct _PACKET {
    NET_BUFFER_LIST *Clone;
    UINT8 IpVersion;
    UINT8 Inbound;
    COMPARTMENT_ID Compartment;
    IF_INDEX Interface;
    IF_INDEX SubInterface;
    UINT64 EndpointHandle;
    SCOPE_ID RemoteScope;
    UINT8 RemoteAddress[16];
};

static HANDLE PacketInjection4;
static HANDLE PacketInjection6;

static ADDRESS_FAMILY PacketFamily(_In_ UINT8 IpVersion)
{
    return IpVersion == 6 ? AF_INET6 : AF_INET;
}

static HANDLE PacketInjection(_In_ UINT8 IpVersion)
{
    return IpVersion == 6 ? PacketInjection6 : PacketInjection4;
}

_Use_decl_annotations_
NTSTATUS PacketInitialize(VOID)
{
    NTSTATUS status;

    status = FwpsInjectionHandleCreate0(AF_INET, FWPS_INJECTION_TYPE_TRANSPORT, &PacketInjection4);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = FwpsInjectionHandleCreate0(AF_INET6, FWPS_INJECTION_TYPE_TRANSPORT, &PacketInjection6);
    if (!NT_SUCCESS(status)) {
        FwpsInjectionHandleDestroy0(PacketInjection4);
    }
    return status;
}

_Use_decl_annotations_
VOID PacketUninitialize(VOID)
{
    FwpsInjectionHandleDestroy0(PacketInjection4);
    FwpsInjectionHandleDestroy0(PacketInjection6);
}

_Use_decl_annotations_
BOOLEAN PacketIsOurs(NET_BUFFER_LIST *Packet, UINT8 IpVersion)
{
    FWPS_PACKET_INJECTION_STATE state;

    if (Packet == NULL) {
        return FALSE;
    }
    state = FwpsQueryPacketInjectionState0(PacketInjection(IpVersion), Packet, NULL);
    return state == FWPS_PACKET_INJECTED_BY_SELF || state == FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF;
}

// --8<-- [start:clone]
/*
 * At RECV_ACCEPT the list starts at the transport payload; an injection up the stack wants the IP header. So the
 * start is moved back while the clone is made, and the original is put back as it was.
 */
static NTSTATUS PacketCloneList(_In_ const PEND_REQUEST *Request, _Out_ NET_BUFFER_LIST **Clone)
{
    const FWPS_INCOMING_METADATA_VALUES0 *metadata = Request->Metadata;
    NET_BUFFER *first = NET_BUFFER_LIST_FIRST_NB(Request->Packet);
    ULONG headers = 0;
    NDIS_STATUS moved;
    NTSTATUS status;

    if (Request->Connection.Inbound) {
        headers = metadata->ipHeaderSize + metadata->transportHeaderSize;
    }
    moved = NdisRetreatNetBufferDataStart(first, headers, 0, NULL);
    if (moved != NDIS_STATUS_SUCCESS) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = FwpsAllocateCloneNetBufferList0(Request->Packet, NULL, NULL, 0, Clone);
    NdisAdvanceNetBufferDataStart(first, headers, FALSE, NULL);
    return status;
}

_Use_decl_annotations_
NTSTATUS PacketClone(const PEND_REQUEST *Request, PPACKET *Packet)
{
    const FWPS_INCOMING_METADATA_VALUES0 *metadata = Request->Metadata;
    PPACKET packet;
    NTSTATUS status;

    *Packet = NULL;
    if (Request->Packet == NULL) {
        return STATUS_SUCCESS;
    }
    packet = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*packet), VERDICT_TAG_PACKET);
    if (packet == NULL) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = PacketCloneList(Request, &packet->Clone);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(packet, VERDICT_TAG_PACKET);
        return status;
    }
    packet->IpVersion = Request->Connection.IpVersion;
    packet->Inbound = Request->Connection.Inbound;
    packet->Compartment = (COMPARTMENT_ID)metadata->compartmentId;
    packet->EndpointHandle = metadata->transportEndpointHandle;
    packet->RemoteScope = metadata->remoteScopeId;
    packet->Interface = Request->Interface;
    packet->SubInterface = Request->SubInterface;
    RtlCopyMemory(packet->RemoteAddress, Request->Connection.RemoteAddress, sizeof(packet->RemoteAddress));
    *Packet = packet;
    return STATUS_SUCCESS;
}
// --8<-- [end:clone]

/* ---- injection ----------------------------------------------------------------------------- */

/* Called once for each successful injection. */
static VOID NTAPI PacketInjected(_In_ VOID *Context, _Inout_ NET_BUFFER_LIST *NetBufferList, _In_ BOOLEAN DispatchLevel)
{
    UNREFERENCED_PARAMETER(DispatchLevel);

    FwpsFreeCloneNetBufferList0(NetBufferList, 0);
    ExFreePoolWithTag(Context, VERDICT_TAG_PACKET);
}

static NTSTATUS PacketSend(_In_ PPACKET Packet)
{
    FWPS_TRANSPORT_SEND_PARAMS0 parameters = {0};

    parameters.remoteAddress = Packet->RemoteAddress;
    parameters.remoteScopeId = Packet->RemoteScope;
    return FwpsInjectTransportSendAsync0(PacketInjection(Packet->IpVersion), NULL, Packet->EndpointHandle, 0,
                                         &parameters, PacketFamily(Packet->IpVersion), Packet->Compartment,
                                         Packet->Clone, PacketInjected, Packet);
}

static NTSTATUS PacketReceive(_In_ PPACKET Packet)
{
    return FwpsInjectTransportReceiveAsync0(PacketInjection(Packet->IpVersion), NULL, NULL, 0,
                                            PacketFamily(Packet->IpVersion), Packet->Compartment, Packet->Interface,
                                            Packet->SubInterface, Packet->Clone, PacketInjected, Packet);
}

// --8<-- [start:release]
_Use_decl_annotations_
NET_BUFFER_LIST *PacketForCompletion(PPACKET Packet, BOOLEAN Permit)
{
    return Packet != NULL && Packet->Inbound && Permit ? Packet->Clone : NULL;
}

_Use_decl_annotations_
VOID PacketRelease(PPACKET Packet, BOOLEAN Permit)
{
    NTSTATUS status;

    if (Packet == NULL) {
        return;
    }
    if (Permit) {
        status = Packet->Inbound ? PacketReceive(Packet) : PacketSend(Packet);
        if (NT_SUCCESS(status)) {
            return; /* PacketInjected frees both */
        }
    }
    FwpsFreeCloneNetBufferList0(Packet->Clone, 0);
    ExFreePoolWithTag(Packet, VERDICT_TAG_PACKET);
}
// --8<-- [end:release]
