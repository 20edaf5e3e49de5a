"""One line a finding, for machines that read build logs: GitHub workflow commands and MSBuild."""

from __future__ import annotations

from collections.abc import Iterator

from wfplint.finding import Finding
from wfplint.result import Analysis, Place, Sources

_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(analysis: Analysis) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    sources = analysis.sources
    lines = [_github(finding, sources) for finding in analysis.open_findings]
    for problem in analysis.problems:
        where = f"file={_property(problem.path)},line={max(1, problem.line)}"
        text = _data(f"not analysed: {problem.message}")
        lines.append(f"::error {where},title=wfplint::{text}")
    return "".join(f"{line}\n" for line in lines)


def render_msvc(analysis: Analysis) -> str:
    """The form of the Microsoft tools, which Visual Studio and MSBuild list with a link."""
    lines: list[str] = []
    for finding in analysis.open_findings:
        lines.extend(_msvc(finding, analysis.sources))
    lines.extend(
        f"{problem.path}({max(1, problem.line)}): error WFP000: not analysed: {problem.message}"
        for problem in analysis.problems
    )
    return "".join(f"{line}\n" for line in lines)


def _github(finding: Finding, sources: Sources) -> str:
    place = sources.place(finding.span)
    message = [finding.message]
    for number, step in enumerate(finding.path, 1):
        at = sources.place(step.span)
        message.append(f"{number}. {at.path}:{at.line}: {step.message}")
    properties = {
        "file": place.path,
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": f"{finding.rule} {finding.name}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_GITHUB[finding.severity.value]} {listed}::{_data(chr(10).join(message))}"


def _msvc(finding: Finding, sources: Sources) -> Iterator[str]:
    place = sources.place(finding.span)
    severity = finding.severity.value
    yield f"{_parenthesised(place)}: {severity} {finding.rule}: {finding.message}"
    for number, step in enumerate(finding.path, 1):
        yield f"{_parenthesised(sources.place(step.span))}: note: {number}. {step.message}"


def _parenthesised(place: Place) -> str:
    return f"{place.path}({place.line},{place.column})"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
