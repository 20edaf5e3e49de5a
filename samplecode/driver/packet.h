/* The packet that started a connection: cloned while the verdict is awaited, injected or freed afterwards. */
#pragma once

#include "pend.h"

typedef struct _PACKET PACKET, *PPACKET;

_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS PacketInitialize(VOID);
/* Waits for injections that are still under way. */
_IRQL_requires_(PASSIVE_LEVEL)
VOID PacketUninitialize(VOID);

/* Clones the request's packet. *Packet is null if the request has none. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS PacketClone(_In_ const PEND_REQUEST *Request, _Outptr_result_maybenull_ PPACKET *Packet);

/* What FwpsCompleteOperation0 must be given: the list that is going to be injected, or null. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NET_BUFFER_LIST *PacketForCompletion(_In_opt_ PPACKET Packet, _In_ BOOLEAN Permit);

/* Injects the clone (`Permit`) or drops it. Consumes the packet either way. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PacketRelease(_In_opt_ PPACKET Packet, _In_ BOOLEAN Permit);

/* Whether this packet is one of our own injections, seen again. */
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN PacketIsOurs(_In_opt_ NET_BUFFER_LIST *Packet, _In_ UINT8 IpVersion);
