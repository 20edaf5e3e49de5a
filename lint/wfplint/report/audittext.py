"""The audit for people at a terminal."""

from __future__ import annotations

from wfplint.report.audit import VERDICT_STYLE, Group, Row, groups, totals
from wfplint.report.styled import Line, line
from wfplint.report.text import LISTS, files_line, steps, trouble
from wfplint.result import Analysis, Sources


def render(analysis: Analysis, *, verbose: bool = False, timing: bool = False) -> list[Line]:
    """Every pend and completion by file, with verdict, evidence or the breaking path."""
    lines: list[Line] = []
    for group in groups(analysis):
        lines += [*_group(group, analysis.sources), Line()]
    if not analysis.sites:
        lines += [line("No call that pends or completes an operation."), Line()]
    lines += trouble(analysis, verbose=verbose)
    lines.append(line((totals(analysis.sites), "strong")))
    lines.append(files_line(analysis, timing=timing, hint="" if verbose else LISTS))
    return lines


def _group(group: Group, sources: Sources) -> list[Line]:
    place = max(len(row.where) for row in group.rows)
    api = max(len(row.site.api) for row in group.rows)
    function = max(len(row.site.function) for row in group.rows)
    lines = [line((group.path, "strong"))]
    for row in group.rows:
        site = row.site
        lines.append(
            line(
                (f"  {row.where:>{place}}  ", "gutter"),
                f"{site.kind:<10}  {site.api:<{api}}  ",
                (f"{site.function:<{function}}  ", "dim"),
                (row.verdict, VERDICT_STYLE[site.verdict]),
            )
        )
        lines += _details(row, " " * (place + 4), sources)
    return lines


def _details(row: Row, indent: str, sources: Sources) -> list[Line]:
    lines = [line(f"{indent}by ", (text, "dim")) for text in row.evidence]
    if row.site.macro:
        body = sources.place(row.site.macro)
        lines.append(
            line(f"{indent}in the body of a macro at ", (f"{body.path}:{body.line}", "dim"))
        )
    return lines + steps(row.site.trace, sources, indent=indent, here=row.site.span.path)
