"""The command line. Importing this loads no parser, no rule and no renderer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from wfplint.cli.exits import guarded


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` defaults to the process's arguments."""
    _open_closed_streams()
    return guarded(lambda: _dispatch(sys.argv[1:] if argv is None else list(argv)))


def _open_closed_streams() -> None:
    """Where a shell closed them (`>&-`), Python has no streams at all: write to nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def _dispatch(argv: list[str]) -> int:
    from wfplint.cli.parser import build_parser, load_command

    # The only option that comes before a command ends the run, so the command is the first word.
    arguments = build_parser(argv[0] if argv else "").parse_args(argv)
    return load_command(arguments.command)(arguments)
