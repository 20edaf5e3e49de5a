"""Runs the command line in this process, or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from wfplint.cli import main


class Ran(NamedTuple):
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> Ran:
    """In this process; argparse's own exits are caught too."""
    try:
        code = main(argv)
    except SystemExit as error:
        code = int(error.code or 0)
    captured = capsys.readouterr()
    return Ran(int(code), captured.out, captured.err)


def spawn(argv: Sequence[str], cwd: Path | None = None, **environment: str) -> Ran:
    """In a new process."""
    import os

    done = subprocess.run(
        [sys.executable, "-m", "wfplint", *argv],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
