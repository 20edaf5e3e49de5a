"""A path that was followed approximately is confirmed only if it is one."""

from __future__ import annotations

from tests.checkers.sources import rulebook
from tests.dataflow.test_slicing import program
from wfplint.checkers.program_analysis import ProgramAnalysis, facts_by_name
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion
from wfplint.dataflow.engine import Limits
from wfplint.dataflow.evidence import Arrival, Evidence
from wfplint.dataflow.replay import Path, Replay, paths_of

MERGING = Limits(states=1, loop_states=1, entries=1, typestates=1)
WATCHED = Criterion(frozenset((fx.Pend, fx.Complete)))


def approximate(text: str, limits: Limits = MERGING) -> tuple[ProgramAnalysis, list[Arrival]]:
    """The completions reached when paths are merged where they meet: all, unless told otherwise."""
    facts = rulebook().facts
    analysis = ProgramAnalysis(program(text), facts, facts_by_name(facts), ("rundown",))
    analysis.engine.limits = limits
    analysis.explore([], analysis.scope.users(fx.Complete), WATCHED)
    return analysis, [a for a in analysis.evidence.completions if a.state.widened]


def confirmed(analysis: ProgramAnalysis, arrivals: list[Arrival]) -> list[Arrival]:
    """The same completions on the paths followed again."""
    again = Evidence(analysis.engine)
    for arrival in arrivals:
        paths = paths_of(arrival.activation, arrival.state.choices)
        analysis.replay(((arrival.activation.root, path) for path in paths), [again])
    return again.completions


def test_a_real_path_is_confirmed() -> None:
    analysis, arrivals = approximate("""
static LONG Pick(void) { if (Ask()) { return 1; } if (Ask()) { return 2; } return 3; }
void Root(PEND *pend)
{
    LONG picked = Pick(), mode = 0;
    if (Ask()) { mode = 1; }
    if (gMode == 2) { mode = 2; }
    if (mode + picked > 1) { FwpsCompleteOperation0(pend->Context, NULL); }
}
""")
    assert arrivals
    found = confirmed(analysis, arrivals)
    assert found
    assert not any(a.state.widened for a in found)
    assert {a.call.span for a in found} == {a.call.span for a in arrivals}


CALLED_IN_TWO_STATES = """
static void Finish(PEND *pend)
{
    if (pend->State == 1) { FwpsCompleteOperation0(pend->Context, NULL); }
}
void Root(PEND *pend)
{
    if (Ask()) { pend->State = 1; } else { pend->State = 2; }
    Finish(pend);
}
"""
ENTERED_ONCE = Limits(states=4, entries=0)


def test_a_callee_that_waits_is_begun_once_for_all_its_callers_states() -> None:
    for entries, expected in ((0, 1), (1, 1), (16, 0)):
        limits = Limits(states=4, entries=entries)
        analysis, merged = approximate(CALLED_IN_TWO_STATES, limits)
        exact = [a for a in analysis.evidence.completions if not a.state.widened]
        assert (len(merged), len(exact)) == (expected, 1 if entries else 0)


def test_the_paths_of_all_states_that_a_callee_was_begun_for_are_tried() -> None:
    analysis, arrivals = approximate(CALLED_IN_TWO_STATES, ENTERED_ONCE)
    found = confirmed(analysis, arrivals)
    assert [a.call.span for a in found] == [arrivals[0].call.span]


def test_a_path_that_contradicts_itself_is_not() -> None:
    analysis, arrivals = approximate("""
void Root(PEND *pend, LONG mode)
{
    BOOLEAN is_taken = FALSE;
    if (mode == 1) { is_taken = TRUE; }
    if (mode == 1 && !is_taken) { FwpsCompleteOperation0(pend->Context, NULL); }
}
""")
    assert arrivals
    assert confirmed(analysis, arrivals) == []


def test_a_path_that_was_merged_away_is_found() -> None:
    """The last to arrive at the merger is not the one that matters."""
    analysis, arrivals = approximate("""
void Root(PEND *pend)
{
    LONG mode = gMode, kind = 0;
    if (mode == 1) { kind = 1; } else if (mode == 2) { kind = 2; } else { kind = 3; }
    if (kind == 1) { FwpsCompleteOperation0(pend->Context, NULL); }
}
""")
    assert arrivals
    assert confirmed(analysis, arrivals)


def test_a_beginning_that_cannot_be_is_followed_once() -> None:
    analysis, arrivals = approximate("""
void Root(PEND *pend, LONG mode)
{
    BOOLEAN is_taken = FALSE;
    if (mode == 1) { is_taken = TRUE; }
    if (mode == 1 && !is_taken) {
        if (Ask()) { FwpsCompleteOperation0(pend->Context, NULL); }
    }
}
""")
    again = Replay(analysis.engine, [])
    arrival = arrivals[0]
    path = next(paths_of(arrival.activation, arrival.state.choices))
    other = Path([*path.choices[:-1], path.choices[-1]._replace(taken=1 - path.choices[-1].taken)])
    again.follow(arrival.activation.root, path)
    assert again.steps > 0
    assert 0 < path.followed < len(path.choices)
    again.follow(arrival.activation.root, other)
    assert again.steps == 0
    assert other.followed == path.followed
