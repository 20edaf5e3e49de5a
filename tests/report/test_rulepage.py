"""The page of a rule: complete, in a fixed order, and filled to the width."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import Snapshot
from wfplint.finding import Severity
from wfplint.report import rulepage
from wfplint.report.styled import plain
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Basis, Reference, Rule, Source
from wfplint.samples import Excerpt, Pair

RULE = Rule(
    id="WFP999",
    name="example-rule",
    title="An example is made",
    severity=Severity.WARNING,
    confidence="medium",
    since="0.1.0",
    basis=(Basis("documented", ("page",), "A page says so."),),
    summary="One sentence that\nsays it.",
    message="'{object}' is wrong",
    why="A first paragraph.\n\nA list:\n- one item that is\n  continued\n- another",
    impact="It breaks.",
    fix="Do it:\n\n```c\nif (x)\n    y();\n```\n\nThen rest.",
    limitations=("False negative: some " + "long " * 30 + "text.",),
    suppress_when="When it is right.",
    applies_to=("FwpsOne", "FwpsTwo"),
    references=(Reference("More", "https://example.org/more"),),
    checker="none",
    params={"a": 1},
    samples="",
)
SOURCES = {"page": Source("page", "The page", "https://example.org/page")}
PAIR = Pair(
    Excerpt("a/bad.c", "c", 1, "bad(); // no", (1,)),
    Excerpt("a/good.c", "c", 1, "good();", ()),
    ("bad.c", "good.c"),
)


def test_text(snapshot: Snapshot) -> None:
    snapshot("rule.txt", plain(rulepage.render_text(RULE, PAIR, SOURCES)))


def test_markdown(snapshot: Snapshot) -> None:
    snapshot("rule.md", rulepage.render_markdown(RULE, PAIR, SOURCES))


def test_json_has_every_field() -> None:
    (rule,) = json.loads(rulepage.render_json([RULE]))["rules"]
    expected = set(Rule.__dataclass_fields__) - {"lines", "path"} | {"group"}
    assert set(rule) == expected
    assert rule["basis"] == [
        {"label": "documented", "sources": ["page"], "statement": "A page says so."}
    ]


def test_list() -> None:
    shown = plain(rulepage.render_list([RULE]))
    assert shown.startswith("WFP999  example-rule  warning  An example is made\n")


def test_no_line_is_wider_than_asked() -> None:
    lines = rulepage.render_text(RULE, PAIR, SOURCES, width=60)
    assert max(len(line.text) for line in lines) <= 60


@pytest.mark.parametrize("rule", load_rulebook().rules.values(), ids=lambda rule: str(rule.id))
def test_bundled_rules_render(rule: Rule) -> None:
    """No Markdown of a record is lost or torn in a terminal."""
    sources = load_rulebook().sources
    shown = plain(rulepage.render_text(rule, None, sources))
    assert "```" not in shown
    words = re.findall(r"\w+", rule.fix)
    assert all(word in shown for word in words if word not in ("c", "cpp"))
    assert rulepage.render_markdown(rule, None, sources).count("```") % 2 == 0
