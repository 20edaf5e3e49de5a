"""`wfplint new-rule`: write a template record and a sample pair."""

from __future__ import annotations

import argparse
from pathlib import Path

from wfplint import ruletemplate
from wfplint.app import load_rules
from wfplint.cli.exits import Exit
from wfplint.cli.terminal import say
from wfplint.errors import UserError


def run(arguments: argparse.Namespace) -> int:
    root = Path(arguments.out)
    if not (root / "rules").is_dir():
        raise UserError(
            "has no folder rules/", path=arguments.out, hint="--out names wfplint's own tree"
        )
    rulebook = load_rules(())
    taken = (*rulebook.rules, *rulebook.removed)
    files = ruletemplate.files(arguments.id.upper(), arguments.name, taken)
    existing = [name for name in files if (root / name).exists()]
    if existing:
        raise UserError("exists already", path=existing[0])
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        say(f"written: {name}")
    return Exit.CLEAN
