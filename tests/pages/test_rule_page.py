"""The page of a rule: every part, in the fixed order, and nothing that is empty."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.conftest import Snapshot
from tests.pages.example import PAIR, RULE, SOURCES
from wfplint.dcr.model import SourceRow
from wfplint.pages.rule_diagram import render_for
from wfplint.pages.rule_page import Extras, render_rule_page
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rule

ORDER = [
    "<var>call</var> is reached without a guard (<var>reason</var>)",
    "Why",
    "What happens if it is ignored",
    "Example",
    "What wfplint prints",
    "How to fix it",
    "How it is decided",
    "Limitations",
    "When to suppress",
    "Applies to",
    "Overlapping Microsoft checks",
    "What we ask of Microsoft",
    "References",
]
FULL = Extras(PAIR, "bad.c:5: warning WFP901: ...", render_for(RULE))


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+?)(?: \{.*)?$", page, re.M)


def test_page(snapshot: Snapshot) -> None:
    page = render_rule_page(RULE, SOURCES, replace(FULL, diagram="(diagram)"))
    snapshot("rule_page.md", page)


def test_all_parts_in_order() -> None:
    assert headings(render_rule_page(RULE, SOURCES, FULL)) == ORDER


def test_a_bare_rule_has_no_empty_part() -> None:
    bare = replace(RULE, why="", impact="", limitations=(), overlaps=(), dcr=(), basis=(), fix="")
    page = render_rule_page(bare, SOURCES)
    assert headings(page) == [
        h for h in ORDER if h[0] == "<" or h in ("When to suppress", "Applies to", "References")
    ]


def test_expected_lines_are_highlighted_and_marks_removed() -> None:
    page = render_rule_page(RULE, SOURCES, FULL)
    assert 'title="samplecode/rules/x/bad.c" linenums="3" hl_lines="3"' in page
    assert "expect:" not in page and "[start:" not in page


def test_the_literal_message_comes_before_any_section() -> None:
    page = render_rule_page(RULE, SOURCES, FULL)
    assert page.index("<var>call</var> is reached without a guard") < page.index("## Why")


def test_every_statement_of_the_basis_has_a_chip_with_its_sources() -> None:
    page = render_rule_page(RULE, SOURCES)
    assert 'wl-chip--reported"><span' in page
    assert '<a href="https://example.invalid/q?a=1&amp;b=2">Microsoft Q&amp;A</a>' in page
    assert "&lt;stack&gt;" in page


@pytest.mark.parametrize("rule", load_rulebook().rules.values(), ids=lambda rule: rule.id)
def test_every_bundled_rule_renders(rule: Rule) -> None:
    sources = {k: SourceRow(k, s.title, s.url) for k, s in load_rulebook().sources.items()}
    page = render_rule_page(rule, sources, Extras(diagram=render_for(rule)))
    assert page.count("\n# ") == 1
    assert "must-register" in rule.checker or "wl-diagram" in page
    for basis in rule.basis:
        assert f"wl-chip--{basis.label}" in page


def test_the_caption_names_event_and_requirement() -> None:
    rule = replace(
        RULE, checker="must-follow",
        params={"event": {"effect": "pend", "kind": ("operation", "classify")},
                "requires": ({"writes": "OUT.rights", "clears": "RIGHT"},)},
    )  # fmt: skip
    assert "Event: pend operation or classify. Required: clears RIGHT in rights" in render_for(rule)
