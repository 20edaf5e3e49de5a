"""The page of results, as Markdown."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.accuracy import Row
from benchmarks.cases import COMMIT, TREE, Growth
from benchmarks.measure import Figures, Series


def table(head: Sequence[str], rows: Iterable[Sequence[str]], rest: str = "---:") -> str:
    """A Markdown table whose columns, but the first, are aligned to the right or as `rest` says."""
    lines = [head, ["---", *[rest] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def seconds(figures: Figures) -> str:
    """The median, with the range behind it if there is one."""
    if figures.least == figures.most:
        return f"{1000 * figures.median:.0f} ms" if figures.most < 1 else f"{figures.median:.2f} s"
    if figures.most < 1:
        median, least, most = (f"{1000 * value:.0f}" for value in figures)
        return f"{median} ms ({least}–{most})"
    return f"{figures.median:.2f} s ({figures.least:.2f}–{figures.most:.2f})"


def rounds(number: int) -> str:
    return "One round." if number == 1 else f"{number} rounds, after a run to warm up."


def memory(series: Series) -> str:
    return f"{series.memory / 1e6:.0f} MB" if series.memory else "?"


def ratio(series: Series, base: Series) -> str:
    """Processor times, or wall times where the system tells no others."""
    one, other = series.processor.median, base.processor.median
    if not other:
        one, other = series.wall.median, base.wall.median
    return f"{one / other:.2f}"


def files_table(series: dict[str, Series]) -> str:
    floor = series["Python and one bare libclang parse"]
    rows = [
        [name, seconds(s.processor), seconds(s.wall), ratio(s, floor), memory(s)]
        for name, s in series.items()
    ]
    return table(
        ["", "processor time", "wall time", "ratio to the bare parse", "peak memory"], rows
    )


def tree_table(results: dict[str, tuple[Series, int]], total: int) -> str:
    base = results["wfplint audit"][0]
    rows = [
        [name, seconds(s.processor), seconds(s.wall), ratio(s, base), memory(s),
         f"{found} of {total}" if found >= 0 else "–"]
        for name, (s, found) in results.items()
    ]  # fmt: skip
    head = ["", "processor time", "wall time", "ratio to the audit", "peak memory", "completions"]
    return table(head, rows)


def growth_table(rows: Sequence[Growth]) -> str:
    base = rows[0].series
    return table(
        ["code", "lines", "processor time", "ratio to 1 x", "peak memory"],
        (
            [f"{row.times} x" if row.times else "1,000,000 lines, 40 callouts in them",
             f"{row.lines:,}", seconds(row.series.processor),
             ratio(row.series, base) if row.times else "–", memory(row.series)]
            for row in rows
        ),
    )  # fmt: skip


def accuracy_table(rows: Iterable[Row]) -> str:
    head = ["driver", "call", "function", "label", "wfplint", "outcome"]
    return table(head, map(_accuracy_row, rows), "---")


def _accuracy_row(row: Row) -> list[str]:
    label = row.label
    return [
        row.repository,
        f"{label.kind} `{label.at}`",
        f"`{label.function}`" if label.function else "",
        _words(label.verdict, label.reason),
        _words(row.verdict, row.reason),
        row.outcome,
    ]


def _words(verdict: str, reason: str) -> str:
    return f"{verdict}, {reason}" if verdict and reason else verdict or "–"


def machine() -> str:
    """The machine, without its name."""
    parts = [
        f"{os.cpu_count()} processors",
        _processor(),
        f"{platform.system()} {platform.machine()}",
    ]
    version = ".".join(map(str, sys.version_info[:3]))
    return ", ".join(part for part in (*parts, f"Python {version}") if part)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else ""


INTRODUCTION = f"""# Benchmarks

`make bench` writes this page. Every figure is that of a whole process: the median of the rounds,
with the smallest and the largest behind it. In a round the commands of a table run in turns, so
that a busy moment of the machine meets all of them, and the ratios are those of processor times: on
a shared machine these mean more than wall times. The sources are `{TREE}` of
`microsoft/Windows-driver-samples` at `{COMMIT[:12]}`, read without a WDK; nothing
of them is part of wfplint.
"""
