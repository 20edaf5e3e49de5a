"""The path of an unguarded completion begins where the operation was pended."""

from __future__ import annotations

from wfplint.checkers.run import analyse
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.rulebook.loader import load_rulebook
from wfplint.source import SourceFile

HEAD = """#include <fwpsk.h>
typedef struct { HANDLE Context; PIO_WORKITEM Work; KSPIN_LOCK Lock; } PEND, *PPEND;
IO_WORKITEM_ROUTINE Worker;
"""
PEND_AND_QUEUE = """
NTSTATUS Pend(HANDLE handle, PPEND pend)
{
    NTSTATUS status = FwpsPendOperation0(handle, &pend->Context);
    if (NT_SUCCESS(status))
        IoQueueWorkItem(pend->Work, Worker, DelayedWorkQueue, pend);
    return status;
}
"""
WORKER = """
void Worker(PDEVICE_OBJECT device, PVOID context)
{
    FwpsCompleteOperation0(((PPEND)context)->Context, NULL);
}
"""
FLOW_DELETE = """
void NTAPI FlowDelete(UINT16 layer, UINT32 callout, UINT64 context) {}
NTSTATUS Start(PDEVICE_OBJECT device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
"""


def path(*parts: str) -> list[str]:
    source = SourceFile.from_bytes("a.c", "".join((HEAD, *parts)).encode(), "a.c")
    unit = lower_unit(parse(source, ClangOptions(), lambda _: True).unit)
    book = load_rulebook()
    sites = analyse([unit], book, [book.rules["WFP101"]]).sites
    (site,) = [site for site in sites if site.kind == "completion"]
    return [step.message.partition(":")[0] for step in site.trace]


def test_it_begins_where_it_was_pended_and_handed_over() -> None:
    assert path(PEND_AND_QUEUE, WORKER, FLOW_DELETE) == [
        "Pend pends the operation here",
        "Pend lets Worker run later, from here",
        "Worker starts here",
        "FlowDelete is told that the endpoint goes away",
        "FwpsCompleteOperation0",
    ]


def test_what_is_not_in_the_sources_is_not_told() -> None:
    assert path(WORKER) == ["Worker starts here", "FwpsCompleteOperation0"]
    assert path(PEND_AND_QUEUE, WORKER)[-2:] == ["Worker starts here", "FwpsCompleteOperation0"]


def test_the_pend_of_another_record_is_not_told() -> None:
    other = PEND_AND_QUEUE.replace("PPEND", "POTHER")
    declared = "typedef struct { HANDLE Context; PIO_WORKITEM Work; } OTHER, *POTHER;"
    assert path(declared, other, WORKER) == ["Worker starts here", "FwpsCompleteOperation0"]
