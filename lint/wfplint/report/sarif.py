"""SARIF 2.1.0: rules with their help, results with code flows, fixes and suppressions.

Paths are relative to the folder wfplint ran in, which no absolute path reveals; columns count
Unicode characters. The output depends on nothing but its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from wfplint import __version__
from wfplint.baseline import REASON as BASELINE_REASON
from wfplint.finding import Edit, Finding, Problem, TraceStep
from wfplint.report.jsonreport import dumps
from wfplint.result import Analysis, Sources
from wfplint.source import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "wfplint/v1"
_ROOT = "SRCROOT"

Json = dict[str, Any]


class RuleInfo(NamedTuple):
    """What SARIF says of a rule; `markdown` is its page, `precision` high, medium or low."""

    id: str
    name: str
    severity: str
    summary: str
    text: str
    markdown: str
    help_uri: str = ""
    precision: str = ""
    tags: tuple[str, ...] = ()


def render(analysis: Analysis, rules: Sequence[RuleInfo], *, information_uri: str = "") -> str:
    """The SARIF log of one run. `rules` holds every rule that ran, and each finding's rule."""
    index = {rule.id: number for number, rule in enumerate(rules)}
    driver: Json = {
        "name": "wfplint",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
        "notifications": _NOTIFICATIONS,
    }
    if information_uri:
        driver["informationUri"] = information_uri
    run: Json = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "wfplint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The folder that wfplint was started in."}}
        },
        "artifacts": [_artifact(analysis, number) for number in range(len(analysis.files))],
        "invocations": [_invocation(analysis)],
        "results": [_result(item, index, analysis.sources) for item in analysis.findings],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


_NOTIFICATIONS: list[Json] = [
    {
        "id": "not-analysed",
        "shortDescription": {"text": "A file, or part of it, could not be analysed."},
        "defaultConfiguration": {"level": "error"},
    },
    {
        "id": "partly-understood",
        "shortDescription": {"text": "Something in a file was not understood."},
        "defaultConfiguration": {"level": "note"},
    },
]


def _rule(rule: RuleInfo) -> Json:
    descriptor: Json = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.text},
        "help": {"text": rule.text, "markdown": rule.markdown},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": list(rule.tags)},
    }
    if rule.help_uri:
        descriptor["helpUri"] = rule.help_uri
    if rule.precision:
        descriptor["properties"]["precision"] = rule.precision
    return descriptor


def _artifact(analysis: Analysis, number: int) -> Json:
    status = analysis.files[number]
    properties = {"status": status.status, "frontend": status.frontend}
    return {"location": _artifact_location(status.path), "properties": properties}


def _invocation(analysis: Analysis) -> Json:
    notifications = [
        _notification("not-analysed", "error", problem.message, _problem_location(problem))
        for problem in analysis.problems
    ]
    for notice in analysis.notices:
        location = _physical(notice.span, analysis.sources)
        notifications.append(_notification("partly-understood", "note", notice.message, location))
    return {
        "executionSuccessful": not analysis.problems,
        "toolExecutionNotifications": notifications,
    }


def _problem_location(problem: Problem) -> Json:
    region = {"startLine": max(1, problem.line)}
    return {"artifactLocation": _artifact_location(problem.path), "region": region}


def _notification(kind: str, level: str, text: str, location: Json) -> Json:
    return {
        "descriptor": {"id": kind},
        "level": level,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def _result(finding: Finding, index: Mapping[str, int], sources: Sources) -> Json:
    location: Json = {"physicalLocation": _physical(finding.span, sources)}
    if finding.function:
        location["logicalLocations"] = [
            {"fullyQualifiedName": finding.function, "kind": "function"}
        ]
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.severity.value,
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _properties(finding),
    }
    if finding.path:
        result["codeFlows"] = [_code_flow(finding.path, sources)]
    if finding.macro:
        result["relatedLocations"] = [_located(finding.macro, "in the body of this macro", sources)]
    if finding.suppressed:
        result["suppressions"] = [_suppression(finding)]
    if finding.edits:
        result["fixes"] = [_fix(finding, sources)]
    return result


def _properties(finding: Finding) -> Json:
    values: Json = {
        "reason": finding.reason,
        "object": finding.object,
        "related": list(finding.related),
        "matchedBy": finding.matched_by,
    }
    return {key: value for key, value in values.items() if value}


def _code_flow(trace: Sequence[TraceStep], sources: Sources) -> Json:
    locations = [
        {"executionOrder": number, "location": _located(step.span, step.message, sources)}
        for number, step in enumerate(trace, 1)
    ]
    return {"threadFlows": [{"locations": locations}]}


def _suppression(finding: Finding) -> Json:
    kind = "external" if finding.suppression_reason == BASELINE_REASON else "inSource"
    return {"kind": kind, "status": "accepted", "justification": finding.suppression_reason}


def _fix(finding: Finding, sources: Sources) -> Json:
    by_path: dict[str, list[Edit]] = {}
    for edit in finding.edits:
        by_path.setdefault(edit.span.path, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact_location(path),
            "replacements": [
                {
                    "deletedRegion": _region(edit.span, sources),
                    "insertedContent": {"text": edit.text},
                }
                for edit in edits
            ],
        }
        for path, edits in by_path.items()
    ]
    return {"description": {"text": f"Fix {finding.name}"}, "artifactChanges": changes}


def _located(span: Span, text: str, sources: Sources) -> Json:
    return {"physicalLocation": _physical(span, sources), "message": {"text": text}}


def _physical(span: Span, sources: Sources) -> Json:
    return {
        "artifactLocation": _artifact_location(span.path),
        "region": _region(span, sources),
    }


def _region(span: Span, sources: Sources) -> Json:
    place = sources.place(span)
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact_location(path: str) -> Json:
    if path.startswith("/"):
        return {"uri": "file://" + quote(path)}
    if path[1:3] == ":/":
        return {"uri": "file:///" + quote(path, safe="/:")}
    return {"uri": quote(path), "uriBaseId": _ROOT}
