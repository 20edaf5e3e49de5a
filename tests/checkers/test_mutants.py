"""Good samples with one thing broken, which its rule sees; and rewritten, which no rule minds."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from wfplint.checkers.run import analyse
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rulebook
from wfplint.source import SourceFile

SAMPLES = Path(__file__).parents[2] / "samplecode" / "rules"


class Mutant(NamedTuple):
    """`pattern` in the rule's good sample becomes `text`; each must match once."""

    rule: str
    operator: str
    pattern: str
    text: str
    sample: str = "good.c"
    caught_by: str = ""


ROOT = "WFP201"  # a completion on the path where the acquire failed is reported at the acquire
COMPLETION = r"    if \(mine\)\n        FwpsCompleteOperation0\(pend->Context, NULL\);\n\}"
MUTANTS = [
    Mutant("WFP101", "negate-test", r"pend->State == PendWaiting;\n    if \(mine\)",
           "pend->State == PendDead;\n    if (mine)"),
    Mutant("WFP101", "drop-lock", r"    KeAcquireSpinLock\(&gPendLock, &irql\);\n    mine = (.*;\n)"
           r"(?:.*\n){2}    KeReleaseSpinLock.*\n", r"    mine = \1"),
    Mutant("WFP101", "drop-test", COMPLETION,
           "    FwpsCompleteOperation0(pend->Context, NULL);\n}"),
    Mutant("WFP101", "drop-teardown", r"    callout\.flowDeleteFn = ConnectFlowDelete;\n", ""),
    Mutant("WFP101", "move-release", r"(    FwpsComplete.*\n)(    ExRelease.*\n)", r"\2\1",
           "good_rundown.c"),
    Mutant("WFP101", "negate-test", r"if \(!ExAcquire", "if (ExAcquire", "good_rundown.c", ROOT),
    Mutant("WFP101", "negate-test", r"if \(Enter\(pend\)\)", "if (!Enter(pend))", "good_helper.c",
           ROOT),
    Mutant("WFP101", "drop-test", r"    if \(guard.Held\(\)\)\n        Fwps", "    Fwps",
           "good.cpp",
           ROOT),
    Mutant("WFP103", "change-layer", "LAYER_ALE_AUTH_CONNECT_V4;", "LAYER_ALE_AUTH_LISTEN_V4;"),
    Mutant("WFP104", "drop-call", r"        FwpsFlowAssociate(?:.*\n){2}",
           "        DbgBreakPoint();\n"),
    Mutant("WFP202", "drop-release", r"    ExRelease.*\n", ""),
    Mutant("WFP203", "drop-test", r"    if \(KeGetCurrentIrql.*\n    ", "", "good_tested.c"),
    Mutant("WFP205", "drop-call", r"    ExWait.*\n", "", "good_again.c"),
    Mutant("WFP302", "duplicate-call", r"(    FwpsComplete.*\n)", r"\1\1"),
    Mutant("WFP303", "drop-call", r"        FwpsComplete.*\n        Ex", "        Ex"),
    Mutant("WFP305", "move-call", r"    KeReleaseSpinLock\(&gPendLock, irql\);\n" + COMPLETION,
           "    if (mine)\n        FwpsCompleteOperation0(pend->Context, NULL);\n"
           "    KeReleaseSpinLock(&gPendLock, irql);\n}"),
    Mutant("WFP307", "drop-call", r"    DrainPends\(\);\n", ""),
    Mutant("WFP307", "ignore-result", r"    while \((Fwps.*)\) == .*\n.*\n", r"    \1);\n"),
    Mutant("WFP401", "drop-store", r"    classifyOut->actionType = FWP_ACTION_BLOCK;\n", ""),
    Mutant("WFP401", "change-constant", "FWP_ACTION_BLOCK", "FWP_ACTION_CONTINUE"),
    Mutant("WFP401", "drop-store", r"    classifyOut->actionType = FWP_ACTION_BLOCK;\n", "",
           "good_lock.c"),
    Mutant("WFP402", "drop-store", r"    classifyOut->flags .*\n", ""),
    Mutant("WFP402", "change-constant", "FLAG_ABSORB", "FLAG_NO_MORE_DATA"),
    Mutant("WFP403", "drop-store", r"    classifyOut->rights &= .*\n", ""),
    Mutant("WFP403", "change-constant", r"rights &= ~FWPS_RIGHT_ACTION_WRITE", "rights &= ~2U"),
    Mutant("WFP404", "change-constant", "FLAG_IS_REAUTHORIZE", "FLAG_IS_LOOPBACK"),
    Mutant("WFP405", "change-layer", "LAYER_ALE_AUTH_CONNECT_V4;", "LAYER_STREAM_V4;"),
    Mutant("WFP407", "drop-test", r"    if \(!FWPS_IS_.*COMPLETION_HANDLE\)\)\n.*\n", ""),
    Mutant("WFP407", "change-constant", "FIELD_COMPLETION_HANDLE", "FIELD_PROCESS_ID"),
    Mutant("WFP407", "drop-test", r"    if \(FWPS_IS_.*ENDPOINT_HANDLE\)\)\n    ", ""),
    Mutant("WFP501", "change-argument", r"accept->Context, clone", "accept->Context, NULL"),
    Mutant("WFP502", "drop-call", r"    FwpsReference.*\n", ""),
    Mutant("WFP504", "drop-release", r"        FwpsReleaseClassifyHandle0.*\n", ""),
    Mutant("WFP504", "drop-release", r"    FwpsReleaseClassifyHandle0.*\n", "", "good_inline.c"),
    Mutant("WFP504", "drop-release", r"        FwpsApply.*\n", "", "good_inline.c"),
    Mutant("WFP506", "move-call", r"        KeReleaseSpinLock.*\n(        if \(FwpsFlow.*\n.*\n)",
           r"\1        KeReleaseSpinLock(&gFlowLock, irql);\n"),
    Mutant("WFP507", "drop-call", r"    FwpsFlowRemove.*\n", ""),
    Mutant("WFP601", "change-constant", "FWP_ACTION_CONTINUE", "FWP_ACTION_BLOCK"),
    Mutant("WFP602", "drop-test", r"gRedirectHandle == NULL &&\n *", "", "good_cached.c"),
    Mutant("WFP603", "change-argument", r"handle, request, 0",
           "handle, request, FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS"),
    Mutant("WFP604", "drop-store", r"    classifyOut->actionType = FWP_ACTION_BLOCK;\n", ""),
    Mutant("WFP605", "drop-store", r"    classifyOut->actionType = FWP_ACTION_PERMIT;\n", ""),
    Mutant("WFP607", "move-call", r"    IoQueueWorkItem.*\n", "    Inject(packet);\n"),
]  # fmt: skip

