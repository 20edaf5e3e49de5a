/* NDIS, as far as a callout driver or a lightweight filter beside it goes. */
#ifndef WFPLINT_NDIS_H
#define WFPLINT_NDIS_H
#include "ntddk.h"
#include "nbl_model.h"
#include "ws2ipdef.h"
#include "ntddndis.h"
EXTERN_C_START
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#define NDIS_STATUS_SUCCESS ((NDIS_STATUS)STATUS_SUCCESS)
#define NDIS_STATUS_PENDING ((NDIS_STATUS)STATUS_PENDING)
#define NDIS_STATUS_FAILURE ((NDIS_STATUS)STATUS_UNSUCCESSFUL)
#define NDIS_STATUS_RESOURCES ((NDIS_STATUS)STATUS_INSUFFICIENT_RESOURCES)
#define NDIS_STATUS_NOT_SUPPORTED ((NDIS_STATUS)STATUS_NOT_SUPPORTED)
#define NDIS_STATUS_INVALID_PARAMETER ((NDIS_STATUS)STATUS_INVALID_PARAMETER)
#define NDIS_STATUS_NOT_RECOGNIZED ((NDIS_STATUS)0x00010001)
#define NDIS_STATUS_NOT_ACCEPTED ((NDIS_STATUS)0x00010003)
#define NDIS_STATUS_INVALID_PACKET ((NDIS_STATUS)0xC0010004)
#define NDIS_STATUS_BAD_VERSION ((NDIS_STATUS)0xC0010004)
#define NDIS_STATUS_BAD_CHARACTERISTICS ((NDIS_STATUS)0xC0010005)
#define NDIS_STATUS_CLOSING ((NDIS_STATUS)0xC0010002)
#define NDIS_STATUS_INVALID_LENGTH ((NDIS_STATUS)0xC0010014)
#define NDIS_STATUS_INVALID_DATA ((NDIS_STATUS)0xC0010015)
#define NDIS_STATUS_BUFFER_TOO_SHORT ((NDIS_STATUS)0xC0010016)
#define NDIS_STATUS_INVALID_OID ((NDIS_STATUS)0xC0010017)
#define NDIS_STATUS_REQUEST_ABORTED ((NDIS_STATUS)0xC001000C)
#define NDIS_STATUS_PAUSED ((NDIS_STATUS)0xC023002A)
#define NDIS_STATUS_SEND_ABORTED ((NDIS_STATUS)0xC001000B)
#define NDIS_STATUS_FILE_NOT_FOUND ((NDIS_STATUS)0xC001001B)
typedef union _NDIS_TCP_IP_CHECKSUM_PACKET_INFO {
  struct { ULONG NdisPacketChecksumV4 : 1, NdisPacketChecksumV6 : 1, NdisPacketTcpChecksum : 1, NdisPacketUdpChecksum : 1, NdisPacketIpChecksum : 1; } Transmit;
  struct { ULONG NdisPacketTcpChecksumFailed : 1, NdisPacketUdpChecksumFailed : 1, NdisPacketIpChecksumFailed : 1, NdisPacketTcpChecksumSucceeded : 1, NdisPacketUdpChecksumSucceeded : 1, NdisPacketIpChecksumSucceeded : 1, NdisPacketLoopback : 1; } Receive;
  ULONG Value;
  WFPLINT_MEMBERS(_NDIS_TCP_IP_CHECKSUM_PACKET_INFO)
} NDIS_TCP_IP_CHECKSUM_PACKET_INFO, *PNDIS_TCP_IP_CHECKSUM_PACKET_INFO;
#define NDIS_STRING_CONST RTL_CONSTANT_STRING
typedef struct _NDIS_SPIN_LOCK { KSPIN_LOCK SpinLock; KIRQL OldIrql; WFPLINT_MEMBERS(_NDIS_SPIN_LOCK) } NDIS_SPIN_LOCK, *PNDIS_SPIN_LOCK;
typedef struct _NDIS_RW_LOCK_EX NDIS_RW_LOCK_EX, *PNDIS_RW_LOCK_EX;
typedef union _LOCK_STATE_EX { KIRQL OldIrql; UCHAR LockState, Flags; } LOCK_STATE_EX, *PLOCK_STATE_EX;
typedef struct _NDIS_OID_REQUEST {
  NDIS_OBJECT_HEADER Header;
  NDIS_REQUEST_TYPE RequestType;
  NDIS_PORT_NUMBER PortNumber;
  UINT Timeout;
  PVOID RequestId;
  NDIS_HANDLE RequestHandle;
  union {
    struct { NDIS_OID Oid; PVOID InformationBuffer; UINT InformationBufferLength, BytesWritten, BytesNeeded; } QUERY_INFORMATION;
    struct { NDIS_OID Oid; PVOID InformationBuffer; UINT InformationBufferLength, BytesRead, BytesNeeded; } SET_INFORMATION;
    struct { NDIS_OID Oid; PVOID InformationBuffer; ULONG InputBufferLength, OutputBufferLength, MethodId; UINT BytesWritten, BytesRead, BytesNeeded; } METHOD_INFORMATION;
  } DATA;
  UCHAR NdisReserved[128], MiniportReserved[16], SourceReserved[16], SupportedRevision, Reserved1;
  USHORT Reserved2;
  WFPLINT_MEMBERS(_NDIS_OID_REQUEST)
} NDIS_OID_REQUEST, *PNDIS_OID_REQUEST;
typedef VOID (*NDIS_IO_WORKITEM_FUNCTION)(PVOID WorkItemContext, NDIS_HANDLE NdisIoWorkItemHandle);
typedef VOID NDIS_TIMER_FUNCTION(PVOID SystemSpecific1, PVOID FunctionContext, PVOID SystemSpecific2, PVOID SystemSpecific3);
typedef NDIS_TIMER_FUNCTION *PNDIS_TIMER_FUNCTION;
typedef struct _NDIS_TIMER_CHARACTERISTICS { NDIS_OBJECT_HEADER Header; ULONG AllocationTag; PNDIS_TIMER_FUNCTION TimerFunction; PVOID FunctionContext; WFPLINT_MEMBERS(_NDIS_TIMER_CHARACTERISTICS) } NDIS_TIMER_CHARACTERISTICS, *PNDIS_TIMER_CHARACTERISTICS;
VOID NdisAllocateSpinLock(PNDIS_SPIN_LOCK SpinLock), NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock),
    NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock), NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock),
    NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock), NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock);
