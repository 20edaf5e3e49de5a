#ifndef WFPLINT_NTDDNDIS_H
#define WFPLINT_NTDDNDIS_H
#include "ifdef.h"
EXTERN_C_START
typedef ULONG NDIS_OID, *PNDIS_OID;
typedef enum _NDIS_MEDIUM { NdisMedium802_3, NdisMedium802_5, NdisMediumFddi, NdisMediumWan, NdisMediumNative802_11 = 16, NdisMediumIP = 19, NdisMediumMax } NDIS_MEDIUM, *PNDIS_MEDIUM;
typedef enum _NDIS_PHYSICAL_MEDIUM { NdisPhysicalMediumUnspecified, NdisPhysicalMediumWirelessLan, NdisPhysicalMediumNative802_11 = 9, NdisPhysicalMedium802_3 = 14, NdisPhysicalMediumMax } NDIS_PHYSICAL_MEDIUM, *PNDIS_PHYSICAL_MEDIUM;
typedef enum _NDIS_REQUEST_TYPE { NdisRequestQueryInformation, NdisRequestSetInformation, NdisRequestQueryStatistics, NdisRequestMethod = 12 } NDIS_REQUEST_TYPE, *PNDIS_REQUEST_TYPE;
#define NDIS_ETH_TYPE_IPV4 0x0800
#define NDIS_ETH_TYPE_ARP 0x0806
#define NDIS_ETH_TYPE_IPV6 0x86dd
#define NDIS_ETH_TYPE_802_1X 0x888e
#define NDIS_ETH_TYPE_802_1Q 0x8100
#define NDIS_ETH_TYPE_SLOW_PROTOCOL 0x8809
#define NDIS_HASH_FUNCTION_MASK 0xff
#define NDIS_HASH_TYPE_MASK 0xff00
EXTERN_C_END
#endif
