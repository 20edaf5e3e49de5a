"""`wfplint new-rule`: what it writes loads as a rule, and its samples carry their expectation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.annotations import read
from tests.cli.support import run
from wfplint.rulebook.loader import load_rulebook


def test_the_template_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules").mkdir()
    ran = run(capsys, "new-rule", "wfp298", "reference-untested", "--out", str(tmp_path))
    assert ran.code == 0, ran.err
    assert ran.err.count("written: ") == 3
    shutil.rmtree(tmp_path / "rules" / "api", ignore_errors=True)
    rule = load_rulebook([tmp_path / "rules"]).rules["WFP298"]
    assert rule.name == "reference-untested"
    bad = tmp_path / rule.samples / "bad.c"
    assert [mark.rule for mark in read([(bad, "bad.c")]).expected] == ["WFP298"]
    assert (tmp_path / rule.samples / "good.c").exists()
    again = run(capsys, "new-rule", "WFP298", "reference-untested", "--out", str(tmp_path))
    assert (again.code, "exists already" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("rule", "name", "message"),
    [
        ("WFP101", "any-name", "WFP101 exists already (free in its group: WFP1"),
        ("W101", "any-name", "'W101' is not a rule id"),
        ("WFP298", "AnyName", "'AnyName' is not a rule name"),
        ("WFP298", "single", "'single' is not a rule name"),
    ],
)
def test_refusals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, name: str, message: str
) -> None:
    (tmp_path / "rules").mkdir()
    ran = run(capsys, "new-rule", rule, name, "--out", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert list((tmp_path / "rules").iterdir()) == []


def test_only_in_a_tree_of_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "new-rule", "WFP298", "a-b", "--out", str(tmp_path))
    assert (ran.code, "has no folder rules/" in ran.err) == (2, True)
