"""What every audit report shares: sites grouped by file, the evidence in words, and the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from wfplint.finding import Guard, Site, Verdict
from wfplint.report.styled import count
from wfplint.result import Analysis, Sources

VERDICT_STYLE = {
    Verdict.GUARDED: "good",
    Verdict.INLINE: "good",
    Verdict.UNGUARDED: "error",
    Verdict.UNKNOWN: "warning",
}


class Row(NamedTuple):
    """A site in words; `evidence` is one sentence for each guard."""

    site: Site
    where: str
    verdict: str
    evidence: tuple[str, ...]


class Group(NamedTuple):
    """The sites of one file, in source order."""

    path: str
    rows: tuple[Row, ...]


def groups(analysis: Analysis) -> Iterator[Group]:
    """Files in order of path, sites in order of place."""
    ordered = sorted(analysis.sites, key=lambda site: (site.span.path, site.span.start, site.kind))
    for path, sites in groupby(ordered, key=lambda site: site.span.path):
        yield Group(path, tuple(_row(site, analysis.sources) for site in sites))


def totals(sites: Iterable[Site]) -> str:
    """`4 completions: 2 guarded, 1 unguarded, 1 unknown; 3 pends.`"""
    sites = tuple(sites)
    completions = [site for site in sites if site.kind == "completion"]
    pends = len(sites) - len(completions)
    verdicts = Counter(site.verdict for site in completions)
    listed = ", ".join(f"{verdicts[v]} {v.value}" for v in Verdict if verdicts[v])
    found = count(len(completions), "completion") + (f": {listed}" if listed else "")
    return f"{found}; {count(pends, 'pend')}."


def evidence(guard: Guard, sources: Sources) -> str:
    """`flow-delete: PEND.State, tested or claimed at w.c:30, changed by that callback at f.c:12`"""
    place = sources.place(guard.span)
    if not guard.teardown:
        return f"{guard.kind}: a reference on {guard.object}, taken at {place.path}:{place.line}"
    changed = sources.place(guard.teardown)
    return (
        f"{guard.kind}: {guard.object}, tested or claimed at {place.path}:{place.line}, "
        f"changed by that callback at {changed.path}:{changed.line}"
    )


def _row(site: Site, sources: Sources) -> Row:
    place = sources.place(site.span)
    verdict = site.verdict.value + (f": {site.reason}" if site.reason else "")
    found = tuple(evidence(guard, sources) for guard in site.guards)
    return Row(site, f"{place.line}:{place.column}", verdict, found)
