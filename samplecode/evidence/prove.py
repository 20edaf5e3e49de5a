"""Run everything, compare it with the tables, write down what was found."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samplecode.evidence import build, render
from samplecode.evidence.explore import Result, explore, trace
from samplecode.evidence.table import Run, mutants, runs, sweep

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run and what came of it."""

    run: Run
    result: Result

    @property
    def good(self) -> bool:
        return self.result.meets(self.run)

    def row(self) -> dict[str, Any]:
        """As it stands in evidence.json."""
        run, result = self.run, self.result
        return {
            "id": run.id, "group": run.group, "title": run.title, "driver": run.driver,
            "patches": list(run.patches), "switches": dict(run.switches),
            "preemptions": run.preemptions,
            "expected": sorted(run.expect), "broken": dict(result.broken),
            "verdict": result.verdict, "as_expected": self.good, "states": result.states,
            "steps": result.steps, "seconds": result.seconds,
            "collision_probability": result.collision_probability,
        }  # fmt: skip


def named(long: bool) -> list[Run]:
    """The named runs and those of the mutants, the slowest first."""
    chosen = [run for run in runs() if long or not run.long]
    chosen += [mutant.run() for mutant in mutants()]
    return sorted(chosen, key=lambda run: not (run.long or run.slow or run.first))


def explore_all(chosen: list[Run], jobs: int, progress: Progress) -> list[Outcome]:
    """Explores all, a few at a time; the order of the result is that of `chosen`."""
    build.explorer()
    with ThreadPoolExecutor(jobs) as pool:
        return list(_watched(pool.map(_outcome, chosen), len(chosen), progress))


def _outcome(run: Run) -> Outcome:
    return Outcome(run, explore(run))


def _watched(found: Iterator[Outcome], total: int, progress: Progress) -> Iterator[Outcome]:
    for number, outcome in enumerate(found, start=1):
        progress(number, total, outcome.run.title)
        yield outcome


def write_traces(folder: Path, chosen: Iterable[Run]) -> list[dict[str, Any]]:
    """Writes a JSON file for each published trace; returns the traces."""
    folder.mkdir(parents=True, exist_ok=True)
    traces = [trace(run) for run in chosen if run.trace]
    for data in traces:
        (folder / f"{data['id']}.json").write_text(pretty(data), encoding="utf-8")
    return traces


def pretty(data: dict[str, Any]) -> str:
    """JSON with one step on a line."""
    steps = ",\n".join("  " + json.dumps(step) for step in data["steps"])
    head = json.dumps({key: value for key, value in data.items() if key != "steps"})
    return f'{head[:-1]},\n "steps": [\n{steps}\n ]}}\n'


def prove(out: Path, long: bool, jobs: int | None, progress: Progress) -> tuple[str, bool]:
    """The whole evidence into `out`. Returns the text to show, and whether all is as expected."""
    started = time.monotonic()
    workers = jobs or os.cpu_count() or 1
    found = explore_all(named(long), workers, progress)
    swept = explore_all(list(sweep()), workers, progress)
    evidence = {
        "version": 1,
        "runs": [outcome.row() for outcome in sorted(found, key=_order)],
        "sweep": summary(swept),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "evidence.json").write_text(json.dumps(evidence, indent=1) + "\n", encoding="utf-8")
    traces = write_traces(out / "traces", runs())
    text = render.evidence_markdown(evidence)
    pages = [text, "# Traces\n", *map(render.trace_markdown, traces)]
    (out / "evidence.md").write_text("\n".join(pages), encoding="utf-8")
    bad = [outcome for outcome in [*found, *swept] if not outcome.good]
    return report(text, bad, time.monotonic() - started), not bad


def summary(swept: list[Outcome]) -> dict[str, Any]:
    """The sweep in numbers, with every configuration that breaks something."""
    policies = dict.fromkeys(outcome.run.group for outcome in swept)
    failed = [outcome for outcome in swept if outcome.result.broken]
    return {
        "runs": len(swept),
        "passed": _passed(swept),
        "failed": len(failed),
        "states": sum(outcome.result.states for outcome in swept),
        "seconds": round(sum(outcome.result.seconds for outcome in swept), 1),
        "policies": [_policy(name, [o for o in swept if o.run.group == name]) for name in policies],
        "broken": [{"id": o.run.id, "broken": sorted(o.result.broken)} for o in failed],
    }


def _policy(name: str, swept: list[Outcome]) -> dict[str, Any]:
    """One policy of the sweep: what all configurations that break something have in common."""
    failed = [outcome for outcome in swept if outcome.result.broken]
    shared = _shared(failed) - _shared(swept)
    like = [outcome for outcome in swept if shared <= set(outcome.run.switches.items())]
    return {
        "policy": name,
        "runs": len(swept),
        "passed": _passed(swept),
        "failed": len(failed),
        "broken": sorted({invariant for o in failed for invariant in o.result.broken}),
        "in_common": dict(sorted(shared)),
        "and_no_others": len(like) == len(failed),
    }


def _passed(outcomes: list[Outcome]) -> int:
    """A run that reached a limit has neither passed nor broken anything."""
    return sum(outcome.result.verdict == "pass" for outcome in outcomes)


def _shared(outcomes: list[Outcome]) -> set[tuple[str, int]]:
    """The switches that have one value in all these runs; empty for no run."""
    return set.intersection(*(set(o.run.switches.items()) for o in outcomes)) if outcomes else set()


def report(text: str, bad: list[Outcome], seconds: float) -> str:
    """The tables, then what is not as expected, then the time."""
    lines = [text]
    for outcome in bad:
        want = ", ".join(sorted(outcome.run.expect)) or "pass"
        got = ", ".join(sorted(outcome.result.broken)) or outcome.result.verdict
        lines.append(f"NOT AS EXPECTED: {outcome.run.id}: expected {want}, found {got}")
    lines.append(f"{'All as expected' if not bad else f'{len(bad)} differ'}, {seconds:.0f} s.")
    return "\n".join(lines) + "\n"


def _order(outcome: Outcome) -> int:
    ids = [run.id for run in runs()] + [mutant.id for mutant in mutants()]
    return ids.index(outcome.run.id)
