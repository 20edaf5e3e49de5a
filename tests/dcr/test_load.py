"""The records are decoded strictly; what they name must exist."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dcr.checkout import sources
from wfplint.dcr.load import load_knowledge
from wfplint.errors import UserError
from wfplint.rulebook.loader import bundled_directory


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(bundled_directory() / "dcr", tmp_path / "dcr")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("facts.yaml", "label: reported", "label: inference", "facts.yaml:5: .*'inference'"),
        ("facts.yaml", "topic: race", "subject: race", "facts.yaml:4: unknown key 'subject'"),
        ("facts.yaml", "id: layers-reported", "id: crash", "'crash' stands twice .first in line 3"),
        ("facts.yaml", "[QA]", "[QQ]", "fact 'crash' names 'QQ', which is unknown"),
        ("asks.yaml", "questions: [a, b]", "questions: [z]", "ask 1 names 'z'"),
        ("asks.yaml", "number: 1\n", "number: one\n", "'one' is not a int"),
        ("patches.yaml", "page: COMP", "page: CMP", "patch 'endpoint-teardown' names 'CMP'"),
        ("patches.yaml", "asks: [1, 5]", "asks: [99]", "names '99'"),
        (
            "patches.yaml",
            "repository: windows-driver-docs-ddi",
            "repository: x",
            "unknown value 'x'",
        ),
        ("warning.yaml", "limit: 60", "", "key 'limit' is missing"),
    ],
)
def test_a_wrong_record_is_named(rules: Path, file: str, old: str, new: str, message: str) -> None:
    path = rules / "dcr" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        load_knowledge(rules, sources())


def test_a_missing_file_is_named(rules: Path) -> None:
    (rules / "dcr" / "asks.yaml").unlink()
    with pytest.raises(UserError, match=r"asks\.yaml: cannot be read"):
        load_knowledge(rules, sources())
