"""Tools that also run without a WDK, each with the least rule that finds the same calls."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Command, Run

_RULES = Path(__file__).with_name("rules")
_PLACE = re.compile(r"^(.+?:\d+):.*\[wfp-completed\]", re.MULTILINE)


class Peer(NamedTuple):
    """A tool as it is run on a folder, and how many completions its output names."""

    name: str
    version: str
    command: Command
    found: Callable[[Run], int]


def peers(tree: Path, semgrep: str) -> tuple[list[Peer], list[str]]:
    """The tools that are installed, and why others are left out."""
    present, absent = [], []
    for name, make in (("cppcheck", _cppcheck), ("semgrep", _semgrep)):
        program = shutil.which(semgrep if name == "semgrep" and semgrep else name)
        if program is None:
            absent.append(f"{name} is not installed")
        else:
            present.append(make(program, tree))
    return present, absent


def _cppcheck(program: str, tree: Path) -> Peer:
    addon = _RULES / "completions.py"
    argv = [
        program,
        f"--addon={addon}",
        "--enable=style",
        "--quiet",
        "--template={file}:{line}: [{id}]",
        ".",
    ]
    name = "cppcheck with an addon"
    return Peer(name, _version(program), Command(argv, str(tree)), _found_by_cppcheck)


def _found_by_cppcheck(run: Run) -> int:
    return len(set(_PLACE.findall(run.errors)))


def _semgrep(program: str, tree: Path) -> Peer:
    # it starts helpers that stand beside it
    environment = {"PATH": os.pathsep.join((str(Path(program).parent), os.environ["PATH"]))}
    quiet = ("--metrics=off", "--disable-version-check", "--quiet")
    rule = str(_RULES / "semgrep.yaml")
    argv = [program, "scan", *quiet, "--no-git-ignore", "--json", "--config", rule, "."]
    command = Command(argv, str(tree), environment)
    return Peer(
        "Semgrep CE with a rule", _version(program, environment), command, _found_by_semgrep
    )


def _found_by_semgrep(run: Run) -> int:
    results = json.loads(run.output)["results"]
    return len({(result["path"], result["start"]["line"]) for result in results})


def _version(program: str, environment: dict[str, str] | None = None) -> str:
    whole = {**os.environ, **(environment or {})}
    command = [program, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, env=whole, check=False)
    match = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return match[0] if match else "?"
