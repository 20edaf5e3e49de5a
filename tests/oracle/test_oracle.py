"""wfplint against an independent truth: generated programs, every path of them walked."""

from __future__ import annotations

import pytest

from tests.oracle import model as m
from tests.oracle.compare import batch, compare
from tests.oracle.shrink import shrink
from tests.oracle.soak import WRONG, report
from tests.oracle.truth import truths

SEEDS, PER_TEST = 640, 40
RUNDOWN = m.Object("pend", "Rundown")
LOCK = m.Object("pend", "Lock")
DEAD = m.Object("pend", "Dead")
CONTEXT = m.Read(m.Object("pend", "Context"))
DONE = m.Complete(1, CONTEXT)
LOCKS = (("Lock", "spin"), ("gLock", "spin"), ("gLock2", "spin"))
TEARDOWN = m.Function(
    "Gone", "flow-delete", (m.Lock(LOCK), m.Store(DEAD, m.Const("TRUE")), m.Unlock(LOCK))
)


def program(*body: m.Stmt, locals_: tuple[tuple[str, str], ...] = ()) -> m.Program:
    work = m.Function("Work", "thread", body, locals_)
    return m.Program((TEARDOWN, work), LOCKS, 1, frozenset({"Gone"}))


@pytest.mark.parametrize("first", range(0, SEEDS, PER_TEST))
def test_verdicts_agree_with_the_truth(first: int) -> None:
    wrong, sites, unknown = [], 0, 0
    for start in range(first, first + PER_TEST, 8):
        for seed, _, answers in batch(range(start, start + 8)):
            sites += len(answers)
            unknown += sum(a.kind == "unknown" for a in answers)
            wrong += [(seed, a.kind) for a in answers if a.kind in WRONG]
    assert not wrong, report(*wrong[0], smaller=False)
    assert sites > PER_TEST // 4
    assert unknown <= 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ((DONE,), "unguarded"),
        ((m.If(m.Enter(RUNDOWN), (DONE, m.Leave(RUNDOWN))),), "guarded"),
        ((m.If(m.Not(m.Enter(RUNDOWN)), (DONE,), (m.Leave(RUNDOWN),)),), "unguarded"),
        ((m.If(m.Enter(RUNDOWN), (m.Leave(RUNDOWN), DONE)),), "unguarded"),
        ((m.If(m.Enter(RUNDOWN), (m.Free(), m.Complete(1, m.Const("1")))),), "unguarded"),
        ((m.Lock(LOCK), m.If(m.Not(m.Read(DEAD)), (DONE,)), m.Unlock(LOCK)), "guarded"),
        ((m.Lock(LOCK), m.If(m.Read(DEAD), (DONE,)), m.Unlock(LOCK)), "unguarded"),
        ((m.If(m.Not(m.Read(DEAD)), (DONE,)),), "unguarded"),
    ],
)
def test_truth_of_programs_known_by_hand(body: m.Block, expected: str) -> None:
    made = program(*body)
    assert truths(made) == {1: expected}
    assert [a.kind for a in compare([(made, truths(made))])[0]] == ["agreed"]


def test_truth_follows_flags_around_loops() -> None:
    held = m.Var("held")
    retry = m.Loop(
        "while", m.Not(held), (m.Set("held", m.Enter(RUNDOWN)), m.If(m.Ask(), (m.Break(),)))
    )
    body = (m.Set("held", m.Const("FALSE")), retry, m.If(held, (DONE, m.Leave(RUNDOWN))))
    made = program(*body, locals_=(("held", "BOOLEAN"),))
    assert truths(made) == {1: "guarded"}


def test_shrinking_keeps_the_answer() -> None:
    noise = m.If(m.Ask(), (m.Do(m.Ask()),))
    made = program(noise, m.If(m.Ask(), (noise, DONE)), noise)
    small = shrink(made, "agreed")
    assert [s for f in small.functions for s in m.all_statements(f)] == [DONE]
