/* The kernel's side of WFP: callouts, classification, pending, injection. */
#ifndef WFPLINT_FWPSK_H
#define WFPLINT_FWPSK_H
#include "nbl_model.h"
#include "ifdef.h"
#include "ws2ipdef.h"
#include "fwpmtypes.h"
#include "fwpstypes.h"
#include "fwps_layers.h"
EXTERN_C_START

typedef struct FWPS_FILTER_CONDITION0_ { UINT16 fieldId, reserved; FWP_MATCH_TYPE matchType; FWP_CONDITION_VALUE0 conditionValue; WFPLINT_MEMBERS(FWPS_FILTER_CONDITION0_) } FWPS_FILTER_CONDITION0;
typedef struct FWPS_ACTION0_ { FWP_ACTION_TYPE type; UINT32 calloutId; WFPLINT_MEMBERS(FWPS_ACTION0_) } FWPS_ACTION0;
#define WFPLINT_FILTER(version) \
  UINT64 filterId; \
  FWP_VALUE0 weight; \
  UINT16 subLayerWeight, flags; \
  UINT32 numFilterConditions; \
  FWPS_FILTER_CONDITION0 *filterCondition; \
  FWPS_ACTION0 action; \
  UINT64 context; \
  FWPM_PROVIDER_CONTEXT##version *providerContext;
typedef struct FWPS_FILTER0_ { WFPLINT_FILTER(0) WFPLINT_MEMBERS(FWPS_FILTER0_) } FWPS_FILTER0;
typedef struct FWPS_FILTER1_ { WFPLINT_FILTER(1) WFPLINT_MEMBERS(FWPS_FILTER1_) } FWPS_FILTER1;
typedef struct FWPS_FILTER2_ { WFPLINT_FILTER(2) WFPLINT_MEMBERS(FWPS_FILTER2_) } FWPS_FILTER2;
typedef struct FWPS_FILTER3_ { WFPLINT_FILTER(3) WFPLINT_MEMBERS(FWPS_FILTER3_) } FWPS_FILTER3;
typedef struct FWPS_INCOMING_METADATA_VALUES0_ {
  UINT32 currentMetadataValues, flags;
  UINT64 reserved;
  FWPS_DISCARD_METADATA0 discardMetadata;
  UINT64 flowHandle;
  UINT32 ipHeaderSize, transportHeaderSize;
  FWP_BYTE_BLOB *processPath;
  UINT64 token, processId;
  UINT32 sourceInterfaceIndex, destinationInterfaceIndex;
  ULONG compartmentId;
  FWPS_INBOUND_FRAGMENT_METADATA0 fragmentMetadata;
  ULONG pathMtu;
  HANDLE completionHandle;
  UINT64 transportEndpointHandle;
  SCOPE_ID remoteScopeId;
  WSACMSGHDR *controlData;
  ULONG controlDataLength;
  FWP_DIRECTION packetDirection;
  PVOID headerIncludeHeader;
  ULONG headerIncludeHeaderLength;
  IP_ADDRESS_PREFIX destinationPrefix;
  UINT16 frameLength;
  UINT64 parentEndpointHandle;
  UINT32 icmpIdAndSequence;
  DWORD localRedirectTargetPID;
  SOCKADDR *originalDestination;
  HANDLE redirectRecords;
  UINT32 currentL2MetadataValues, l2Flags, ethernetMacHeaderSize, wiFiOperationMode;
  NDIS_SWITCH_PORT_ID vSwitchSourcePortId;
  NDIS_SWITCH_NIC_INDEX vSwitchSourceNicIndex;
  NDIS_SWITCH_PORT_ID vSwitchDestinationPortId;
  UINT16 padding0;
  USHORT padding1;
  UINT32 padding2;
  HANDLE vSwitchPacketContext;
  PVOID subProcessTag;
  UINT64 reserved1;
  UINT64 l2ConnectionProfileIndex;
  WFPLINT_MEMBERS(FWPS_INCOMING_METADATA_VALUES0_)
} FWPS_INCOMING_METADATA_VALUES0;

