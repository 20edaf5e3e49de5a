#ifndef WFPLINT_WS2IPDEF_H
#define WFPLINT_WS2IPDEF_H
#include "ws2def.h"
#include "in6addr.h"
EXTERN_C_START
typedef struct sockaddr_in6 {
  ADDRESS_FAMILY sin6_family;
  USHORT sin6_port;
  ULONG sin6_flowinfo;
  IN6_ADDR sin6_addr;
  union { ULONG sin6_scope_id; SCOPE_ID sin6_scope_struct; };
  WFPLINT_MEMBERS(sockaddr_in6)
} SOCKADDR_IN6, *PSOCKADDR_IN6, SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH;
typedef union _SOCKADDR_INET { SOCKADDR_IN Ipv4; SOCKADDR_IN6 Ipv6; ADDRESS_FAMILY si_family; WFPLINT_MEMBERS(_SOCKADDR_INET) } SOCKADDR_INET, *PSOCKADDR_INET;
typedef struct _IP_ADDRESS_PREFIX { SOCKADDR_INET Prefix; UINT8 PrefixLength; WFPLINT_MEMBERS(_IP_ADDRESS_PREFIX) } IP_ADDRESS_PREFIX, *PIP_ADDRESS_PREFIX;
typedef struct in_pktinfo { IN_ADDR ipi_addr; ULONG ipi_ifindex; } IN_PKTINFO, *PIN_PKTINFO;
typedef struct in6_pktinfo { IN6_ADDR ipi6_addr; ULONG ipi6_ifindex; } IN6_PKTINFO, *PIN6_PKTINFO;
#define IP_PKTINFO 19
#define IPV6_PKTINFO 19
#define IP_TTL 4
#define IP_HOPLIMIT 21
#define IP_ORIGINAL_ARRIVAL_IF 47
#define INET_ADDRSTRLEN 22
#define INET6_ADDRSTRLEN 65
#define IN4ADDR_ANY_INIT {0}
#define IN6ADDR_ANY_INIT {0}
#define IN6ADDR_LOOPBACK_INIT {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}}}
EXTERN_C_END
#endif
