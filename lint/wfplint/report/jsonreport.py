"""Findings and sites as JSON. The keys are a contract: they may grow, never change."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from wfplint import __version__
from wfplint.finding import FileStatus, Finding, Guard, Problem, Site, TraceStep
from wfplint.result import Analysis, Sources
from wfplint.source import Span

VERSION = 1


def render_check(analysis: Analysis) -> str:
    """The document of `check --format json`."""
    findings = [_finding(finding, analysis.sources) for finding in analysis.findings]
    return dumps({**_head(), "findings": findings, **_tail(analysis)})


def render_audit(analysis: Analysis) -> str:
    """The document of `audit --format json`."""
    sites = [_site(site, analysis.sources) for site in analysis.sites]
    return dumps({**_head(), "sites": sites, **_tail(analysis)})


def dumps(document: Any) -> str:
    """JSON as wfplint writes it: indented, not escaped, one line feed at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _head() -> dict[str, Any]:
    return {"version": VERSION, "tool": {"name": "wfplint", "version": __version__}}


def _tail(analysis: Analysis) -> dict[str, Any]:
    return {
        "files": [_file(status) for status in analysis.files],
        "errors": [_problem(problem) for problem in analysis.problems],
    }


def _finding(finding: Finding, sources: Sources) -> dict[str, Any]:
    place = sources.place(finding.span)
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        **_place(finding.span, sources),
        "end_line": place.end_line,
        "end_column": place.end_column,
        "function": finding.function,
        "message": finding.message,
        "reason": finding.reason,
        "object": finding.object,
        "fingerprint": finding.fingerprint,
        "trace": _trace(finding.trace, sources),
        "related": list(finding.related),
        "matched_by": finding.matched_by,
        "fixable": bool(finding.edits),
        "macro": _place(finding.macro, sources) if finding.macro else None,
        "suppressed": finding.suppressed,
        "suppression_reason": finding.suppression_reason,
    }


def _site(site: Site, sources: Sources) -> dict[str, Any]:
    return {
        "kind": site.kind,
        "api": site.api,
        "family": site.family,
        **_place(site.span, sources),
        "function": site.function,
        "verdict": site.verdict.value,
        "reason": site.reason,
        "guards": [_guard(guard, sources) for guard in site.guards],
        "trace": _trace(site.trace, sources),
        "macro": _place(site.macro, sources) if site.macro else None,
    }


def _guard(guard: Guard, sources: Sources) -> dict[str, Any]:
    teardown = _place(guard.teardown, sources) if guard.teardown else None
    place = _place(guard.span, sources)
    return {"kind": guard.kind, "object": guard.object, **place, "teardown": teardown}


def _trace(trace: Iterable[TraceStep], sources: Sources) -> list[dict[str, Any]]:
    return [{**_place(step.span, sources), "message": step.message} for step in trace]


def _place(span: Span, sources: Sources) -> dict[str, Any]:
    place = sources.place(span)
    return {"path": place.path, "line": place.line, "column": place.column}


def _file(status: FileStatus) -> dict[str, Any]:
    return {
        "path": status.path,
        "status": status.status,
        "frontend": status.frontend,
        "notices": status.notices,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"path": problem.path, "line": problem.line, "message": problem.message}