/* Callouts. */
typedef enum FWPS_CALLOUT_NOTIFY_TYPE_ { FWPS_CALLOUT_NOTIFY_ADD_FILTER, FWPS_CALLOUT_NOTIFY_DELETE_FILTER, FWPS_CALLOUT_NOTIFY_ADD_FILTER_POST_COMMIT, FWPS_CALLOUT_NOTIFY_TYPE_MAX } FWPS_CALLOUT_NOTIFY_TYPE;
typedef VOID (*FWPS_CALLOUT_CLASSIFY_FN0)(const FWPS_INCOMING_VALUES0 *inFixedValues, const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, VOID *layerData, const FWPS_FILTER0 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut);
typedef VOID (*FWPS_CALLOUT_CLASSIFY_FN1)(const FWPS_INCOMING_VALUES0 *inFixedValues, const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, VOID *layerData, const VOID *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut);
typedef VOID (*FWPS_CALLOUT_CLASSIFY_FN2)(const FWPS_INCOMING_VALUES0 *inFixedValues, const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, VOID *layerData, const VOID *classifyContext, const FWPS_FILTER2 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut);
typedef VOID (*FWPS_CALLOUT_CLASSIFY_FN3)(const FWPS_INCOMING_VALUES0 *inFixedValues, const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues, VOID *layerData, const VOID *classifyContext, const FWPS_FILTER3 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *classifyOut);
typedef NTSTATUS (*FWPS_CALLOUT_NOTIFY_FN0)(FWPS_CALLOUT_NOTIFY_TYPE notifyType, const GUID *filterKey, const FWPS_FILTER0 *filter);
typedef NTSTATUS (*FWPS_CALLOUT_NOTIFY_FN1)(FWPS_CALLOUT_NOTIFY_TYPE notifyType, const GUID *filterKey, FWPS_FILTER1 *filter);
typedef NTSTATUS (*FWPS_CALLOUT_NOTIFY_FN2)(FWPS_CALLOUT_NOTIFY_TYPE notifyType, const GUID *filterKey, FWPS_FILTER2 *filter);
typedef NTSTATUS (*FWPS_CALLOUT_NOTIFY_FN3)(FWPS_CALLOUT_NOTIFY_TYPE notifyType, const GUID *filterKey, FWPS_FILTER3 *filter);
typedef VOID (*FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0)(UINT16 layerId, UINT32 calloutId, UINT64 flowContext);
typedef struct FWPS_CALLOUT0_ { GUID calloutKey; UINT32 flags; FWPS_CALLOUT_CLASSIFY_FN0 classifyFn; FWPS_CALLOUT_NOTIFY_FN0 notifyFn; FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn; WFPLINT_MEMBERS(FWPS_CALLOUT0_) } FWPS_CALLOUT0;
typedef struct FWPS_CALLOUT1_ { GUID calloutKey; UINT32 flags; FWPS_CALLOUT_CLASSIFY_FN1 classifyFn; FWPS_CALLOUT_NOTIFY_FN1 notifyFn; FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn; WFPLINT_MEMBERS(FWPS_CALLOUT1_) } FWPS_CALLOUT1;
typedef struct FWPS_CALLOUT2_ { GUID calloutKey; UINT32 flags; FWPS_CALLOUT_CLASSIFY_FN2 classifyFn; FWPS_CALLOUT_NOTIFY_FN2 notifyFn; FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn; WFPLINT_MEMBERS(FWPS_CALLOUT2_) } FWPS_CALLOUT2;
typedef struct FWPS_CALLOUT3_ { GUID calloutKey; UINT32 flags; FWPS_CALLOUT_CLASSIFY_FN3 classifyFn; FWPS_CALLOUT_NOTIFY_FN3 notifyFn; FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn; WFPLINT_MEMBERS(FWPS_CALLOUT3_) } FWPS_CALLOUT3;
NTSTATUS FwpsCalloutRegister0(VOID *deviceObject, const FWPS_CALLOUT0 *callout, UINT32 *calloutId),
    FwpsCalloutRegister1(VOID *deviceObject, const FWPS_CALLOUT1 *callout, UINT32 *calloutId),
    FwpsCalloutRegister2(VOID *deviceObject, const FWPS_CALLOUT2 *callout, UINT32 *calloutId),
    FwpsCalloutRegister3(VOID *deviceObject, const FWPS_CALLOUT3 *callout, UINT32 *calloutId);
NTSTATUS FwpsCalloutUnregisterById0(const UINT32 calloutId), FwpsCalloutUnregisterByKey0(const GUID *calloutKey);

