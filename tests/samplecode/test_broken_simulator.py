"""If the simulator is broken on purpose, the evidence must notice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samplecode.evidence import table
from samplecode.evidence.explore import Result, explore
from samplecode.evidence.table import Run

RUNDOWN_NEVER_WAITS, LOCK_DOES_NOT_LOCK, FREE_IS_NOT_NOTICED, ENDPOINT_IS_NOT_CHECKED = 1, 2, 3, 4


def broken(run: Run, how: int) -> tuple[Run, Result]:
    changed = replace(run, switches={**run.switches, "BREAK": how})
    return changed, explore(changed)


def named(id: str) -> Run:
    every = [*table.runs(), *(mutant.run() for mutant in table.mutants())]
    return next(run for run in every if run.id == id)


@pytest.mark.parametrize(
    ("id", "how"),
    [
        ("guarded", RUNDOWN_NEVER_WAITS),
        ("guarded", LOCK_DOES_NOT_LOCK),
        ("m27-closure-freed-too-early", FREE_IS_NOT_NOTICED),
        ("defect", ENDPOINT_IS_NOT_CHECKED),
        ("no-closure", ENDPOINT_IS_NOT_CHECKED),
    ],
)
def test_the_table_is_no_longer_met(id: str, how: int) -> None:
    assert explore(named(id)).meets(named(id))
    run, result = broken(named(id), how)
    assert not result.meets(run)
