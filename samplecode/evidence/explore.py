"""Run the explorer once and decode what it says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samplecode.evidence import build
from samplecode.evidence.table import Run

CAP = 60_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """What one exploration found."""

    verdict: str  # "pass", "violation" or "cap"
    broken: Mapping[str, str]  # invariant -> text of its first violation
    states: int
    steps: int
    seconds: float
    unprotected: int
    collision_probability: float

    def meets(self, run: Run) -> bool:
        """As expected? A run that stops at the first violation need not find them all."""
        if self.verdict == "cap":
            return False
        if run.first:
            return bool(self.broken) == bool(run.expect) and set(self.broken) <= run.expect
        return set(self.broken) == run.expect


class ExploreError(Exception):
    """The explorer did not run."""


def explore(run: Run, cap: int = CAP) -> Result:
    """Explores every interleaving of a run (or up to its first violation)."""
    more = ["--first"] if run.first else []
    if run.preemptions >= 0:
        more += ["--preemptions", str(run.preemptions)]
    data = json.loads(_call(run, ["--json", "--max-states", str(cap), *more]))
    return Result(
        verdict=data["verdict"],
        broken={row["invariant"]: row["text"] for row in data["violations"]},
        states=data["states"],
        steps=data["steps"],
        seconds=data["seconds"],
        unprotected=data["unprotected"],
        collision_probability=data["collision_probability"],
    )


def trace(run: Run) -> dict[str, Any]:
    """The shortest trace with the fewest preemptions, with the run's words added."""
    # A run that passes shows how a completion in flight holds the closure.
    witness = [] if run.expect else ["--set", "WITNESS=1"]
    data = json.loads(_call(run, ["--trace", "json", *witness]))
    names = {"guarded": "With the mitigation", "unguarded": "Without the mitigation",
             "bind": "Bind with the gate"}  # fmt: skip
    data["switches"].pop("WITNESS", None)
    head = {"id": run.trace or run.id, "title": run.title,
            "scenario": run.scenario or names[run.driver]}  # fmt: skip
    return {**head, **data, "edited": build.edited(run.patches)}


def _call(run: Run, options: list[str]) -> str:
    command = [str(build.explorer()), str(build.driver(run.driver, run.patches)), *options]
    for name, value in run.switches.items():
        command += ["--set", f"{name}={value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3) or not done.stdout.startswith("{"):
        raise ExploreError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout
