"""Runs the selected rules over the units of a project: the one entry point of this layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wfplint.checkers.base import Checker
from wfplint.checkers.binding import Bound, bind
from wfplint.checkers.params import events_of
from wfplint.checkers.program_analysis import ProgramAnalysis, facts_by_name
from wfplint.checkers.registry import CHECKERS
from wfplint.checkers.sites import find_sites, uncertain_roots
from wfplint.dataflow import effects as fx
from wfplint.finding import Finding, Site
from wfplint.ir import TranslationUnit
from wfplint.program.link import Program, link
from wfplint.rulebook.model import Rule, Rulebook

GUARDING = ("rundown",)


class AnalysisResult(NamedTuple):
    """What was found, in the order of the source."""

    findings: tuple[Finding, ...]
    sites: tuple[Site, ...]


def analyse(
    units: Sequence[TranslationUnit], rulebook: Rulebook, rules: Sequence[Rule]
) -> AnalysisResult:
    """Link the units, explore every driver, and let each rule's checkers speak.

    Raises UserError for a rule whose parameters do not fit its checker.
    """
    bound = [b for rule in rules for b in bind(rule, rulebook) if b.checker in CHECKERS]
    names = facts_by_name(rulebook.facts)
    findings: list[Finding] = []
    sites: list[Site] = []
    for program in link(units):
        analysis = ProgramAnalysis(program, rulebook.facts, names, tracked_kinds(bound))
        found, seen = _analyse_program(analysis, bound)
        findings += found
        sites += seen
    return AnalysisResult(
        tuple(sorted(set(findings), key=_place)), tuple(sorted(sites, key=lambda s: s.span))
    )


def tracked_kinds(bound: Sequence[Bound]) -> frozenset[str]:
    """Kinds of reference that some rule counts."""
    kinds = set(GUARDING)
    for each in bound:
        kinds |= set(getattr(each.params, "kinds", ()))
        for event in events_of(each.params):
            kinds |= set(event.kind)
    return frozenset(kinds)


def _analyse_program(
    analysis: ProgramAnalysis, bound: Sequence[Bound]
) -> tuple[list[Finding], list[Site]]:
    checkers: list[Checker] = [CHECKERS[b.checker](b, analysis) for b in bound]
    relevant = analysis.scope.users(fx.Pend, fx.Complete)
    relevant = relevant.union(*(c.relevant() for c in checkers))
    listeners = list(checkers)
    analysis.explore(listeners, relevant)
    uncertain = uncertain_roots(analysis, GUARDING).union(*(c.uncertain() for c in checkers))
    if uncertain:
        for checker in checkers:
            checker.forget(uncertain)
        analysis.refine(uncertain, listeners)
    findings = [finding for checker in checkers for finding in checker.findings()]
    return _without_repeats(findings), find_sites(analysis, GUARDING)


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Where a finding names a rule that reports the same defect at its root, only that remains."""
    reported = {f.rule for f in findings}
    return [f for f in findings if not any(rule in reported for rule in f.related)]


def _place(finding: Finding) -> tuple[str, int, str, str]:
    return (finding.span.path, finding.span.start, finding.rule, finding.message)


def program_of(units: Sequence[TranslationUnit]) -> list[Program]:
    """The linked programs, for those who want to look at them."""
    return link(units)
