"""Compares thousands of generated programs with the truth.

`python -m tests.oracle.soak --count N` prints the first mismatches as programs, whole and shrunk.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.oracle.compare import Answer, batch, verdicts
from tests.oracle.generate import generate
from tests.oracle.model import Program
from tests.oracle.render import render, site_lines
from tests.oracle.shrink import answers_of, shrink

BATCH = 8
WRONG = ("missed", "false", "lost")
Result = tuple[int, int, list[tuple[int, Answer]]]


def run_batch(seeds: Sequence[int]) -> Result:
    """Programs tried, programs with a meaning, and the answers for each of their sites."""
    made = batch(seeds)
    return len(seeds), len(made), [(seed, a) for seed, _, answers in made for a in answers]


def batches(first: int, count: int) -> list[range]:
    return [range(i, min(i + BATCH, first + count)) for i in range(first, first + count, BATCH)]


def results(first: int, count: int, jobs: int) -> Iterator[Result]:
    if jobs == 1:
        yield from map(run_batch, batches(first, count))
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(run_batch, batches(first, count), chunksize=4)


def report(seed: int, kind: str, smaller: bool) -> str:
    """The program of a seed as C with both answers at each completion, and a smaller one."""
    program = generate(seed)
    shown = [f"==== seed {seed}: {kind}", _listing(program)]
    if smaller:
        shown += [f"---- seed {seed}, shrunk", _listing(shrink(program, kind))]
    return "\n".join(shown)


def _listing(program: Program) -> str:
    text = render([program])
    lines = text.splitlines()
    found = verdicts(text)
    truth = {a.site: a.truth for a in answers_of(program)}
    for (_, site), line in site_lines(text).items():
        said = " ".join(found.get(line, ("lost",)))
        lines[line - 1] += f"   <== truth: {truth.get(site)}, wfplint: {said}"
    start = next(i for i, text_ in enumerate(lines) if "Ask(void)" in text_)
    return "\n".join(lines[start + 1 :])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=5, help="mismatches to print as programs")
    parser.add_argument("--no-shrink", action="store_true")
    chosen = parser.parse_args(arguments)
    started = time.monotonic()
    tally: Counter[str] = Counter()
    wrong: list[tuple[int, Answer]] = []
    unknown: list[tuple[int, Answer]] = []
    for tried, valid, answers in results(chosen.seed, chosen.count, chosen.jobs):
        tally.update(tried=tried, programs=valid, sites=len(answers))
        tally.update(a.kind for _, a in answers)
        tally.update(f"truth {a.truth}" for _, a in answers)
        wrong += [(seed, a) for seed, a in answers if a.kind in WRONG]
        unknown += [(seed, a) for seed, a in answers if a.kind == "unknown"]
    for seed, answer in wrong[: chosen.show]:
        print(report(seed, answer.kind, not chosen.no_shrink))
    for seed, answer in (*wrong, *unknown):
        said = f"{answer.verdict} {answer.reason}".strip()
        print(f"seed {seed} site {answer.site}: truth {answer.truth}, wfplint {said}")
    for name, number in sorted(tally.items()):
        print(f"{name:18} {number}")
    print(f"{'seconds':18} {time.monotonic() - started:.0f}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
