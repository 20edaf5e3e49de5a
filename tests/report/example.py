"""A small analysis by hand, which every report is shown with."""

from __future__ import annotations

from wfplint.finding import (
    Edit,
    FileStatus,
    Finding,
    Guard,
    Problem,
    Severity,
    Site,
    TraceStep,
    Verdict,
)
from wfplint.ir import Notice
from wfplint.result import Analysis, Sources
from wfplint.source import SourceFile, Span

WORKER = """\
static KSTART_ROUTINE Worker;

static void Worker(PVOID context)
{
    PEND* pend = PendTake(context);
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        TraceLost(pend);   // and on it goes
    }
\tFwpsCompleteOperation0(pend->CompletionContext, NULL);
}
"""
CLASSIFY = """\
void Classify(const META* meta, PEND* pend)
{
    status = FwpsPendOperation0(meta->completionHandle, &pend->CompletionContext);
}
"""
FILES = {"sys/worker.c": WORKER, "sys/classify it.c": CLASSIFY}
WORKER_PATH, CLASSIFY_PATH = FILES


def span(path: str, text: str) -> Span:
    """The place where a text stands for the first time in one of the files, in bytes."""
    start = FILES[path].encode().index(text.encode())
    return Span(path, start, start + len(text.encode()))


PEND = span(CLASSIFY_PATH, "FwpsPendOperation0")
ACQUIRE = span(WORKER_PATH, "ExAcquireRundownProtection")
COMPLETE = span(WORKER_PATH, "FwpsCompleteOperation0")
TRACE = (
    TraceStep(PEND, "the operation is pended"),
    TraceStep(ACQUIRE, "the acquire fails, and execution continues"),
    TraceStep(COMPLETE, "completed without a reference"),
)

ERROR = Finding(
    rule="WFP101",
    name="unguarded-completion",
    severity=Severity.ERROR,
    span=COMPLETE,
    function="Worker",
    message="PEND.CompletionContext is completed without a guard against endpoint teardown",
    reason="some-path",
    object="PEND.Rundown",
    trace=TRACE,
    edits=(Edit(span(WORKER_PATH, "TraceLost(pend);   // and on it goes"), "return;"),),
    related=("WFP102",),
    matched_by="guards",
    fingerprint="00112233445566aa",
)
WARNING = Finding(
    rule="WFP304",
    name="pend-status-unchecked",
    severity=Severity.WARNING,
    span=PEND,
    function="Classify",
    message="the status of the pend is not checked: 100%, or a|b",
    fingerprint="00112233445566bb",
    macro=ACQUIRE,
)
SUPPRESSED = WARNING._replace(
    severity=Severity.NOTE,
    rule="WFP305",
    name="completion-under-classify-lock",
    suppressed=True,
    suppression_reason="the lock is ours",
    fingerprint="00112233445566cc",
    macro=None,
)
SITES = (
    Site("pend", "FwpsPendOperation0", PEND, "Classify", Verdict.GUARDED),
    Site(
        "completion",
        "FwpsCompleteOperation0",
        COMPLETE,
        "Worker",
        Verdict.UNGUARDED,
        "some-path",
        trace=TRACE,
    ),
    Site(
        "completion",
        "FwpsCompleteOperation0",
        ACQUIRE,
        "Worker",
        Verdict.GUARDED,
        guards=(Guard("rundown", "PEND.Rundown", ACQUIRE, PEND),),
    ),
)
ANALYSIS = Analysis(
    findings=(ERROR, WARNING, SUPPRESSED),
    sites=SITES,
    files=(
        FileStatus(WORKER_PATH, "analyzed", "libclang", 1),
        FileStatus(CLASSIFY_PATH, "analyzed", "mixed"),
        FileStatus("sys/util.c", "skipped"),
        FileStatus("sys/big.c", "failed"),
    ),
    problems=(Problem("sys/big.c", 1, "parsing took more than 30 s; exclude it"),),
    notices=(Notice(span(WORKER_PATH, "TraceLost"), "'TraceLost' is not declared"),),
    sources=Sources(SourceFile.from_bytes(p, text.encode()) for p, text in FILES.items()),
)
CLEAN = Analysis(Sources(), files=(FileStatus("sys/util.c", "skipped"),))
