"""One run: discover, dismiss, load, analyse, suppress; parsers are imported only when needed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wfplint import baseline, cache, fingerprint, suppressions
from wfplint.cache import Outcome
from wfplint.errors import UserError
from wfplint.finding import FileStatus, Finding, Severity
from wfplint.result import Analysis, Sources
from wfplint.source import normalise

if TYPE_CHECKING:
    from wfplint.checkers.costs import Costs
    from wfplint.checkers.run import AnalysisResult
    from wfplint.frontend.prefilter import Selection
    from wfplint.frontend.project import Project
    from wfplint.frontend.service import Loaded
    from wfplint.intake import Intake
    from wfplint.ir import TranslationUnit
    from wfplint.rulebook.index import Index
    from wfplint.rulebook.model import Rule, Rulebook

Progress = Callable[[str, int, int], None]


class Options(NamedTuple):
    """What to analyse and how; paths are relative to the working folder.

    `audit` asks for the pend and completion sites alone: no rule runs. `origin` tells the file that
    a word for rules was configured in.
    """

    paths: tuple[str, ...] = (".",)
    report_only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()
    configuration: str = ""
    wdk: str = ""
    profile: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()
    baseline: str = ""
    jobs: int = 1
    cache: bool = True
    audit: bool = False


class Plan(NamedTuple):
    """Which rules run, as the index of the rules tells; the rule book itself is loaded later.

    `known` are the ids of all rules there are, `running` the severity of those that run by id; both
    include the built-in ones about suppressions.
    """

    table: Index
    known: tuple[str, ...]
    running: Mapping[str, Severity]

    def seeds(self) -> set[str]:
        """The functions whose callers matter: those that sites are made of, and the rules'.

        Those of all rules, if one runs: what a rule finds must not depend on which others run, and
        it may rest on calls that are no subject of its own, such as registrations.
        """
        rules = self.table.rules if self.running else ()
        return set(self.table.sites).union(*(rule.applies_to for rule in rules))


class Chosen(NamedTuple):
    """The rule book, the rules that run with their configured severity, and the ids of these and of
    the built-in ones that run.
    """

    rulebook: Rulebook
    rules: tuple[Rule, ...]
    running: tuple[str, ...]


class Clock:
    """Seconds by phase."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = time.perf_counter() - begin

    def stop(self) -> Mapping[str, float]:
        return {**self._seconds, "total": time.perf_counter() - self._start}


def no_progress(_phase: str, _done: int, _total: int) -> None:
    """The default for `progress`."""


def run(options: Options, progress: Progress = no_progress, costs: Costs | None = None) -> Analysis:
    """Analyse the paths. Raises UserError for a mistake in paths, rules or configuration.

    What only one file suffers from is a `Problem` in the result instead. `costs` is filled with
    what the rules cost.
    """
    clock = Clock()
    wanted = _report_only(options.report_only)
    known = _known_findings(options.baseline)
    with clock.phase("read"):
        intake = intake_of(options)
    with clock.phase("cache"):
        key = intake.key([_words(options)]) if options.cache else ""
        outcome = cache.load(key) if key else None
    cached = outcome is not None
    if outcome is None:
        outcome = _analyse(options, intake, clock, progress, costs)
        if key and not outcome.problems:
            cache.store(key, outcome)
    with clock.phase("suppress"):
        analysis = _finish(outcome, intake, known, wanted)
    return analysis._replace(timings=clock.stop(), cached=cached)


def load_rules(directories: Iterable[str]) -> Rulebook:
    """The bundled rule book with a project's own rules. Raises UserError."""
    from wfplint.rulebook.loader import load_rulebook

    return load_rulebook([Path(directory) for directory in directories])


def plan_rules(options: Options) -> Plan:
    """Pick what runs, without the bundled rules being loaded. Raises UserError."""
    from wfplint.rulebook.index import index_of
    from wfplint.rulebook.loader import load_index
    from wfplint.selection import Selectable, choose

    index = index_of(load_rules(options.rules)) if options.rules else load_index()
    every: list[Selectable] = [*suppressions.BUILT_IN, *index.rules]
    running = choose(
        every,
        profile=options.profile,
        select=options.select,
        ignore=options.ignore,
        severity=dict(options.severity),
        removed=index.removed,
        origin=dict(options.origin),
    )
    return Plan(index, tuple(rule.id for rule in every), {} if options.audit else running)


def choose_rules(options: Options, plan: Plan | None = None) -> Chosen:
    """Load the rule book with what runs. Raises UserError."""
    from dataclasses import replace  # takes long to import, and a dismissed file has no use for it

    running = (plan or plan_rules(options)).running
    rulebook = load_rules(options.rules)
    rules = tuple(
        replace(rulebook.rules[rule], severity=severity)
        for rule, severity in running.items()
        if rule in rulebook.rules
    )
    return Chosen(rulebook, rules, tuple(running))


