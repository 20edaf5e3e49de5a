"""What the benchmarks are made of; nothing here is timed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import accuracy, generate, page
from benchmarks.measure import Command, Figures, Run, checked, run
from wfplint import app
from wfplint.app import Options
from wfplint.finding import Verdict


def test_generated_drivers_are_guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = generate.driver(Path("driver"), 3)
    analysis = app.run(Options(("driver",), cache=False, audit=True))
    assert [s.verdict for s in analysis.sites if s.kind == "completion"] == [Verdict.GUARDED] * 3
    assert lines == sum(len(path.read_text().splitlines()) for path in Path("driver").iterdir())


def test_generated_files_without_names_are_dismissed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    generate.plain(Path("rest"), 2, 3)
    analysis = app.run(Options(("rest",), cache=False))
    assert [file.status for file in analysis.files] == ["skipped"] * 2


def test_labels_are_complete() -> None:
    drivers = accuracy.drivers()
    assert len({driver.repository for driver in drivers}) == 9
    for driver in drivers:
        assert len(driver.commit) == 40
        for label in driver.labels:
            assert label.at.rpartition(":")[2].isdigit()
            assert label.verdict or label.kind == "pend"


@pytest.mark.parametrize(
    ("verdict", "reason", "outcome"),
    [
        ("unguarded", "claim-only", "agree"),
        ("unguarded", "no-guard", "weaker"),
        ("guarded", "", "disagree"),
    ],
)
def test_outcomes(verdict: str, reason: str, outcome: str) -> None:
    label = accuracy.Label("completion", "a.c:3", "Finish", "unguarded", "claim-only")
    driver = accuracy.Driver("o/n", "0" * 40, "sys", (label, label._replace(at="a.c:9")))
    site = {"kind": "completion", "path": "./a.c", "line": 3, "function": "Finish",
            "api": "FwpsCompleteOperation0", "verdict": verdict, "reason": reason}  # fmt: skip
    other = {**site, "line": 5}
    rows = accuracy.rows(driver, json.dumps({"sites": [site, other]}))
    assert [row.outcome for row in rows] == [outcome, "missed", "unexpected"]
    assert f"| {outcome} |" in page.accuracy_table(rows)


def test_a_process_is_measured(tmp_path: Path) -> None:
    done = run(Command(["git", "--version"], str(tmp_path)))
    assert done.code == 0
    assert done.output.startswith("git version")
    assert done.wall > 0


def test_figures_show_their_range() -> None:
    assert page.seconds(Figures(0.0511, 0.05, 0.062)) == "51 ms (50–62)"
    assert page.seconds(Figures(2.5, 2.25, 3.5)) == "2.50 s (2.25–3.50)"


def test_a_process_that_fails_has_no_figures() -> None:
    with pytest.raises(RuntimeError, match="it ended with code 3: broken"):
        checked("it", Run(0.1, 0.1, 0, 3, "", "first\nbroken\n"))
