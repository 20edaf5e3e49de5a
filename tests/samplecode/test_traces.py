"""The published traces: what a run gives today, in the documented form."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from samplecode.evidence import prove, render, table
from samplecode.evidence.explore import explore
from samplecode.evidence.paths import DRIVER, SAMPLES, TRACES

SCHEMAS = SAMPLES / "evidence"


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    return loaded


def published() -> list[Path]:
    return sorted(TRACES.glob("*.json"))


def test_they_are_what_the_explorer_finds_today(tmp_path: Path) -> None:
    """`make traces` writes them; nobody edits them."""
    prove.write_traces(tmp_path, table.runs())
    fresh = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert fresh == {path.name: path.read_text() for path in published()}


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem)
def test_they_follow_the_schema(path: Path) -> None:
    data = json.loads(path.read_text())
    jsonschema.validate(data, schema("trace"))
    assert data["id"] == path.stem
    danger = [step["kind"] == "danger" for step in data["steps"]]
    assert any(danger) == danger[-1] == bool(data["invariant"])
    assert len(data["preempted_at"]) <= data["preemptions"]
    assert bool(data["preempted_at"]) == bool(data["preemptions"])


@pytest.mark.parametrize("path", published(), ids=lambda path: path.stem)
def test_each_line_calls_what_the_step_says(path: Path) -> None:
    """In the file that was compiled, which an edit may have changed."""
    trace = json.loads(path.read_text())
    completing = "FwpsCompleteOperation0"
    for step in (step for step in trace["steps"] if "file" in step):
        text = trace["edited"].get(step["file"]) or (DRIVER / step["file"]).read_text()
        call = completing if step["call"] == "violation" else step["call"]
        assert call in text.splitlines()[step["line"] - 1], step


def test_the_first_one_shows_the_defect() -> None:
    assert json.loads(published()[0].read_text())["invariant"] == "I1"


def test_markdown_has_each_step_and_a_diagram() -> None:
    trace = json.loads(published()[0].read_text())
    text = render.trace_markdown(trace)
    assert text.count("\n| ") >= len(trace["steps"])
    assert "```mermaid\nsequenceDiagram\n" in text
    for step in trace["steps"]:
        assert step["text"] in text


def test_a_diagram_has_no_character_that_ends_a_message() -> None:
    step = {"actor": "a", "call": "c", "text": "x; y: z # <w>", "kind": "step"}
    lines = render.mermaid({"steps": [step]}).splitlines()
    assert lines[-1].count(":") == 1
    assert not set(";#<") & set(lines[-1].split(":")[1])


def test_evidence_follows_its_schema() -> None:
    runs = [run for run in table.runs() if run.id in ("defect", "guarded")]
    rows = [prove.Outcome(run, explore(run)).row() for run in runs]
    swept = [prove.Outcome(run, explore(run)) for run in list(table.sweep())[:2]]
    evidence = {"version": 1, "runs": rows, "sweep": prove.summary(swept)}
    jsonschema.validate(evidence, schema("evidence"))
    text = render.evidence_markdown(evidence)
    assert "the defect" in text
    assert "2 configurations" in text


def test_a_wrong_expectation_is_reported() -> None:
    run = next(run for run in table.runs() if run.id == "defect")
    wrong = table.Run(run.id, run.group, run.title, run.driver, frozenset({"I4"}))
    outcome = prove.Outcome(wrong, explore(wrong))
    assert not outcome.good
    assert "NOT AS EXPECTED: defect: expected I4, found I1" in prove.report("", [outcome], 1.0)


def test_the_tools_are_there_or_the_tests_are_skipped() -> None:
    assert shutil.which("gcc")
