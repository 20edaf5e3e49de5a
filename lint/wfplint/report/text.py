"""Findings for people at a terminal: excerpt, underlined place, numbered path, summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wfplint.baseline import REASON as BASELINE
from wfplint.finding import Finding, Problem, Severity, TraceStep
from wfplint.report.excerpt import excerpt, one_line
from wfplint.report.links import rule_url
from wfplint.report.styled import Line, Segment, count, line
from wfplint.result import Analysis, Place, Sources

# Behind the number of notices, where they are not listed.
LISTS = " (-v lists them)"


def render(
    analysis: Analysis, *, docs_url: str = "", verbose: bool = False, timing: bool = False
) -> list[Line]:
    """The report of `check`. `timing` adds the seconds, which differ from run to run."""
    lines: list[Line] = []
    for finding in analysis.open_findings:
        lines += [*_finding(finding, analysis.sources, docs_url), Line()]
    lines += trouble(analysis, verbose=verbose)
    lines.append(_verdict(analysis))
    lines.append(files_line(analysis, timing=timing, hint="" if verbose else LISTS))
    return lines


def trouble(analysis: Analysis, *, verbose: bool) -> list[Line]:
    """What could not be analysed, and on demand what was only partly understood."""
    lines: list[Line] = []
    for problem in analysis.problems:
        lines += [_problem(problem), Line()]
    if verbose and analysis.notices:
        # One place can be noticed once for each time that a template or macro there is used.
        for notice, times in Counter(analysis.notices).items():
            at = _at(analysis.sources.place(notice.span))
            again = (f" ({times} times)", "dim") if times > 1 else ("", "")
            lines.append(line(("notice", "note"), f": {at}: {notice.message}", again))
        lines.append(Line())
    return lines


def files_line(analysis: Analysis, *, timing: bool = False, hint: str = "") -> Line:
    """How many files were analysed, dismissed and failed; `hint` says how notices are seen."""
    states = Counter(status.status for status in analysis.files)
    text = (
        f"{count(states['analyzed'], 'file')} analysed, {states['skipped']} dismissed, "
        f"{states['failed']} failed"
    )
    notices = sum(status.notices for status in analysis.files)
    if notices:
        text += f", {count(notices, 'notice')}{hint}"
    if timing:
        text += f" in {analysis.timings.get('total', 0.0):.2f} s"
        text += " (unchanged since the last run)" if analysis.cached else ""
    return line((text + ".", "dim"))


def steps(
    trace: Iterable[TraceStep], sources: Sources, *, indent: str, here: str = ""
) -> list[Line]:
    """A numbered path: what happens, and the source line; the file where it is not `here`."""
    lines: list[Line] = []
    for number, step in enumerate(trace, 1):
        place = sources.place(step.span)
        lead = f"{indent}{number:>2}. "
        where = "" if place.path == here else f"  {_at(place)}"
        lines.append(line((lead, "step"), step.message, (where, "dim")))
        code = one_line(sources, place)
        if code:
            lines.append(line((" " * len(lead) + f"{place.line} | ", "gutter"), (code, "dim")))
    return lines


def _finding(finding: Finding, sources: Sources, docs_url: str) -> list[Line]:
    style = finding.severity.value
    place = sources.place(finding.span)
    margin = len(str(place.line + 1))
    arrow: Segment = (" " * margin + "--> ", "gutter")
    where = _at(place) + (f" in {finding.function}" if finding.function else "")
    lines = [
        line((f"{style}[{finding.rule}]", style), (f": {finding.message}", "strong")),
        line(arrow, where),
        *excerpt(sources, place, style, finding.reason, margin=margin),
    ]
    lines.append(line((" " * margin + " |", "gutter")))
    if finding.path:
        lines.append(_note(margin, "path", "how this place is reached"))
        lines += steps(finding.path, sources, indent=" " * (margin + 2), here=place.path)
    return lines + [_note(margin, *note) for note in _notes(finding, sources, docs_url)]


def _notes(finding: Finding, sources: Sources, docs_url: str) -> list[tuple[str, str]]:
    notes = []
    if finding.macro:
        place = sources.place(finding.macro)
        notes.append(("macro", f"the call stands in the macro body at {_at(place)}"))
    if finding.related:
        notes.append(("see also", ", ".join(finding.related)))
    if finding.edits:
        notes.append(("fix", "wfplint check --diff shows it"))
    page = rule_url(docs_url, finding.rule)
    notes.append(("help", f"wfplint rule {finding.rule}" + (f"  {page}" if page else "")))
    return notes


def _note(margin: int, label: str, text: str) -> Line:
    return line((" " * margin + " = ", "gutter"), (f"{label}: ", "strong"), text)


def _problem(problem: Problem) -> Line:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return line(("not analysed", "error"), (f": {place}: {problem.message}", "strong"))


def _verdict(analysis: Analysis) -> Line:
    """`Found 2 errors and 1 warning (1 suppressed).`"""
    levels = Counter(finding.severity for finding in analysis.open_findings)
    parts = [
        count(levels[level], level.value)
        for level in sorted(Severity, key=lambda item: -item.rank)
        if levels[level]
    ]
    asides = []
    reasons = [item.suppression_reason for item in analysis.findings if item.suppressed]
    known = reasons.count(BASELINE)
    if len(reasons) > known:
        asides.append(f"{len(reasons) - known} suppressed")
    if known:
        asides.append(f"{known} {BASELINE}")
    if analysis.stale_baseline:
        stale = count(analysis.stale_baseline, "baseline entry", "baseline entries")
        asides.append(f"{stale} no longer found")
    aside = f" ({', '.join(asides)})" if asides else ""
    if not parts:
        return line(("No findings", "note" if analysis.problems else "good"), f"{aside}.")
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    worst = max(levels, key=lambda level: level.rank).value
    return line((f"Found {listed}", worst), f"{aside}.")


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"
