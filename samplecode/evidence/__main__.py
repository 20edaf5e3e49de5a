"""Command line: `python -m samplecode.evidence prove|traces|build`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from samplecode.evidence import build
from samplecode.evidence.explore import ExploreError
from samplecode.evidence.paths import BUILD, TRACES
from samplecode.evidence.prove import prove, write_traces
from samplecode.evidence.table import runs

BAR = 30


def main(argv: list[str] | None = None) -> int:
    """0 all as expected, 1 something differs, 2 it could not be run."""
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except (build.BuildError, ExploreError, FileNotFoundError) as error:
        sys.stderr.write(f"evidence: {error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samplecode.evidence", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    proving = commands.add_parser("prove", help="run everything and compare with the tables")
    proving.add_argument("--long", action="store_true", help="the runs of minutes as well")
    proving.add_argument("--jobs", type=int, help="processes at a time (default: processors)")
    proving.add_argument("--out", type=Path, default=BUILD / "evidence")
    commands.add_parser("traces", help="write the published traces again")
    building = commands.add_parser("build", help="compile the explorer and print its path")
    building.add_argument("--driver", choices=sorted(build.BASES), help="a driver as well")
    building.add_argument("--patch", action="append", default=[], help="apply this mutant")
    return parser


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "traces":
        for data in write_traces(TRACES, runs()):
            sys.stdout.write(f"{data['id']}.json  {len(data['steps'])} steps\n")
        return 0
    if arguments.command == "build":
        sys.stdout.write(f"{build.explorer()}\n")
        if arguments.driver:
            sys.stdout.write(f"{build.driver(arguments.driver, arguments.patch)}\n")
        return 0
    text, good = prove(arguments.out, arguments.long, arguments.jobs, _progress)
    sys.stdout.write(f"{text}written to {arguments.out}\n")
    return 0 if good else 1


def _progress(number: int, total: int, title: str) -> None:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        return
    done = BAR * number // total
    end = "\n" if number == total else ""
    sys.stderr.write(f"\r[{'#' * done:{BAR}}] {number}/{total} {title[:44]:44}{end}")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
