"""The result cache: what goes in comes out, and nothing about it can break a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.example import ANALYSIS, SITES
from wfplint import cache
from wfplint.cache import Outcome

OUTCOME = Outcome(
    ANALYSIS.findings,
    SITES,
    ANALYSIS.files,
    ANALYSIS.problems,
    ANALYSIS.notices,
    ("WFP101",),
    ("WFP101", "WFP001"),
)


def test_round_trip(tmp_path: Path) -> None:
    cache.store(tmp_path / "c", "k", OUTCOME)
    assert cache.load(tmp_path / "c", "k") == OUTCOME
    assert cache.load(tmp_path / "c", "other") is None


def test_a_changed_input_is_seen(tmp_path: Path) -> None:
    header = tmp_path / "x.h"
    header.write_text("a")
    outcome = OUTCOME._replace(inputs=(str(header),))
    cache.store(tmp_path / "c", "k", outcome)
    assert cache.load(tmp_path / "c", "k") == outcome
    header.write_text("b")
    assert cache.load(tmp_path / "c", "k") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"inputs": {}, "findings": [[1]]}'])
def test_a_broken_entry_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "k.json").write_text(text)
    assert cache.load(tmp_path, "k") is None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache.store(tmp_path / "file" / "c", "k", OUTCOME)
    assert cache.load(tmp_path / "file" / "c", "k") is None


def test_old_entries_are_dropped(tmp_path: Path) -> None:
    for number in range(20):
        cache.store(tmp_path, f"k{number}", OUTCOME)
    assert len(list(tmp_path.glob("*.json"))) < 10


def test_the_key_covers_options_names_and_contents() -> None:
    keys = {
        cache.key([], []),
        cache.key(["a"], []),
        cache.key(["a", "b"], []),
        cache.key(["ab"], []),
        cache.key([], [("a", b"x")]),
        cache.key([], [("a", b"y")]),
        cache.key([], [("b", b"x")]),
        cache.key([], [("a", b""), ("x", b"")]),
    }
    assert len(keys) == 8
