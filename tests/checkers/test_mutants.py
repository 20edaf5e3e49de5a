"""Good samples with one thing broken, which its rule sees; and rewritten, which no rule minds."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from tests.checkers.sample_mutants import MISSED, SAMPLES, Mutant, mutants
from tests.checkers.sample_rewrites import TEXT, rewrites
from wfplint.checkers.run import analyse
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rulebook
from wfplint.source import SourceFile

SCORE = 0.99
ALL = list(mutants())
GOOD = sorted(p for p in SAMPLES.glob("*/good*.c*"))
SPELLINGS = {
    "status-compared": (r"NT_SUCCESS\((\w+)\)", r"(\1 >= 0)"),
    "null-tested": (r"\((\w+) == NULL\)", r"(!\1)"),
    "numberless": (r"\b(Fwps(?:Pend|Complete)Operation)0", r"\1"),
    "bool-compared": (r"if \(mine\)", "if (mine != FALSE)"),
    "flag-spelt": (r"FWP_ACTION_BLOCK;", "(FWP_ACTION_TYPE)(FWP_ACTION_FLAG_TERMINATING | 1);"),
    "comments": (r";\n", "; /* ; */\n\n"),
}


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    return load_rulebook()


def found(files: dict[str, str]) -> set[str]:
    """The rules that speak of a program; it has to be understood whole."""
    units = []
    for name, text in files.items():
        source = SourceFile.from_bytes(name, text.encode(), name)
        result = parse(source, ClangOptions(), lambda _: True)
        assert not result.untrusted, result.unit.notices
        units.append(lower_unit(result.unit))
    book = rulebook()
    return {f.rule for f in analyse(units, book, list(book.rules.values())).findings}


@pytest.mark.parametrize(
    "mutant", ALL, ids=lambda m: f"{m.rule}-{m.operator}-{m.sample.partition('.')[0]}"
)
def test_mutants_are_caught(mutant: Mutant) -> None:
    rules = found({mutant.sample: mutant.text})
    if mutant.caught_by == MISSED:
        assert mutant.rule not in rules, "it is caught now: take the mark away"
    else:
        assert mutant.caught_by in rules


def test_few_mutants_are_missed() -> None:
    missed = sum(m.caught_by == MISSED for m in ALL)
    assert missed <= (1 - SCORE) * len(ALL)


def test_every_rule_has_mutants_and_there_are_enough_operators() -> None:
    assert set(Counter(m.rule for m in ALL)) == set(rulebook().rules)
    assert len({m.operator for m in ALL}) >= 8


@pytest.mark.parametrize("path", GOOD, ids=lambda p: f"{p.parent.name[:6]}-{p.name}")
def test_other_spellings_stay_silent(path: Path) -> None:
    for name, (pattern, text) in SPELLINGS.items():
        changed, count = re.subn(pattern, text, path.read_text())
        assert not count or found({path.name: changed}) == set(), name


@pytest.mark.parametrize(
    "path", [p for p in GOOD if p.suffix == ".c"], ids=lambda p: f"{p.parent.name[:6]}-{p.name}"
)
def test_rewrites_stay_silent(path: Path) -> None:
    different = dict(rewrites(path.read_text()))
    assert len(different) >= len(TEXT) - 1
    for name, files in different.items():
        assert found(files) == set(), name
