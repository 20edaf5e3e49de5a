"""What a breaking path does not show by itself: who pended, who handed the work over, and who is
told that the endpoint goes away.
"""

from __future__ import annotations

from collections.abc import Iterable

from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.checkers.verdict import display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.evidence import Arrival
from wfplint.dataflow.witness import story
from wfplint.finding import TraceStep
from wfplint.program.roots import operand_targets
from wfplint.source import Span


def beginnings(analysis: ProgramAnalysis, arrival: Arrival, object_: str) -> list[TraceStep]:
    """Where the operation was pended and where the root was handed over, if elsewhere."""
    if any(s.event.kind == "pended" for s in story(arrival.activation, arrival.state.trail)):
        return []
    steps = [
        TraceStep(span, f"{function} pends the operation here")
        for span, function in _first(_pends(analysis, arrival, object_))
    ]
    root = analysis.program.functions[arrival.activation.root.function]
    steps += [
        TraceStep(span, f"{function} lets {root.name} run later, from here")
        for span, function in _first(_handovers(analysis, root.id))
        if steps
    ]
    return steps


def ends(analysis: ProgramAnalysis, arrival: Arrival) -> list[TraceStep]:
    """The callback that is told of the endpoint's end, which nothing on the path holds off."""
    functions = analysis.program.functions
    told = (
        (functions[root.function].name_span, functions[root.function].name)
        for root in analysis.all_roots()
        if analysis.teardown_kind(root) and root.function != arrival.activation.root.function
    )
    return [
        TraceStep(
            span, f"{name} is told that the endpoint goes away: this path does not hold it up"
        )
        for span, name in _first(told)
    ]


def _first(places: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The first in the sources, alone."""
    return sorted(places, key=lambda place: (place[0].path, place[0].start))[:1]


def _pends(analysis: ProgramAnalysis, arrival: Arrival, object_: str) -> Iterable[tuple[Span, str]]:
    """Pends that put their context where this completion took it from."""
    family = getattr(arrival.effect, "family", "")
    for pend in analysis.evidence.pends:
        name = display(analysis.engine.values.class_of(pend.subject))
        if getattr(pend.effect, "family", "") == family and name == object_:
            yield pend.call.span, pend.activation.prepared.function.name


def _handovers(analysis: ProgramAnalysis, root: str) -> Iterable[tuple[Span, str]]:
    """Calls that have the root run later, on another thread."""
    functions = analysis.program.functions
    for owner, found in analysis.scope.effects_of.items():
        for call, effect in found:
            if isinstance(effect, fx.Defer) and effect.routine and not effect.synchronous:
                names = operand_targets(effect.routine, call, owner, analysis.points_to)
                bodies = (analysis.program.resolve(name) for name in names)
                if any(body is not None and body.id == root for body in bodies):
                    yield call.span, functions[owner].name
