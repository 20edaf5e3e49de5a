/* The connection is completed without the packet that is injected for it. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _ACCEPT {
    EX_RUNDOWN_REF Rundown;
    HANDLE Context;
    NET_BUFFER_LIST *Packet;
    ADDRESS_FAMILY Family;
    COMPARTMENT_ID Compartment;
    IF_INDEX Interface;
    IF_INDEX SubInterface;
} ACCEPT, *PACCEPT;

extern HANDLE gInjection;

static BOOLEAN IsIpv6(const ACCEPT *accept)
{
    return accept->Family == AF_INET6;
}

VOID CloseAccept(PACCEPT accept)
{
    ExWaitForRundownProtectionRelease(&accept->Rundown);
    FwpsDereferenceNetBufferList0(accept->Packet, FALSE);
    ExFreePoolWithTag(accept, 'tpcA');
}

static void NTAPI PacketInjected(void *context, NET_BUFFER_LIST *packet, BOOLEAN dispatchLevel)
{
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(dispatchLevel);
    FwpsFreeCloneNetBufferList0(packet, 0);
}

// [start:bad]
NTSTATUS PermitAccept(PACCEPT accept)
{
    NET_BUFFER_LIST *clone = NULL;
    NTSTATUS status;

    if (!ExAcquireRundownProtection(&accept->Rundown))
        return STATUS_DELETE_PENDING;
    DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_TRACE_LEVEL, "permit, v6 %u\n", IsIpv6(accept));
    status = FwpsAllocateCloneNetBufferList0(accept->Packet, NULL, NULL, 0, &clone);
    if (!NT_SUCCESS(status))
        goto Exit;
    FwpsCompleteOperation0(accept->Context, NULL);
    status = FwpsInjectTransportReceiveAsync0(gInjection, NULL, NULL, 0, // expect: WFP501
                                              accept->Family,
                                              accept->Compartment, accept->Interface,
                                              accept->SubInterface, clone, PacketInjected, NULL);
    if (!NT_SUCCESS(status))
        FwpsFreeCloneNetBufferList0(clone, 0);
Exit:
    ExReleaseRundownProtection(&accept->Rundown);
    return status;
}
// [end:bad]
