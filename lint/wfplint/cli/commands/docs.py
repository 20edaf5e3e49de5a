"""`wfplint docs`: the generated pages of the site as Markdown, for a site of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from wfplint.cli.exits import Exit
from wfplint.cli.parser import build_parser
from wfplint.cli.terminal import say
from wfplint.pages.cli_page import subcommands
from wfplint.pages.collect import collect
from wfplint.pages.command import write_pages
from wfplint.report.styled import count


def run(arguments: argparse.Namespace) -> int:
    site = collect(None, *subcommands(build_parser()))
    out = Path(arguments.out)
    pages = write_pages(out, site)
    say(f"{out}: {count(len(pages), 'page')}")
    return Exit.CLEAN
