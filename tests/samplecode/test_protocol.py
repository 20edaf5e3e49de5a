"""The Spin model, written by hand, agrees with the explorer wherever both know the switches."""

from __future__ import annotations

import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest

from samplecode.evidence.explore import explore
from samplecode.evidence.paths import SAMPLES
from samplecode.evidence.table import Run

MODEL = SAMPLES / "protocol.pml"

pytestmark = pytest.mark.skipif(shutil.which("spin") is None, reason="spin is not installed")


def label(switches: dict[str, int]) -> str:
    return "".join(f"{name}{value}" for name, value in switches.items())


CLOSURES = ({"H": 0}, {"H": 1}, {"H": 2}, {"H": 2, "P": 1})
ASSUMPTIONS = [
    {"C": c, "N": n, "A": a, "E": e, **closure}
    for c, n, (a, e), closure in product((0, 1), (0, 1), ((0, 0), (1, 0), (0, 2)), CLOSURES)
]
SHAPES = [{"G": g, "U": u, "V": v} for g, u, v in product((0, 1, 2), (0, 1), (0, 1))]
# Compiling a checker for each set takes the time: the worst case always, all by `make soak`.
QUICK = [switches for switches in ASSUMPTIONS if switches["A"] == 0 and switches["E"] == 0]
SETS = [
    pytest.param(s, id=label(s), marks=() if s in QUICK else pytest.mark.soak)
    for s in [*ASSUMPTIONS, *SHAPES]
]


def spin_passes(folder: Path, guard: int, switches: dict[str, int]) -> bool:
    """Whether Spin finds no violated assertion and no invalid end state."""
    defines = [f"-D{name}={value}" for name, value in switches.items()]
    commands = (
        ["spin", f"-DGUARD={guard}", *defines, "-a", str(MODEL)],
        ["gcc", "-w", "-DSAFETY", "-o", "pan", "pan.c"],
        ["./pan", "-m100000"],
    )
    for command in commands:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert "max search depth too small" not in done.stdout
    assert "errors: " in done.stdout
    return "errors: 0" in done.stdout


@pytest.mark.parametrize("switches", SETS)
def test_same_verdict_for_the_mitigation(switches: dict[str, int], tmp_path: Path) -> None:
    found = explore(Run("", "", "", "guarded", frozenset(), {**switches, "ACC": 0}))
    assert spin_passes(tmp_path, 1, switches) == (not found.broken), dict(found.broken)


@pytest.mark.parametrize("switches", [{}, {"A": 1}, {"E": 2}, {"C": 0}, {"U": 0}], ids=label)
def test_same_verdict_for_the_defect(switches: dict[str, int], tmp_path: Path) -> None:
    found = explore(Run("", "", "", "unguarded", frozenset(), {**switches, "ACC": 0}))
    assert spin_passes(tmp_path, 0, switches) == (not found.broken), dict(found.broken)