/* Pending, both ways. */
NTSTATUS FwpsPendOperation0(HANDLE completionHandle, HANDLE *completionContext);
VOID FwpsCompleteOperation0(HANDLE completionContext, PNET_BUFFER_LIST netBufferList);
NTSTATUS FwpsAcquireClassifyHandle0(VOID *classifyContext, UINT32 flags, UINT64 *classifyHandle);
VOID FwpsReleaseClassifyHandle0(UINT64 classifyHandle);
NTSTATUS FwpsPendClassify0(UINT64 classifyHandle, UINT64 filterId, UINT32 flags, FWPS_CLASSIFY_OUT0 *classifyOut);
VOID FwpsCompleteClassify0(UINT64 classifyHandle, UINT32 flags, FWPS_CLASSIFY_OUT0 *classifyOut);
NTSTATUS FwpsAcquireWritableLayerDataPointer0(UINT64 classifyHandle, UINT64 filterId, UINT32 flags, PVOID *writableLayerData, FWPS_CLASSIFY_OUT0 *classifyOut);
VOID FwpsApplyModifiedLayerData0(UINT64 classifyHandle, PVOID modifiedLayerData, UINT32 flags);
NTSTATUS FwpsClassifyOptionSet0(const FWPS_INCOMING_METADATA_VALUES0 *inMetadataValues, FWP_CLASSIFY_OPTION_TYPE option, UINT64 newValue);

/* Flows. */
NTSTATUS FwpsFlowAssociateContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId, UINT64 flowContext),
    FwpsFlowRemoveContext0(UINT64 flowId, UINT16 layerId, UINT32 calloutId), FwpsFlowAbort0(UINT64 flowId);

/* Redirection. */
typedef struct _FWPS_CONNECT_REQUEST0 {
  SOCKADDR_STORAGE localAddressAndPort, remoteAddressAndPort;
  UINT64 portReservationToken;
  DWORD localRedirectTargetPID;
  struct _FWPS_CONNECT_REQUEST0 *previousVersion;
  UINT64 modifierFilterId;
  HANDLE localRedirectHandle;
  VOID *localRedirectContext;
  SIZE_T localRedirectContextSize;
  WFPLINT_MEMBERS(_FWPS_CONNECT_REQUEST0)
} FWPS_CONNECT_REQUEST0;
typedef struct _FWPS_BIND_REQUEST0 { SOCKADDR_STORAGE localAddressAndPort; UINT64 portReservationToken; struct _FWPS_BIND_REQUEST0 *previousVersion; UINT64 modifierFilterId; WFPLINT_MEMBERS(_FWPS_BIND_REQUEST0) } FWPS_BIND_REQUEST0;
typedef enum FWPS_CONNECTION_REDIRECT_STATE_ { FWPS_CONNECTION_NOT_REDIRECTED, FWPS_CONNECTION_REDIRECTED_BY_SELF, FWPS_CONNECTION_REDIRECTED_BY_OTHER, FWPS_CONNECTION_PREVIOUSLY_REDIRECTED_BY_SELF, FWPS_CONNECTION_REDIRECT_STATE_MAX } FWPS_CONNECTION_REDIRECT_STATE;
NTSTATUS FwpsRedirectHandleCreate0(const GUID *providerGuid, UINT32 flags, HANDLE *redirectHandle),
    FwpsQueryConnectionSioFormatRedirectRecords0(HANDLE RedirectRecords, VOID *OutputBuffer, SIZE_T OutputBufferLength, SIZE_T *BytesTransferred);
VOID FwpsRedirectHandleDestroy0(HANDLE redirectHandle);
FWPS_CONNECTION_REDIRECT_STATE FwpsQueryConnectionRedirectState0(HANDLE redirectRecords, HANDLE redirectHandle, VOID **redirectContext);

