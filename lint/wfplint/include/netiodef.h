/* Headers of packets. */
#ifndef WFPLINT_NETIODEF_H
#define WFPLINT_NETIODEF_H
#include "ws2ipdef.h"
#include "mstcpip.h"
typedef enum _IP_DISCARD_REASON {
  IpDiscardBadSourceAddress, IpDiscardNotLocallyDestined, IpDiscardProtocolUnreachable, IpDiscardPortUnreachable, IpDiscardBadLength, IpDiscardMalformedHeader, IpDiscardNoRoute, IpDiscardBeyondScope, IpDiscardInspectionDrop, IpDiscardTooManyDecapsulations, IpDiscardAdministrativelyProhibited, IpDiscardHopLimitExceeded, IpDiscardAddressUnreachable, IpDiscardRscPacket, IpDiscardArbitrationUnhandled, IpDiscardInspectionAbsorb, IpDiscardDontFragmentMtuExceeded, IpDiscardBufferLengthExceeded, IpDiscardAddressResolutionTimeout, IpDiscardAddressResolutionFailure, IpDiscardIpsecFailure, IpDiscardExtensionHeadersFailure, IpDiscardIpsnpiClientDrop, IpDiscardMax
} IP_DISCARD_REASON, *PIP_DISCARD_REASON;
typedef enum _INET_DISCARD_REASON {
  InetDiscardSourceUnspecified, InetDiscardDestinationMulticast, InetDiscardHeaderInvalid, InetDiscardChecksumInvalid, InetDiscardEndpointNotFound,
  InetDiscardConnectedPath, InetDiscardSessionState, InetDiscardReceiveInspection, InetDiscardAckInvalid, InetDiscardExpectedSyn, InetDiscardRst,
  InetDiscardSynRcvdSyn, InetDiscardSimultaneousConnect, InetDiscardPawsFailed, InetDiscardLandAttack, InetDiscardMissedReset, InetDiscardOutsideWindow,
  InetDiscardDuplicateSegment, InetDiscardClosedWindow, InetDiscardTcbRemoved, InetDiscardFinWait2, InetDiscardReassemblyConflict, InetDiscardFinReceived,
  InetDiscardListenerInvalidFlags, InetDiscardUrgentDeliveryAllocationFailure, InetDiscardMax
} INET_DISCARD_REASON;
typedef struct _IPV4_HEADER {
  union { UINT8 VersionAndHeaderLength; struct { UINT8 HeaderLength : 4, Version : 4; }; };
  union { UINT8 TypeOfServiceAndEcnField; UINT8 TypeOfService; };
  UINT16 TotalLength, Identification;
  union { UINT16 FlagsAndOffset; };
  UINT8 TimeToLive, Protocol;
  UINT16 HeaderChecksum;
  IN_ADDR SourceAddress, DestinationAddress;
  WFPLINT_MEMBERS(_IPV4_HEADER)
} IPV4_HEADER, *PIPV4_HEADER;
typedef struct _IPV6_HEADER {
  union { ULONG VersionClassFlow; };
  UINT16 PayloadLength;
  UINT8 NextHeader, HopLimit;
  IN6_ADDR SourceAddress, DestinationAddress;
  WFPLINT_MEMBERS(_IPV6_HEADER)
} IPV6_HEADER, *PIPV6_HEADER;
typedef struct _UDP_HEADER_MODEL { UINT16 SourcePort, DestinationPort, Length, Checksum; } UDP_HDR, *PUDP_HDR;
typedef struct tcp_hdr { UINT16 th_sport, th_dport; UINT32 th_seq, th_ack; UINT8 th_x2 : 4, th_len : 4; UINT8 th_flags; UINT16 th_win, th_sum, th_urp; WFPLINT_MEMBERS(tcp_hdr) } TCP_HDR, *PTCP_HDR;
#endif
