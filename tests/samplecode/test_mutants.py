"""Each mutant is a real edit, breaks what the table says, and has a rule or a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from samplecode.evidence import build, table
from samplecode.evidence.explore import explore
from samplecode.evidence.paths import MUTANTS, ROOT
from samplecode.evidence.table import Mutant

ALL = table.mutants()


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.id)
def test_exploration_breaks_what_the_table_says(mutant: Mutant) -> None:
    run = mutant.run()
    result = explore(run)
    assert result.meets(run), (dict(result.broken), result.verdict)


def test_every_patch_has_a_row_and_every_row_a_patch() -> None:
    assert {path.stem for path in MUTANTS.glob("*.patch")} == {mutant.id for mutant in ALL}
    assert len({mutant.id for mutant in ALL}) == len(ALL)


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.id)
def test_patch_applies_exactly_and_changes_something(mutant: Mutant, tmp_path: Path) -> None:
    plain = build.patched(tmp_path / "plain", [])
    edited = build.patched(tmp_path / "edited", [MUTANTS / f"{mutant.id}.patch"])
    changed = [
        p.name for p in edited.glob("*.[ch]") if p.read_bytes() != (plain / p.name).read_bytes()
    ]
    assert changed
    assert not list(edited.glob("*.orig")) + list(edited.glob("*.rej"))


def test_whatever_survives_has_a_reason() -> None:
    for mutant in ALL:
        if mutant.kind == "mutant":
            assert bool(mutant.breaks) != bool(mutant.survives_because), mutant.id


def test_every_mutant_names_a_rule_or_says_why_none() -> None:
    known = {path.stem[:6] for path in (ROOT / "rules").glob("WFP*.yaml")}
    for mutant in ALL:
        if mutant.kind == "mutant":
            assert (mutant.rule is None) == bool(mutant.no_rule_because), mutant.id
            assert mutant.rule is None or mutant.rule in known, mutant.id


def test_patches_name_no_place_on_a_machine() -> None:
    for path in MUTANTS.glob("*.patch"):
        names = [
            line for line in path.read_text().splitlines() if line.startswith(("--- ", "+++ "))
        ]
        assert all(name[4:6] in ("a/", "b/") and name.count("/") == 1 for name in names), path.name
