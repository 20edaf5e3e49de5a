/* Packets: what ndis.h, the ndis folder and fwpsk.h share. */
#ifndef WFPLINT_NBL_MODEL_H
#define WFPLINT_NBL_MODEL_H
#include "wdm.h"
EXTERN_C_START
typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;
typedef int NDIS_STATUS, *PNDIS_STATUS;
typedef ULONG NDIS_PORT_NUMBER, *PNDIS_PORT_NUMBER;
typedef UINT32 NDIS_SWITCH_PORT_ID, *PNDIS_SWITCH_PORT_ID;
typedef USHORT NDIS_SWITCH_NIC_INDEX, *PNDIS_SWITCH_NIC_INDEX;
typedef PHYSICAL_ADDRESS NDIS_PHYSICAL_ADDRESS, *PNDIS_PHYSICAL_ADDRESS;
typedef UNICODE_STRING NDIS_STRING, *PNDIS_STRING;
typedef struct _NET_BUFFER NET_BUFFER, *PNET_BUFFER;
typedef struct _NET_BUFFER_LIST NET_BUFFER_LIST, *PNET_BUFFER_LIST;
typedef struct _NET_BUFFER_LIST_CONTEXT { struct _NET_BUFFER_LIST_CONTEXT *Next; USHORT Size, Offset; PVOID ContextData[1]; WFPLINT_MEMBERS(_NET_BUFFER_LIST_CONTEXT) } NET_BUFFER_LIST_CONTEXT, *PNET_BUFFER_LIST_CONTEXT;
typedef struct _NET_BUFFER_DATA { PNET_BUFFER Next; PMDL CurrentMdl; ULONG CurrentMdlOffset; union { ULONG DataLength; SIZE_T stDataLength; } NbDataLength; PMDL MdlChain; ULONG DataOffset; WFPLINT_MEMBERS(_NET_BUFFER_DATA) } NET_BUFFER_DATA, *PNET_BUFFER_DATA, NET_BUFFER_HEADER, *PNET_BUFFER_HEADER;
typedef union _NET_BUFFER_DATA_LENGTH { ULONG DataLength; SIZE_T stDataLength; } NET_BUFFER_DATA_LENGTH, *PNET_BUFFER_DATA_LENGTH;
struct _NET_BUFFER {
  union {
    struct {
      PNET_BUFFER Next;
      PMDL CurrentMdl;
      ULONG CurrentMdlOffset;
      union { ULONG DataLength; SIZE_T stDataLength; };
      PMDL MdlChain;
      ULONG DataOffset;
    };
    NET_BUFFER_HEADER NetBufferHeader;
  };
  USHORT ChecksumBias, Reserved;
  NDIS_HANDLE NdisPoolHandle;
  PVOID NdisReserved[2], ProtocolReserved[6], MiniportReserved[4];
  NDIS_PHYSICAL_ADDRESS DataPhysicalAddress;
  PVOID SharedMemoryInfo;
  WFPLINT_MEMBERS(_NET_BUFFER)
};
typedef enum _NDIS_NET_BUFFER_LIST_INFO {
  TcpIpChecksumNetBufferListInfo, TcpOffloadBytesTransferred = TcpIpChecksumNetBufferListInfo, IPsecOffloadV1NetBufferListInfo,
  IPsecOffloadV2NetBufferListInfo = IPsecOffloadV1NetBufferListInfo, TcpLargeSendNetBufferListInfo, TcpReceiveNoPush = TcpLargeSendNetBufferListInfo,
  ClassificationHandleNetBufferListInfo, Ieee8021QNetBufferListInfo, NetBufferListCancelId, MediaSpecificInformation,
  NetBufferListFrameType, NetBufferListProtocolId = NetBufferListFrameType, NetBufferListHashValue, NetBufferListHashInfo, WfpNetBufferListInfo,
  IPsecOffloadV2TunnelNetBufferListInfo, IPsecOffloadV2HeaderNetBufferListInfo, NetBufferListCorrelationId, NetBufferListFilteringInfo,
  MediaSpecificInformationEx, NblOriginalInterfaceIfIndex, NblReAuthWfpFlowContext = NblOriginalInterfaceIfIndex, TcpReceiveBytesTransferred,
  SwitchForwardingReserved, SwitchForwardingDetail, VirtualSubnetInfo, IMReserved, TcpRecvSegCoalesceInfo, UdpSegmentationOffloadInfo = TcpRecvSegCoalesceInfo, RscTcpTimestampDelta,
  GftOffloadInformation, GftFlowEntryId, NetBufferListInfoReserved3, NetBufferListInfoReserved4, MaxNetBufferListInfo
} NDIS_NET_BUFFER_LIST_INFO, *PNDIS_NET_BUFFER_LIST_INFO;
typedef union _NET_BUFFER_LIST_HEADER { struct { PNET_BUFFER_LIST Next; PNET_BUFFER FirstNetBuffer; } NetBufferListData; PVOID Reserved[2]; } NET_BUFFER_LIST_HEADER, *PNET_BUFFER_LIST_HEADER;
typedef struct _NET_BUFFER_LIST_DATA { PNET_BUFFER_LIST Next; PNET_BUFFER FirstNetBuffer; } NET_BUFFER_LIST_DATA, *PNET_BUFFER_LIST_DATA;
struct _NET_BUFFER_LIST {
  union {
    struct { PNET_BUFFER_LIST Next; PNET_BUFFER FirstNetBuffer; };
    NET_BUFFER_LIST_HEADER NetBufferListHeader;
  };
  PNET_BUFFER_LIST_CONTEXT Context;
  PNET_BUFFER_LIST ParentNetBufferList;
  NDIS_HANDLE NdisPoolHandle;
  PVOID NdisReserved[2], ProtocolReserved[4], MiniportReserved[2], Scratch;
  NDIS_HANDLE SourceHandle;
  ULONG NblFlags;
  LONG ChildRefCount;
  ULONG Flags;
  NDIS_STATUS Status;
  PVOID NetBufferListInfo[MaxNetBufferListInfo];
  WFPLINT_MEMBERS(_NET_BUFFER_LIST)
};
#define NET_BUFFER_NEXT_NB(nb) ((nb)->Next)
#define NET_BUFFER_FIRST_MDL(nb) ((nb)->MdlChain)
#define NET_BUFFER_DATA_LENGTH(nb) ((nb)->DataLength)
#define NET_BUFFER_DATA_OFFSET(nb) ((nb)->DataOffset)
#define NET_BUFFER_CURRENT_MDL(nb) ((nb)->CurrentMdl)
#define NET_BUFFER_CURRENT_MDL_OFFSET(nb) ((nb)->CurrentMdlOffset)
#define NET_BUFFER_PROTOCOL_RESERVED(nb) ((nb)->ProtocolReserved)
#define NET_BUFFER_MINIPORT_RESERVED(nb) ((nb)->MiniportReserved)
#define NET_BUFFER_CHECKSUM_BIAS(nb) ((nb)->ChecksumBias)
#define NET_BUFFER_DATA_PHYSICAL_ADDRESS(nb) ((nb)->DataPhysicalAddress)
#define NET_BUFFER_FIRST_SHARED_MEM_INFO(nb) ((nb)->SharedMemoryInfo)
#define NET_BUFFER_LIST_NEXT_NBL(nbl) ((nbl)->Next)
#define NET_BUFFER_LIST_FIRST_NB(nbl) ((nbl)->FirstNetBuffer)
#define NET_BUFFER_LIST_FLAGS(nbl) ((nbl)->Flags)
#define NET_BUFFER_LIST_NBL_FLAGS(nbl) ((nbl)->NblFlags)
#define NET_BUFFER_LIST_STATUS(nbl) ((nbl)->Status)
#define NET_BUFFER_LIST_INFO(nbl, id) ((nbl)->NetBufferListInfo[id])
#define NET_BUFFER_LIST_PROTOCOL_RESERVED(nbl) ((nbl)->ProtocolReserved)
#define NET_BUFFER_LIST_MINIPORT_RESERVED(nbl) ((nbl)->MiniportReserved)
#define NET_BUFFER_LIST_CONTEXT_DATA_START(nbl) ((PUCHAR)((nbl)->Context + 1) + (nbl)->Context->Offset)
#define NET_BUFFER_LIST_CONTEXT_DATA_SIZE(nbl) ((nbl)->Context->Size)
#define NET_BUFFER_LIST_GET_HASH_TYPE(nbl) (PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo)) & 0xffff00)
#define NET_BUFFER_LIST_GET_HASH_FUNCTION(nbl) (PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo)) & 0xff)
#define NET_BUFFER_LIST_GET_HASH_VALUE(nbl) (PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashValue)))
#define NET_BUFFER_LIST_SET_HASH_TYPE(nbl, value) (NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo) = UlongToPtr(value))
#define NET_BUFFER_LIST_SET_HASH_FUNCTION(nbl, value) (NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo) = UlongToPtr(value))
#define NET_BUFFER_LIST_SET_HASH_VALUE(nbl, value) (NET_BUFFER_LIST_INFO(nbl, NetBufferListHashValue) = UlongToPtr(value))
#define NDIS_GET_NET_BUFFER_LIST_CANCEL_ID(nbl) (NET_BUFFER_LIST_INFO(nbl, NetBufferListCancelId))
#define NDIS_SET_NET_BUFFER_LIST_CANCEL_ID(nbl, id) (NET_BUFFER_LIST_INFO(nbl, NetBufferListCancelId) = (id))
#define NDIS_SET_NET_BUFFER_LIST_VLAN_ID(nbl, id) (NET_BUFFER_LIST_INFO(nbl, Ieee8021QNetBufferListInfo) = UlongToPtr(id))
#define NDIS_GET_NET_BUFFER_LIST_VLAN_ID(nbl) (PtrToUlong(NET_BUFFER_LIST_INFO(nbl, Ieee8021QNetBufferListInfo)))
#define NDIS_GET_NET_BUFFER_LIST_IM_RESERVED(nbl) (NET_BUFFER_LIST_INFO(nbl, IMReserved))
#define NDIS_SET_NET_BUFFER_LIST_IM_RESERVED(nbl, value) (NET_BUFFER_LIST_INFO(nbl, IMReserved) = (value))
typedef PMDL NET_BUFFER_ALLOCATE_MDL_HANDLER(PULONG BufferSize);
typedef VOID NET_BUFFER_FREE_MDL_HANDLER(PMDL Mdl);
typedef NET_BUFFER_ALLOCATE_MDL_HANDLER *PNET_BUFFER_ALLOCATE_MDL_HANDLER, *NET_BUFFER_ALLOCATE_MDL_HANDLER_PTR;
typedef NET_BUFFER_FREE_MDL_HANDLER *PNET_BUFFER_FREE_MDL_HANDLER;
typedef struct _NDIS_OBJECT_HEADER { UCHAR Type, Revision; USHORT Size; WFPLINT_MEMBERS(_NDIS_OBJECT_HEADER) } NDIS_OBJECT_HEADER, *PNDIS_OBJECT_HEADER;
typedef struct _NET_BUFFER_LIST_POOL_PARAMETERS { NDIS_OBJECT_HEADER Header; UCHAR ProtocolId; BOOLEAN fAllocateNetBuffer; USHORT ContextSize; ULONG PoolTag, DataSize, Flags; WFPLINT_MEMBERS(_NET_BUFFER_LIST_POOL_PARAMETERS) } NET_BUFFER_LIST_POOL_PARAMETERS, *PNET_BUFFER_LIST_POOL_PARAMETERS;
typedef struct _NET_BUFFER_POOL_PARAMETERS { NDIS_OBJECT_HEADER Header; ULONG PoolTag, DataSize; WFPLINT_MEMBERS(_NET_BUFFER_POOL_PARAMETERS) } NET_BUFFER_POOL_PARAMETERS, *PNET_BUFFER_POOL_PARAMETERS;
#define NDIS_OBJECT_TYPE_DEFAULT 0x80
#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 1
#define NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_2 2
#define NET_BUFFER_POOL_PARAMETERS_REVISION_1 1
#define NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 sizeof(NET_BUFFER_LIST_POOL_PARAMETERS)
#define NDIS_SIZEOF_NET_BUFFER_POOL_PARAMETERS_REVISION_1 sizeof(NET_BUFFER_POOL_PARAMETERS)
#define NDIS_PROTOCOL_ID_DEFAULT 0
#define NDIS_PROTOCOL_ID_TCP_IP 2
NDIS_HANDLE NdisAllocateNetBufferListPool(NDIS_HANDLE NdisHandle, const NET_BUFFER_LIST_POOL_PARAMETERS *Parameters),
    NdisAllocateNetBufferPool(NDIS_HANDLE NdisHandle, const NET_BUFFER_POOL_PARAMETERS *Parameters),
    NdisGetPoolFromNetBufferList(NET_BUFFER_LIST *NetBufferList);
