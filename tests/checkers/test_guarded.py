"""Correct fragments are guarded; every way of breaking them is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkers.mutation import Mutant, mutants
from tests.checkers.sources import completions, expected_in

FRAGMENTS = sorted(p for p in (Path(__file__).parent / "guarded").iterdir() if p.suffix != ".h")
MUTANTS = [(p, mutant) for p in FRAGMENTS for mutant in mutants(p.read_text())]


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda p: p.name)
def test_fragments_are_guarded(path: Path) -> None:
    text = path.read_text()
    assert {v for v, _ in expected_in(text).values()} == {"guarded"}
    assert completions(path, text) == expected_in(text)


@pytest.mark.parametrize(
    ("path", "mutant"), MUTANTS, ids=[f"{p.stem}-{m.title.replace(' ', '-')}" for p, m in MUTANTS]
)
def test_mutants_are_seen(path: Path, mutant: Mutant) -> None:
    found = completions(path, mutant.text)
    assert found
    assert {verdict for verdict, _ in found.values()} == {mutant.expected}