PNDIS_RW_LOCK_EX NdisAllocateRWLock(NDIS_HANDLE NdisHandle);
VOID NdisFreeRWLock(PNDIS_RW_LOCK_EX Lock),
    NdisAcquireRWLockRead(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState, UCHAR Flags),
    NdisAcquireRWLockWrite(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState, UCHAR Flags),
    NdisReleaseRWLock(PNDIS_RW_LOCK_EX Lock, PLOCK_STATE_EX LockState);
PVOID NdisAllocateMemoryWithTagPriority(NDIS_HANDLE NdisHandle, UINT Length, ULONG Tag, EX_POOL_PRIORITY Priority);
NDIS_STATUS NdisAllocateMemoryWithTag(PVOID *VirtualAddress, UINT Length, ULONG Tag);
VOID NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags),
    NdisFreeMemoryWithTagPriority(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, ULONG Tag),
    NdisZeroMemory(PVOID Destination, SIZE_T Length),
    NdisMoveMemory(PVOID Destination, const VOID *Source, SIZE_T Length), NdisMSleep(ULONG MicrosecondsToSleep),
    NdisStallExecution(UINT Microseconds), NdisInitUnicodeString(PUNICODE_STRING Destination, PCWSTR Source),
    NdisGetCurrentSystemTime(PLARGE_INTEGER Time);
ULONG NdisEqualMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length);
NDIS_HANDLE NdisAllocateIoWorkItem(NDIS_HANDLE NdisObjectHandle);
VOID NdisFreeIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle),
    NdisQueueIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle, NDIS_IO_WORKITEM_FUNCTION Routine, PVOID WorkItemContext);
NDIS_STATUS NdisAllocateTimerObject(NDIS_HANDLE NdisHandle, PNDIS_TIMER_CHARACTERISTICS TimerCharacteristics, PNDIS_HANDLE TimerObject);
BOOLEAN NdisSetTimerObject(NDIS_HANDLE TimerObject, LARGE_INTEGER DueTime, LONG MillisecondsPeriod, PVOID FunctionContext),
    NdisCancelTimerObject(NDIS_HANDLE TimerObject);
VOID NdisFreeTimerObject(NDIS_HANDLE TimerObject);