/* Streams. */
typedef struct FWPS_STREAM_DATA_OFFSET0_ { NET_BUFFER_LIST *netBufferList; NET_BUFFER *netBuffer; MDL *mdl; UINT32 mdlOffset; UINT32 netBufferOffset; SIZE_T streamDataOffset; WFPLINT_MEMBERS(FWPS_STREAM_DATA_OFFSET0_) } FWPS_STREAM_DATA_OFFSET0;
typedef struct FWPS_STREAM_DATA0_ { UINT32 flags; FWPS_STREAM_DATA_OFFSET0 dataOffset; SIZE_T dataLength; NET_BUFFER_LIST *netBufferListChain; WFPLINT_MEMBERS(FWPS_STREAM_DATA0_) } FWPS_STREAM_DATA0;
typedef enum FWPS_STREAM_ACTION_TYPE_ { FWPS_STREAM_ACTION_NONE, FWPS_STREAM_ACTION_ALLOW_CONNECTION, FWPS_STREAM_ACTION_NEED_MORE_DATA, FWPS_STREAM_ACTION_DROP_CONNECTION, FWPS_STREAM_ACTION_DEFER, FWPS_STREAM_ACTION_TYPE_MAX } FWPS_STREAM_ACTION_TYPE;
typedef struct FWPS_STREAM_CALLOUT_IO_PACKET0_ { FWPS_STREAM_DATA0 *streamData; SIZE_T missedBytes; UINT32 countBytesRequired; SIZE_T countBytesEnforced; FWPS_STREAM_ACTION_TYPE streamAction; WFPLINT_MEMBERS(FWPS_STREAM_CALLOUT_IO_PACKET0_) } FWPS_STREAM_CALLOUT_IO_PACKET0;
enum FWPS_STREAM_FLAG_VALUES_ {
  FWPS_STREAM_FLAG_RECEIVE = 0x1, FWPS_STREAM_FLAG_RECEIVE_EXPEDITED = 0x2, FWPS_STREAM_FLAG_RECEIVE_DISCONNECT = 0x4, FWPS_STREAM_FLAG_RECEIVE_ABORT = 0x8,
  FWPS_STREAM_FLAG_RECEIVE_PUSH = 0x10, FWPS_STREAM_FLAG_SEND = 0x10000, FWPS_STREAM_FLAG_SEND_EXPEDITED = 0x20000, FWPS_STREAM_FLAG_SEND_NODELAY = 0x40000,
  FWPS_STREAM_FLAG_SEND_DISCONNECT = 0x80000, FWPS_STREAM_FLAG_SEND_ABORT = 0x100000
};
typedef VOID (*FWPS_INJECT_COMPLETE0)(VOID *context, NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel);
NTSTATUS FwpsStreamInjectAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags, NET_BUFFER_LIST *netBufferList, SIZE_T dataLength, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsStreamContinue0(UINT64 flowId, UINT32 calloutId, UINT16 layerId, UINT32 streamFlags);
NTSTATUS FwpsCloneStreamData0(FWPS_STREAM_DATA0 *calloutStreamData, NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferListChain);
VOID FwpsDiscardClonedStreamData0(NET_BUFFER_LIST *netBufferListChain, ULONG allocateCloneFlags, BOOLEAN dispatchLevel),
    FwpsCopyStreamDataToBuffer0(const FWPS_STREAM_DATA0 *calloutStreamData, PVOID buffer, SIZE_T bytesToCopy, SIZE_T *bytesCopied);

/* Packets: lifetime, injection, information. */
#define FWPS_INJECTION_TYPE_STREAM 0x1
#define FWPS_INJECTION_TYPE_TRANSPORT 0x2
#define FWPS_INJECTION_TYPE_NETWORK 0x4
#define FWPS_INJECTION_TYPE_FORWARD 0x8
#define FWPS_INJECTION_TYPE_L2 0x10
#define FWPS_INJECTION_TYPE_VSWITCH_TRANSPORT 0x20
#define FWPS_SEND_INJECT_PRESERVE_IPID 0x1
#define FWPS_ALLOCATE_DEEP_CLONE_FLAG_SHARE_MDLS 0x1
typedef enum FWPS_PACKET_INJECTION_STATE_ { FWPS_PACKET_NOT_INJECTED, FWPS_PACKET_INJECTED_BY_SELF, FWPS_PACKET_INJECTED_BY_OTHER, FWPS_PACKET_PREVIOUSLY_INJECTED_BY_SELF, FWPS_PACKET_INJECTION_STATE_MAX } FWPS_PACKET_INJECTION_STATE;
typedef struct FWPS_TRANSPORT_SEND_PARAMS0_ { UCHAR *remoteAddress; SCOPE_ID remoteScopeId; WSACMSGHDR *controlData; ULONG controlDataLength; WFPLINT_MEMBERS(FWPS_TRANSPORT_SEND_PARAMS0_) } FWPS_TRANSPORT_SEND_PARAMS0;
typedef struct FWPS_TRANSPORT_SEND_PARAMS1_ { UCHAR *remoteAddress; SCOPE_ID remoteScopeId; WSACMSGHDR *controlData; ULONG controlDataLength; UCHAR *headerIncludeHeader; ULONG headerIncludeHeaderLength; WFPLINT_MEMBERS(FWPS_TRANSPORT_SEND_PARAMS1_) } FWPS_TRANSPORT_SEND_PARAMS1;
NTSTATUS FwpsInjectionHandleCreate0(ADDRESS_FAMILY addressFamily, UINT32 flags, HANDLE *injectionHandle),
    FwpsInjectionHandleDestroy0(HANDLE injectionHandle);
NTSTATUS FwpsInjectTransportSendAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS0 *sendArgs, ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectTransportSendAsync1(HANDLE injectionHandle, HANDLE injectionContext, UINT64 endpointHandle, UINT32 flags, FWPS_TRANSPORT_SEND_PARAMS1 *sendArgs, ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectTransportReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext, PVOID reserved, UINT32 flags, ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId, IF_INDEX interfaceIndex, IF_INDEX subInterfaceIndex, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectNetworkSendAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, COMPARTMENT_ID compartmentId, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectNetworkReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, COMPARTMENT_ID compartmentId, IF_INDEX interfaceIndex, IF_INDEX subInterfaceIndex, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectForwardAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, ADDRESS_FAMILY addressFamily, COMPARTMENT_ID compartmentId, IF_INDEX interfaceIndex, NET_BUFFER_LIST *netBufferList, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectMacReceiveAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, UINT16 layerId, IF_INDEX interfaceIndex, NDIS_PORT_NUMBER NdisPortNumber, NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext),
    FwpsInjectMacSendAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, UINT16 layerId, IF_INDEX interfaceIndex, NDIS_PORT_NUMBER NdisPortNumber, NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
NTSTATUS FwpsInjectvSwitchEthernetIngressAsync0(HANDLE injectionHandle, HANDLE injectionContext, UINT32 flags, VOID *reserved, const FWP_BYTE_BLOB *vSwitchId, NDIS_SWITCH_PORT_ID vSwitchSourcePortId, NDIS_SWITCH_NIC_INDEX vSwitchSourceNicIndex, NET_BUFFER_LIST *netBufferLists, FWPS_INJECT_COMPLETE0 completionFn, HANDLE completionContext);
FWPS_PACKET_INJECTION_STATE FwpsQueryPacketInjectionState0(HANDLE injectionHandle, const NET_BUFFER_LIST *netBufferList, HANDLE *injectionContext);
VOID FwpsReferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN intendToModify),
    FwpsDereferenceNetBufferList0(NET_BUFFER_LIST *netBufferList, BOOLEAN dispatchLevel);
NTSTATUS FwpsAllocateCloneNetBufferList0(NET_BUFFER_LIST *originalNetBufferList, NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, ULONG allocateCloneFlags, NET_BUFFER_LIST **netBufferList),
    FwpsAllocateDeepCloneNetBufferList0(NET_BUFFER_LIST *originalNetBufferList, NDIS_HANDLE netBufferListPoolHandle, NDIS_HANDLE netBufferPoolHandle, NET_BUFFER_LIST **netBufferList),
    FwpsAllocateNetBufferAndNetBufferList0(NDIS_HANDLE poolHandle, USHORT contextSize, USHORT contextBackFill, MDL *mdlChain, ULONG dataOffset, SIZE_T dataLength, NET_BUFFER_LIST **netBufferList);
VOID FwpsFreeCloneNetBufferList0(NET_BUFFER_LIST *netBufferList, ULONG freeCloneFlags),
    FwpsFreeNetBufferList0(NET_BUFFER_LIST *netBufferList);
