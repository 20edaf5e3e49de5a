"""Suppression comments, fingerprints and baselines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wfplint import baseline, fingerprint, suppressions
from wfplint.errors import UserError
from wfplint.finding import Finding, Severity
from wfplint.result import Sources
from wfplint.source import SourceFile, Span

KNOWN = ("WFP101", "WFP302")
RUNNING = (*KNOWN, "WFP001", "WFP002")


def findings(code: str, *rules: str) -> tuple[SourceFile, list[Finding]]:
    """A file, and a finding of each rule at each `Call(` in it."""
    file = SourceFile.from_bytes("a.c", code.encode())
    found = []
    at = file.data.find(b"Call(")
    while at >= 0:
        span = Span("a.c", at, at + 4)
        found += [Finding(rule, "n", Severity.ERROR, span, "F", "m") for rule in rules]
        at = file.data.find(b"Call(", at + 1)
    return file, found


def outcome(code: str, *rules: str, running: tuple[str, ...] = RUNNING) -> list[str]:
    """`RULE line` of every open finding after suppression."""
    file, found = findings(code, *rules)
    applied = suppressions.apply(found, [(file, suppressions.scan(file, KNOWN))], running)
    return [f"{f.rule} {file.position(f.span.start).line}" for f in applied if not f.suppressed]


@pytest.mark.parametrize(
    "code",
    [
        "Call(); // wfplint: ignore[WFP101] ours alone\n",
        "Call(); /* wfplint: ignore[WFP101] ours alone */\n",
        "// wfplint: ignore[WFP101] ours alone\nCall();\n",
        "// wfplint: ignore[WFP101] ours alone\n// which took a while to find\n\n    Call();\n",
        "  /* wfplint:ignore [ WFP101 , WFP302 ] ours */\r\n  Call();\r\n",
    ],
)
def test_suppressed(code: str) -> None:
    rules = KNOWN if "302" in code else ("WFP101",)
    assert outcome(code, *rules) == []


def test_the_reason_is_kept() -> None:
    file, found = findings("Call(); // wfplint: ignore[WFP101] ours alone  \n", "WFP101")
    (only,) = suppressions.apply(found, [(file, suppressions.scan(file, KNOWN))], RUNNING)
    assert (only.suppressed, only.suppression_reason) == (True, "ours alone")


def test_only_the_named_rule_and_line() -> None:
    code = "Call(); // wfplint: ignore[WFP101] ours\nCall();\n"
    assert outcome(code, *KNOWN) == ["WFP302 1", "WFP101 2", "WFP302 2"]


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (
            "// wfplint: ignore[WFP302]",
            "gives no reason: write `// wfplint: ignore[WFP302] reason`",
        ),
        ("/* wfplint: ignore[WFP101] */", "gives no reason"),
        ("// wfplint: ignore[] because", "names no rule"),
        ("// wfplint: ignore because", "not a suppression"),
        (
            "// wfplint: ignore WFP302 x",
            "not a suppression: write `// wfplint: ignore[WFP302] reason`",
        ),
        ("// wfplint: ignore[WFP999] because", "names an unknown rule WFP999"),
        ("// wfplint: ignore[all] because", "names an unknown rule all"),
        ("// wfplint: disable[WFP101] because", "not a suppression"),
    ],
)
def test_malformed(comment: str, message: str) -> None:
    file, found = findings(f"Call(); {comment}\n", "WFP101")
    open_, malformed = suppressions.apply(found, [(file, suppressions.scan(file, KNOWN))], RUNNING)
    assert not open_.suppressed
    assert (malformed.rule, malformed.severity) == ("WFP001", Severity.WARNING)
    assert message in malformed.message


def test_unused() -> None:
    assert outcome("Other(); // wfplint: ignore[WFP101] ours\n") == ["WFP002 1"]


def test_unused_is_not_said_of_a_rule_that_did_not_run() -> None:
    code = "Other(); // wfplint: ignore[WFP101] ours\n"
    assert outcome(code, running=("WFP302", "WFP002")) == []


def test_built_in_rules_can_be_switched_off() -> None:
    assert outcome("f(); // wfplint: ignore[WFP101] x\n// wfplint: x\n", running=KNOWN) == []


def test_a_string_is_no_comment() -> None:
    assert outcome('Call("// wfplint: ignore[WFP101] no");\n', "WFP101") == ["WFP101 1"]


def marks(code: str, rule: str = "WFP101") -> list[str]:
    file, found = findings(code, rule)
    marked = fingerprint.with_fingerprints(found, Sources([file]))
    return [finding.fingerprint for finding in marked]


def test_fingerprints_survive_moved_lines_and_spacing() -> None:
    before = marks("void F(void)\n{\n    Call(a);\n}\n")
    assert marks("// new\n\nvoid F(void) {\n\tCall( a );\n}\n") == before
    assert marks("void F(void)\n{\n    Call(b);\n}\n") != before
    assert marks("Call(a);\n", "WFP302") != before


def test_equal_lines_have_different_fingerprints() -> None:
    twice = marks("Call(a);\nCall(a);\n")
    assert len(set(twice)) == 2
    assert twice[0] == marks("Call(a);\n")[0]


def test_fingerprints_do_not_depend_on_the_order_of_findings() -> None:
    file, found = findings("Call(a);\nCall(a);\n", "WFP101")
    sources = Sources([file])
    forward = fingerprint.with_fingerprints(found, sources)
    backward = fingerprint.with_fingerprints(found[::-1], sources)
    assert set(forward) == set(backward)


def test_baseline(tmp_path: Path) -> None:
    file, found = findings("Call(a);\nCall(b);\n", "WFP101")
    known, new = fingerprint.with_fingerprints(found, Sources([file]))
    path = tmp_path / "b.json"
    path.write_text(baseline.render([known, new._replace(suppressed=True)]))
    fingerprints = baseline.read(path, "b.json")
    filtered = baseline.hide([known, new], fingerprints)
    assert [finding.suppressed for finding in filtered.findings] == [True, False]
    assert filtered.findings[0].suppression_reason == baseline.REASON
    assert filtered.stale == 0
    assert baseline.hide([new], fingerprints).stale == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "b.json: the baseline is not JSON"),
        ("[]", "b.json: is not a wfplint baseline of version 1"),
        ('{"version": 2, "findings": []}', "b.json: is not a wfplint baseline of version 1"),
        (json.dumps({"version": 1, "findings": [{}]}), "b.json: an entry of the baseline has no"),
        (None, "b.json: the baseline cannot be read: No such file or directory (write one with"),
    ],
)
def test_baseline_refusals(tmp_path: Path, text: str | None, message: str) -> None:
    path = tmp_path / "b.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(UserError) as caught:
        baseline.read(path, "b.json")
    assert str(caught.value).startswith(message)
