"""Runs the selected rules over the units of a project: the one entry point of this layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from wfplint.checkers.base import REPLAYED, Checker
from wfplint.checkers.binding import Bound, bind
from wfplint.checkers.costs import Costs
from wfplint.checkers.dispatch import Dispatcher
from wfplint.checkers.events import Interests, Shared
from wfplint.checkers.places import Places
from wfplint.checkers.program_analysis import (
    FINE,
    PRECISE,
    ProgramAnalysis,
    facts_by_name,
)
from wfplint.checkers.registry import CHECKERS
from wfplint.checkers.sightings import Sightings
from wfplint.checkers.sites import find_sites, uncertain_arrivals
from wfplint.collector import seldom_searched
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion
from wfplint.dataflow.engine import Limits
from wfplint.dataflow.interpreter import is_lock
from wfplint.dataflow.replay import paths_of
from wfplint.dataflow.witness import length
from wfplint.finding import Finding, Site
from wfplint.ir import Notice, TranslationUnit
from wfplint.processes import begun
from wfplint.program.link import Program, link
from wfplint.rulebook.model import Rule, Rulebook

GUARDING = ("rundown",)
# Up to so many instructions, more processes cost more time than they save.
SMALL = 1_500
EVIDENT = frozenset((fx.Pend, fx.Complete))


class AnalysisResult(NamedTuple):
    """What was found, in the order of the source."""

    findings: tuple[Finding, ...]
    sites: tuple[Site, ...]
    notices: tuple[Notice, ...] = ()


@seldom_searched()
def analyse(
    units: Sequence[TranslationUnit],
    rulebook: Rulebook,
    rules: Sequence[Rule],
    costs: Costs | None = None,
    jobs: int = 1,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> AnalysisResult:
    """Link the units, explore every driver, and let each rule's checkers speak; `costs` is filled,
    by one process alone. Meanwhile it tells how many explorations are done, of how many.

    Raises UserError for a rule whose parameters do not fit its checker.
    """
    bound = [b for rule in rules for b in bind(rule, rulebook) if b.checker in CHECKERS]
    names = facts_by_name(rulebook.facts)
    programs = [
        ProgramAnalysis(program, rulebook.facts, names, tracked_kinds(()), bool(bound))
        for program in link(units)
    ]
    plans = [_plan(analysis, bound, costs) for analysis in programs]
    is_small = costs is not None or sum(analysis.size for analysis in programs) <= SMALL
    tasks = [task for plan in plans for task in plan]
    processes = 1 if is_small else jobs
    with begun(tasks, processes, lambda done: tell(done, len(tasks))) as results:
        parts = iter(results())
    findings: set[Finding] = set()
    sites: list[Site] = []
    notices: set[Notice] = set()
    for plan in plans:
        mine = [next(parts) for _ in plan]
        findings |= set(_without_repeats([f for part in mine for f in part.findings]))
        sites += [site for part in mine for site in part.sites]
        notices |= {notice for part in mine for notice in part.notices}
    return AnalysisResult(
        tuple(sorted(findings, key=_place)),
        tuple(sorted(sites, key=lambda s: s.span)),
        tuple(sorted(notices)),
    )


def tracked_kinds(bound: Sequence[Bound]) -> frozenset[str]:
    """Kinds of reference that some rule counts; locks are followed anyway."""
    kinds = set(GUARDING)
    for each in bound:
        kinds |= {k for k in getattr(each.params, "kinds", ()) if not is_lock(k)}
    return frozenset(kinds)


def _plan(
    analysis: ProgramAnalysis, bound: Sequence[Bound], costs: Costs | None
) -> list[Callable[[], AnalysisResult]]:
    """Explore for the sites, and let the rules speak, each group on an exploration of its own."""
    sightings = Sightings(analysis.scope)
    core, others = _groups(bound, Shared(analysis, Places(analysis), sightings))
    if others:
        analysis.prepare()
    return [
        partial(_analyse_sites, analysis, core, sightings, costs),
        *(partial(_analyse_group, analysis, group, sightings, costs) for group in others),
    ]


def _analyse_sites(
    analysis: ProgramAnalysis, core: Sequence[Bound], sightings: Sightings, costs: Costs | None
) -> AnalysisResult:
    """The sites, and what rules find that only look."""
    around = analysis.scope.users(fx.Pend, fx.Complete)
    findings = _explore(analysis, core, around, PRECISE, sightings, costs)
    sites = find_sites(analysis, GUARDING)
    return AnalysisResult(tuple(findings), tuple(sites), _limits_reached(analysis, core))


def _analyse_group(
    analysis: ProgramAnalysis, group: Sequence[Bound], sightings: Sightings, costs: Costs | None
) -> AnalysisResult:
    """What rules find that are explored apart."""
    apart = analysis.apart(tracked_kinds(group))
    findings = _explore(apart, group, set(), FINE, sightings, costs)
    return AnalysisResult(tuple(findings), (), _limits_reached(apart, group))


def _limits_reached(analysis: ProgramAnalysis, bound: Sequence[Bound]) -> tuple[Notice, ...]:
    """One notice for each root that these rules did not see the whole of."""
    rules = ", ".join(sorted({b.rule.id for b in bound}))
    return tuple(
        Notice(
            analysis.program.functions[name].name_span,
            f"not every path from here was followed for {rules or 'the sites'}: limit reached",
        )
        for name in sorted(analysis.engine.incomplete)
    )


def _groups(bound: Sequence[Bound], shared: Shared) -> tuple[list[Bound], list[list[Bound]]]:
    """The rules that only look, with the sites that need exploring anyway; and the others, by what
    they have states tell apart.

    What is told apart multiplies the states of all that explore together; apart, the costs add up.
    """
    groups: dict[tuple[str, ...], list[Bound]] = {("",): []}
    for each in bound:
        kind = CHECKERS[each.checker]
        checker = kind(each, shared, 0)
        counted = tracked_kinds([each]) - frozenset(GUARDING)
        key = (kind.burden(each.params), *sorted(counted | checker.pinned() | checker.kept()))
        groups.setdefault(key, []).append(each)
    return groups.pop(("",)), list(groups.values())


def _explore(
    analysis: ProgramAnalysis,
    bound: Sequence[Bound],
    relevant: set[str],
    limits: Limits,
    sightings: Sightings,
    costs: Costs | None,
) -> list[Finding]:
    if costs is None:
        return _heard(analysis, _checkers(analysis, bound, sightings), relevant, limits)
    with costs.exploring([b.rule.id for b in bound]):
        checkers = _checkers(analysis, bound, sightings)
        costs.watch(checkers)
        return _heard(analysis, checkers, relevant, limits)


def _heard(
    analysis: ProgramAnalysis, checkers: Sequence[Checker], relevant: set[str], limits: Limits
) -> list[Finding]:
    relevant = relevant.union(*(c.relevant() for c in checkers))
    if not relevant:
        return [finding for checker in checkers for finding in checker.findings()]
    dispatcher = Dispatcher(checkers, analysis.engine.values)
    watched = _criterion(checkers, limits is PRECISE)

    listeners = [dispatcher] if checkers else []
    analysis.explore(listeners, relevant, watched, listeners)
    analysis.replay((path for each in checkers for path in each.doubted()), [dispatcher])
    uncertain = _uncertain_sites(analysis, dispatcher) if limits is PRECISE else set()
    uncertain = analysis.refinable(uncertain.union(*(c.uncertain() for c in checkers)), limits)
    if uncertain:
        for checker in checkers:
            checker.forget(uncertain)
        analysis.refine(uncertain, [dispatcher], limits)
    return [finding for checker in checkers for finding in checker.findings()]


def _uncertain_sites(analysis: ProgramAnalysis, dispatcher: Dispatcher) -> set[str]:
    """Roots that leave a verdict open, after the paths that do were followed again exactly."""
    paths = uncertain_arrivals(analysis, GUARDING)
    shortest = sorted(paths, key=lambda a: length(a.activation, a.state.trail))[:REPLAYED]
    again = (
        (a.activation.root, path)
        for a in shortest
        for path in paths_of(a.activation, a.state.choices)
    )
    analysis.replay(again, [analysis.evidence, dispatcher])
    return {a.activation.root.function for a in uncertain_arrivals(analysis, GUARDING)}


def _criterion(checkers: Sequence[Checker], sites: bool) -> Criterion:
    """What the checkers watch, and for the sites what bears on them."""
    wants = Interests(effects=EVIDENT, typestate=True) if sites else Interests()
    for checker in checkers:
        wants |= checker.interests()
    return Criterion(
        wants.effects,
        wants.calls,
        wants.stores,
        wants.loads,
        typestate=wants.typestate,
        operands=wants.operands,
        results=wants.branches or wants.typestate,
    )


def _checkers(
    analysis: ProgramAnalysis, bound: Sequence[Bound], sightings: Sightings
) -> list[Checker]:
    """The checkers of a program, and what they want of the engine set up."""
    shared = Shared(analysis, Places(analysis), sightings)
    checkers = [CHECKERS[b.checker](b, shared, number) for number, b in enumerate(bound)]
    nothing: set[str] = set()
    analysis.scope.watch(
        nothing.union(*(c.pinned() for c in checkers)),
        nothing.union(*(c.kept() for c in checkers)),
        nothing.union(*(c.follows() for c in checkers)),
    )
    return checkers


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Where a finding names a rule that reports the same defect at its root, only that remains: a
    place on the path of the one is where the other is reported.
    """
    reported = {(f.rule, f.span) for f in findings}
    return [
        f
        for f in findings
        if not any((rule, step.span) in reported for rule in f.related for step in f.trace)
    ]


def _place(finding: Finding) -> tuple[str, int, str, str]:
    return (finding.span.path, finding.span.start, finding.rule, finding.message)


def program_of(units: Sequence[TranslationUnit]) -> list[Program]:
    """The linked programs, for those who want to look at them."""
    return link(units)
