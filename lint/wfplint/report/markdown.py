"""The audit as Markdown: a table a file, and the path of each site that is not safe."""

from __future__ import annotations

from wfplint import __version__
from wfplint.report.audit import Group, Row, groups, totals
from wfplint.report.styled import plain
from wfplint.report.text import files_line
from wfplint.result import Analysis, Sources


def render(analysis: Analysis) -> str:
    """The audit as a document for a review or an issue."""
    parts = ["# WFP pend and completion audit", "", totals(analysis.sites), ""]
    for group in groups(analysis):
        parts += _table(group)
        parts += [text for row in group.rows for text in _path(row, group.path, analysis.sources)]
    if analysis.problems:
        parts += ["## Not analysed", ""]
        parts += [f"- `{p.path}:{p.line}`: {_cell(p.message)}" for p in analysis.problems]
        parts.append("")
    parts += [plain([files_line(analysis)]).strip(), "", f"wfplint {__version__}"]
    return "\n".join(parts) + "\n"


def _table(group: Group) -> list[str]:
    lines = [
        f"## `{group.path}`",
        "",
        "| line | kind | call | function | verdict | evidence |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in group.rows:
        site = row.site
        cells = (
            row.where,
            site.kind,
            f"`{site.api}`",
            f"`{site.function}`",
            f"**{row.verdict}**",
            "<br>".join(map(_cell, row.evidence)),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _path(row: Row, path: str, sources: Sources) -> list[str]:
    if not row.site.trace:
        return []
    lines = [f"Path to `{path}:{row.where}` ({row.verdict}):", ""]
    for number, step in enumerate(row.site.trace, 1):
        place = sources.place(step.span)
        lines.append(f"{number}. `{place.path}:{place.line}` {_cell(step.message)}")
    return [*lines, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
