"""Measures speed, memory and accuracy beside comparable tools, and writes a page of the results.

    python -m benchmarks.run --samples DIR --drivers DIR

DIR of `--samples` is a checkout of microsoft/Windows-driver-samples (or WFPLINT_SAMPLES; without
either, what is needed is cloned). `--drivers` (or WFPLINT_DRIVERS) holds checkouts of the drivers
in labels.yaml, each as `owner+name` or in any folder at the right commit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks import accuracy, cases, page
from benchmarks.peers import peers

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
SMALLEST = 8


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        try:
            sections = list(_sections(given, Path(folder)))
        except subprocess.CalledProcessError as error:
            print(f"run.py: {error}\nrun.py: give a checkout with --samples DIR", file=sys.stderr)
            return 2
        except (OSError, RuntimeError) as error:
            print(f"run.py: {error}", file=sys.stderr)
            return 2
    text = "\n".join([page.INTRODUCTION, *sections])
    Path(given.output).write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    environment = os.environ.get
    parser.add_argument("--samples", default=environment("WFPLINT_SAMPLES", ""), metavar="DIR")
    parser.add_argument("--drivers", default=environment("WFPLINT_DRIVERS", ""), metavar="DIR")
    parser.add_argument("--semgrep", default="", metavar="PROGRAM", help="where Semgrep is")
    parser.add_argument("--runs", type=int, default=9, help="rounds over one file")
    parser.add_argument("--tree-runs", type=int, default=3, help="rounds over the whole tree")
    parser.add_argument("--output", default=str(PAGE), metavar="FILE", help="default: %(default)s")
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _sections(given: argparse.Namespace, scratch: Path) -> list[str]:
    with cases.samples(given.samples, _say) as samples:
        tree = samples / cases.TREE
        parts = [_conditions(), *_one_file(tree, scratch, given.runs)]
        parts += _whole_tree(tree, scratch, given)
    parts += _growth(scratch, given.tree_runs)
    parts += _accuracy(given.drivers)
    return parts


def _conditions() -> str:
    return f"Measured on {date.today():%Y-%m-%d}: {page.machine()}.\n"


def _one_file(tree: Path, scratch: Path, runs: int) -> list[str]:
    series = cases.one_file(tree, scratch, runs, _say)
    return [
        "## One file\n",
        f"Driver: `{cases.DRIVER}`; file: `{cases.FILE}`. {page.rounds(runs)}\n",
        page.files_table(series),
    ]


def _whole_tree(tree: Path, scratch: Path, given: argparse.Namespace) -> list[str]:
    others, absent = peers(tree, given.semgrep)
    results = cases.whole_tree(tree, scratch, others, given.tree_runs, _say)
    total = results["wfplint audit"][1]
    versions = [f"{peer.name}: version {peer.version}." for peer in others]
    versions += [f"Left out: {reason}." for reason in absent]
    note = (
        f"The last column counts calls of `{cases.COMPLETES}`, with or without the digit. "
        "The rules of the other tools do no more than name these calls; they judge nothing."
    )
    return [
        "## A tree of drivers\n",
        page.tree_table(results, total),
        f"{note} {' '.join(versions)} {page.rounds(given.tree_runs)}\n",
    ]


def _growth(scratch: Path, runs: int) -> list[str]:
    rows = cases.growth(scratch, SMALLEST, runs, _say)
    rows.append(cases.large(scratch, _say))
    note = (
        f"Generated drivers with {SMALLEST} to {10 * SMALLEST} callouts, each in a file of its "
        f"own, that pend, queue and complete on a worker. {page.rounds(runs)}"
    )
    return ["## Growth\n", f"{note}\n", page.growth_table(rows)]


def _accuracy(folder: str) -> list[str]:
    rows, absent = [], []
    for driver in accuracy.drivers():
        place = accuracy.checkout(Path(folder), driver) if folder else None
        if place is None:
            absent.append(driver.repository)
        else:
            _say(f"comparing {driver.repository}")
            rows += accuracy.compare(driver, place, cases.WFPLINT)
    counts = ", ".join(
        f"{sum(row.outcome == outcome for row in rows)} {outcome}"
        for outcome in ("agree", "weaker", "disagree", "missed", "unexpected")
    )
    note = (
        "Public drivers that were read by hand. Every call that completes is labelled; of the "
        f"pends, only the places are. Outcome: {counts}."
    )
    if absent:
        note += f" No checkout of {', '.join(absent)}."
    return ["## Labelled drivers\n", f"{note}\n", page.accuracy_table(rows)]


if __name__ == "__main__":
    sys.exit(main())