VOID NdisFreeNetBufferListPool(NDIS_HANDLE PoolHandle), NdisFreeNetBufferPool(NDIS_HANDLE PoolHandle),
    NdisFreeNetBufferList(NET_BUFFER_LIST *NetBufferList), NdisFreeNetBuffer(NET_BUFFER *NetBuffer),
    NdisFreeCloneNetBufferList(NET_BUFFER_LIST *NetBufferList, ULONG FreeCloneFlags), NdisFreeMdl(PMDL Mdl);
NET_BUFFER_LIST *NdisAllocateNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill),
    *NdisAllocateNetBufferAndNetBufferList(NDIS_HANDLE PoolHandle, USHORT ContextSize, USHORT ContextBackFill, PMDL MdlChain, ULONG DataOffset, SIZE_T DataLength),
    *NdisAllocateCloneNetBufferList(NET_BUFFER_LIST *Original, NDIS_HANDLE NblPool, NDIS_HANDLE NbPool, ULONG Flags);
NET_BUFFER *NdisAllocateNetBuffer(NDIS_HANDLE PoolHandle, PMDL MdlChain, ULONG DataOffset, SIZE_T DataLength),
    *NdisAllocateNetBufferMdlAndData(NDIS_HANDLE PoolHandle);
PMDL NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length);
PVOID NdisGetDataBuffer(NET_BUFFER *NetBuffer, ULONG BytesNeeded, PVOID Storage, UINT AlignMultiple, UINT AlignOffset);
NDIS_STATUS NdisRetreatNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta, ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL_HANDLER *AllocateMdlHandler),
    NdisRetreatNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList, ULONG DataOffsetDelta, ULONG DataBackFill, NET_BUFFER_ALLOCATE_MDL_HANDLER *AllocateMdlHandler, NET_BUFFER_FREE_MDL_HANDLER *FreeMdlHandler),
    NdisCopyFromNetBufferToNetBuffer(NET_BUFFER *Destination, ULONG DestinationOffset, ULONG BytesToCopy, const NET_BUFFER *Source, ULONG SourceOffset, PULONG BytesCopied);