typedef struct _NDIS_WORK_ITEM { PVOID Context; PVOID Routine; PVOID Reserved[8]; } NDIS_WORK_ITEM, *PNDIS_WORK_ITEM;
typedef VOID (*NDIS_PROC)(PNDIS_WORK_ITEM WorkItem, PVOID Context);
VOID NdisInitializeWorkItem(PNDIS_WORK_ITEM WorkItem, NDIS_PROC Routine, PVOID Context),
    NdisFillMemory(PVOID Destination, SIZE_T Length, UCHAR Fill);
NDIS_STATUS NdisScheduleWorkItem(PNDIS_WORK_ITEM WorkItem);
BOOLEAN NdisSetCoalescableTimerObject(NDIS_HANDLE TimerObject, LARGE_INTEGER DueTime, LONG MillisecondsPeriod, PVOID FunctionContext, ULONG Tolerance);
VOID NdisInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT Depth),
    NdisDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside),
    NdisFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);
PVOID NdisAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside), NdisGetRoutineAddress(PNDIS_STRING Name);
PLIST_ENTRY NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry, PNDIS_SPIN_LOCK SpinLock),
    NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry, PNDIS_SPIN_LOCK SpinLock),
    NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PNDIS_SPIN_LOCK SpinLock);
PSINGLE_LIST_ENTRY NdisInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry, PKSPIN_LOCK Lock),
    NdisInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock),
    NdisInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY Entry, PKSPIN_LOCK Lock),
    NdisInterlockedPopEntrySList(PSLIST_HEADER ListHead, PKSPIN_LOCK Lock);
USHORT NdisQueryDepthSList(PSLIST_HEADER ListHead);
VOID NdisGetNextMdl(PMDL CurrentMdl, PMDL *NextMdl), NdisSetNblFlag(PNET_BUFFER_LIST Nbl, ULONG Flag),
    NdisClearNblFlag(PNET_BUFFER_LIST Nbl, ULONG Flag);
BOOLEAN NdisTestNblFlag(PNET_BUFFER_LIST Nbl, ULONG Flag);

/* Lightweight filters. */
typedef struct _NDIS_FILTER_ATTACH_PARAMETERS {
  NDIS_OBJECT_HEADER Header;
  NET_IFINDEX IfIndex;
  NET_LUID NetLuid;
  PNDIS_STRING FilterModuleGuidName;
  NET_IFINDEX BaseMiniportIfIndex;
  PNDIS_STRING BaseMiniportInstanceName, BaseMiniportName;
  ULONG MediaConnectState, MediaDuplexState;
  ULONG64 XmitLinkSpeed, RcvLinkSpeed;
  NDIS_MEDIUM MiniportMediaType;
  ULONG MiniportPhysicalDeviceName;
  UINT MacAddressLength;
  UCHAR CurrentMacAddress[32];
  NET_LUID BaseMiniportNetLuid, LowerIfNetLuid;
  NET_IFINDEX HigherIfIndex, LowerIfIndex;
  WFPLINT_MEMBERS(_NDIS_FILTER_ATTACH_PARAMETERS)
} NDIS_FILTER_ATTACH_PARAMETERS, *PNDIS_FILTER_ATTACH_PARAMETERS;
typedef struct _NDIS_FILTER_PAUSE_PARAMETERS { NDIS_OBJECT_HEADER Header; ULONG Flags, PauseReason; } NDIS_FILTER_PAUSE_PARAMETERS, *PNDIS_FILTER_PAUSE_PARAMETERS;
typedef struct _NDIS_FILTER_RESTART_PARAMETERS { NDIS_OBJECT_HEADER Header; NDIS_MEDIUM MiniportMediaType; PVOID RestartAttributes; ULONG Flags; } NDIS_FILTER_RESTART_PARAMETERS, *PNDIS_FILTER_RESTART_PARAMETERS;
typedef struct _NDIS_STATUS_INDICATION { NDIS_OBJECT_HEADER Header; NDIS_HANDLE SourceHandle; NDIS_PORT_NUMBER PortNumber; NDIS_STATUS StatusCode; ULONG Flags; NDIS_HANDLE DestinationHandle; PVOID RequestId, StatusBuffer; ULONG StatusBufferSize; GUID Guid; PVOID NdisReserved[4]; } NDIS_STATUS_INDICATION, *PNDIS_STATUS_INDICATION;
typedef struct _NET_PNP_EVENT_NOTIFICATION { NDIS_OBJECT_HEADER Header; NDIS_PORT_NUMBER PortNumber; struct { ULONG NetEvent; PVOID Buffer; ULONG BufferLength; } NetPnPEvent; ULONG Flags; } NET_PNP_EVENT_NOTIFICATION, *PNET_PNP_EVENT_NOTIFICATION;
typedef struct _NET_DEVICE_PNP_EVENT { NDIS_OBJECT_HEADER Header; NDIS_PORT_NUMBER PortNumber; ULONG DevicePnPEvent; PVOID InformationBuffer; ULONG InformationBufferLength; } NET_DEVICE_PNP_EVENT, *PNET_DEVICE_PNP_EVENT;
typedef NDIS_STATUS FILTER_ATTACH(NDIS_HANDLE NdisFilterHandle, NDIS_HANDLE FilterDriverContext, PNDIS_FILTER_ATTACH_PARAMETERS AttachParameters),
    FILTER_PAUSE(NDIS_HANDLE FilterModuleContext, PNDIS_FILTER_PAUSE_PARAMETERS PauseParameters),
    FILTER_RESTART(NDIS_HANDLE FilterModuleContext, PNDIS_FILTER_RESTART_PARAMETERS RestartParameters),
    FILTER_OID_REQUEST(NDIS_HANDLE FilterModuleContext, PNDIS_OID_REQUEST OidRequest),
    FILTER_SET_OPTIONS(NDIS_HANDLE NdisDriverHandle, NDIS_HANDLE DriverContext),
    FILTER_SET_MODULE_OPTIONS(NDIS_HANDLE FilterModuleContext),
    FILTER_NET_PNP_EVENT(NDIS_HANDLE FilterModuleContext, PNET_PNP_EVENT_NOTIFICATION NetPnPEvent);
