/* The management side of WFP: which layer a callout is at. A dynamic session takes its filters with it. */
/* The one definition of the layer keys. */
#define INITGUID
#include "world.h"

#include <string.h>

NTSTATUS FwpmEngineOpen0(const wchar_t *server, UINT32 service, VOID *identity, const FWPM_SESSION0 *session,
                         HANDLE *engine)
{
    (void)server;
    (void)service;
    (void)identity;
    (void)session;
    require_irql(PASSIVE_LEVEL, "FwpmEngineOpen0");
    *engine = &W.engine_open;
    return STATUS_SUCCESS;
}

NTSTATUS FwpmEngineClose0(HANDLE engine)
{
    (void)engine;
    SIM_ENTER();
    require_irql(PASSIVE_LEVEL, "FwpmEngineClose0");
    sim_point("remove filters", NULL, NULL, 1);
    W.engine_open = 0;
    sim_note("FwpmEngineClose0", "the filters are gone");
    return STATUS_SUCCESS;
}

NTSTATUS FwpmTransactionBegin0(HANDLE engine, UINT32 flags)
{
    (void)engine;
    (void)flags;
    return STATUS_SUCCESS;
}

NTSTATUS FwpmTransactionCommit0(HANDLE engine)
{
    (void)engine;
    W.engine_open = 1;
    return STATUS_SUCCESS;
}

NTSTATUS FwpmTransactionAbort0(HANDLE engine)
{
    (void)engine;
    return STATUS_SUCCESS;
}

NTSTATUS FwpmSubLayerAdd0(HANDLE engine, const FWPM_SUBLAYER0 *sublayer, PSECURITY_DESCRIPTOR sd)
{
    (void)engine;
    (void)sublayer;
    (void)sd;
    return STATUS_SUCCESS;
}

NTSTATUS FwpmCalloutAdd0(HANDLE engine, const FWPM_CALLOUT0 *callout, PSECURITY_DESCRIPTOR sd, UINT32 *id)
{
    (void)engine;
    (void)callout;
    (void)sd;
    (void)id;
    return STATUS_SUCCESS;
}

static const struct {
    const GUID *key;
    uint16_t layer;
} layers[] = {
    {&FWPM_LAYER_ALE_AUTH_CONNECT_V4, FWPS_LAYER_ALE_AUTH_CONNECT_V4},
    {&FWPM_LAYER_ALE_AUTH_CONNECT_V6, FWPS_LAYER_ALE_AUTH_CONNECT_V6},
    {&FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4, FWPS_LAYER_ALE_AUTH_RECV_ACCEPT_V4},
    {&FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6, FWPS_LAYER_ALE_AUTH_RECV_ACCEPT_V6},
    {&FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4, FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4},
    {&FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V6, FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V6},
    {&FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4, FWPS_LAYER_ALE_RESOURCE_ASSIGNMENT_V4},
    {&FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V6, FWPS_LAYER_ALE_RESOURCE_ASSIGNMENT_V6},
    {&FWPM_LAYER_ALE_RESOURCE_RELEASE_V4, FWPS_LAYER_ALE_RESOURCE_RELEASE_V4},
    {&FWPM_LAYER_ALE_RESOURCE_RELEASE_V6, FWPS_LAYER_ALE_RESOURCE_RELEASE_V6},
};

/* A filter binds a callout, found by its key, to a layer. */
NTSTATUS FwpmFilterAdd0(HANDLE engine, const FWPM_FILTER0 *filter, PSECURITY_DESCRIPTOR sd, UINT64 *id)
{
    (void)engine;
    (void)sd;
    (void)id;
    for (unsigned c = 0; c < W.callout_count; c++)
        for (unsigned l = 0; l < sizeof layers / sizeof layers[0]; l++)
            if (memcmp(&W.callouts[c].functions.calloutKey, &filter->action.calloutKey, sizeof(GUID)) == 0 &&
                memcmp(layers[l].key, &filter->layerKey, sizeof(GUID)) == 0) {
                W.callouts[c].layer = layers[l].layer;
                W.callouts[c].used = layer_used(layers[l].layer);
            }
    return STATUS_SUCCESS;
}