NTSTATUS FwpsConstructIpHeaderForTransportPacket0(NET_BUFFER_LIST *netBufferList, ULONG headerIncludeHeaderLength, ADDRESS_FAMILY addressFamily, const UCHAR *sourceAddress, const UCHAR *remoteAddress, IPPROTO nextProtocol, UINT64 endpointHandle, const WSACMSGHDR *controlData, ULONG controlDataLength, UINT32 flags, PVOID reserved, IF_INDEX interfaceIndex, IF_INDEX subInterfaceIndex);
NTSTATUS FwpsReassembleForwardFragmentGroup0(ADDRESS_FAMILY addressFamily, NET_BUFFER_LIST *fragmentGroupNblChain, NDIS_HANDLE netBufferAndNetBufferListPoolHandle, ULONG dataBackFill, ULONG flags, NET_BUFFER_LIST **reassembledNbl);
typedef struct FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0_ { UINT32 isSecure : 1, isTransportMode : 1, isTunnelMode : 1, isTransportModeVerified : 1, isTunnelModeVerified : 1, isDeTunneled : 1, reserved : 26; WFPLINT_MEMBERS(FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0_) } FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0;
typedef struct FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0_ { UINT32 isIPsecPolicyMatch : 1, isTransportPolicyMatch : 1, isTunnelPolicyMatch : 1, isTunnelIPinIP : 1, reserved : 28; WFPLINT_MEMBERS(FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0_) } FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0;
typedef struct FWPS_PACKET_LIST_IPSEC_INFORMATION0_ { FWPS_PACKET_LIST_INBOUND_IPSEC_INFORMATION0 inbound; FWPS_PACKET_LIST_OUTBOUND_IPSEC_INFORMATION0 outbound; WFPLINT_MEMBERS(FWPS_PACKET_LIST_IPSEC_INFORMATION0_) } FWPS_PACKET_LIST_IPSEC_INFORMATION0;
typedef struct FWPS_PACKET_LIST_FWP_INFORMATION0_ { UINT32 isReinjected : 1, reserved : 31; WFPLINT_MEMBERS(FWPS_PACKET_LIST_FWP_INFORMATION0_) } FWPS_PACKET_LIST_FWP_INFORMATION0;
typedef struct FWPS_PACKET_LIST_INFORMATION0_ { FWPS_PACKET_LIST_IPSEC_INFORMATION0 ipsecInformation; FWPS_PACKET_LIST_FWP_INFORMATION0 fwpInformation; WFPLINT_MEMBERS(FWPS_PACKET_LIST_INFORMATION0_) } FWPS_PACKET_LIST_INFORMATION0;
#define FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC 0x1
#define FWPS_PACKET_LIST_INFORMATION_QUERY_FWP 0x2
#define FWPS_PACKET_LIST_INFORMATION_QUERY_INBOUND 0x10000000
#define FWPS_PACKET_LIST_INFORMATION_QUERY_OUTBOUND 0x20000000
#define FWPS_PACKET_LIST_INFORMATION_QUERY_ALL_INBOUND 0x10000003
#define FWPS_PACKET_LIST_INFORMATION_QUERY_ALL_OUTBOUND 0x20000003
#define FWPS_PACKET_LIST_INFORMATION_QUERY_INVALID_MASK 0xcffffffc
NTSTATUS FwpsGetPacketListSecurityInformation0(NET_BUFFER_LIST *packetList, UINT32 queryFlags, FWPS_PACKET_LIST_INFORMATION0 *packetInformation);
typedef enum FWPS_NET_BUFFER_LIST_EVENT_TYPE0_ {
  FWPS_NET_BUFFER_LIST_ENTERED_NETIO, FWPS_NET_BUFFER_LIST_CLONED_BY_NETIO, FWPS_NET_BUFFER_LIST_CLONED_VIA_WFP_API, FWPS_NET_BUFFER_LIST_DUPLICATED_BY_NETIO,
  FWPS_NET_BUFFER_LIST_EXIT_NETIO, FWPS_NET_BUFFER_LIST_CONTEXT_REMOVED, FWPS_NET_BUFFER_LIST_NDIS_SEND_COMPLETE, FWPS_NET_BUFFER_LIST_NDIS_RECV_COMPLETE,
  FWPS_NET_BUFFER_LIST_NDIS_ETHERNET_SEND_COMPLETE, FWPS_NET_BUFFER_LIST_NDIS_ETHERNET_RECV_COMPLETE, FWPS_NET_BUFFER_LIST_NDIS_NATIVE_SEND_COMPLETE,
  FWPS_NET_BUFFER_LIST_NDIS_NATIVE_RECV_COMPLETE, FWPS_NET_BUFFER_LIST_NDIS_VSWITCH_INGRESS_COMPLETE, FWPS_NET_BUFFER_LIST_NDIS_VSWITCH_EGRESS_COMPLETE,
  FWPS_NET_BUFFER_LIST_CLONED_BY_NDIS, FWPS_NET_BUFFER_LIST_REASSEMBLED_FRAGMENT, FWPS_NET_BUFFER_LIST_REASSEMBLY_COMPLETE
} FWPS_NET_BUFFER_LIST_EVENT_TYPE0;
typedef VOID (*FWPS_NET_BUFFER_LIST_NOTIFY_FN0)(FWPS_NET_BUFFER_LIST_EVENT_TYPE0 eventType, NET_BUFFER_LIST *netBufferList, NET_BUFFER_LIST *newNetBufferList, UINT16 layerId, UINT64 context, UINT64 contextTag);
typedef VOID (*FWPS_NET_BUFFER_LIST_NOTIFY_FN1)(FWPS_NET_BUFFER_LIST_EVENT_TYPE0 eventType, NET_BUFFER_LIST *netBufferList, NET_BUFFER_LIST *newNetBufferList, UINT16 layerId, VOID *context, UINT64 contextTag, SIZE_T tagSize);
UINT64 FwpsNetBufferListGetTagForContext0(VOID);
NTSTATUS FwpsNetBufferListAssociateContext0(NET_BUFFER_LIST *netBufferList, UINT16 layerId, UINT64 context, UINT64 contextTag, const GUID *providerGuid, PVOID deviceObject, FWPS_NET_BUFFER_LIST_NOTIFY_FN0 notifyFn, UINT32 flags),
    FwpsNetBufferListAssociateContext1(NET_BUFFER_LIST *netBufferList, UINT16 layerId, UINT64 context, UINT64 contextTag, const GUID *providerGuid, PVOID deviceObject, FWPS_NET_BUFFER_LIST_NOTIFY_FN1 notifyFn, UINT32 flags),
    FwpsNetBufferListRetrieveContext0(NET_BUFFER_LIST *netBufferList, UINT64 contextTag, BOOLEAN removeContext, UINT32 flags, UINT64 *context);
