"""A rule with every field filled, so that tests do not move when a bundled rule changes."""

from __future__ import annotations

from wfplint.dcr.model import SourceRow
from wfplint.finding import Severity
from wfplint.rulebook.model import Basis, DcrWords, Reference, Rule
from wfplint.samples import Pair, excerpt

SOURCES = {
    "PEND": SourceRow("PEND", "FwpsPendOperation0 function (fwpsk.h)", "https://example.invalid/p"),
    "QA": SourceRow("QA", "Microsoft Q&A: a <question>", "https://example.invalid/q?a=1&b=2"),
}
BAD = """#include "x.h"
// [start:bad]
void Worker(void *context)
{
    Complete(context); // expect: WFP901
}
// [end:bad]
"""
GOOD = BAD.replace("bad", "good").replace(" // expect: WFP901", " /* held */")

PAIR = Pair(
    excerpt(BAD, "samplecode/rules/x/bad.c"), excerpt(GOOD, "samplecode/rules/x/good.c"),
    ("bad.c", "good.c"),
)  # fmt: skip

RULE = Rule(
    id="WFP901",
    name="unguarded-example",
    title="An example is completed without a guard",
    severity=Severity.WARNING,
    confidence="high",
    since="0.1.0",
    basis=(
        Basis("reported", ("QA",), "The thread tells of a crash & a <stack>."),
        Basis("documented", ("PEND", "QA"), "The page says `keep it`."),
    ),
    summary="The call is reached without a guard on some path.",
    message="{call} is reached without a guard ({reason})",
    why="Because nothing *holds* the endpoint.",
    impact="A bug check, as reported.",
    fix="Hold something.\n\n1. Take it.\n2. Release it.",
    limitations=("Assembler is not read.", "A wrapper must be visible."),
    suppress_when="The driver never unloads.",
    applies_to=("FwpsCompleteOperation0",),
    references=(Reference("A page", "https://example.invalid/r"),),
    checker="guarded-call",
    params={},
    samples="x",
    overlaps=("C28101",),
    dcr=(DcrWords("State the lifetime.", "The context may become invalid.", "PEND", (1,)),),
    path="rules/WFP901.yaml",
)
