"""Slices leave out what nothing depends on, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.checkers.sources import completions, rulebook
from tests.checkers.test_verdicts import CASES, verdicts_of
from wfplint import ir
from wfplint.checkers.program_analysis import ProgramAnalysis, facts_by_name
from wfplint.dataflow import effects as fx
from wfplint.dataflow.compaction import compact
from wfplint.dataflow.criterion import Criterion, Slice
from wfplint.dataflow.dependence import Code
from wfplint.dataflow.scope import Scope
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.program.link import Program, link
from wfplint.source import SourceFile, Span

NOWHERE = Span("none.c", 0, 0)
HEAD = """#include <ntddk.h>
#include <fwpsk.h>
typedef struct _PEND { HANDLE Context; LONG State; LONG Tries; EX_RUNDOWN_REF Rundown; } PEND;
extern LONG gMode, gCount; BOOLEAN Ask(void);
"""


# --- control dependence --------------------------------------------------------------------------


def graph(*targets: list[int]) -> ir.Cfg:
    """Blocks that lead to these, the last of them the exit."""
    asked = ir.Condition(ir.Var("x"), True, NOWHERE)
    blocks = [
        ir.BasicBlock((), tuple(ir.Edge(t, asked if len(ts) > 1 else None) for t in ts))
        for ts in targets
    ]
    return ir.Cfg(tuple(blocks), len(blocks) - 1)


@st.composite
def graphs(draw: st.DrawFn, most: int = 8) -> ir.Cfg:
    """Graphs of a few blocks, the last of which ends them; some loops may never end."""
    count = draw(st.integers(2, most))
    targets = st.lists(st.integers(0, count - 1), min_size=1, max_size=2, unique=True)
    return graph(*(draw(targets) for _ in range(count - 1)), [])


def function(cfg: ir.Cfg) -> ir.Function:
    return ir.Function("f", "f", NOWHERE, NOWHERE, (), ir.TypeRef(), False, cfg)


def reaches_end(cfg: ir.Cfg, start: int, without: int) -> bool:
    """Whether some path from a block to the end avoids another block."""
    seen, work = {without}, [start]
    while work:
        at = work.pop()
        if at in seen:
            continue
        if at == cfg.exit:
            return True
        seen.add(at)
        work += [e.target for e in cfg.blocks[at].edges]
    return False


def postdominates(cfg: ir.Cfg, later: int, earlier: int) -> bool:
    return later == earlier or not reaches_end(cfg, earlier, later)


@given(graphs())
def test_control_dependence_is_that_of_its_definition(cfg: ir.Cfg) -> None:
    """B depends on A if B is on every way to the end from some successor of A, but not from A."""
    everywhere = range(len(cfg.blocks))
    if not all(reaches_end(cfg, block, -1) for block in everywhere):
        return
    found = Code(function(cfg), program()).controls
    for block in everywhere:
        expected = {
            branch
            for branch in everywhere
            if any(postdominates(cfg, block, e.target) for e in cfg.blocks[branch].edges)
            and (block == branch or not postdominates(cfg, block, branch))
            and len(cfg.blocks[branch].edges) > 1
        }
        assert set(found[block]) == expected


@given(graphs())
def test_every_block_has_a_place_where_its_ways_meet(cfg: ir.Cfg) -> None:
    """Also where loops never end: going from one to the next comes to the end at last."""
    nearest = Code(function(cfg), program()).postdominators
    for block in range(len(cfg.blocks)):
        steps, at = 0, block
        while at >= 0:
            at, steps = nearest[at], steps + 1
            assert steps <= len(cfg.blocks)


def closed(code: Code, items: frozenset[int]) -> Slice:
    """The slice that these instructions, one a block, make necessary."""
    branches: set[int] = set()
    work = list(items)
    while work:
        fresh = set(code.controls[work.pop()]) - branches
        branches |= fresh
        work += fresh
    return Slice(items, frozenset(branches))


def walks(cfg: ir.Cfg, only: frozenset[str], longest: int) -> set[tuple[str, ...]]:
    """What walks to the end of a graph, of so many edges at most, execute of some instructions."""
    found: set[tuple[str, ...]] = set()
    work: list[tuple[int, tuple[str, ...], int]] = [(0, (), longest)]
    while work:
        at, done, left = work.pop()
        names = [i.dst for i in cfg.blocks[at].instructions if isinstance(i, ir.Assign)]
        done += tuple(n for n in names if n in only)
        if at == cfg.exit:
            found.add(done)
        work += [(edge.target, done, left - 1) for edge in cfg.blocks[at].edges if left]
    return found


@settings(deadline=None)
@example(graph([3, 5], [4], [4], [1, 2], [5], []), frozenset((3, 4)))
@given(graphs(5), st.frozensets(st.integers(0, 4), max_size=2))
def test_slices_execute_what_they_keep_as_before(cfg: ir.Cfg, items: frozenset[int]) -> None:
    """What short walks execute of it, walks of the whole do, and the other way round."""
    if not all(reaches_end(cfg, block, -1) for block in range(len(cfg.blocks))):
        return
    blocks = tuple(
        block._replace(instructions=(ir.Assign(f"b{n}", ir.Const(n), NOWHERE),))
        for n, block in enumerate(cfg.blocks)
    )
    whole = ir.Cfg(blocks, cfg.exit)
    code = Code(function(whole), program())
    kept = closed(code, frozenset(n for n in items if n < len(blocks)))
    part, only = compact(code, kept).cfg, frozenset(f"b{n}" for n in kept.items)
    assert walks(whole, only, 6) <= walks(part, only, 12)
    assert walks(part, only, 2) <= walks(whole, only, 12)


# --- slices --------------------------------------------------------------------------------------


def program(text: str = "") -> Program:
    source = SourceFile.from_bytes("case.c", (HEAD + text).encode(), "case.c")
    return link([lower_unit(parse(source, ClangOptions(), lambda _: True).unit)])[0]


def sliced(text: str, root: str = "Root") -> ir.Function:
    """What stays of a root that is watched for completions."""
    facts = rulebook().facts
    analysis = ProgramAnalysis(program(text), facts, facts_by_name(facts), ("rundown",))
    analysis.scope.state_records.add("PEND")
    watched = Criterion(frozenset((fx.Pend, fx.Complete)))
    analysis.scope.slice_for(watched, {root})
    analysis.scope.enter_root(root)
    return analysis.scope.code(root)


def instructions(code: ir.Function) -> list[ir.Instruction]:
    return [i for block in code.cfg.blocks for i in block.instructions]


def test_what_nothing_depends_on_is_left_out() -> None:
    code = sliced("""
