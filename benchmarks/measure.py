"""Whole processes, measured side by side: every round runs each command once, so that a busy moment
of the machine meets all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Command:
    """What to run, and where."""

    argv: Sequence[str]
    folder: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)


class Run(NamedTuple):
    """One process: seconds of wall and processor time (children included), peak memory in bytes.

    Processor time and memory are 0 where the system does not tell.
    """

    wall: float
    processor: float
    memory: int
    code: int
    output: str
    errors: str


class Figures(NamedTuple):
    """The median, smallest and largest of some values."""

    median: float
    least: float
    most: float


@dataclass
class Series:
    """The runs of one command, the warm-up left out."""

    runs: list[Run] = field(default_factory=list)

    @property
    def wall(self) -> Figures:
        return _figures([run.wall for run in self.runs])

    @property
    def processor(self) -> Figures:
        return _figures([run.processor for run in self.runs])

    @property
    def memory(self) -> int:
        return max(run.memory for run in self.runs)

    @property
    def last(self) -> Run:
        return self.runs[-1]


def _figures(values: list[float]) -> Figures:
    return Figures(statistics.median(values), min(values), max(values))


def run(command: Command) -> Run:
    """Run a command to its end. Raises OSError if it cannot be started."""
    environment = {**os.environ, **command.environment}
    # as users run it: with compiled modules kept
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command.argv, cwd=command.folder, env=environment, stdout=output, stderr=errors
        )
        processor, memory, code = _wait(process)
        wall = time.perf_counter() - begin
        texts = []
        for stream in (output, errors):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    return Run(wall, processor, memory, code, *texts)


def checked(name: str, result: Run) -> Run:
    """The run itself. Raises RuntimeError if it failed: its figures would mean nothing."""
    if result.code not in (0, 1):  # 1: there are findings
        last = (result.errors.strip() or result.output.strip()).splitlines()[-1:]
        raise RuntimeError(f"{name} ended with code {result.code}: {' '.join(last)}")
    return result


def _wait(process: subprocess.Popen[bytes]) -> tuple[float, int, int]:
    """Processor seconds, peak memory and exit code."""
    if sys.platform == "win32":
        return 0.0, 0, process.wait()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode


def side_by_side(
    commands: Mapping[str, Command],
    runs: int,
    say: Callable[[str], None],
    cold: Container[str] = (),
) -> dict[str, Series]:
    """Each command once to warm up, those in `cold` excepted; then `runs` rounds over all."""
    for name, command in commands.items():
        if name not in cold:
            say(f"warming up: {name}")
            checked(name, run(command))
    series = {name: Series() for name in commands}
    for number in range(runs):
        for name, command in commands.items():
            say(f"round {number + 1} of {runs}: {name}")
            series[name].runs.append(checked(name, run(command)))
    return series
