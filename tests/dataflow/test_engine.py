"""The solver ends, whatever the shape of the code, and says the same each time it is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkers.sources import completions
from tests.oracle.compare import with_truth
from tests.oracle.render import render

ROOT = Path(__file__).resolve().parents[2]
HEAD = """#include <ntddk.h>
#include <fwpsk.h>
typedef struct _PEND { HANDLE Context; LONG State; EX_RUNDOWN_REF Rundown; } PEND;
extern LONG gMode; BOOLEAN Ask(void);
"""
GUARDED = """
    if (!ExAcquireRundownProtection(&pend->Rundown)) { return; }
    FwpsCompleteOperation0(pend->Context, NULL);
    ExReleaseRundownProtection(&pend->Rundown);
"""
RECURSION = """
static void Odd(PEND *pend, LONG n);
static void Even(PEND *pend, LONG n)
{
    if (n == 0) { FwpsCompleteOperation0(pend->Context, NULL); return; }
    if (Ask()) { Even(pend, n - 2); }
    Odd(pend, n - 1);
}
static void Odd(PEND *pend, LONG n) { if (n > 0) { Even(pend, n - 1); } else { Even(pend, 0); } }
void Root(PEND *pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown)) { return; }
    Even(pend, gMode);
    ExReleaseRundownProtection(&pend->Rundown);
}
"""
IRREDUCIBLE = """
void Root(PEND *pend)
{
    BOOLEAN held = ExAcquireRundownProtection(&pend->Rundown);
    if (!held) { return; }
    if (gMode == 1) { goto Second; }
First:
    if (Ask()) { goto Second; }
    if (Ask()) { goto Last; }
Second:
    if (Ask()) { goto First; }
    if (gMode == 2) { goto Second; }
Last:
    FwpsCompleteOperation0(pend->Context, NULL);
    ExReleaseRundownProtection(&pend->Rundown);
}
"""

# A record on the stack that holds its own address, put where others find it.
OWN_ADDRESS = (
    """
typedef struct _BATCH { LIST_ENTRY Link; LIST_ENTRY Entries; } BATCH;
extern LIST_ENTRY gBatches;
void Root(PEND *pend)
{
    BATCH batch;
    InitializeListHead(&batch.Entries);
    InsertTailList(&gBatches, &batch.Link);
"""
    + GUARDED
    + "}\n"
)


def loops(depth: int) -> str:
    """Loops within loops, each with a counter and a way out."""
    names = [f"i{n}" for n in range(depth)]
    text = "void Root(PEND *pend)\n{\n    LONG " + ", ".join(names) + ";\n"
    for name in names:
        text += f"for ({name} = 0; {name} < gMode; {name}++) {{ if (Ask()) {{ break; }}\n"
    return text + "}" * depth + GUARDED + "}\n"


def branches(count: int) -> str:
    """Independent decisions one after the other: 2 to the power of `count` paths."""
    text = "void Root(PEND *pend)\n{\n    LONG sum = 0;\n"
    text += "".join(f"    if (Ask()) {{ sum += {n}; }}\n" for n in range(count))
    return text + GUARDED + "}\n"


def chain(count: int) -> str:
    """Helpers that call each other in a long chain."""
    text = "static void F0(PEND *pend) {" + GUARDED + "}\n"
    for n in range(1, count):
        text += f"static void F{n}(PEND *pend) {{ if (Ask()) {{ F{n - 1}(pend); }} }}\n"
    return text + f"void Root(PEND *pend) {{ F{count - 1}(pend); }}\n"


SHAPES = {
    "recursion": RECURSION,
    "irreducible": IRREDUCIBLE,
    "own address": OWN_ADDRESS,
    "loops": loops(12),
    "branches": branches(40),
    "chain": chain(25),
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_exploration_ends_with_an_answer(shape: str) -> None:
    """A recursion whose argument never repeats may be given up, but is not called unguarded."""
    found = completions(Path("shape.c"), HEAD + SHAPES[shape])
    verdicts = {verdict for verdict, _ in found.values()}
    assert verdicts == {"guarded"} or (shape == "recursion" and verdicts == {"unknown"})


SHOW = """
import sys
from pathlib import Path
from tests.checkers.sources import rulebook
from wfplint.checkers.run import analyse
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.source import SourceFile
source = SourceFile.from_bytes("one.c", sys.stdin.buffer.read(), "one.c")
unit = lower_unit(parse(source, ClangOptions(), lambda _: True).unit)
rules = list(rulebook().rules.values())
result = analyse([unit], rulebook(), rules)
print(*result.findings, *result.sites, sep=chr(10))
"""


def shown(text: str, seed: str) -> bytes:
    """Everything that is found in a text, in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "lint"), str(ROOT)])
    ran = subprocess.run(
        [sys.executable, "-c", SHOW],
        input=text.encode(),
        capture_output=True,
        cwd=ROOT,
        env=environment,
        check=True,
    )
    return ran.stdout


@pytest.mark.parametrize("first", [300, 400])
def test_output_does_not_depend_on_the_hash_seed(first: int) -> None:
    made = (with_truth(seed) for seed in range(first, first + 24))
    text = render([found[0] for found in made if found is not None])
    outputs = {shown(text, seed) for seed in ("0", "1", "4711")}
    assert len(outputs) == 1
    assert outputs.pop().count(b"FwpsCompleteOperation0") > 10


def test_output_is_the_same_in_one_process() -> None:
    made = (with_truth(seed) for seed in range(500, 524))
    text = render([found[0] for found in made if found is not None])
    assert completions(Path("one.c"), text) == completions(Path("one.c"), text)