VOID NdisAdvanceNetBufferDataStart(NET_BUFFER *NetBuffer, ULONG DataOffsetDelta, BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL_HANDLER *FreeMdlHandler),
    NdisAdvanceNetBufferListDataStart(NET_BUFFER_LIST *NetBufferList, ULONG DataOffsetDelta, BOOLEAN FreeMdl, NET_BUFFER_FREE_MDL_HANDLER *FreeMdlHandler),
    NdisAdjustNetBufferCurrentMdl(NET_BUFFER *NetBuffer),
    NdisCopySendNetBufferListInfo(NET_BUFFER_LIST *Destination, NET_BUFFER_LIST *Source),
    NdisCopyReceiveNetBufferListInfo(NET_BUFFER_LIST *Destination, NET_BUFFER_LIST *Source),
    NdisSetNetBufferListProtocolId(PNET_BUFFER_LIST NetBufferList, UCHAR ProtocolId),
    NdisQueryMdl(PMDL Mdl, PVOID *VirtualAddress, PUINT Length, ULONG Priority),
    NdisGetMdlPhysicalArraySize(PMDL Mdl, PUINT Size);
ULONG NdisQueryNetBufferPhysicalCount(NET_BUFFER *NetBuffer);
typedef struct _NDIS_EVENT { KEVENT Event; WFPLINT_MEMBERS(_NDIS_EVENT) } NDIS_EVENT, *PNDIS_EVENT;
VOID NdisInitializeEvent(PNDIS_EVENT Event), NdisSetEvent(PNDIS_EVENT Event), NdisResetEvent(PNDIS_EVENT Event);
BOOLEAN NdisWaitEvent(PNDIS_EVENT Event, UINT MsToWait);
typedef struct _NDIS_GENERIC_OBJECT { NDIS_OBJECT_HEADER Header; PVOID Caller, CallersCaller; PDRIVER_OBJECT DriverObject; WFPLINT_MEMBERS(_NDIS_GENERIC_OBJECT) } NDIS_GENERIC_OBJECT, *PNDIS_GENERIC_OBJECT;
PNDIS_GENERIC_OBJECT NdisAllocateGenericObject(PDRIVER_OBJECT DriverObject, ULONG Tag, USHORT Size);
VOID NdisFreeGenericObject(PNDIS_GENERIC_OBJECT NdisObject);
typedef struct _NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO {
  union {
    struct { ULONG IsIPv4 : 1, IsIPv6 : 1, TcpChecksum : 1, UdpChecksum : 1, IpHeaderChecksum : 1, Reserved : 11, TcpHeaderOffset : 10; } Transmit;
    struct { ULONG TcpChecksumFailed : 1, UdpChecksumFailed : 1, IpChecksumFailed : 1, TcpChecksumSucceeded : 1, UdpChecksumSucceeded : 1, IpChecksumSucceeded : 1, Loopback : 1, TcpChecksumValueInvalid : 1, IpChecksumValueInvalid : 1; } Receive;
    PVOID Value;
  };
  WFPLINT_MEMBERS(_NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO)
} NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO, *PNDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO;
EXTERN_C_END
#endif
