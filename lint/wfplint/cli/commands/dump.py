"""`wfplint dump`: what the analysis sees of a file."""

from __future__ import annotations

import argparse

from wfplint import inspection
from wfplint.cli.exits import Exit
from wfplint.cli.settings import settings
from wfplint.cli.terminal import write_text
from wfplint.errors import UserError


def run(arguments: argparse.Namespace) -> int:
    options = settings(arguments).options
    mermaid = arguments.format == "mermaid"
    if mermaid and arguments.what in ("ir", "program"):
        raise UserError(
            f"dump {arguments.what} is text only", hint="cfg and callgraph can be drawn"
        )
    units = inspection.units_of(options)
    if arguments.what == "callgraph":
        text = inspection.callgraph(units, mermaid=mermaid)
    elif arguments.what == "program":
        text = inspection.program(units, options.rules)
    else:
        name = arguments.function or ""
        text = inspection.functions_text(units, name, mermaid=mermaid)
    write_text(text, output=arguments.output)
    return Exit.CLEAN
