"""`wfplint dcr`: the documentation change request, from the records that ship with wfplint."""

from __future__ import annotations

import argparse
from pathlib import Path

from wfplint.app import load_rules
from wfplint.cli.exits import Exit
from wfplint.cli.terminal import say
from wfplint.dcr import command
from wfplint.dcr.evidence import read_evidence
from wfplint.dcr.load import load_knowledge
from wfplint.rulebook.loader import bundled_directory


def run(arguments: argparse.Namespace) -> int:
    rulebook = load_rules(())
    folder = bundled_directory()
    options = command.Options(
        out=Path(arguments.out) if arguments.out else None,
        docs=tuple(map(Path, arguments.docs)),
        check=arguments.check,
        pages=folder.parent / "docs",
    )
    known = load_knowledge(folder, rulebook.sources)
    rules = sorted(rulebook.rules.values(), key=lambda rule: rule.id)
    outcome = command.run(options, known, rules, read_evidence(folder.parent))
    for line in outcome.lines:
        print(line)
    if outcome.note:
        say(outcome.note)
    return Exit.CLEAN if outcome.passed else Exit.FINDINGS