VOID FwpsNetBufferListRemoveContext0(NET_BUFFER_LIST *netBufferList, UINT64 contextTag, UINT32 flags);
NTSTATUS FwpsOpenToken0(HANDLE engineHandle, LUID modifiedId, DWORD desiredAccess, HANDLE *accessToken);

/* Endpoints and virtual switches. */
typedef struct FWPS_ALE_ENDPOINT_PROPERTIES0_ { UINT64 endpointId, parentEndpointId, processId; FWP_IP_VERSION ipVersion; UINT16 localPort, remotePort; UINT8 ipProtocol; UINT64 localTokenModifiedId; WFPLINT_MEMBERS(FWPS_ALE_ENDPOINT_PROPERTIES0_) } FWPS_ALE_ENDPOINT_PROPERTIES0;
typedef struct FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0_ { FWPS_ALE_ENDPOINT_PROPERTIES0 properties; WFPLINT_MEMBERS(FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0_) } FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0;
NTSTATUS FwpsAleEndpointGetById0(HANDLE engineHandle, UINT64 endpointId, FWPS_ALE_ENDPOINT_PROPERTIES0 **properties),
    FwpsAleEndpointCreateEnumHandle0(HANDLE engineHandle, const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle),
    FwpsAleEndpointEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 numEntriesRequested, FWPS_ALE_ENDPOINT_PROPERTIES0 ***entries, UINT32 *numEntriesReturned),
    FwpsAleEndpointDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle),
    FwpsAleEndpointGetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo, PSID *sidOwner, PSID *sidGroup, struct _ACL **dacl, struct _ACL **sacl, PSECURITY_DESCRIPTOR *securityDescriptor),
    FwpsAleEndpointSetSecurityInfo0(HANDLE engineHandle, SECURITY_INFORMATION securityInfo, const SID *sidOwner, const SID *sidGroup, const struct _ACL *dacl, const struct _ACL *sacl);
