"""The bundled records: complete, sourced, bound, and a lint that can say no."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.rulebook.support import RULE, line_of, project
from wfplint.checkers.binding import bind
from wfplint.checkers.params import PARAMS
from wfplint.rulebook import Rulebook, load_rulebook
from wfplint.rulebook.lint import lint
from wfplint.rulebook.model import Basis, DcrWords, Reference, Rule

BOOK = load_rulebook()


def test_the_bundled_records_have_no_complaint() -> None:
    assert [str(error) for error in lint(BOOK)] == []


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_every_rule_is_bound(rule: Rule) -> None:
    bound = bind(rule, BOOK)
    assert [b.checker for b in bound] == [rule.checker, *(form.checker for form in rule.more)]
    assert all(b.params.report for b in bound)


def test_every_checker_serves_a_rule() -> None:
    used = {b.checker for rule in BOOK.rules.values() for b in bind(rule, BOOK)}
    assert used == set(PARAMS)
    assert len(used) < 10


def test_the_table_of_the_design() -> None:
    groups: dict[str, int] = {}
    for rule in BOOK.rules.values():
        groups[rule.group] = groups.get(rule.group, 0) + 1
    assert groups == {
        "WFP1xx": 6, "WFP2xx": 5, "WFP3xx": 7, "WFP4xx": 7, "WFP5xx": 7, "WFP6xx": 7,
    }  # fmt: skip


def complaints(**changes: Any) -> list[str]:
    rule = replace(BOOK.rules["WFP101"], **changes)
    book = Rulebook({rule.id: rule}, BOOK.facts, BOOK.sources)
    return [str(error) for error in lint(book)]


LEARN, ANSWER = ("COMP",), ("QA",)
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "empty text": ({"impact": " \n"}, "impact: is empty"),
    "empty list": ({"limitations": ()}, "limitations: is empty"),
    "empty item": ({"limitations": ("x", " ")}, "limitations: is empty or has an empty item"),
    "no params": ({"params": {}}, "params: is empty"),
    "bad id": ({"id": "W1"}, "is not an id"),
    "bad name": ({"name": "Unguarded Completion"}, "kebab-case"),
    "file name": ({"path": "rules/WFP101.yaml"}, "not named WFP101-unguarded-completion.yaml"),
    "samples": ({"samples": "samplecode/rules/WFP102"}, "samples:"),
    "two sentences": ({"summary": "It is bad. Do not."}, "not one sentence"),
    "no sentence": ({"summary": "it is bad"}, "not one sentence"),
    "title full stop": ({"title": "It is bad."}, "title: ends in a full stop"),
    "upper case": ({"message": "The {object} is bad"}, "lower case"),
    "full stop": ({"message": "the {object} is bad."}, "full stop"),
    "no name": ({"message": "it is bad"}, "names nothing"),
    "two lines": ({"message": "the {object}\nis bad"}, "more than one line"),
    "hype": ({"why": "It is simply bad."}, "'simply' says nothing"),
    "phrase": ({"params": {"report": {"no-guard": "Bad."}}}, "phrase for 'no-guard'"),
    "reference": ({"references": (Reference("x", "https://x.example"),)}, "no known source"),
    "suppression": ({"suppress_when": "Never."}, "comment to paste"),
    "documented by an answer": (
        {"basis": (Basis("documented", ANSWER, "It is."),)},
        "'documented' needs a page on Microsoft Learn",
    ),
    "omission of nothing": (
        {"basis": (Basis("documented-by-omission", (), "It is."),)},
        "needs a page on Microsoft Learn",
    ),
    "sample of nothing": ({"basis": (Basis("sample", (), "It is."),)}, "'sample' needs a source"),
    "statement": ({"basis": (Basis("documented", LEARN, "it is"),)}, "is not a sentence"),
    "no attribution": (
        {"why": "x.", "impact": "x.", "basis": (Basis("reported", ANSWER, "It crashes."),)},
        "states a reported fact without saying so",
    ),
    "unknown ask": ({"dcr": (DcrWords("x", "y", "COMP", (11,)),)}, "unknown or no ask"),
    "long text": ({"dcr": (DcrWords("x", "y " * 61, "COMP", (1,)),)}, "has 61 words"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_lint_refuses(case: str) -> None:
    changes, words = BROKEN[case]
    assert any(words in text for text in complaints(**changes)), complaints(**changes)


def test_lint_names_file_and_line(tmp_path: Path) -> None:
    broken = RULE.replace("A door is left open", "A door is left open.", 1)
    book = load_rulebook([project(tmp_path / "rules", broken)], use_cache=False)
    (error,) = lint(book)
    assert error.path == book.rules["ACME001"].path
    assert error.line == line_of(broken, "title:")
    assert error.message.startswith("ACME001, title:")