void Root(PEND *pend)
{
    LONG tries = 0;
    if (Ask()) { tries = pend->Tries; } else { tries = gCount; }
    while (tries > 0) { tries--; gCount++; }
    FwpsCompleteOperation0(pend->Context, NULL);
}
""")
    assert [type(i).__name__ for i in instructions(code)] == ["Load", "Call"]
    assert len(code.cfg.blocks) == 2


def test_what_decides_whether_it_happens_stays() -> None:
    code = sliced("""
static BOOLEAN IsWanted(PEND *pend) { return pend->State == 1; }
void Root(PEND *pend)
{
    LONG tries = 0;
    BOOLEAN wanted = FALSE;
    if (Ask()) { tries++; }
    if (gMode == 3) { wanted = IsWanted(pend); }
    if (!wanted) { return; }
    FwpsCompleteOperation0(pend->Context, NULL);
}
""")
    names = {i.dst for i in instructions(code) if isinstance(i, ir.Assign)}
    called = [i.callee for i in instructions(code) if isinstance(i, ir.Call)]
    assert "wanted" in names
    assert "tries" not in names
    assert any(isinstance(c, ir.FunctionRef) and c.id.endswith("IsWanted") for c in called)
    assert not any(c == ir.FunctionRef("Ask") for c in called)


def test_an_end_of_paths_stays() -> None:
    """A branch to what never returns says something of those who go on."""
    code = sliced("""
void Root(PEND *pend)
{
    if (pend->State != 1) { KeBugCheckEx(1, 2, 3, 4, 5); }
    FwpsCompleteOperation0(pend->Context, NULL);
}
""")
    assert any(len(block.edges) > 1 for block in code.cfg.blocks)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.c*")), ids=lambda p: p.name)
def test_verdicts_do_not_depend_on_slices(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without slices everything is followed: the verdicts must be the same."""
    with_slices = verdicts_of(path)
    monkeypatch.setattr(Scope, "_enter_code", lambda scope, root: None)
    assert verdicts_of(path) == with_slices


def test_slices_say_the_same_each_time() -> None:
    text = """
void Root(PEND *pend)
{
    LONG mode = gMode;
    if (mode == 1 || mode == 2) { FwpsCompleteOperation0(pend->Context, NULL); }
}
"""
    assert sliced(text).cfg == sliced(text).cfg
    assert list(completions(Path("case.c"), HEAD + text).values()) == [("unguarded", "no-guard")]