typedef enum FWPS_VSWITCH_EVENT_TYPE_ {
  FWPS_VSWITCH_EVENT_VSWITCH_NONE, FWPS_VSWITCH_EVENT_VSWITCH_CREATE, FWPS_VSWITCH_EVENT_VSWITCH_DELETE, FWPS_VSWITCH_EVENT_PORT_CREATE, FWPS_VSWITCH_EVENT_PORT_DELETE,
  FWPS_VSWITCH_EVENT_INTERFACE_CREATE, FWPS_VSWITCH_EVENT_INTERFACE_DELETE, FWPS_VSWITCH_EVENT_INTERFACE_CONNECT, FWPS_VSWITCH_EVENT_INTERFACE_DISCONNECT,
  FWPS_VSWITCH_EVENT_POLICY_ADD, FWPS_VSWITCH_EVENT_POLICY_UPDATE, FWPS_VSWITCH_EVENT_POLICY_DELETE, FWPS_VSWITCH_EVENT_RUNTIME_STATE_SAVE, FWPS_VSWITCH_EVENT_RUNTIME_STATE_RESTORE
} FWPS_VSWITCH_EVENT_TYPE;
struct _NDIS_SWITCH_PARAMETERS;
struct _NDIS_SWITCH_PORT_ARRAY;
struct _NDIS_SWITCH_NIC_ARRAY;
struct _NDIS_SWITCH_PORT_PARAMETERS;
struct _NDIS_SWITCH_NIC_PARAMETERS;
struct _NDIS_SWITCH_PORT_PROPERTY_PARAMETERS;
struct _NDIS_SWITCH_PORT_PROPERTY_DELETE_PARAMETERS;
typedef NTSTATUS (*FWPS_VSWITCH_LIFETIME_EVENT_CALLBACK0)(VOID *notifyContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, const struct _NDIS_SWITCH_PORT_ARRAY *vSwitchPorts, const struct _NDIS_SWITCH_NIC_ARRAY *vSwitchInterfaces);
typedef NTSTATUS (*FWPS_VSWITCH_PORT_EVENT_CALLBACK0)(VOID *notifyContext, VOID *completionContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, const struct _NDIS_SWITCH_PORT_PARAMETERS *vSwitchPort);
typedef NTSTATUS (*FWPS_VSWITCH_INTERFACE_EVENT_CALLBACK0)(VOID *notifyContext, VOID *completionContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, const struct _NDIS_SWITCH_NIC_PARAMETERS *vSwitchNic);
typedef NTSTATUS (*FWPS_VSWITCH_POLICY_EVENT_CALLBACK0)(VOID *notifyContext, VOID *completionContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, const struct _NDIS_SWITCH_PORT_PROPERTY_PARAMETERS *vSwitchPortProperty, const struct _NDIS_SWITCH_PORT_PROPERTY_DELETE_PARAMETERS *vSwitchPortPropertyDelete);
typedef NTSTATUS (*FWPS_VSWITCH_FILTER_ENGINE_REORDER_CALLBACK0)(VOID *notifyContext, VOID *completionContext, BOOLEAN isInRequiredPosition, const VOID *vSwitchExtensionLwfList);
typedef NTSTATUS (*FWPS_VSWITCH_RUNTIME_STATE_SAVE_CALLBACK0)(VOID *notifyContext, VOID *completionContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, NDIS_SWITCH_PORT_ID portId, UINT32 *runtimeStateLength, VOID **runtimeState);
typedef NTSTATUS (*FWPS_VSWITCH_RUNTIME_STATE_RESTORE_CALLBACK0)(VOID *notifyContext, VOID *completionContext, FWPS_VSWITCH_EVENT_TYPE eventType, const struct _NDIS_SWITCH_PARAMETERS *vSwitch, NDIS_SWITCH_PORT_ID portId, VOID *runtimeState, UINT32 runtimeStateLength);
typedef struct FWPS_VSWITCH_EVENT_DISPATCH_TABLE0_ {
  FWPS_VSWITCH_LIFETIME_EVENT_CALLBACK0 vSwitchLifetimeNotifyFn;
  FWPS_VSWITCH_PORT_EVENT_CALLBACK0 vSwitchPortEventNotifyFn;
  FWPS_VSWITCH_INTERFACE_EVENT_CALLBACK0 vSwitchInterfaceEventNotifyFn;
  FWPS_VSWITCH_FILTER_ENGINE_REORDER_CALLBACK0 vSwitchFilterEngineReorderNotifyFn;
  FWPS_VSWITCH_POLICY_EVENT_CALLBACK0 vSwitchPolicyEventNotifyFn;
  FWPS_VSWITCH_RUNTIME_STATE_SAVE_CALLBACK0 vSwitchRuntimeStateSaveNotifyFn;
  FWPS_VSWITCH_RUNTIME_STATE_RESTORE_CALLBACK0 vSwitchRuntimeStateRestoreNotifyFn;
  WFPLINT_MEMBERS(FWPS_VSWITCH_EVENT_DISPATCH_TABLE0_)
} FWPS_VSWITCH_EVENT_DISPATCH_TABLE0;
NTSTATUS FwpsvSwitchEventsSubscribe0(const GUID *providerGuid, VOID *notifyContext, UINT32 flags, VOID *reserved, const FWPS_VSWITCH_EVENT_DISPATCH_TABLE0 *eventDispatchTable, HANDLE *subscriptionId),
    FwpsvSwitchEventsUnsubscribe0(HANDLE subscriptionId, UINT32 flags, VOID *reserved),
    FwpsvSwitchNotifyComplete0(VOID *completionContext, NTSTATUS status, UINT32 flags, VOID *reserved);
VOID FwpsReferencevSwitchPacketContext0(HANDLE packetContext),
    FwpsDereferencevSwitchPacketContext0(HANDLE packetContext);
EXTERN_C_END
#include "fwpvi.h"
#endif
