"""Where the front end spends its time: one file from a cold start, or a tree on threads.

    python benchmarks/frontend.py sys/driver.c
    python benchmarks/frontend.py network/trans

Processor time is given beside wall time, because only the former means much on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

SEEDS = (
    *("FwpsPendOperation0", "FwpsCompleteOperation0"),
    *("FwpsPendClassify0", "FwpsCompleteClassify0"),
)
RUNS = 7
_TOTALS = ("front end, processor", "front end, wall", "units", "functions", "parses")
_CHILD = "--child"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", help="a C or C++ file, or a folder")
    parser.add_argument("--runs", type=int, default=RUNS, help="how often a file is measured")
    parser.add_argument("--jobs", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument(_CHILD, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        _print_row(_measured(given.path, given.jobs))
    elif os.path.isdir(given.path):
        _tree(given.path)
    else:
        _file(given.path, given.runs)
    return 0


# --- one file ----------------------------------------------------------------------------------


def _file(path: str, runs: int) -> None:
    """The split of a cold process, the median of some runs."""
    rows: dict[str, list[float]] = defaultdict(list)
    for _ in range(runs):
        begin = time.perf_counter()
        command = [sys.executable, __file__, path, _CHILD]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows["process, wall"].append((time.perf_counter() - begin) * 1000)
        for name, value in _row(done.stdout).items():
            rows[name].append(value)
    for name, values in rows.items():
        print(f"{name:24} {statistics.median(values):8.1f}")


def _print_row(row: dict[str, float]) -> None:
    for name, value in row.items():
        print(name, f"{value:.2f}")


def _row(text: str) -> dict[str, float]:
    pairs = (line.rpartition(" ") for line in text.splitlines())
    return {name: float(value) for name, _, value in pairs}


# --- a tree ------------------------------------------------------------------------------------


def _tree(path: str) -> None:
    rows: dict[int, dict[str, float]] = {}
    for jobs in (1, 2):
        command = [sys.executable, __file__, path, _CHILD, "--jobs", str(jobs)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows[jobs] = _row(done.stdout)
    print(f"{'':24} {'1 thread':>10} {'2 threads':>10}")
    for name, value in rows[1].items():
        # with two threads, a step's time holds what the other thread did meanwhile
        second = f"{rows[2][name]:10.1f}" if name in _TOTALS else ""
        print(f"{name:24} {value:10.1f} {second}")


# --- measuring ---------------------------------------------------------------------------------


def _measured(path: str, jobs: int) -> dict[str, float]:
    """Milliseconds of processor time by step, of all threads together, and counts."""
    clock = _Clock()
    with clock.step("imports"):
        from wfplint.frontend import prefilter, project, service
        from wfplint.frontend.clang import library, unit
        from wfplint.rulebook.loader import load_rulebook
    with clock.step("rules"):
        facts = load_rulebook().facts.functions
    with clock.step("load libclang"):
        lib = library.load()
    found = project.discover([path])
    with clock.step("read and dismiss"):
        selection = prefilter.select(_texts(found), SEEDS, facts)
    clock.wrap(unit, "build", "include tree")
    clock.wrap(lib, "parse_unit", "parse")
    clock.wrap(lib, "save_unit", "save headers")
    clock.wrap(unit, "errors_of", "read errors")
    clock.wrap(unit, "collect", "declarations")
    clock.wrap(unit._Work, "_learn", "infer")
    clock.wrap(unit._Work, "_translate", "translate")
    clock.wrap(service, "lower_unit", "lower")
    clock.wrap(service, "lost_calls", "cross-check")
    wall, used = time.perf_counter(), time.process_time()
    loaded = service.load_units(found, selection, jobs)
    row = clock.row()
    row["front end, processor"] = (time.process_time() - used) * 1000
    row["front end, wall"] = (time.perf_counter() - wall) * 1000
    row["units"] = len(loaded.units)
    row["functions"] = sum(len(item.functions) for item in loaded.units)
    row["parses"] = clock.counts["parse"]
    row["headers built"] = clock.counts["save headers"]
    return row


def _texts(found: Any) -> dict[str, bytes]:
    from wfplint.frontend.project import display
    from wfplint.source import normalise

    paths = {item.path: item.real_path for item in found.inputs}
    paths |= {display(path): path for path in found.headers}
    texts: dict[str, bytes] = {}
    for shown, real in paths.items():
        with open(real, "rb") as stream:
            texts[shown] = normalise(stream.read())[0]
    return texts


class _Clock:
    """Processor time by step; where several threads run, that of all of them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.counts: dict[str, int] = defaultdict(int)

    def row(self) -> dict[str, float]:
        return {name: seconds * 1000 for name, seconds in self.seconds.items()}

    def step(self, name: str) -> _Step:
        return _Step(self, name)

    def add(self, name: str, seconds: float) -> None:
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds
        self.counts[name] += 1

    def wrap(self, owner: Any, attribute: str, name: str) -> None:
        """Measure every call of `owner.attribute`."""
        inner: Callable[..., Any] = getattr(owner, attribute)
        self.seconds.setdefault(name, 0.0)

        def timed(*args: Any, **options: Any) -> Any:
            with self.step(name):
                return inner(*args, **options)

        setattr(owner, attribute, timed)


class _Step:
    def __init__(self, clock: _Clock, name: str) -> None:
        self._clock = clock
        self._name = name
        self._begin = 0.0

    def __enter__(self) -> None:
        self._begin = time.process_time()

    def __exit__(self, *_: object) -> None:
        self._clock.add(self._name, time.process_time() - self._begin)


if __name__ == "__main__":
    sys.exit(main())
