"""Every mistake in a rule or facts file is reported with file, line, key and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook.support import FACTS, RULE, line_of, project
from wfplint.checkers.binding import bind
from wfplint.errors import UserError
from wfplint.rulebook import load_rulebook

RULE_FILE, FACTS_FILE = "ACME001-door-left-open.yaml", "acme.yaml"


def load_error(directory: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        book = load_rulebook([directory], use_cache=False)
        bind(book.rules["ACME001"], book)
    return caught.value


# What to replace in the rule, by what, a text on the reported line, and words of the report.
BROKEN_RULES = {
    "unknown key": ("impact: |", "impcat: |", "impcat", ["'impcat'", "did you mean 'impact'"]),
    "missing key": ("since: 0.1.0\n", "", "id:", ["'since' is missing"]),
    "key twice": ("checker:", "name: x\nchecker:", "name: x", ["'name' stands twice", "line 2"]),
    "unknown severity": ("severity: warning", "severity: bad", "bad", ["severity", "error, note"]),
    "unknown label": ("practice", "hearsay", "hearsay", ["basis[0].label", "documented"]),
    "unknown source": ("sources: []", "sources: [COPM]", "COPM", ["source 'COPM'", "COMP"]),
    "unknown function": ("[AcmeOpen]", "[AcmeOpne]", "AcmeOpne", ["'AcmeOpne'", "AcmeOpen"]),
    "text for a list": ("[AcmeOpen]", "AcmeOpen", "applies_to", ["must be a list", "[a, b]"]),
    "empty text": ("title: A door is left open", "title:", "title:", ["title is empty"]),
    "list for a text": ("title: A door is left open", "title: [a]", "title", ["single value"]),
    "unknown checker": ("paired-acquire-release", "pear", "checker", ["'pear'", "guarded-call"]),
    "unknown parameter": ("kinds:", "kind:", "  kind:", ["'kind' in params", "'kinds'"]),
    "unknown report": ("leak:", "leek:", "leek", ["params.report.leek", "leak, over-release"]),
    "unknown placeholder": ("{call}", "{cell}", "message", ["'cell'", "did you mean 'call'"]),
    "unbalanced brace": ("{call}", "{call", "message", ["message:"]),
    "not YAML": ("severity: warning", "severity: 'warning", "", ["not YAML"]),
    "tag": ("since: 0.1.0", "since: !!python/name:os.system x", "since", ["tag"]),
    "removed id": ("id: ACME001", "id: ACME000", "id:", ["ACME000", "was removed", "merged"]),
    "duplicate id": ("id: ACME001", "id: WFP101", "id:", ["defined twice", "rules/WFP101-"]),
}


@pytest.mark.parametrize("case", BROKEN_RULES)
def test_broken_rule(case: str, tmp_path: Path) -> None:
    old, new, at, words = BROKEN_RULES[case]
    assert old in RULE
    broken = RULE.replace(old, new, 1)
    facts = FACTS + "removed:\n  ACME000: merged into ACME001\n"
    error = load_error(project(tmp_path / "rules", broken, facts))
    assert (error.path or "").endswith(RULE_FILE)
    if at:
        assert error.line == line_of(broken, at), str(error)
    for word in words:
        assert word in str(error)


BROKEN_FACTS = {
    "unknown section": ("functions:", "function:", "function:", ["'function'", "'functions'"]),
    "unknown key": ("result: void", "resultt: void", "resultt", ["functions.AcmeClose", "result"]),
    "unknown result": ("result: void", "result: voit", "voit", ["did you mean 'void'", "boolean"]),
    "unknown effect": ("- release:", "- releese:", "releese", ["'releese'", "did you mean 'rel"]),
    "two effects": ("- release: {", "- wait: {}\n        release: {", "wait", ["exactly one key"]),
    "unknown field": ("{kind: door, object: arg0}", "{kid: door}", "kid", ["'kid'", "kind"]),
    "bad operand": ("object: arg0}", "object: arg}", "arg}", ["'arg'", "arg0, *arg0, arg0.field"]),
    "bad boolean": ("result: void", "numberless: maybe", "maybe", ["numberless", "false, true"]),
    "unknown role": (
        "      - release: {kind: door, object: arg0}",
        "      - defer: {role: wroker}",
        "wroker",
        ["role 'wroker'", "worker"],
    ),
    "unknown source": ("result: void", "source: COPM", "COPM", ["'COPM'", "COMP"]),
    "shared spelling": (
        "result: void",
        "aliases: [AcmeOpen]",
        "aliases",
        ["'AcmeOpen' is a spelling of"],
    ),
    "replaces nothing": ("functions:", "replaces: [Nothing]\nfunctions:", "Nothing", ["Nothing"]),
    "section no mapping": ("functions:", "roles: [a]\nfunctions:", "roles", ["must be a mapping"]),
    "bad constant": ("functions:", "constants: {A: x}\nfunctions:", "A: x", ["a number"]),
    "missing include": ("functions:", "include: [no.yaml]\nfunctions:", "no.yaml", ["no.yaml"]),
    "include itself": ("functions:", "include: [acme.yaml]\nfunctions:", "include", ["circle"]),
}


@pytest.mark.parametrize("case", BROKEN_FACTS)
def test_broken_facts(case: str, tmp_path: Path) -> None:
    old, new, at, words = BROKEN_FACTS[case]
    assert old in FACTS
    broken = FACTS.replace(old, new, 1)
    error = load_error(project(tmp_path / "rules", facts=broken))
    assert (error.path or "").endswith(FACTS_FILE)
    assert error.line == line_of(broken, at), str(error)
    for word in words:
        assert word in str(error)


def test_an_include_in_a_circle_names_the_chain(tmp_path: Path) -> None:
    directory = project(tmp_path / "rules", facts="include: [b.yml]\n" + FACTS)
    (directory / "api" / "b.yml").write_text("include: [c.yml]\n")
    (directory / "api" / "c.yml").write_text("constants: {A: 1}\ninclude: [acme.yaml]\n")
    error = load_error(directory)
    assert (error.path or "").endswith("api/c.yml")
    assert error.line == 2
    assert "b.yml" in error.message
    assert error.message.endswith("c.yml -> acme.yaml")


def test_an_unclear_event_is_an_error(tmp_path: Path) -> None:
    params = "checker: must-check-result\nparams:\n  events:\n    - {kind: [door]}\n"
    start = RULE.index("checker:")
    broken = RULE[:start] + params + "  report: {ignored: x}\n" + RULE[RULE.index("samples:") :]
    error = load_error(project(tmp_path / "rules", broken))
    assert error.line == line_of(broken, "{kind: [door]}")
    assert "exactly one of effect, calls" in error.message


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [(b"\xff\xfe\x00", 1, "UTF-8"), (b"", 1, "empty"), (b"- a\n", 1, "mapping")],
)
def test_files_that_are_no_rule_file(data: bytes, line: int, word: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    with pytest.raises(UserError) as caught:
        load_rulebook([tmp_path], use_cache=False)
    assert caught.value.line == line
    assert word in caught.value.message


def test_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such directory"):
        load_rulebook([tmp_path / "none"])
