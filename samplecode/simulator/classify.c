/* What a callout is given: fields, metadata, and the call itself at DISPATCH_LEVEL. */
#include "world.h"

#include <string.h>

enum { FIELDS = 64, FIRST_PORT = 1000, HEADER = 20 };

/* Constant during a run, so not part of the state. */
static FWPS_INCOMING_VALUE0 fields[CONNECTS][CLASSIFY_KINDS][FIELDS];
static FWPS_INCOMING_METADATA_VALUES0 metadata[CONNECTS][CLASSIFY_KINDS];
static FWPS_INCOMING_METADATA_VALUES0 endpoint_metadata[ENDPOINTS];
static FWP_BYTE_ARRAY16 local6 = {{0x20, 0x01, 1}}, remote6 = {{0x20, 0x01, 2}};
static const FWPS_FILTER1 filter = {.filterId = 7};

struct layout {
    uint16_t layer, closure, release;
    uint16_t local, local_port, remote, remote_port, protocol, flags, reason;
};

#define LAYOUT_CONNECTION(name, v)                                                                     \
    {FWPS_LAYER_##name##_V##v, FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V##v, FWPS_LAYER_ALE_RESOURCE_RELEASE_V##v, \
     FWPS_FIELD_##name##_V##v##_IP_LOCAL_ADDRESS, FWPS_FIELD_##name##_V##v##_IP_LOCAL_PORT,            \
     FWPS_FIELD_##name##_V##v##_IP_REMOTE_ADDRESS, FWPS_FIELD_##name##_V##v##_IP_REMOTE_PORT,          \
     FWPS_FIELD_##name##_V##v##_IP_PROTOCOL, FWPS_FIELD_##name##_V##v##_FLAGS,                         \
     FWPS_FIELD_##name##_V##v##_REAUTHORIZE_REASON}

#define LAYOUT_BIND(v)                                                                                  \
    {FWPS_LAYER_ALE_RESOURCE_ASSIGNMENT_V##v, FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V##v,                     \
     FWPS_LAYER_ALE_RESOURCE_RELEASE_V##v, FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##v##_IP_LOCAL_ADDRESS,  \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##v##_IP_LOCAL_PORT, FIELDS - 1, FIELDS - 1,                   \
     FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##v##_IP_PROTOCOL, FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_V##v##_FLAGS, FIELDS - 1}

static const struct layout layouts[3][2] = {
    {LAYOUT_CONNECTION(ALE_AUTH_CONNECT, 4), LAYOUT_CONNECTION(ALE_AUTH_CONNECT, 6)},
    {LAYOUT_CONNECTION(ALE_AUTH_RECV_ACCEPT, 4), LAYOUT_CONNECTION(ALE_AUTH_RECV_ACCEPT, 6)},
    {LAYOUT_BIND(4), LAYOUT_BIND(6)},
};

static const struct layout *layout(void)
{
    return &layouts[sw.LAYER][sw.IP6];
}

uint16_t layer_closure(void)
{
    return layout()->closure;
}

uint16_t layer_release(void)
{
    return layout()->release;
}

bool layer_used(uint16_t layer)
{
    return layer == layout()->layer || layer == layout()->closure || layer == layout()->release;
}

static void address(FWPS_INCOMING_VALUE0 *field, uint32_t v4, FWP_BYTE_ARRAY16 *v6)
{
    if (sw.IP6) {
        field->value.type = FWP_BYTE_ARRAY16_TYPE;
        field->value.byteArray16 = v6;
    } else {
        field->value.type = FWP_UINT32;
        field->value.uint32 = v4;
    }
}

static void prepare_fields(unsigned index, enum classify_kind kind)
{
    const struct layout *l = layout();
    FWPS_INCOMING_VALUE0 *field = fields[index][kind];

    address(&field[l->remote], 0x0a000002, &remote6);
    address(&field[l->local], 0x0a000001, &local6);
    field[l->local_port].value.uint16 = 500;
    field[l->remote_port].value.uint16 = (UINT16)(FIRST_PORT + index);
    field[l->protocol].value.uint8 = sw.UDP ? 17 : 6;
    field[l->flags].value.uint32 = kind == CLASSIFY_INITIAL ? 0 : FWP_CONDITION_FLAG_IS_REAUTHORIZE;
    field[l->reason].value.uint32 = kind == CLASSIFY_COMPLETION ? FWP_CONDITION_REAUTHORIZE_REASON_CLASSIFY_COMPLETION
                                    : kind == CLASSIFY_POLICY   ? FWP_CONDITION_REAUTHORIZE_REASON_POLICY_CHANGE
                                                                : 0;
}

static void prepare_metadata(unsigned index, enum classify_kind kind, uint64_t handle)
{
    FWPS_INCOMING_METADATA_VALUES0 *values = &metadata[index][kind];

    values->transportEndpointHandle = handle;
    values->currentMetadataValues = FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE | FWPS_METADATA_FIELD_COMPARTMENT_ID |
                                    FWPS_METADATA_FIELD_IP_HEADER_SIZE | FWPS_METADATA_FIELD_TRANSPORT_HEADER_SIZE;
    values->ipHeaderSize = HEADER;
    values->transportHeaderSize = HEADER;
    /* No completion handle at a reauthorization, nor (J) at an implicit bind. */
    if (kind == CLASSIFY_INITIAL && !sw.J) {
        values->currentMetadataValues |= FWPS_METADATA_FIELD_COMPLETION_HANDLE;
        values->completionHandle = &W.connects[index].completion_handle;
    }
    if (sw.F && sw.LAYER != 2) {
        values->currentMetadataValues |= FWPS_METADATA_FIELD_FLOW_HANDLE;
        values->flowHandle = index + 1u;
    }
}

void classify_prepare(void)
{
    memset(fields, 0, sizeof fields);
    memset(metadata, 0, sizeof metadata);
    memset(endpoint_metadata, 0, sizeof endpoint_metadata);
    for (unsigned i = 0; i < ENDPOINTS; i++) {
        endpoint_metadata[i].currentMetadataValues = FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE;
        endpoint_metadata[i].transportEndpointHandle = W.endpoints[i].handle;
    }
    for (unsigned i = 0; i < CONNECTS; i++)
        for (enum classify_kind kind = 0; kind < CLASSIFY_KINDS && W.connects[i].endpoint != NULL; kind++) {
            prepare_fields(i, kind);
            prepare_metadata(i, kind, W.connects[i].endpoint->handle);
        }
}

/* The callout that a filter at this layer leads to; null once the filters are gone. */
static struct callout *callout_at(uint16_t layer)
{
    for (unsigned i = 0; i < W.callout_count; i++)
        if (W.engine_open && W.callouts[i].registered && W.callouts[i].layer == layer)
            return &W.callouts[i];
    return NULL;
}

static void call(struct callout *callout, const FWPS_INCOMING_VALUES0 *values,
                 const FWPS_INCOMING_METADATA_VALUES0 *meta, NET_BUFFER_LIST *packet, void *context,
                 FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL old = raise_irql(DISPATCH_LEVEL);

    callout->active++;
    driver_enter("a classify");
    callout->functions.classifyFn(values, meta, packet, context, &filter, 0, out);
    driver_leave("a classify");
    callout->active--;
    lower_irql(old);
}

bool classify_connect(struct connect *connect, enum classify_kind kind, FWPS_CLASSIFY_OUT0 *out)
{
    const FWPS_INCOMING_VALUES0 values = {layout()->layer, FIELDS, fields[connect->index][kind]};
    struct callout *callout = callout_at(values.layerId);
    NET_BUFFER_LIST *packet = kind == CLASSIFY_INITIAL ? packet_of(connect) : NULL;

    *out = (FWPS_CLASSIFY_OUT0){.actionType = FWP_ACTION_CONTINUE, .rights = FWPS_RIGHT_ACTION_WRITE};
    if (callout == NULL)
        return false;
    sim_self()->in_authorize++;
    call(callout, &values, &metadata[connect->index][kind], packet, NULL, out);
    sim_self()->in_authorize--;
    return true;
}

bool classify_endpoint(struct endpoint *endpoint, uint16_t layer, FWPS_CLASSIFY_OUT0 *out)
{
    const FWPS_INCOMING_VALUES0 values = {layer, 0, NULL};
    struct callout *callout = callout_at(layer);

    *out = (FWPS_CLASSIFY_OUT0){.actionType = FWP_ACTION_CONTINUE, .rights = FWPS_RIGHT_ACTION_WRITE};
    if (callout == NULL)
        return false;
    call(callout, &values, &endpoint_metadata[endpoint - W.endpoints], NULL, endpoint, out);
    return true;
}
