"""`wfplint docs`: the pages of all rules as Markdown, for a site of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from wfplint.app import load_rules
from wfplint.cli.exits import Exit
from wfplint.cli.terminal import say, write_text
from wfplint.errors import UserError
from wfplint.report.rulepage import render_markdown
from wfplint.report.styled import count
from wfplint.samples import pair_of


def run(arguments: argparse.Namespace) -> int:
    rulebook = load_rules(())
    out = Path(arguments.out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot be made: {error.strerror}", path=arguments.out) from None
    for rule in rulebook.rules.values():
        page = render_markdown(rule, pair_of(rule), rulebook.sources)
        write_text(page, output=str(out / f"{rule.id}.md"))
    say(f"{out}: {count(len(rulebook.rules), 'page')}")
    return Exit.CLEAN
