"""Every named run ends as the table says; the slow ones belong to `make prove`."""

from __future__ import annotations

import random

import pytest

from samplecode.evidence import table
from samplecode.evidence.explore import explore
from samplecode.evidence.table import Run

QUICK = [run for run in table.runs() if not run.slow and not run.long]
SLOW = [run for run in table.runs() if run.slow or run.long]


@pytest.mark.parametrize("run", QUICK, ids=lambda run: run.id)
def test_run_ends_as_the_table_says(run: Run) -> None:
    result = explore(run)
    assert result.meets(run), (dict(result.broken), result.verdict)


@pytest.mark.soak
@pytest.mark.parametrize("run", SLOW, ids=lambda run: run.id)
def test_slow_run_ends_as_the_table_says(run: Run) -> None:
    result = explore(run)
    assert result.meets(run), (dict(result.broken), result.verdict)


def test_the_sweep_expects_failures_and_passes() -> None:
    sweep = list(table.sweep())
    assert len({run.id for run in sweep}) == len(sweep) == 768
    assert 0 < sum(bool(run.expect) for run in sweep) < len(sweep)


# A corner of the sweep for each policy: both forms of the closure, and where its pend fails.
CORNERS = [run for run in table.sweep() if run.switches["G"] == 2 and run.switches["V"] == 1
           and run.switches["E"] == 0 and run.switches["H"] != 0]  # fmt: skip


@pytest.mark.parametrize("run", CORNERS, ids=lambda run: run.id.replace(" ", "_"))
def test_a_corner_of_the_sweep(run: Run) -> None:
    result = explore(run)
    assert result.meets(run), (dict(result.broken), result.verdict)


# What may come together under the conditions of the mitigation, with more weight on what is usual.
SHAPES = {
    "LAYER": (0, 0, 1), "TIMER": (0, 0, 1), "CANCEL": (0, 1), "CLOSURES": (1, 2), "FAIL": (0, 1),
    "POLICY": (0, 0, 1), "G": (0, 1, 2), "V": (0, 1), "E": (0, 1, 2), "A": (0, 0, 1), "U": (0, 1),
    "Z": (0, 0, 0, 1), "UDP": (0, 0, 1), "IP6": (0, 0, 0, 1), "F": (0, 1, 2), "ACC": (0, 0, 1),
}  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(60))
def test_scenarios_together(seed: int) -> None:
    chosen = random.Random(seed)
    switches = {name: chosen.choice(values) for name, values in SHAPES.items()}
    switches |= chosen.choice(table.CLOSURES)
    switches["K"] = chosen.choice((0, 1)) if switches["G"] == 1 else 0
    patches = chosen.choice([(), ("variant-inline",)])
    run = Run("", "", "", "guarded", frozenset(), switches, patches)
    result = explore(run)
    assert result.meets(run), (switches, patches, dict(result.broken), result.verdict)


def test_two_runs_agree_to_the_state() -> None:
    run = next(run for run in table.runs() if run.id == "guarded")
    first, second = explore(run), explore(run)
    assert (first.states, first.steps) == (second.states, second.steps)


def test_a_reached_cap_is_no_pass() -> None:
    run = next(run for run in table.runs() if run.id == "guarded")
    result = explore(run, cap=100)
    assert result.verdict == "cap"
    assert not result.meets(run)