REWRITES = {
    "status-compared": (r"NT_SUCCESS\((\w+)\)", r"(\1 >= 0)"),
    "null-tested": (r"\((\w+) == NULL\)", r"(!\1)"),
    "braces": (r"\)\n        return;", ") {\n        return;\n    }"),
    "numberless": (r"\b(Fwps(?:Pend|Complete)Operation)0", r"\1"),
    "renamed": (r"\bpend\b", "entry"),
    "bool-compared": (r"if \(mine\)", "if (mine != FALSE)"),
    "flag-spelt": (r"FWP_ACTION_BLOCK;", "(FWP_ACTION_TYPE)(FWP_ACTION_FLAG_TERMINATING | 1);"),
    "comments": (r";\n", "; /* ; */\n\n"),
}
GOOD = sorted(p for p in SAMPLES.glob("*/good*.c*"))


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    return load_rulebook()


def found(text: str, name: str) -> set[str]:
    """The rules that speak of a source; it has to be understood whole."""
    source = SourceFile.from_bytes(name, text.encode(), name)
    result = parse(source, ClangOptions(), lambda _: True)
    assert not result.untrusted, result.unit.notices
    book = rulebook()
    findings = analyse([lower_unit(result.unit)], book, list(book.rules.values())).findings
    return {f.rule for f in findings}


def sample(rule: str, name: str) -> str:
    (folder,) = SAMPLES.glob(f"{rule}-*")
    return (folder / name).read_text()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.rule}-{m.operator}-{m.sample}")
def test_mutants_are_caught(mutant: Mutant) -> None:
    text, count = re.subn(mutant.pattern, mutant.text, sample(mutant.rule, mutant.sample), count=1)
    assert count == 1, "the pattern does not match"
    assert (mutant.caught_by or mutant.rule) in found(text, mutant.sample)


def test_there_are_enough_operators() -> None:
    assert len({m.operator for m in MUTANTS}) >= 8


@pytest.mark.parametrize("rewrite", REWRITES)
@pytest.mark.parametrize("path", GOOD, ids=lambda p: f"{p.parent.name[:6]}-{p.name}")
def test_rewrites_stay_silent(path: Path, rewrite: str) -> None:
    pattern, text = REWRITES[rewrite]
    changed, count = re.subn(pattern, text, path.read_text())
    if count:
        assert found(changed, path.name) == set()
