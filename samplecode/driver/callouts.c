/* The callouts: turn what WFP hands over into a PEND_REQUEST and call the part that decides. */
#include "pend_bind.h"
#include "packet.h"

// {5B1C9E0A-0F5C-4E0C-9C1B-3B2A6C8F1001} and following: one key for each callout.
#define VERDICT_KEY(last) {0x5b1c9e0a, 0x0f5c, 0x4e0c, {0x9c, 0x1b, 0x3b, 0x2a, 0x6c, 0x8f, 0x10, last}}

const GUID VERDICT_CONNECT_V4 = VERDICT_KEY(0x01);
const GUID VERDICT_CONNECT_V6 = VERDICT_KEY(0x02);
const GUID VERDICT_ACCEPT_V4 = VERDICT_KEY(0x03);
const GUID VERDICT_ACCEPT_V6 = VERDICT_KEY(0x04);
const GUID VERDICT_CLOSURE_V4 = VERDICT_KEY(0x05);
const GUID VERDICT_CLOSURE_V6 = VERDICT_KEY(0x06);
const GUID VERDICT_BIND_V4 = VERDICT_KEY(0x07);
const GUID VERDICT_BIND_V6 = VERDICT_KEY(0x08);
const GUID VERDICT_RELEASE_V4 = VERDICT_KEY(0x09);
const GUID VERDICT_RELEASE_V6 = VERDICT_KEY(0x0a);

/* Where a layer keeps what a CONNECTION needs. */
typedef struct _LAYER_FIELDS {
    UINT16 LayerId;
    UINT8 IpVersion;
    UINT8 Inbound;
    UINT16 LocalAddress, LocalPort, RemoteAddress, RemotePort, Protocol, Flags, Reason, Interface, SubInterface;
} LAYER_FIELDS;

