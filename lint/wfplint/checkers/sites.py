"""Every pend and completion call of a program, with its verdict and the path that decides it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wfplint import ir
from wfplint.checkers.closures import held_closures, place_names
from wfplint.checkers.explain import explain
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.checkers.verdict import Judge, Judgement, display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.evidence import Arrival
from wfplint.dataflow.state import STORED_IN
from wfplint.dataflow.witness import length
from wfplint.finding import Guard, Site, TraceStep, Verdict
from wfplint.source import Span

# The order in which reasons are preferred when several paths break a site differently.
REASONS = (
    "result-ignored",
    "released-before",
    "some-path",
    "wrong-layer",
    "claim-only",
    "check-not-atomic",
    "no-guard",
)


CAP_REACHED = "cap-reached"
_FROM_WORST = (Verdict.UNGUARDED, Verdict.UNKNOWN, Verdict.GUARDED, Verdict.INLINE)


@dataclass(frozen=True)
class _Call:
    """A call in the source with an effect of interest."""

    call: ir.Call
    effect: fx.Pend | fx.Complete
    api: str
    function: str


def uncertain_arrivals(analysis: ProgramAnalysis, guarding: Iterable[str]) -> list[Arrival]:
    """Paths that were followed approximately and leave the verdict on a completion open."""
    judge = Judge(analysis, guarding)
    verdicts: dict[Span, list[tuple[Judgement, Arrival]]] = {}
    for arrival in analysis.evidence.completions:
        if not _is_moot(arrival, analysis):
            verdicts.setdefault(arrival.call.span, []).append((judge.judge(arrival), arrival))
    return [
        arrival
        for judged in verdicts.values()
        if not any(j.verdict == Verdict.UNGUARDED for j, _ in judged)
        for judgement, arrival in judged
        if judgement.reason == CAP_REACHED
    ]


def find_sites(analysis: ProgramAnalysis, guarding: Iterable[str]) -> list[Site]:
    """All sites, in the order of the source; a call in an unlucky place is not left out."""
    judge = Judge(analysis, guarding)
    arrivals: dict[Span, list[Arrival]] = {}
    for arrival in analysis.evidence.completions:
        arrivals.setdefault(arrival.call.span, []).append(arrival)
    calls = list(_calls(analysis))
    closures = held_closures(analysis)
    completions = [
        _completion(c, arrivals.get(c.call.span, []), judge, closures)
        for c in calls
        if isinstance(c.effect, fx.Complete)
    ]
    contexts = _contexts(analysis)
    pends = [
        _pend(c, contexts.get(c.call.span, set()), completions)
        for c in calls
        if isinstance(c.effect, fx.Pend)
    ]
    return sorted(_unique([*completions, *pends]), key=lambda s: (s.span.path, s.span.start))


def _unique(sites: list[Site]) -> list[Site]:
    return list({(s.span, s.kind): s for s in sites}.values())


def _calls(analysis: ProgramAnalysis) -> Iterable[_Call]:
    scope = analysis.scope
    for function in analysis.program.functions.values():
        for call, targets in scope.called(function):
            for target in targets:
                facts = scope.facts.get(target)
                for effect in facts.effects if facts else ():
                    if isinstance(effect, (fx.Pend, fx.Complete)):
                        assert facts is not None
                        yield _Call(call, effect, facts.name, function.name)


def _completion(
    call: _Call,
    arrivals: list[Arrival],
    judge: Judge,
    closures: Mapping[tuple[str, str], Guard],
) -> Site:
    analysis = judge.analysis
    judged = [
        (_settling(a, closures, analysis) or judge.judge(a), a)
        for a in arrivals
        if not _is_moot(a, analysis)
    ]
    object_ = _object(arrivals, analysis)
    verdict, reason, trace, guards = _worst(judged, call, object_, analysis)
    return Site(
        "completion",
        call.api,
        call.call.span,
        call.function,
        verdict,
        reason,
        guards,
        trace,
        call.call.macro,
        call.effect.family,
        object_,
    )


def _settling(
    arrival: Arrival, closures: Mapping[tuple[str, str], Guard], analysis: ProgramAnalysis
) -> Judgement | None:
    """Whether what is completed is itself the closure that keeps the endpoint until then."""
    assert isinstance(arrival.effect, fx.Complete)
    names = place_names(arrival, analysis) if closures else []
    guards = [closures.get((arrival.effect.family, name)) for name in names]
    held = tuple(g for g in guards if g is not None)
    return Judgement(Verdict.GUARDED, "", held[:1]) if held and None not in guards else None


def _object(arrivals: list[Arrival], analysis: ProgramAnalysis) -> str:
    """What the context was loaded from, as `RECORD.field`."""
    names = (name for a in arrivals for name in place_names(a, analysis))
    return display(next(names, ""))


def _is_moot(arrival: Arrival, analysis: ProgramAnalysis) -> bool:
    """Whether there is nothing to complete: null, or an element of an array that is still unset."""
    if analysis.engine.evaluator.number(arrival.subject, arrival.state) == 0:
        return True
    values = analysis.engine.values
    for value in values.support(arrival.subject):
        place = values.unset_element(value)
        if place is not None and (STORED_IN, place) not in arrival.state.marks:
            function, name = values.base(place).key
            return name not in analysis.scope.exposed(function)
    return False


def _worst(
    judged: list[tuple[Judgement, Arrival]], call: _Call, object_: str, analysis: ProgramAnalysis
) -> tuple[Verdict, str, tuple[TraceStep, ...], tuple[Guard, ...]]:
    if not judged:
        capped = analysis.engine.incomplete & analysis.scope.above([_owner(call, analysis)])
        return Verdict.UNKNOWN, CAP_REACHED if capped else "not-reached", (), ()
    for verdict in (Verdict.UNGUARDED, Verdict.UNKNOWN):
        bad = [(j, a) for j, a in judged if j.verdict == verdict]
        if bad:
            reason, arrival = _reason(bad, judged)
            return verdict, reason, explain(analysis, arrival, verdict, reason, object_), ()
    if analysis.engine.incomplete & analysis.scope.above([_owner(call, analysis)]):
        return Verdict.UNKNOWN, CAP_REACHED, (), ()
    guards = {(g.kind, g.object, g.span): g for j, _ in judged for g in j.guards}
    if guards:
        first = sorted(guards.values(), key=lambda guard: guard.teardown is None)
        return Verdict.GUARDED, "", (), tuple(first)
    return Verdict.INLINE, "", (), ()


def _owner(call: _Call, analysis: ProgramAnalysis) -> str:
    body = analysis.program.resolve(call.function)
    return body.id if body is not None else call.function


def _reason(
    bad: list[tuple[Judgement, Arrival]], judged: list[tuple[Judgement, Arrival]]
) -> tuple[str, Arrival]:
    """The reason to show and the shortest path that has it."""
    by_reason: dict[str, list[Arrival]] = {}
    for judgement, arrival in bad:
        by_reason.setdefault(judgement.reason, []).append(arrival)
    order = {r: i for i, r in enumerate(REASONS)}
    reason = min(by_reason, key=lambda r: (order.get(r, len(order)), r))
    paths = by_reason[reason]
    shortest = min(paths, key=lambda a: length(a.activation, a.state.trail))
    some_guarded = any(j.verdict == Verdict.GUARDED for j, _ in judged)
    if reason == "no-guard" and some_guarded:
        reason = "some-path"
    return reason, shortest


def _contexts(analysis: ProgramAnalysis) -> dict[Span, set[str]]:
    """Where each pend puts its context, as `RECORD.field`."""
    found: dict[Span, set[str]] = {}
    for pend in analysis.evidence.pends:
        name = display(analysis.engine.values.class_of(pend.subject))
        found.setdefault(pend.call.span, set()).add(name)
    return found


def _pend(call: _Call, contexts: set[str], completions: list[Site]) -> Site:
    """A pend has the verdict of the worst completion of its family: of those that complete what
    stands where it puts the context, if there are any.
    """
    family = call.effect.family
    likely = [s for s in completions if s.family == family]
    own = [s for s in likely if s.object in contexts]
    span, function, macro = call.call.span, call.function, call.call.macro
    if not likely:
        step = TraceStep(span, f"nothing in the analysed sources completes what {call.api} pends")
        verdict, reason = Verdict.UNKNOWN, "never-completed"
        return Site("pend", call.api, span, function, verdict, reason, (), (step,), macro, family)
    worst = min(own or likely, key=lambda s: _FROM_WORST.index(s.verdict))
    step = TraceStep(worst.span, _deciding(worst, own, likely, contexts))
    return Site(
        "pend",
        call.api,
        span,
        function,
        worst.verdict,
        worst.reason,
        worst.guards,
        (step,),
        macro,
        family,
    )


def _deciding(worst: Site, own: list[Site], likely: list[Site], contexts: set[str]) -> str:
    """Which completion gives a pend its verdict, and among which."""
    verdict = worst.verdict.value + (f", {worst.reason}" if worst.reason else "")
    text = f"{worst.api} in {worst.function} decides: {verdict}"
    if len(own or likely) == 1:
        return text
    place = " or ".join(sorted(c for c in contexts if c.strip("*"))) or "what is pended here"
    if own:
        return f"{text}; the worst of the {len(own)} that complete {place}"
    return f"{text}; the worst of all {len(likely)}, for none is known to complete {place}"
