"""`wfplint init`: write a commented configuration for a tree."""

from __future__ import annotations

import argparse
from pathlib import Path

from wfplint import scaffold
from wfplint.cli.exits import Exit
from wfplint.cli.terminal import say, write_text
from wfplint.config import display
from wfplint.errors import UserError
from wfplint.report.styled import count


def run(arguments: argparse.Namespace) -> int:
    root = Path(arguments.path)
    if not root.is_dir():
        raise UserError("is not a folder", path=arguments.path)
    found = scaffold.survey(root)
    text = scaffold.render(found)
    if arguments.stdout:
        write_text(text, output=None)
        return Exit.CLEAN
    target = root / "wfplint.yaml"
    if target.exists() and not arguments.force:
        raise UserError("exists already", path=display(target), hint="--force replaces it")
    write_text(text, output=str(target))
    callouts = count(len(found.callouts), "callout file")
    say(f"{display(target)}: written for {callouts} of {found.sources}. Next: wfplint check")
    return Exit.CLEAN