typedef VOID FILTER_DETACH(NDIS_HANDLE FilterModuleContext),
    FILTER_SEND_NET_BUFFER_LISTS(NDIS_HANDLE FilterModuleContext, PNET_BUFFER_LIST NetBufferList, NDIS_PORT_NUMBER PortNumber, ULONG SendFlags),
    FILTER_SEND_NET_BUFFER_LISTS_COMPLETE(NDIS_HANDLE FilterModuleContext, PNET_BUFFER_LIST NetBufferList, ULONG SendCompleteFlags),
    FILTER_RECEIVE_NET_BUFFER_LISTS(NDIS_HANDLE FilterModuleContext, PNET_BUFFER_LIST NetBufferLists, NDIS_PORT_NUMBER PortNumber, ULONG NumberOfNetBufferLists, ULONG ReceiveFlags),
    FILTER_RETURN_NET_BUFFER_LISTS(NDIS_HANDLE FilterModuleContext, PNET_BUFFER_LIST NetBufferLists, ULONG ReturnFlags),
    FILTER_CANCEL_SEND_NET_BUFFER_LISTS(NDIS_HANDLE FilterModuleContext, PVOID CancelId),
    FILTER_OID_REQUEST_COMPLETE(NDIS_HANDLE FilterModuleContext, PNDIS_OID_REQUEST OidRequest, NDIS_STATUS Status),
    FILTER_CANCEL_OID_REQUEST(NDIS_HANDLE FilterModuleContext, PVOID RequestId),
    FILTER_STATUS(NDIS_HANDLE FilterModuleContext, PNDIS_STATUS_INDICATION StatusIndication),
    FILTER_DEVICE_PNP_EVENT_NOTIFY(NDIS_HANDLE FilterModuleContext, PNET_DEVICE_PNP_EVENT NetDevicePnPEvent);
