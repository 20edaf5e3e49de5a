"""Programs written differently keep their verdicts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.checkers.rewrites import PROGRAM_REWRITES, TEXT_REWRITES, Rewrite, split
from tests.checkers.sources import completions_of
from tests.oracle import model as m
from tests.oracle.compare import with_truth
from tests.oracle.render import render, site_lines
from tests.oracle.state import InvalidError
from tests.oracle.truth import truths

SEEDS = range(20_000, 20_100)
BATCH = 8
ALLOWED = 0.01
Sites = dict[tuple[int, int], str]


@cache
def programs() -> list[m.Program]:
    """Generated programs that have a meaning."""
    made = (with_truth(seed) for seed in SEEDS)
    return [found[0] for found in made if found is not None]


def batches(items: list[m.Program]) -> Iterable[list[m.Program]]:
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))


def verdicts(texts: Mapping[str, str]) -> Sites:
    """(program, site) -> verdict, over all files."""
    found = completions_of({Path(name): text for name, text in texts.items()})
    result: Sites = {}
    for name, text in texts.items():
        for site, line in site_lines(text).items():
            result[site] = found.get((name, line), ("lost", ""))[0]
    return result


@cache
def originals() -> list[Sites]:
    return [verdicts({"one.c": render(batch)}) for batch in batches(programs())]


def changed(after: list[Sites]) -> tuple[int, list[str]]:
    """How many sites there are, and those whose verdict is another one."""
    count, different = 0, []
    for number, (old, new) in enumerate(zip(originals(), after, strict=True)):
        for site, verdict in old.items():
            if site in new:
                count += 1
                if new[site] != verdict:
                    where = f"batch {number}, program {site[0]}, site {site[1]}"
                    different.append(f"{where}: {verdict} -> {new[site]}")
    return count, different


def check(after: list[Sites]) -> None:
    count, different = changed(after)
    assert count > len(programs()) * 0.9
    assert len(different) <= count * ALLOWED, different


@pytest.mark.parametrize("rewrite", PROGRAM_REWRITES, ids=lambda r: str(r.__name__))
def test_program_rewrites_keep_verdicts(rewrite: Rewrite) -> None:
    after = []
    for batch in batches(programs()):
        written = [rewrite(p, random.Random(p.style)) for p in batch]
        after.append(verdicts({"one.c": render(written)}))
    check(after)


@pytest.mark.parametrize("rewrite", PROGRAM_REWRITES, ids=lambda r: str(r.__name__))
def test_program_rewrites_keep_meaning(rewrite: Rewrite) -> None:
    for program in programs():
        written = rewrite(program, random.Random(program.style))
        try:
            after = truths(written)
        except InvalidError as error:
            assert "too many" in str(error)
            continue
        before = truths(program)
        assert {s: t for s, t in before.items() if s in after} == after


@pytest.mark.parametrize("rewrite", TEXT_REWRITES, ids=lambda r: str(r.__name__))
def test_text_rewrites_keep_verdicts(rewrite: Callable[[str], str]) -> None:
    check([verdicts({"one.c": rewrite(render(batch))}) for batch in batches(programs())])


def test_two_files_keep_verdicts() -> None:
    after = []
    for batch in batches(programs()):
        one, two = split(batch)
        after.append(verdicts({"one.c": one, "two.c": two}))
    check(after)


def test_cpp_keeps_verdicts() -> None:
    check([verdicts({"one.cpp": render(batch)}) for batch in batches(programs())])
