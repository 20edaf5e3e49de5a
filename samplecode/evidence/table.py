"""The two tables: which runs must end how, and which mutants must be caught by what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from samplecode.evidence.paths import MUTANTS

RUNS = Path(__file__).with_name("runs.json")


@dataclass(frozen=True, slots=True)
class Run:
    """One exploration and the invariants it must break; none means that it must pass."""

    id: str
    group: str
    title: str
    driver: str
    expect: frozenset[str]
    switches: Mapping[str, int] = field(default_factory=dict)
    patches: tuple[str, ...] = ()
    trace: str = ""  # file name of the trace that is published
    scenario: str = ""  # which driver the trace shows, in words, if not one of the three builds
    first: bool = False  # stop at the first violation: the whole space is large
    preemptions: int = -1  # at most so many; -1: any number. A bounded run proves nothing more
    slow: bool = False
    long: bool = False  # only in `make prove-long`


@dataclass(frozen=True, slots=True)
class Mutant:
    """One edit of a driver, as a patch of the same name."""

    id: str
    kind: str
    base: str
    description: str
    breaks: frozenset[str]
    switches: Mapping[str, int]
    survives_because: str = ""
    rule: str | None = None
    no_rule_because: str = ""

    def run(self) -> Run:
        """The exploration that shows what the edit breaks."""
        large = self.switches.get("M", 1) > 1
        return Run(self.id, self.kind, self.description, self.base, self.breaks, self.switches,
                   (self.id,), first=large)  # fmt: skip


def runs() -> tuple[Run, ...]:
    """The named runs, in the order of the table."""
    return tuple(
        Run(**{**row, "expect": frozenset(row["expect"]), "patches": tuple(row.get("patches", ()))})
        for row in json.loads(RUNS.read_text(encoding="utf-8"))["runs"]
    )


def mutants() -> tuple[Mutant, ...]:
    """The mutants, weaker guards and variants, in the order of the table."""
    table = json.loads((MUTANTS / "mutants.json").read_text(encoding="utf-8"))["mutants"]
    return tuple(Mutant(**{**row, "breaks": frozenset(row["breaks"])}) for row in table)


# What a closure does with an operation that waits: a work item completes it, or the closure itself;
# the gate protects completions where the closure cannot be pended.
POLICIES = {
    "DEFER": (),
    "INLINE": ("variant-inline",),
    "DEFER with gate": ("variant-fallback",),
    "INLINE with gate": ("variant-inline-gate",),
}
CLOSURES = ({"H": 0}, {"H": 1}, {"H": 2, "P": 1})


def sweep() -> Iterator[Run]:
    """Every combination of the assumptions that decide whether the mitigation holds."""
    nested = ((0, 0), (1, 0), (1, 1), (2, 0))  # (G, K): a nested closure needs the inline form
    for (policy, patches), closure, (g, k), v, e, a, n in product(
        POLICIES.items(), CLOSURES, nested, (0, 1), (0, 2), (0, 1), (0, 1)
    ):
        switches = {**closure, "G": g, "K": k, "V": v, "E": e, "A": a, "N": n, "ACC": 0}
        title = f"{policy}: " + " ".join(f"{name}={value}" for name, value in switches.items())
        yield Run(title, policy, title, "guarded", sweep_expectation(policy, switches), switches,
                  patches)  # fmt: skip


def sweep_expectation(policy: str, switches: Mapping[str, int]) -> frozenset[str]:
    """I1 exactly where an unpendable closure leaves a completion without any protection."""
    kept = switches["A"] == 1 or switches["E"] == 2
    gated = policy.endswith("with gate") and switches["K"] == 0
    return frozenset({"I1"}) if switches["N"] == 1 and not kept and not gated else frozenset()
