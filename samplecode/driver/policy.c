/* The filters that lead to the callouts. All objects live in a dynamic session: closing it removes them. */
#include "driver.h"

// {5B1C9E0A-0F5C-4E0C-9C1B-3B2A6C8F2000}
static const GUID VerdictSublayerKey = {
    0x5b1c9e0a, 0x0f5c, 0x4e0c, {0x9c, 0x1b, 0x3b, 0x2a, 0x6c, 0x8f, 0x20, 0x00}};

static HANDLE PolicyEngine;

static NTSTATUS PolicyAddSublayer(VOID)
{
    FWPM_SUBLAYER0 sublayer = {0};

    sublayer.subLayerKey = VerdictSublayerKey;
    sublayer.displayData.name = L"Verdict sublayer";
    sublayer.weight = 0x8000;
    return FwpmSubLayerAdd0(PolicyEngine, &sublayer, NULL);
}

static NTSTATUS PolicyAddLayer(_In_ const GUID *CalloutKey, _In_ const GUID *LayerKey)
{
    FWPM_CALLOUT0 callout = {0};
    FWPM_FILTER0 filter = {0};
    NTSTATUS status;

    callout.calloutKey = *CalloutKey;
    callout.displayData.name = L"Verdict callout";
    callout.applicableLayer = *LayerKey;
    status = FwpmCalloutAdd0(PolicyEngine, &callout, NULL, NULL);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    filter.displayData.name = L"Verdict filter";
    filter.layerKey = *LayerKey;
    filter.subLayerKey = VerdictSublayerKey;
    filter.weight.type = FWP_EMPTY;
    filter.action.type = FWP_ACTION_CALLOUT_UNKNOWN;
    filter.action.calloutKey = *CalloutKey;
    return FwpmFilterAdd0(PolicyEngine, &filter, NULL, NULL);
}

static NTSTATUS PolicyAddAll(VOID)
{
    NTSTATUS status = PolicyAddSublayer();

    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_CONNECT_V4, &FWPM_LAYER_ALE_AUTH_CONNECT_V4);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_CONNECT_V6, &FWPM_LAYER_ALE_AUTH_CONNECT_V6);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_ACCEPT_V4, &FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_ACCEPT_V6, &FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_CLOSURE_V4, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_CLOSURE_V6, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V6);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_BIND_V4, &FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_BIND_V6, &FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V6);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_RELEASE_V4, &FWPM_LAYER_ALE_RESOURCE_RELEASE_V4);
    }
    if (NT_SUCCESS(status)) {
        status = PolicyAddLayer(&VERDICT_RELEASE_V6, &FWPM_LAYER_ALE_RESOURCE_RELEASE_V6);
    }
    return status;
}

_Use_decl_annotations_
NTSTATUS PolicyInstall(VOID)
{
    FWPM_SESSION0 session = {0};
    NTSTATUS status;

    session.flags = FWPM_SESSION_FLAG_DYNAMIC;
    status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, &session, &PolicyEngine);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = FwpmTransactionBegin0(PolicyEngine, 0);
    if (!NT_SUCCESS(status)) {
        goto Close;
    }
    status = PolicyAddAll();
    if (!NT_SUCCESS(status)) {
        goto Abort;
    }
    status = FwpmTransactionCommit0(PolicyEngine);
    if (!NT_SUCCESS(status)) {
        goto Abort;
    }
    return STATUS_SUCCESS;

Abort:
    FwpmTransactionAbort0(PolicyEngine);
Close:
    PolicyRemove();
    return status;
}

_Use_decl_annotations_
VOID PolicyRemove(VOID)
{
    if (PolicyEngine != NULL) {
        FwpmEngineClose0(PolicyEngine);
        PolicyEngine = NULL;
    }
}
