"""What is measured: processes to run side by side."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks import generate
from benchmarks.measure import Command, Run, Series, side_by_side
from benchmarks.peers import Peer

WFPLINT = (sys.executable, "-m", "wfplint")
REPOSITORY = "https://github.com/microsoft/Windows-driver-samples"
COMMIT = "26a27df80772dbcfd69e6449b671d5c29eb5aedc"
TREE = "network/trans"
DRIVER = "inspect/sys"
FILE = "inspect/sys/inspect.c"
COMPLETES = "FwpsCompleteOperation0"
UNCHANGED = "wfplint audit, unchanged"

_PARSE = """
import clang.cindex as c, sys
c.Index.create().parse(sys.argv[1], ["--target=x86_64-pc-windows-msvc", "-fms-extensions"])
"""

Say = Callable[[str], None]


class Growth(NamedTuple):
    """A generated tree: how many times the smallest, its lines, and its runs."""

    times: int
    lines: int
    series: Series


@contextmanager
def samples(given: str, say: Say) -> Iterator[Path]:
    """The folder of the samples: the one given, or a sparse clone. Raises CalledProcessError."""
    if given:
        yield Path(given).resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        say(f"cloning {TREE} of {REPOSITORY}")
        for arguments in (
            ["init", "--quiet"],
            ["sparse-checkout", "set", TREE],
            ["fetch", "--quiet", "--depth=1", "--filter=blob:none", REPOSITORY, COMMIT],
            ["remote", "add", "origin", REPOSITORY],
            ["config", "remote.origin.promisor", "true"],
            ["checkout", "--quiet", "FETCH_HEAD"],
        ):
            subprocess.run(["git", *arguments], cwd=folder, check=True)
        yield Path(folder)


def wfplint(folder: Path, cache: Path, *arguments: str) -> Command:
    """A run of wfplint with a cache of its own."""
    return Command([*WFPLINT, *arguments], str(folder), {"XDG_CACHE_HOME": str(cache)})


def one_file(tree: Path, scratch: Path, runs: int, say: Say) -> dict[str, Series]:
    """A file from a cold start, what it cannot go below, and what a hook costs."""
    generate.plain(scratch, 1, 40)
    none = "plain0.c"
    commands = {
        "Python alone": Command([sys.executable, "-c", "pass"]),
        "Python and one bare libclang parse": Command(
            [sys.executable, "-c", _PARSE, FILE], str(tree)
        ),
        "audit, a file that names no WFP function": wfplint(
            scratch, scratch, "audit", "--no-cache", none
        ),
        "audit, one driver file": wfplint(tree, scratch, "audit", "--no-cache", FILE),
        "check, one driver file": wfplint(tree, scratch, "check", "--no-cache", FILE),
        "audit, the driver": wfplint(tree, scratch, "audit", "--no-cache", DRIVER),
        "check, the driver": wfplint(tree, scratch, "check", "--no-cache", DRIVER),
        "audit, the driver, unchanged": wfplint(tree, scratch, "audit", DRIVER),
        "check, the driver, unchanged": wfplint(tree, scratch, "check", DRIVER),
    }
    return side_by_side(commands, runs, say)


def whole_tree(
    tree: Path, scratch: Path, others: list[Peer], runs: int, say: Say
) -> dict[str, tuple[Series, int]]:
    """All of the tree, with the number of completions that each tool names."""
    audit = ("audit", "--format", "json")
    commands = {
        "wfplint audit": wfplint(tree, scratch, *audit, "--no-cache", "."),
        UNCHANGED: wfplint(tree, scratch, *audit, "."),
        "wfplint check": wfplint(tree, scratch, "check", "--no-cache", "."),
        "wfplint check, every rule": wfplint(
            tree, scratch, "check", "--no-cache", "--profile", "strict", "."
        ),
    }
    count: dict[str, Callable[[Run], int]] = dict.fromkeys(commands, found)
    for peer in others:
        commands[peer.name] = peer.command
        count[peer.name] = peer.found
    # these take so long that it does not matter whether they run for the first time
    cold = commands.keys() - {"wfplint audit", UNCHANGED}
    series = side_by_side(commands, runs, say, cold)
    return {name: (each, count[name](each.last)) for name, each in series.items()}


def found(run: Run) -> int:
    """The completions in an audit; -1 for a report of findings."""
    if not run.output.startswith("{"):
        return -1
    sites = json.loads(run.output)["sites"]
    return sum(site["api"] == COMPLETES for site in sites)


def growth(scratch: Path, smallest: int, runs: int, say: Say) -> list[Growth]:
    """Generated drivers from 1 to 10 times the smallest."""
    lines = {}
    commands = {}
    for times in (1, 2, 5, 10):
        folder = scratch / f"driver{times}"
        lines[times] = generate.driver(folder, times * smallest)
        commands[f"{times} x"] = wfplint(folder, scratch, "audit", "--no-cache", ".")
    series = side_by_side(commands, runs, say)
    return [Growth(n, lines[n], each) for n, each in zip(lines, series.values(), strict=True)]


def large(scratch: Path, say: Say) -> Growth:
    """A million lines, nearly all of them of no interest, once."""
    folder = scratch / "large"
    lines = generate.plain(folder / "rest", 500, 117) + generate.driver(folder / "driver", 40)
    series = side_by_side({"large": wfplint(folder, scratch, "audit", "--no-cache", ".")}, 1, say)
    return Growth(0, lines, series["large"])
