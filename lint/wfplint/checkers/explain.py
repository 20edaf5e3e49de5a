"""The story of a breaking path as trace steps that a person can follow."""

from __future__ import annotations

from wfplint.checkers.background import beginnings, ends
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.evidence import Arrival
from wfplint.dataflow.state import Trail
from wfplint.dataflow.witness import Step, story
from wfplint.finding import TraceStep, Verdict
from wfplint.source import Span

_MESSAGES = {
    "acquired": "reference on {subject} taken here",
    "released": "reference on {subject} released here",
    "locked": "{subject} locked here",
    "unlocked": "{subject} unlocked here",
    "unlinked": "taken off {subject} here",
    "atomic": "{subject} changed atomically here",
    "stored": "{subject} changed here",
    "tested": "{subject} tested here",
    "pended": "operation pended here",
    "queued": "work queued here",
    "inserted": "made visible to others on {subject} here",
    "waited": "waits for {subject} here",
    "not-lowered": "not analysed: {subject}",
}
_ALWAYS = ("acquired", "released", "acquire-failed", "unlinked", "pended", "not-lowered", "queued")
_ENDINGS = {
    "no-guard": "completed here with nothing that holds off the teardown",
    "some-path": "completed here without the guard that other paths hold",
    "released-before": "completed here after the guard was released",
    "result-ignored": "completed here whether or not the acquire succeeded",
    "check-not-atomic": "completed here; the test and this call can be separated by the teardown",
    "claim-only": "completed here, but no teardown callback changes the claimed or tested state",
    "wrong-layer": "completed here; that state is changed by a callout that is told of no end",
    "teardown-not-visible": "completed here; no teardown callback is seen to change that state",
    "cap-reached": "completed here on a path that was only followed approximately",
    "not-lowered": "completed here after code that was not analysed",
}


def explain(
    analysis: ProgramAnalysis, arrival: Arrival, verdict: Verdict, reason: str, object_: str
) -> tuple[TraceStep, ...]:
    """From the pend to a completion: what was handed over, taken, released, tested, and called."""
    ending = f"{arrival.call.facts.name}: {_ENDINGS.get(reason, 'completed here')}"
    path = tell(analysis, arrival.activation, arrival.state.trail, arrival.call.span, ending)
    end = ends(analysis, arrival) if verdict == Verdict.UNGUARDED else []
    return (*beginnings(analysis, arrival, object_), *path[:-1], *end, path[-1])


def tell(
    analysis: ProgramAnalysis,
    activation: Activation,
    trail: Trail | None,
    span: Span,
    ending: str,
) -> tuple[TraceStep, ...]:
    """The path from the root's entry along `trail`, and what is wrong at its end."""
    steps = story(activation, trail)
    root = activation.root
    entry = analysis.program.functions[root.function]
    role = analysis.facts.roles.get(root.role)
    how = role.description if role is not None and role.description else "called from outside"
    trace = [TraceStep(entry.name_span, f"{entry.name} starts here: {how}")]
    failed: set[int] = set()
    for step in steps:
        trace += _told(step, failed, analysis)
    return (*_without_repeats(trace), TraceStep(span, ending))


def _without_repeats(trace: list[TraceStep]) -> list[TraceStep]:
    """Each step once: another turn of a loop tells nothing new."""
    return list(dict.fromkeys(trace))


def _told(step: Step, failed: set[int], analysis: ProgramAnalysis) -> list[TraceStep]:
    event = step.event
    if event.kind == "entered":
        name = event.subject.rpartition("::")[2]
        return [TraceStep(event.span, f"{name} called from here")]
    if event.kind == "acquire-failed":
        failed.add(event.detail[1])
        return [TraceStep(event.span, f"acquire of {_shown(event.subject)} fails here")]
    if event.kind == "branch":
        supports = analysis.engine.values.support(event.detail[0])
        if supports & failed:
            failed.clear()
            return [TraceStep(event.span, "acquire failed, and execution continues here")]
        return []
    if event.kind in _ALWAYS or (step.open and event.kind in _MESSAGES):
        if event.kind == "released" and "freed" in event.detail:
            message = f"the object that holds {_shown(event.subject)} is freed here"
            return [TraceStep(event.span, message)]
        return [TraceStep(event.span, _message(event.kind, event.subject))]
    return []


def _shown(subject: str) -> str:
    return subject.removeprefix("@").rpartition("::")[2]


def _message(kind: str, subject: str) -> str:
    """What happened; a reference on something that has no name, such as a handle, is just that."""
    shown, message = _shown(subject), _MESSAGES[kind]
    return (message.replace(" on {subject}", "") if shown == "*" else message).format(subject=shown)
