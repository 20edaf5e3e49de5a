"""`dcr --check`: each way in which record, page and text can disagree is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.dcr.checkout import knowledge
from wfplint.dcr.check import disagreements
from wfplint.dcr.command import Options, run
from wfplint.dcr.model import Knowledge

DOCS = Path(__file__).parents[2] / "docs"


def found(known: Knowledge | None = None, page: str = "") -> str:
    return "\n".join(disagreements(known or knowledge(), (), {"page.md": page}, {}, {}))


def test_the_project_agrees_with_itself(tmp_path: Path) -> None:
    run(Options(tmp_path), knowledge(), ())
    outcome = run(Options(tmp_path, check=True, pages=DOCS), knowledge(), ())
    assert outcome.passed, outcome.lines


def test_an_edited_and_a_missing_text_are_told(tmp_path: Path) -> None:
    run(Options(tmp_path), knowledge(), ())
    (tmp_path / "dcr.md").write_text("edited by hand")
    (tmp_path / "learn-feedback.txt").unlink()
    outcome = run(Options(tmp_path, check=True), knowledge(), ())
    assert not outcome.passed
    assert [line.split(";")[0] for line in outcome.lines] == [
        "dcr.md: differs from the records",
        "learn-feedback.txt: missing",
    ]


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("text\n{{ fact nonsense }}", "page.md:2: unknown fact 'nonsense'"),
        ("{{ facts nonsense }}", "unknown facts 'nonsense'"),
        ("{{ warning today }}", "unknown warning 'today'"),
        ("{{ chip inference PEND }}", "unknown label 'inference'"),
        ("{{ chip documented NOPE }}", "unknown source 'NOPE'"),
        ("{{ ask 11 }}", "unknown ask '11'"),
    ],
)
def test_a_page_that_names_what_is_not_there(page: str, problem: str) -> None:
    assert problem in found(page=page)


def test_a_long_warning() -> None:
    warnings = knowledge().warnings
    long = replace(warnings.reported, text=warnings.reported.text + " word" * 20)
    known = replace(knowledge(), warnings=replace(warnings, reported=long))
    assert "'reported' has 75 words, 60 are allowed" in found(known)


def test_a_warning_that_claims() -> None:
    warnings = knowledge().warnings
    bold = replace(warnings.reported, text=warnings.reported.text.replace(" may ", " will "))
    known = replace(knowledge(), warnings=replace(warnings, reported=bold))
    assert "must say" in found(known)


def test_gaps_in_the_asks() -> None:
    known = replace(knowledge(), asks=knowledge().asks[1:])
    text = found(known)
    assert "without a gap" in text and "no ask covers question 'b'" in text
