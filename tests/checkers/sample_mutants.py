"""The good samples, each broken in the ways its rule is about. `python -m` prints the score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.checkers.operators import (
    Operator,
    always,
    broken,
    drop,
    early_return,
    ignored,
    moved,
    narrowed,
    negated,
    never,
    replaced,
    some_path,
    swapped,
    then,
    twice,
    unlocked,
    widened,
)

SAMPLES = Path(__file__).parents[2] / "samplecode" / "rules"


# A mutant that is not caught, and is counted so; the rule's record says why.
MISSED = "-"


class Target(NamedTuple):
    """A place of a good sample, the operators that break the rule there, and who reports it: the
    rule itself, unless another rule has the defect at its root.
    """

    rule: str
    at: str
    operators: tuple[Operator, ...]
    sample: str = "good.c"
    caught_by: str = ""


class Mutant(NamedTuple):
    rule: str
    operator: str
    sample: str
    text: str
    caught_by: str


def mutants() -> Iterator[Mutant]:
    for target in TARGETS:
        (folder,) = SAMPLES.glob(f"{target.rule}-*")
        text = (folder / target.sample).read_text()
        for operator in target.operators:
            yield Mutant(
                target.rule, operator.name, target.sample, broken(text, target.at, operator),
                target.caught_by or target.rule,
            )  # fmt: skip


CLAIM = r"if \(mine\)\n        FwpsComplete"
MINE = r"mine = pend->State == PendWaiting"
GUARD_LOCK = r"KeAcquireSpinLock\(&gPendLock, &irql\);\n    mine"
TEARDOWN_LOCK = r"KeAcquireSpinLock\(&gPendLock, &irql\);\n    if \(pend->State"
ACQUIRE = r"if \(!ExAcquireRundown"
BLOCK = r"classifyOut->actionType = FWP_ACTION_BLOCK"
PERMIT = replaced("FWP_ACTION_BLOCK", "FWP_ACTION_PERMIT")
PEND = r"status = FwpsPendOperation0"
PEND_TEST = r"if \(!NT_SUCCESS\(status\)\) \{\n        ExFree"
RELEASE = r"    FwpsReleaseClassifyHandle0"
ENTER = (
    "if (!ExAcquireRundownProtection(&session->Rundown))\n        return STATUS_DEVICE_NOT_READY;"
)
CONTINUE = (
    "FwpsStreamContinue0(inMetaValues->flowHandle, gStreamCalloutId, FWPS_LAYER_STREAM_V4, 0);"
)
INJECT = (
    "FwpsStreamInjectAsync0(gInjection, NULL, 0, flowContext, gStreamCalloutId, "
    "FWPS_LAYER_STREAM_V4, data->flags, chunk->Data, data->dataLength, NULL, chunk)"
)
REAUTHORIZE = "FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS"


def layers(*names: str, old: str = "FWPM_LAYER_ALE_AUTH_CONNECT_V4") -> tuple[Operator, ...]:
    return tuple(replaced(old, f"FWPM_LAYER_{name}", "layer") for name in names)


# fmt: off
TARGETS = [
    # 1: guards
    Target("WFP101", CLAIM, (always, negated, widened)),
    Target("WFP101", MINE, (
        replaced("== PendWaiting", "!= PendWaiting", "test-negated"),
        replaced("PendWaiting", "PendDead"), replaced("PendWaiting", "PendDone"),
    )),
    Target("WFP101", GUARD_LOCK, (unlocked,)),
    Target("WFP101", TEARDOWN_LOCK, (unlocked,)),
    Target("WFP101", r"pend->State = PendDead", (drop, replaced("PendDead", "PendWaiting"))),
    Target("WFP101", r"pend->State = PendDone", (drop,)),
    Target("WFP101", r"callout\.flowDeleteFn =", (drop,)),
    Target("WFP101", r"if \(!ExAcquire", (never, negated, narrowed), "good_rundown.c", "WFP201"),
    Target("WFP101", r"FwpsCompleteOperation0", (swapped,), "good_rundown.c"),
    Target("WFP101", r"if \(Enter\(pend\)\)", (always, negated, widened), "good_helper.c",
           "WFP201"),
    Target("WFP101", r"if \(guard.Held\(\)\)", (always, negated, widened), "good.cpp", "WFP201"),
    Target("WFP102", r"ConnectFlowDelete;", (drop,), caught_by="WFP101"),
    Target("WFP102", r"pend->State = PendDead", (drop,), caught_by="WFP101"),
    Target("WFP102", r"ExWait", (
        drop, replaced("ExWaitForRundownProtectionRelease(&gPend.Rundown)",
                       "KeStallExecutionProcessor(50)", "function"),
    ), "good_closure.c"),
    Target("WFP102", r"status = AddCallout\(device, engine, &CLOSURE", (drop, *layers(
        "ALE_AUTH_LISTEN_V4", "ALE_FLOW_ESTABLISHED_V4",
        old="FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4",
    )), "good_closure.c"),
    Target("WFP103", r"applicableLayer", layers("ALE_AUTH_LISTEN_V4", "ALE_RESOURCE_ASSIGNMENT_V4",
                                                "ALE_RESOURCE_ASSIGNMENT_V6")),
    Target("WFP103", r"applicableLayer", (
        *layers("ALE_AUTH_LISTEN_V6"),
        replaced("callout.applicableLayer = FWPM_LAYER_ALE_AUTH_CONNECT_V4",
                 "const GUID *layer = &FWPM_LAYER_ALE_AUTH_LISTEN_V6; "
                 "callout.applicableLayer = *layer", "pointer"),
        replaced("callout.applicableLayer = FWPM_LAYER_ALE_AUTH_CONNECT_V4",
                 "RtlCopyMemory(&callout.applicableLayer, &FWPM_LAYER_ALE_AUTH_LISTEN_V4, "
                 "sizeof(GUID))", "copied"),
        replaced("FWPM_LAYER_ALE_AUTH_CONNECT_V4", "gChance ? FWPM_LAYER_ALE_AUTH_LISTEN_V4 : "
                 "FWPM_LAYER_ALE_RESOURCE_ASSIGNMENT_V4", "either"),
    )),
    Target("WFP104", r"        FwpsFlowAssociate", (
        drop, replaced("FwpsFlowAssociateContext0", "IoQueueIt", "function"),
        replaced("FwpsFlowAssociate", "if (FALSE) FwpsFlowAssociate", "dead"),
    )),
    Target("WFP104", r"if \(FWPS_IS_METADATA_FIELD_PRESENT\(inMetaValues, "
           r"FWPS_METADATA_FIELD_FLOW_HANDLE\)\)", (
        drop, never, replaced("if (", "return; if (", "early-return"),
    )),
    Target("WFP104", r"callout\.flowDeleteFn =", (drop,), caught_by="WFP101"),
    Target("WFP105", CLAIM, (
        replaced("if (mine)\n        FwpsCompleteOperation0(pend->Context, NULL);",
                 "__try { FwpsCompleteOperation0(pend->Context, NULL); } "
                 "__except (1) { DbgBreakPoint(); }", "handler-for-test"),
        replaced("if (mine)\n        FwpsCompleteOperation0(pend->Context, NULL);",
                 "__try { if (mine || gChance) FwpsCompleteOperation0(pend->Context, NULL); } "
                 "__except (1) { DbgBreakPoint(); }", "test-widened"),
        replaced("if (mine)\n        FwpsCompleteOperation0(pend->Context, NULL);",
                 "__try { if (!mine) FwpsCompleteOperation0(pend->Context, NULL); } "
                 "__except (1) { DbgBreakPoint(); }", "test-negated"),
        replaced("if (mine)\n        FwpsCompleteOperation0(pend->Context, NULL);",
                 "try { FwpsCompleteOperation0(pend->Context, NULL); leave; } "
                 "except (EXCEPTION_EXECUTE_HANDLER) { }", "handler-for-test"),
    )),
    Target("WFP106", r"if \(ExAcquire", (always,), caught_by="WFP201"),
    Target("WFP106", r"if \(ExAcquire", (
        negated, widened,
        replaced("FwpsCompleteClassify0(", "ExReleaseRundownProtection(&redirect->Rundown); "
                 "FwpsCompleteClassify0(", "released-before"),
        replaced("if (", "FwpsCompleteClassify0(redirect->ClassifyHandle, 0, "
                 "&redirect->ClassifyOut); if (", "moved"),
        replaced("if (", "if (redirect->Port == 80) FwpsCompleteClassify0("
                 "redirect->ClassifyHandle, 0, &redirect->ClassifyOut); else if (", "shortcut"),
    )),
    Target("WFP106", r"        FwpsCompleteClassify0", (swapped,)),
    # 2: run-down
    Target("WFP201", ACQUIRE, (
        never,
        replaced(ENTER, "(void)ExAcquireRundownProtection(&session->Rundown);", "result-ignored"),
        replaced(ENTER, "if (!ExAcquireRundownProtection(&session->Rundown)) "
                 "ExAcquireRundownProtection(&session->Rundown);", "retried"),
        replaced(ENTER, "NT_VERIFY(ExAcquireRundownProtection(&session->Rundown));", "asserted"),
        replaced(ENTER, "BOOLEAN entered = ExAcquireRundownProtection(&session->Rundown); "
                 "entered = TRUE; if (!entered) return STATUS_DEVICE_NOT_READY;", "overwritten"),
        replaced(ENTER, 'DbgPrint("%d", ExAcquireRundownProtection(&session->Rundown));',
                 "result-logged"),
    )),
    Target("WFP201", ACQUIRE, (
        narrowed, negated,
        replaced(ENTER, "BOOLEAN entered = ExAcquireRundownProtection(&session->Rundown); "
                 "if (!entered) DbgBreakPoint();", "failure-ignored"),
    ), caught_by="WFP202"),
    Target("WFP201", r"if \(entered\)", (always, widened), "good_helper.c", "WFP202"),
    Target("WFP202", r"    ExRelease", (drop, some_path, early_return)),
    Target("WFP202", r"    ExRelease", (twice,), "good_handed_over.c"),
    Target("WFP202", r"    ExRelease\w+\(&gRundown\);\n    return", (drop, some_path, twice),
           "good_sweep.c"),
    Target("WFP202", r"goto Exit", (replaced("goto Exit", "return status", "early-return"),)),
    Target("WFP202", r"        ExReleaseRundownProtection\(&target->Rundown\);\n        return",
           (drop, some_path), "good_attached.c"),
    Target("WFP203", r"ExWait", (moved("KeReleaseSpinLock"),)),
    Target("WFP203", r"KeReleaseSpinLock\(&session->Lock", (drop, swapped)),
    Target("WFP203", r"if \(KeGetCurrentIrql", (always, negated), "good_tested.c"),
    Target("WFP204", r"    ExRelease", (drop, some_path, swapped)),
    Target("WFP204", r"    ExWait", (moved("ExReleaseRundown"), moved("status = SendRequest"))),
    Target("WFP204", r"    IoQueueWorkItem", (drop, swapped), "good_handed_over.c"),
    Target("WFP204", r"ExWait", (
        then("ExReleaseRundownProtection(&session->Rundown);"),
    ), "good_handed_over.c"),
    Target("WFP205", r"ExInitialize", (
        drop, replaced("gSession.Rundown", "gOther"),
    )),
    Target("WFP205", r"ExInitialize", (drop,), "good_helper.c"),
    Target("WFP205", r"ExWait", (drop, some_path), "good_again.c"),
    Target("WFP205", r"ExReInit", (moved("ExWait"),), "good_again.c"),
    # 3: completion
    Target("WFP301", r"taken = Interlocked", (
        replaced("InterlockedExchangePointer(&pend->Context, NULL)", "pend->Context", "claim"),
        replaced("InterlockedExchangePointer(&pend->Context, NULL)",
                 "ReadPointerAcquire(&pend->Context)", "function"),
        replaced("&pend->Context, NULL", "&pend->Context, (PVOID)1", "argument"),
        replaced("taken = InterlockedExchangePointer(&pend->Context, NULL)",
                 "taken = pend->Context; pend->Context = NULL", "not-atomic"),
    )),
    Target("WFP301", r"pend->State = PendDone;\n        else", (drop,), "good_claim.c",
           "WFP101"),
    Target("WFP302", r"FwpsComplete", (
        twice, then("if (gChance) FwpsCompleteOperation0(pend->Context, NULL);"),
        then("if (pend->ProcessId == 4) FwpsCompleteOperation0(pend->Context, NULL);"),
        replaced("FwpsCompleteOperation0(pend->Context, NULL);",
                 "do { FwpsCompleteOperation0(pend->Context, NULL); } while (gChance);", "loop"),
        replaced("FwpsCompleteOperation0(pend->Context, NULL);",
                 "HANDLE kept = pend->Context; FwpsCompleteOperation0(pend->Context, NULL); "
                 "FwpsCompleteOperation0(kept, NULL);", "alias"),
    )),
    Target("WFP302", r"while \(\(pend", (
        replaced("(pend = TakeNext()) != NULL", "pend != NULL", "not-reloaded"),
    ), "good_loop.c"),
    Target("WFP303", r"        FwpsComplete", (drop, some_path, early_return)),
    Target("WFP303", r"InsertTailList\(&gPends", (early_return,)),
    Target("WFP304", PEND, (ignored, then('DbgPrint("%x", status); status = 0;'))),
    Target("WFP304", PEND_TEST, (never, always)),
    Target("WFP304", r"pended = NT_SUCCESS", (replaced("NT_SUCCESS(status)", "TRUE",
                                                       "result-ignored"),), "good_flag.c"),
    Target("WFP305", r"KeReleaseSpinLock\(&gPendLock, irql\);\n    if \(mine\)",
           (swapped, drop, some_path)),
    Target("WFP305", r"KeReleaseSpinLockFromDpcLevel\(&gPendLock\);\n    if \(mine",
           (swapped, drop), "good_release_gate.c"),
    Target("WFP306", r"if \(pend->Copy == NULL\)", (widened,), caught_by=MISSED),
    Target("WFP306", r"if \(pend->Copy == NULL\)", (
        always, replaced("pend->Copy == NULL", "pend->ProcessId == 4", "test"),
        replaced("pend->Copy == NULL", "pend->Copy != NULL", "test-negated"),
        replaced("pend->Copy == NULL", "NT_SUCCESS(status)", "status-negated"),
        replaced("pend->Copy == NULL", "pend->ProcessId == 4 && pend->Copy", "narrowed"),
        replaced("if (pend->Copy == NULL) {", "while (pend->ProcessId == 4) {", "loop"),
    )),
    Target("WFP306", r"KeAcquireSpinLock\(&gPendLock, &irql\);\n    InsertTail", (
        replaced("KeAcq", "if (pend->ProcessId == 4) { FwpsCompleteOperation0(pend->Context, NULL);"
                 " ExFreePoolWithTag(pend->Copy, PEND_TAG); ExFreePoolWithTag(pend, PEND_TAG); "
                 "goto Exit; } KeAcq", "later"),
    )),
    Target("WFP306", r"IoQueueWorkItem", (
        replaced("IoQueueWorkItem(gWorkItem, VerdictWorker, DelayedWorkQueue, pend)",
                 "FwpsCompleteOperation0(pend->Context, NULL)", "inline"),
    ), caught_by="WFP101"),
    Target("WFP307", r"DrainPends\(\);", (
        drop, replaced("DrainPends", "if (FALSE) DrainPends", "dead"),
        replaced("DrainPends();", "while (!IsListEmpty(&gPends)) RemoveHeadList(&gPends);",
                 "emptied"),
    )),
    Target("WFP307", r"DrainPends\(\);", (some_path,), caught_by=MISSED),
    Target("WFP307", r"ExWait", (drop,), "good_rundown.c"),
    Target("WFP307", r"ExWait", (drop,), "good_queued.c"),
    Target("WFP307", r"while \(FwpsCallout", (
        never,
        replaced("while (FwpsCalloutUnregisterById0(gCalloutId) == STATUS_DEVICE_BUSY)\n"
                 "        KeStallExecutionProcessor(50);",
                 "FwpsCalloutUnregisterById0(gCalloutId);", "result-ignored"),
        replaced("while (FwpsCalloutUnregisterById0(gCalloutId) == STATUS_DEVICE_BUSY)\n"
                 "        KeStallExecutionProcessor(50);",
                 'DbgPrint("%x", FwpsCalloutUnregisterById0(gCalloutId));', "result-logged"),
    )),
    # 4: classify
    Target("WFP401", BLOCK, (
        drop, some_path, early_return, PERMIT, replaced("FWP_ACTION_BLOCK", "FWP_ACTION_CONTINUE"),
        then("if (gChance) classifyOut->actionType = FWP_ACTION_PERMIT;"),
    )),
    Target("WFP401", BLOCK, (drop, some_path, PERMIT), "good_before.c"),
    Target("WFP401", BLOCK, (drop, some_path, early_return), "good_lock.c"),
    Target("WFP402", r"classifyOut->flags", (
        drop, some_path, early_return, replaced("FLAG_ABSORB", "FLAG_NO_MORE_DATA"),
        replaced("|=", "&=", "test"),
        then("classifyOut->flags &= ~FWPS_CLASSIFY_OUT_FLAG_ABSORB;"),
    )),
    Target("WFP403", r"classifyOut->rights &=", (
        drop, some_path, early_return, replaced("&= ~", "|= ", "negated"),
        replaced("FWPS_RIGHT_ACTION_WRITE", "2U"),
        then("classifyOut->rights |= FWPS_RIGHT_ACTION_WRITE;"),
    )),
    Target("WFP404", r"if \(HasFlag", (
        drop, replaced("FLAG_IS_REAUTHORIZE", "FLAG_IS_LOOPBACK"),
    )),
    Target("WFP404", r"if \(HasReason", (
        drop, replaced("REASON_CLASSIFY_COMPLETION", "REASON_POLICY_CHANGE"),
    ), "good_reason.c"),
    Target("WFP405", r"applicableLayer", layers(
        "STREAM_V4", "ALE_FLOW_ESTABLISHED_V4", "INBOUND_TRANSPORT_V4", "OUTBOUND_IPPACKET_V6",
        "ALE_CONNECT_REDIRECT_V4", "DATAGRAM_DATA_V4",
    )),
    Target("WFP406", r"    FwpsCompleteOperation0", (
        replaced("FwpsCompleteOperation0(pend->Context, NULL)",
                 "(void)NT_SUCCESS(FwpsPendOperation0(pend->Context, &pend->Context))", "moved"),
    )),
    Target("WFP406", r"pend->State = PendDead", (
        then("(void)NT_SUCCESS(FwpsPendOperation0(pend->Context, &pend->Context));"),
    )),
    Target("WFP406", r"pend->State = PendDone", (
        then("(void)NT_SUCCESS(FwpsPendOperation0(pend->Context, &pend->Context));"),
        then("if (gChance) (void)NT_SUCCESS("
             "FwpsPendOperation0(pend->Context, &pend->Context));"),
    )),
    Target("WFP407", r"if \(!FWPS_IS_METADATA.*\s*.*COMPLETION_HANDLE", (
        drop, never, narrowed, negated, replaced("FIELD_COMPLETION_HANDLE", "FIELD_PROCESS_ID"),
    )),
    Target("WFP407", r"if \(FWPS_IS_METADATA.*\s*.*ENDPOINT_HANDLE", (
        always, widened, negated, replaced("TRANSPORT_ENDPOINT_HANDLE", "COMPLETION_HANDLE"),
    )),
    Target("WFP407", r"if \(!FWPS_IS_METADATA.*\s*.*COMPLETION_HANDLE", (
        replaced("FIELD_COMPLETION_HANDLE", "FIELD_PROCESS_ID"),
    ), "good_listed.c"),
    Target("WFP407", r"UINT32 wanted", (replaced("COMPLETION_HANDLE", "FLOW_HANDLE"),),
           "good_helper.c"),
    Target("WFP407", r"NT_ASSERT\(FWPS", (drop, replaced("COMPLETION_HANDLE", "FLOW_HANDLE")),
           "good_asserted.c"),
    # 5: handles and pointers
    Target("WFP501", r"FwpsCompleteOperation0", (
        replaced("clone", "NULL", "argument"), replaced("clone", "accept->Packet", "argument"),
        swapped,
    )),
    Target("WFP501", r"Complete\(accept", (
        replaced("clone", "NULL", "argument"), swapped,
    ), "good_helper.c"),
    Target("WFP502", r"FwpsReference", (
        drop, some_path, replaced("FwpsReference", "FwpsDereference", "function"),
    )),
    Target("WFP502", r"if \(!NT_SUCCESS\(Fwps", (
        replaced("if (!NT_SUCCESS(FwpsAllocateCloneNetBufferList0(layerData, NULL, NULL, 0, "
                 "&packet->Data)))", "packet->Data = layerData; if (packet->Size == 0)", "call"),
    ), "good_clone.c"),
    Target("WFP503", r"redirect->Port =", (
        then("redirect->Rundown.Ptr = (PVOID)inMetaValues;"),
        then("redirect->Rundown.Ptr = (PVOID)inFixedValues;"),
        then("if (gChance) redirect->Rundown.Ptr = (PVOID)inMetaValues;"),
        then("const FWPS_INCOMING_METADATA_VALUES0 *later = inMetaValues; "
             "redirect->Rundown.Ptr = (PVOID)later;"),
        then("redirect->Rundown.Ptr = gChance ? (PVOID)inMetaValues : NULL;"),
    )),
    Target("WFP504", r"        FwpsReleaseClassifyHandle0", (drop, some_path)),
    Target("WFP504", RELEASE, (drop, some_path, early_return, twice), "good_inline.c"),
    Target("WFP504", r"        FwpsApply", (drop, some_path, early_return, twice), "good_inline.c"),
    Target("WFP505", r"return FwpsCalloutRegister1", (
        replaced("FwpsCalloutRegister1(device, &callout, id)",
                 "FwpsCalloutRegister0(device, (FWPS_CALLOUT0 *)&callout, id)", "function"),
        replaced("return FwpsCalloutRegister1(device, &callout, id)",
                 "FWPS_CALLOUT0 old = {.calloutKey = *key, .classifyFn = "
                 "(FWPS_CALLOUT_CLASSIFY_FN0)callout.classifyFn}; "
                 "return FwpsCalloutRegister0(device, &old, id)", "structure"),
        replaced("return FwpsCalloutRegister1(device, &callout, id)",
                 "return gChance ? STATUS_SUCCESS : "
                 "FwpsCalloutRegister0(device, (FWPS_CALLOUT0 *)&callout, id)", "some-path"),
        replaced("return FwpsCalloutRegister1(device, &callout, id)",
                 "NTSTATUS (NTAPI *add)(void *, const FWPS_CALLOUT0 *, UINT32 *) = "
                 "FwpsCalloutRegister0; return add(device, (FWPS_CALLOUT0 *)&callout, id)",
                 "pointer"),
    )),
    Target("WFP506", r"KeReleaseSpinLock\(&gFlowLock, irql\);\n        if", (
        drop, swapped, some_path,
        replaced("KeReleaseSpinLock(&gFlowLock, irql)", "KeLowerIrql(irql)", "function"),
    )),
    Target("WFP506", r"if \(FwpsFlowRemove", (
        replaced("if (", "KeAcquireSpinLock(&gFlowLock, &irql); if (", "locked-again"),
        replaced("== STATUS_UNSUCCESSFUL)\n            return;",
                 "!= STATUS_UNSUCCESSFUL)\n            ExFreePool(flow);", "freed"),
        then("if (gChance) ExFreePoolWithTag(flow, 'wolF');"),
    )),
    Target("WFP507", r"FwpsFlowRemove", (
        drop, replaced("FwpsFlowRemoveContext0(gEndpoint.Flow, FWPS_LAYER_STREAM_V4, gCalloutId)",
                       "DbgBreakPoint()", "function"),
    )),
    Target("WFP507", r"    Complete\(context\)", (
        drop, replaced("Complete(context)", "IsBusy(context)", "function"),
    ), "good_worker.c"),
    # 6: driver contracts
    Target("WFP601", r"classifyOut->actionType = FWP_ACTION_CONTINUE", (
        replaced("CONTINUE", "BLOCK"), then(
            "if (gChance) classifyOut->actionType = FWP_ACTION_BLOCK;"),
    )),
    Target("WFP601", r"classifyOut->actionType = FWP_ACTION_PERMIT", (
        replaced("PERMIT", "BLOCK"),
    ), "good_error.c"),
    Target("WFP601", r"if \(!NT_SUCCESS\(status\)\)\n        classifyOut", (
        always, negated, widened), "good_error.c"),
    Target("WFP602", r"if \(gRedirectHandle == NULL", (
        replaced("gRedirectHandle == NULL &&", "", "test-true"),
        replaced("gRedirectHandle == NULL &&", "gChance &&", "test"),
    ), "good_cached.c"),
    Target("WFP602", r"if \(gRedirectHandle == NULL", (always, widened, negated), "good_local.c"),
    Target("WFP603", r"FwpsApply", (
        replaced("request, 0", f"request, {REAUTHORIZE}", "argument"),
        replaced("request, 0", f"request, 0 | {REAUTHORIZE}", "argument"),
        then(f"FwpsApplyModifiedLayerData0(handle, request, {REAUTHORIZE});"),
        replaced("request, 0", f"request, gChance ? {REAUTHORIZE} : 0", "either"),
        replaced("FwpsApplyModifiedLayerData0(handle, request, 0)",
                 f"UINT32 flags = 0; if (gChance) flags |= {REAUTHORIZE}; "
                 "FwpsApplyModifiedLayerData0(handle, request, flags)", "variable"),
    )),
    Target("WFP604", BLOCK, (
        drop, some_path, early_return, PERMIT, replaced("FWP_ACTION_BLOCK", "FWP_ACTION_CONTINUE"),
        then("classifyOut->actionType = FWP_ACTION_PERMIT;"),
    )),
    Target("WFP605", r"classifyOut->actionType = FWP_ACTION_PERMIT", (
        drop, some_path, early_return, swapped,
        replaced("classifyOut->actionType", "classifyOut->flags", "field"),
        replaced("classifyOut->actionType = FWP_ACTION_PERMIT",
                 "FWPS_CLASSIFY_OUT0 out = *classifyOut; out.actionType = FWP_ACTION_PERMIT",
                 "copy"),
        replaced("classifyOut->", "if (IsInbound(data)) classifyOut->", "test-negated"),
    )),
    Target("WFP606", r"IoQueueWorkItem", (
        replaced("IoQueue", f"{CONTINUE} {INJECT}; IoQueue", "direct"),
        replaced("IoQueue", f"if (!NT_SUCCESS({INJECT})) {CONTINUE} IoQueue", "on-failure"),
        replaced("IoQueue", f"for (int i = 0; i < 2; i++) if (i) {CONTINUE} else {INJECT}; "
                 "IoQueue", "loop"),
        then("FwpsStreamContinue0(inMetaValues->flowHandle, gStreamCalloutId, "
             "FWPS_LAYER_STREAM_V4, 0); InjectWorker(NULL, NULL);"),
        then("InjectWorker(NULL, NULL); FwpsStreamContinue0(inMetaValues->flowHandle, "
             "gStreamCalloutId, FWPS_LAYER_STREAM_V4, 0);"),
        then("if (gChance) { InjectWorker(NULL, NULL); FwpsStreamContinue0("
             "inMetaValues->flowHandle, gStreamCalloutId, FWPS_LAYER_STREAM_V4, 0); }"),
    )),
    Target("WFP607", r"IoQueueWorkItem", (
        replaced("IoQueueWorkItem(gWorkItem, InjectWorker, DelayedWorkQueue, packet)",
                 "Inject(packet)", "moved"),
        replaced("IoQueueWorkItem(gWorkItem, InjectWorker, DelayedWorkQueue, packet)",
                 "InjectWorker(NULL, packet)", "called"),
        then("if (gChance) Inject(packet);"),
        then("if (gChance) FwpsInjectTransportReceiveAsync0(gInjection, NULL, NULL, 0, AF_INET, "
             "0, 0, 0, packet->Data, PacketInjected, packet);"),
    )),
]
# fmt: on


def table() -> str:
    """How many mutants each operator makes for each rule, and how many are missed."""
    made = Counter((m.rule, m.operator) for m in mutants())
    missed = Counter((m.rule, m.operator) for m in mutants() if m.caught_by == MISSED)
    lines = [f"{sum(made.values())} mutants, {sum(missed.values())} missed"]
    for rule in sorted({rule for rule, _ in made}):
        cells = [
            f"{operator} {count - missed[key]}/{count}"
            for key, count in sorted(made.items())
            if key[0] == rule
            for operator in [key[1]]
        ]
        lines.append(f"{rule}  {', '.join(cells)}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