def intake_of(options: Options) -> Intake:
    """Find and read everything that the paths mean. Raises UserError."""
    from wfplint.intake import take_in

    return take_in(
        options.paths,
        exclude=options.exclude,
        include_dirs=options.include_dirs,
        defines=options.defines,
        configuration=options.configuration,
        rules=options.rules,
    )


def _words(options: Options) -> str:
    """What of the options changes the outcome; the rest only changes what is shown of it."""
    return repr(options._replace(report_only=(), baseline="", jobs=1))


def _analyse(
    options: Options, intake: Intake, clock: Clock, progress: Progress, costs: Costs | None
) -> Outcome:
    """Everything that a warm run skips."""
    inputs = intake.project.inputs
    with clock.phase("dismiss"):
        plan = plan_rules(options)
        selection = _select(intake, plan)
    statuses = [FileStatus(item.path, "skipped") for item in inputs
                if item.path not in selection.files]  # fmt: skip
    dismissed = len(statuses)
    statuses += [FileStatus(problem.path, "failed") for problem in intake.problems]
    running = tuple(plan.running)
    outcome = Outcome((), (), tuple(statuses), intake.problems, (), plan.known, running)
    if dismissed == len(inputs):
        return outcome
    prepared: list[Chosen] = []

    def prepare() -> None:
        with clock.phase("rules"):
            prepared.append(choose_rules(options, plan))
            import_module("wfplint.checkers.run")

    with clock.phase("parse"):
        loaded = _load(options, intake.project, selection, progress, prepare)
    chosen = prepared[0]
    with clock.phase("analyse"):
        progress("linking", 0, 0)
        tell = partial(progress, "analysing")
        result = _check(loaded.units, chosen, costs, options.jobs, tell)
    return outcome._replace(
        findings=_suggested(result.findings, chosen),
        sites=result.sites,
        files=(*statuses, *loaded.statuses),
        problems=(*intake.problems, *loaded.problems),
        notices=(*(n for unit in loaded.units for n in unit.notices), *result.notices),
        inputs=loaded.inputs,
    )


def _select(intake: Intake, plan: Plan) -> Selection:
    """The files that may matter, and the functions in them, by names alone."""
    from wfplint.frontend.prefilter import select

    files = {path: normalise(raw)[0] for path, raw in intake.raw.items()}
    return select(files, plan.seeds(), plan.table.followed, plan.table.sites)


def _load(
    options: Options,
    project: Project,
    selection: Selection,
    progress: Progress,
    meanwhile: Callable[[], None],
) -> Loaded:
    from wfplint.frontend.service import load_units

    return load_units(project, selection, options.jobs, progress, options.wdk, meanwhile=meanwhile)


def _check(
    units: Sequence[TranslationUnit],
    chosen: Chosen,
    costs: Costs | None,
    jobs: int,
    tell: Callable[[int, int], None],
) -> AnalysisResult:
    from wfplint.checkers.run import analyse

    return analyse(units, chosen.rulebook, chosen.rules, costs, jobs, tell)


def _suggested(findings: tuple[Finding, ...], chosen: Chosen) -> tuple[Finding, ...]:
    if not findings:
        return findings
    from wfplint.suggest import with_edits

    return with_edits(findings, Sources(), chosen.rulebook)


def _finish(
    outcome: Outcome, intake: Intake, known: frozenset[str], wanted: frozenset[str] | None
) -> Analysis:
    """Suppressions, fingerprints, baseline and `--report-only`; findings in the order of places."""
    sources = Sources()
    scans = [
        (sources.file(path), suppressions.scan(sources.file(path), outcome.known))
        for path, raw in intake.raw.items()
        if suppressions.may_have(raw)
    ]
    found = suppressions.apply(outcome.findings, scans, outcome.running)
    marked = fingerprint.with_fingerprints(found, sources)
    filtered = baseline.hide(sorted(marked, key=_order), known)
    findings = [f for f in filtered.findings if _is_wanted(f.span.path, wanted)]
    return Analysis(
        findings=tuple(findings),
        sites=tuple(site for site in outcome.sites if _is_wanted(site.span.path, wanted)),
        files=tuple(sorted(outcome.files)),
        problems=tuple(sorted(outcome.problems)),
        notices=tuple(sorted(n for n in outcome.notices if _is_wanted(n.span.path, wanted))),
        sources=sources,
        stale_baseline=filtered.stale if wanted is None else 0,
    )


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return (finding.span.path, finding.span.start, finding.rule, finding.message)


def _is_wanted(path: str, wanted: frozenset[str] | None) -> bool:
    return wanted is None or os.path.realpath(path) in wanted


def _known_findings(path: str) -> frozenset[str]:
    return baseline.read(Path(path), path) if path else frozenset()


def _report_only(paths: Iterable[str]) -> frozenset[str] | None:
    """Real paths that findings are wanted for; None for all. Raises UserError for a missing one."""
    wanted = set()
    for path in paths:
        if not os.path.exists(path):
            raise UserError("no such file", path=path, hint="given to --report-only")
        wanted.add(os.path.realpath(path))
    return frozenset(wanted) if wanted else None