typedef struct _NDIS_FILTER_DRIVER_CHARACTERISTICS {
  NDIS_OBJECT_HEADER Header;
  UCHAR MajorNdisVersion, MinorNdisVersion, MajorDriverVersion, MinorDriverVersion;
  ULONG Flags;
  NDIS_STRING FriendlyName, UniqueName, ServiceName;
  FILTER_SET_OPTIONS *SetOptionsHandler;
  FILTER_SET_MODULE_OPTIONS *SetFilterModuleOptionsHandler;
  FILTER_ATTACH *AttachHandler;
  FILTER_DETACH *DetachHandler;
  FILTER_RESTART *RestartHandler;
  FILTER_PAUSE *PauseHandler;
  FILTER_SEND_NET_BUFFER_LISTS *SendNetBufferListsHandler;
  FILTER_SEND_NET_BUFFER_LISTS_COMPLETE *SendNetBufferListsCompleteHandler;
  FILTER_CANCEL_SEND_NET_BUFFER_LISTS *CancelSendNetBufferListsHandler;
  FILTER_RECEIVE_NET_BUFFER_LISTS *ReceiveNetBufferListsHandler;
  FILTER_RETURN_NET_BUFFER_LISTS *ReturnNetBufferListsHandler;
  FILTER_OID_REQUEST *OidRequestHandler;
  FILTER_OID_REQUEST_COMPLETE *OidRequestCompleteHandler;
  FILTER_CANCEL_OID_REQUEST *CancelOidRequestHandler;
  FILTER_DEVICE_PNP_EVENT_NOTIFY *DevicePnPEventNotifyHandler;
  FILTER_NET_PNP_EVENT *NetPnPEventHandler;
  FILTER_STATUS *StatusHandler;
  WFPLINT_MEMBERS(_NDIS_FILTER_DRIVER_CHARACTERISTICS)
} NDIS_FILTER_DRIVER_CHARACTERISTICS, *PNDIS_FILTER_DRIVER_CHARACTERISTICS;
typedef struct _NDIS_FILTER_ATTRIBUTES { NDIS_OBJECT_HEADER Header; ULONG Flags; } NDIS_FILTER_ATTRIBUTES, *PNDIS_FILTER_ATTRIBUTES;
NDIS_STATUS NdisFRegisterFilterDriver(PDRIVER_OBJECT DriverObject, NDIS_HANDLE FilterDriverContext, PNDIS_FILTER_DRIVER_CHARACTERISTICS Characteristics, PNDIS_HANDLE NdisFilterDriverHandle),
    NdisFSetAttributes(NDIS_HANDLE NdisFilterHandle, NDIS_HANDLE FilterModuleContext, PNDIS_FILTER_ATTRIBUTES FilterAttributes),
    NdisFOidRequest(NDIS_HANDLE NdisFilterHandle, PNDIS_OID_REQUEST OidRequest);
VOID NdisFDeregisterFilterDriver(NDIS_HANDLE NdisFilterDriverHandle),
    NdisFSendNetBufferLists(NDIS_HANDLE NdisFilterHandle, PNET_BUFFER_LIST NetBufferList, NDIS_PORT_NUMBER PortNumber, ULONG SendFlags),
    NdisFSendNetBufferListsComplete(NDIS_HANDLE NdisFilterHandle, PNET_BUFFER_LIST NetBufferList, ULONG SendCompleteFlags),
    NdisFIndicateReceiveNetBufferLists(NDIS_HANDLE NdisFilterHandle, PNET_BUFFER_LIST NetBufferLists, NDIS_PORT_NUMBER PortNumber, ULONG NumberOfNetBufferLists, ULONG ReceiveFlags),
    NdisFReturnNetBufferLists(NDIS_HANDLE NdisFilterHandle, PNET_BUFFER_LIST NetBufferLists, ULONG ReturnFlags),
    NdisFIndicateStatus(NDIS_HANDLE NdisFilterHandle, PNDIS_STATUS_INDICATION StatusIndication),
    NdisFOidRequestComplete(NDIS_HANDLE NdisFilterHandle, PNDIS_OID_REQUEST OidRequest, NDIS_STATUS Status),
    NdisFCancelSendNetBufferLists(NDIS_HANDLE NdisFilterHandle, PVOID CancelId),
    NdisFCancelOidRequest(NDIS_HANDLE NdisFilterHandle, PVOID RequestId),
    NdisFNetPnPEvent(NDIS_HANDLE NdisFilterHandle, PNET_PNP_EVENT_NOTIFICATION NetPnPEvent);
#define NDIS_TEST_SEND_AT_DISPATCH_LEVEL(flags) (((flags)&1) != 0)
#define NDIS_TEST_RETURN_AT_DISPATCH_LEVEL NDIS_TEST_SEND_AT_DISPATCH_LEVEL
#define NDIS_TEST_RECEIVE_AT_DISPATCH_LEVEL NDIS_TEST_SEND_AT_DISPATCH_LEVEL
#define NDIS_SEND_FLAGS_DISPATCH_LEVEL 1
#define NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL 1
#define NDIS_RECEIVE_FLAGS_RESOURCES 2
EXTERN_C_END
#endif
