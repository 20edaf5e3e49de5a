"""A pend has its verdict from a completion, and says from which."""

from __future__ import annotations

from pathlib import Path

from wfplint.app import Options, run
from wfplint.finding import Site, Verdict

HEAD = """#include <ntddk.h>
#include <fwpsk.h>
typedef struct _A { HANDLE Context; EX_RUNDOWN_REF Rundown; } A;
typedef struct _B { HANDLE Other; } B;
extern A gA;
extern B gB;
IO_WORKITEM_ROUTINE Worker;
"""
PENDS = """
static void Classify(HANDLE handle)
{
    FwpsPendOperation0(handle, &gA.Context);
    FwpsPendOperation0(handle, &gB.Other);
}
void NTAPI Entry(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta)
{
    UNREFERENCED_PARAMETER(values);
    Classify(meta->completionHandle);
}
"""
WORKER = """
void Worker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(context);
    FwpsCompleteOperation0(gA.Context, NULL);
    if (ExAcquireRundownProtection(&gA.Rundown)) {
        FwpsCompleteOperation0(gA.Context, NULL);
        ExReleaseRundownProtection(&gA.Rundown);
    }
}
"""


def pends(tmp_path: Path, text: str) -> list[tuple[Site, list[tuple[int, str]]]]:
    """Each pend, with line and message of every step of its trace."""
    path = tmp_path / "a.c"
    path.write_text(text)
    analysis = run(Options((str(path),), cache=False, audit=True))
    assert not analysis.problems
    return [
        (site, [(analysis.sources.place(s.span).line, s.message) for s in site.trace])
        for site in analysis.sites
        if site.kind == "pend"
    ]


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


def test_a_pend_points_to_the_worst_completion_of_what_it_leaves(tmp_path: Path) -> None:
    text = HEAD + PENDS + WORKER
    first, second = pends(tmp_path, text)
    at = line_of(text, "FwpsCompleteOperation0(gA")
    of = "FwpsCompleteOperation0 in Worker decides: unguarded, no-guard"
    assert first[0].verdict == Verdict.UNGUARDED
    assert first[1] == [(at, f"{of}; the worst of the 2 that complete A.Context")]
    assert second[1] == [(at, f"{of}; the worst of all 2, for none is known to complete B.Other")]


def test_a_single_completion_is_compared_with_none(tmp_path: Path) -> None:
    text = HEAD + PENDS + WORKER.replace("    FwpsCompleteOperation0(gA.Context, NULL);\n", "", 1)
    (first, steps), _ = pends(tmp_path, text)
    at = line_of(text, "        FwpsCompleteOperation0(gA")
    assert (first.verdict, [g.kind for g in first.guards]) == (Verdict.GUARDED, ["rundown"])
    assert steps == [(at, "FwpsCompleteOperation0 in Worker decides: guarded")]


def test_a_pend_that_nothing_completes_says_so(tmp_path: Path) -> None:
    text = HEAD + PENDS
    for site, steps in pends(tmp_path, text):
        assert (site.verdict, site.reason) == (Verdict.UNKNOWN, "never-completed")
        (step,) = steps
        assert step[1] == "nothing in the analysed sources completes what FwpsPendOperation0 pends"