#define LAYER_CONNECTION(layer, version, inbound)                                                            \
    {FWPS_LAYER_##layer##_V##version, version, inbound,                                                      \
     FWPS_FIELD_##layer##_V##version##_IP_LOCAL_ADDRESS, FWPS_FIELD_##layer##_V##version##_IP_LOCAL_PORT,    \
     FWPS_FIELD_##layer##_V##version##_IP_REMOTE_ADDRESS, FWPS_FIELD_##layer##_V##version##_IP_REMOTE_PORT,  \
     FWPS_FIELD_##layer##_V##version##_IP_PROTOCOL, FWPS_FIELD_##layer##_V##version##_FLAGS,                 \
     FWPS_FIELD_##layer##_V##version##_REAUTHORIZE_REASON,                                                   \
     FWPS_FIELD_##layer##_V##version##_INTERFACE_INDEX,                                                      \
     FWPS_FIELD_##layer##_V##version##_SUB_INTERFACE_INDEX}

/* A bind has no remote end: field 0, which is no address at any layer, says so. */
#define LAYER_BIND(version)                                                                                  \
    {FWPS_LAYER_ALE_RESOURCE_ASSIGNMENT_V##version, version, 0,                                              \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##version##_IP_LOCAL_ADDRESS,                                       \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##version##_IP_LOCAL_PORT, 0, 0,                                    \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##version##_IP_PROTOCOL,                                            \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##version##_FLAGS, 0, 0, 0}

static const LAYER_FIELDS LayerTable[] = {
    LAYER_CONNECTION(ALE_AUTH_CONNECT, 4, 0),
    LAYER_CONNECTION(ALE_AUTH_CONNECT, 6, 0),
    LAYER_CONNECTION(ALE_AUTH_RECV_ACCEPT, 4, 1),
    LAYER_CONNECTION(ALE_AUTH_RECV_ACCEPT, 6, 1),
    LAYER_BIND(4),
    LAYER_BIND(6),
};

static const LAYER_FIELDS *CalloutLayer(_In_ UINT16 LayerId)
{
    ULONG i;

    for (i = 0; i < ARRAYSIZE(LayerTable); i++) {
        if (LayerTable[i].LayerId == LayerId) {
            return &LayerTable[i];
        }
    }
    return NULL;
}

static VOID CalloutAddress(_In_ const FWP_VALUE0 *Value, _Out_writes_bytes_(16) UINT8 *Address)
{
    UINT32 network;

    if (Value->type == FWP_BYTE_ARRAY16_TYPE) {
        RtlCopyMemory(Address, Value->byteArray16->byteArray16, 16);
        return;
    }
    network = RtlUlongByteSwap(Value->uint32);
    RtlCopyMemory(Address, &network, sizeof(network));
}

static VOID CalloutRequest(_In_ const LAYER_FIELDS *Layer, _In_ const FWPS_INCOMING_VALUES0 *Values,
                           _In_ const FWPS_INCOMING_METADATA_VALUES0 *Metadata, _In_opt_ VOID *LayerData,
                           _Out_ PEND_REQUEST *Request)
{
    const FWPS_INCOMING_VALUE0 *value = Values->incomingValue;
    CONNECTION *connection = &Request->Connection;

    RtlZeroMemory(Request, sizeof(*Request));
    Request->Metadata = Metadata;
    Request->Packet = LayerData;
    connection->IpVersion = Layer->IpVersion;
    connection->Inbound = Layer->Inbound;
    connection->Protocol = value[Layer->Protocol].value.uint8;
    connection->LocalPort = value[Layer->LocalPort].value.uint16;
    CalloutAddress(&value[Layer->LocalAddress].value, connection->LocalAddress);
    if (Layer->RemoteAddress != 0) {
        connection->RemotePort = value[Layer->RemotePort].value.uint16;
        CalloutAddress(&value[Layer->RemoteAddress].value, connection->RemoteAddress);
        Request->Interface = value[Layer->Interface].value.uint32;
        Request->SubInterface = value[Layer->SubInterface].value.uint32;
    }
}

/* ---- classify ------------------------------------------------------------------------------ */

/* A verdict that another callout has made final is not ours to change. */
static BOOLEAN CalloutMayWrite(_In_ const FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    return (ClassifyOut->rights & FWPS_RIGHT_ACTION_WRITE) != 0;
}

// --8<-- [start:classify]
/* ALE_AUTH_CONNECT and ALE_AUTH_RECV_ACCEPT, V4 and V6. */
static VOID NTAPI ConnectionClassify(_In_ const FWPS_INCOMING_VALUES0 *Values,
                                     _In_ const FWPS_INCOMING_METADATA_VALUES0 *Metadata, _Inout_opt_ VOID *LayerData,
                                     _In_opt_ const VOID *ClassifyContext, _In_ const FWPS_FILTER1 *Filter,
                                     _In_ UINT64 FlowContext, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    const LAYER_FIELDS *layer = CalloutLayer(Values->layerId);
    PEND_REQUEST request;
    UINT32 reason;

    UNREFERENCED_PARAMETER(ClassifyContext);
    UNREFERENCED_PARAMETER(Filter);
    UNREFERENCED_PARAMETER(FlowContext);

    if (layer == NULL || !CalloutMayWrite(ClassifyOut)) {
        return;
    }
    if (PacketIsOurs(LayerData, layer->IpVersion)) {
        ClassifyOut->actionType = FWP_ACTION_PERMIT;
        return;
    }
    CalloutRequest(layer, Values, Metadata, LayerData, &request);
    if ((Values->incomingValue[layer->Flags].value.uint32 & FWP_CONDITION_FLAG_IS_REAUTHORIZE) == 0) {
        PendAuthorize(&request, ClassifyOut);
        return;
    }
    reason = Values->incomingValue[layer->Reason].value.uint32;
    PendReauthorize(&request, (reason & FWP_CONDITION_REAUTHORIZE_REASON_CLASSIFY_COMPLETION) != 0, ClassifyOut);
}
// --8<-- [end:classify]

/* ALE_ENDPOINT_CLOSURE, V4 and V6. */
static VOID NTAPI ClosureClassify(_In_ const FWPS_INCOMING_VALUES0 *Values,
                                  _In_ const FWPS_INCOMING_METADATA_VALUES0 *Metadata, _Inout_opt_ VOID *LayerData,
                                  _In_opt_ const VOID *ClassifyContext, _In_ const FWPS_FILTER1 *Filter,
                                  _In_ UINT64 FlowContext, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    UNREFERENCED_PARAMETER(LayerData);
    UNREFERENCED_PARAMETER(FlowContext);

    if (Values->layerId != FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4 &&
        Values->layerId != FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V6) {
        return;
    }
    if (!FWPS_IS_METADATA_FIELD_PRESENT(Metadata, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE)) {
        return;
    }
    PendEndpointClosing(Metadata->transportEndpointHandle, ClassifyContext, Filter->filterId, ClassifyOut);
}

/* ALE_RESOURCE_ASSIGNMENT, V4 and V6. */
static VOID NTAPI BindClassify(_In_ const FWPS_INCOMING_VALUES0 *Values,
                               _In_ const FWPS_INCOMING_METADATA_VALUES0 *Metadata, _Inout_opt_ VOID *LayerData,
                               _In_opt_ const VOID *ClassifyContext, _In_ const FWPS_FILTER1 *Filter,
                               _In_ UINT64 FlowContext, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    const LAYER_FIELDS *layer = CalloutLayer(Values->layerId);
    PEND_REQUEST request;

    UNREFERENCED_PARAMETER(ClassifyContext);
    UNREFERENCED_PARAMETER(Filter);
    UNREFERENCED_PARAMETER(FlowContext);

    if (layer == NULL || !CalloutMayWrite(ClassifyOut)) {
        return;
    }
    CalloutRequest(layer, Values, Metadata, LayerData, &request);
    BindAuthorize(&request, ClassifyOut);
}

/* ALE_RESOURCE_RELEASE, V4 and V6. */
static VOID NTAPI ReleaseClassify(_In_ const FWPS_INCOMING_VALUES0 *Values,
                                  _In_ const FWPS_INCOMING_METADATA_VALUES0 *Metadata, _Inout_opt_ VOID *LayerData,
                                  _In_opt_ const VOID *ClassifyContext, _In_ const FWPS_FILTER1 *Filter,
                                  _In_ UINT64 FlowContext, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    UNREFERENCED_PARAMETER(Values);
    UNREFERENCED_PARAMETER(LayerData);
    UNREFERENCED_PARAMETER(ClassifyContext);
    UNREFERENCED_PARAMETER(Filter);
    UNREFERENCED_PARAMETER(FlowContext);

    ClassifyOut->actionType = FWP_ACTION_PERMIT;
    if (FWPS_IS_METADATA_FIELD_PRESENT(Metadata, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE)) {
        BindReleased(Metadata->transportEndpointHandle);
    }
}

/* Filters come and go; no operation ends with its filter. */
static NTSTATUS NTAPI CalloutNotify(_In_ FWPS_CALLOUT_NOTIFY_TYPE Type, _In_ const GUID *FilterKey,
                                    _Inout_ FWPS_FILTER1 *Filter)
{
    UNREFERENCED_PARAMETER(Type);
    UNREFERENCED_PARAMETER(FilterKey);
    UNREFERENCED_PARAMETER(Filter);
    return STATUS_SUCCESS;
}

/* ---- registration -------------------------------------------------------------------------- */

static UINT32 CalloutIds[VERDICT_CALLOUTS];

// --8<-- [start:callouts]
static NTSTATUS CalloutRegister(_In_ PDEVICE_OBJECT DeviceObject, _In_ const GUID *Key,
                                _In_ FWPS_CALLOUT_CLASSIFY_FN1 ClassifyFn, _Out_ UINT32 *Id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *Key;
    callout.classifyFn = ClassifyFn;
    callout.notifyFn = CalloutNotify;
    return FwpsCalloutRegister1(DeviceObject, &callout, Id);
}

_Use_decl_annotations_
NTSTATUS CalloutsRegister(PDEVICE_OBJECT DeviceObject)
{
    NTSTATUS status = STATUS_SUCCESS;

    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_CONNECT_V4, ConnectionClassify, &CalloutIds[0]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_CONNECT_V6, ConnectionClassify, &CalloutIds[1]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_ACCEPT_V4, ConnectionClassify, &CalloutIds[2]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_ACCEPT_V6, ConnectionClassify, &CalloutIds[3]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_CLOSURE_V4, ClosureClassify, &CalloutIds[4]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_CLOSURE_V6, ClosureClassify, &CalloutIds[5]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_BIND_V4, BindClassify, &CalloutIds[6]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_BIND_V6, BindClassify, &CalloutIds[7]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_RELEASE_V4, ReleaseClassify, &CalloutIds[8]);
    }
    if (NT_SUCCESS(status)) {
        status = CalloutRegister(DeviceObject, &VERDICT_RELEASE_V6, ReleaseClassify, &CalloutIds[9]);
    }
    if (!NT_SUCCESS(status)) {
        CalloutsUnregister();
    }
    return status;
}
// --8<-- [end:callouts]

_Use_decl_annotations_
VOID CalloutsUnregister(VOID)
{
    LARGE_INTEGER pause;
    ULONG i;

    pause.QuadPart = -10ll * 1000 * 10;
    for (i = 0; i < VERDICT_CALLOUTS; i++) {
        if (CalloutIds[i] == 0) {
            continue;
        }
        /* The driver must not go before the engine has let go of its callouts. */
        while (FwpsCalloutUnregisterById0(CalloutIds[i]) == STATUS_DEVICE_BUSY) {
            KeDelayExecutionThread(KernelMode, FALSE, &pause);
        }
        CalloutIds[i] = 0;
    }
}
