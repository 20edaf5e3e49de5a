"""The JSON Schemas for editors: fresh, and in agreement with the decoder."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from tests.rulebook.support import FACTS, RULE
from wfplint.checkers import __main__ as schemas
from wfplint.rulebook import loader

TEXTS = schemas.build()
RULES, API = (json.loads(TEXTS[n]) for n in ("rule.schema.json", "facts.schema.json"))


def valid(text: str, schema: dict[str, Any]) -> bool:
    value = YAML(typ="safe", pure=True).load(text)
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


@pytest.mark.parametrize("name", TEXTS)
def test_the_files_are_fresh(name: str) -> None:
    text = (schemas.directory() / name).read_text(encoding="utf-8")
    assert text == TEXTS[name], "run: python -m wfplint.checkers"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("file", loader.bundled_files(), ids=lambda file: file.shown)
def test_the_bundled_files_are_valid(file: Any) -> None:
    text = file.data.decode()
    assert valid(text, RULES if text.startswith("id:") else API)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("impact: |", "impcat: |"),
        ("severity: warning", "severity: bad"),
        ("practice", "hearsay"),
        ("paired-acquire-release", "pear"),
        ("kinds:", "kind:"),
        ("leak:", "leek:"),
    ],
)
def test_a_broken_rule_is_refused(old: str, new: str) -> None:
    assert valid(RULE, RULES)
    assert not valid(RULE.replace(old, new, 1), RULES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("functions:", "function:"),
        ("result: void", "result: voit"),
        ("- release:", "- releese:"),
        ("object: arg0}", "object: arg}"),
        ("result: void", "numberless: maybe"),
    ],
)
def test_broken_facts_are_refused(old: str, new: str) -> None:
    assert valid(FACTS, API)
    assert not valid(FACTS.replace(old, new, 1), API)
