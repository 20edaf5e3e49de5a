"""What is left out when the steps of a program run out."""

from __future__ import annotations

from tests.checkers.sources import rulebook
from tests.dataflow.test_slicing import program
from wfplint.checkers.program_analysis import ProgramAnalysis, facts_by_name
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion

LARGE_BEFORE_SMALL = """
void Large(PEND *pend)
{
    while (Ask()) { if (Ask()) { pend->State = 1; } else { pend->State = 2; } }
    while (Ask()) { if (pend->State == 1) { pend->Tries = 1; } else { pend->Tries = 2; } }
    if (pend->Tries == 1) { FwpsCompleteOperation0(pend->Context, NULL); }
}
void Small(PEND *pend) { FwpsCompleteOperation0(pend->Context, NULL); }
"""


def test_the_largest_entry_points_are_left_out() -> None:
    facts = rulebook().facts
    analysis = ProgramAnalysis(
        program(LARGE_BEFORE_SMALL), facts, facts_by_name(facts), ("rundown",)
    )
    analysis.budget = 4
    watched = Criterion(frozenset((fx.Complete,)))
    analysis.explore([], analysis.scope.users(fx.Complete), watched)
    assert analysis.engine.incomplete == {"Large"}
    assert {a.activation.root.function for a in analysis.evidence.completions} == {"Small"}
