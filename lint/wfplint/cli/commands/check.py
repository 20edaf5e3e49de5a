"""`wfplint check`: findings in one of several forms."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from wfplint import app
from wfplint.cli.exits import outcome
from wfplint.cli.progress import Bar
from wfplint.cli.settings import Settings, settings
from wfplint.cli.terminal import on_terminal, say, write_lines, write_text
from wfplint.finding import Severity
from wfplint.result import Analysis

if TYPE_CHECKING:
    from wfplint.checkers.costs import Costs


def run(arguments: argparse.Namespace) -> int:
    given = settings(arguments)
    options, costs = given.options, None
    if arguments.profile_rules:
        from wfplint.checkers.costs import Costs

        # A run from the cache costs nothing.
        options, costs = options._replace(cache=False), Costs()
    with Bar() as progress:
        analysis = app.run(options, progress, costs)
    if arguments.diff:
        _fixes(analysis, arguments)
    else:
        _report(analysis, given, arguments)
    if costs is not None:
        _profile(costs)
    return outcome(findings=failing(analysis, given.fail_on), problems=bool(analysis.problems))


def failing(analysis: Analysis, fail_on: str) -> bool:
    """Whether an open finding is at or above the threshold."""
    if fail_on == "never":
        return False
    least = Severity(fail_on).rank
    return any(finding.severity.rank >= least for finding in analysis.open_findings)


def _report(analysis: Analysis, given: Settings, arguments: argparse.Namespace) -> None:
    if arguments.format == "text":
        from wfplint.report import text

        timing = on_terminal(arguments.output)
        lines = text.render(
            analysis, docs_url=given.docs_url, verbose=arguments.verbose, timing=timing
        )
        write_lines(lines, output=arguments.output, color=arguments.color)
        return
    write_text(_machine(analysis, given, arguments.format), output=arguments.output)


def _machine(analysis: Analysis, given: Settings, form: str) -> str:
    if form == "json":
        from wfplint.report.jsonreport import render_check

        return render_check(analysis)
    if form == "sarif":
        from wfplint.cli.sarifrules import rule_infos
        from wfplint.report.sarif import render

        infos = rule_infos(given.options, given.docs_url)
        return render(analysis, infos, information_uri=given.docs_url)
    from wfplint.report import lines

    return lines.render_github(analysis) if form == "github" else lines.render_msvc(analysis)


def _profile(costs: Costs) -> None:
    say("milliseconds")
    for rules, seconds in sorted(costs.explorations, key=lambda item: -item.seconds):
        say(f"{seconds * 1000:9.2f}  explored for {', '.join(rules) or 'the sites alone'}; of that")
        for rule in sorted(rules, key=lambda rule: -costs.own[rule]):
            say(f"{costs.own[rule] * 1000:13.2f}  in {rule}")


def _fixes(analysis: Analysis, arguments: argparse.Namespace) -> None:
    from wfplint.cli import fixes
    from wfplint.report import diff

    fixed = diff.fix(analysis.open_findings, analysis.sources)
    say(diff.summary(analysis.open_findings, fixed))
    if arguments.write:
        for written in fixes.write(fixed, analysis.sources):
            say(f"fixed {written}")
    else:
        write_text(diff.render(fixed), output=arguments.output)
