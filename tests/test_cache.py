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


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_round_trip() -> None:
    cache.store("k", OUTCOME)
    assert cache.load("k") == OUTCOME
    assert cache.load("other") is None


def test_a_changed_input_is_seen(tmp_path: Path) -> None:
    header = tmp_path / "x.h"
    header.write_text("a")
    outcome = OUTCOME._replace(inputs=(str(header),))
    cache.store("k", outcome)
    assert cache.load("k") == outcome
    header.write_text("b")
    assert cache.load("k") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"inputs": {}, "findings": [[1]]}'])
def test_a_broken_entry_is_as_good_as_none(text: str) -> None:
    cache.folder().mkdir(parents=True)
    (cache.folder() / "k.json").write_text(text)
    assert cache.load("k") is None


def test_a_folder_that_cannot_be_made_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.store("k", OUTCOME)
    assert cache.load("k") is None


def test_old_entries_are_dropped() -> None:
    for number in range(60):
        cache.store(f"k{number}", OUTCOME)
    assert len(list(cache.folder().glob("*.json"))) < 40


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
