"""The text that registers a program's callbacks as callouts."""

from __future__ import annotations

from tests.oracle import model as m

CLASSIFY = (
    "(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,\n"
    "    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter,\n"
    "    UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)"
)


def registration(program: m.Program, prefix: str, number: int) -> list[str]:
    """A function that registers the classify, closure and flow-delete callbacks."""
    roles = ("closure", "flow-delete", "classify")
    wanted = [f for f in program.functions if f.role in roles]
    if not wanted:
        return []
    lines = []
    for i, function in enumerate(wanted):
        numbers = f"{number + 1}, {i + 1}, 3, 1, 2, 3, 4, 5, 6, 7, 8"
        lines.append(f"DEFINE_GUID({prefix}KEY_{function.name}, {numbers});")
    lines += [
        f"void NTAPI {prefix}Permit{CLASSIFY};",
        f"NTSTATUS NTAPI {prefix}Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key,",
        "    FWPS_FILTER1 *filter);",
        f"NTSTATUS {prefix}Start(void *device, HANDLE engine, UINT32 *id)",
        "{",
        "    FWPS_CALLOUT1 callout;",
        "    FWPM_CALLOUT0 added;",
    ]
    for function in wanted:
        lines += _register(function, program, prefix)
    return [*lines, "    return STATUS_SUCCESS;", "}"]


def _register(function: m.Function, program: m.Program, p: str) -> list[str]:
    name, registered = function.name, function.name in program.registered
    if function.role == "flow-delete" and not registered:
        return []
    layer = "FWPM_LAYER_ALE_AUTH_CONNECT_V4"
    if function.role == "closure" and registered:
        layer = "FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4"
    classify = "Permit" if function.role == "flow-delete" else name
    lines = [
        "RtlZeroMemory(&callout, sizeof(callout));",
        "RtlZeroMemory(&added, sizeof(added));",
        f"callout.calloutKey = {p}KEY_{name};",
        f"callout.classifyFn = {p}{classify};",
        f"callout.notifyFn = {p}Notify;",
    ]
    if function.role == "flow-delete":
        lines.append(f"callout.flowDeleteFn = {p}{name};")
    lines += [
        "FwpsCalloutRegister1(device, &callout, id);",
        f"added.calloutKey = {p}KEY_{name};",
        f"added.applicableLayer = {layer};",
        "FwpmCalloutAdd0(engine, &added, NULL, NULL);",
    ]
    return ["    " + line for line in lines]
