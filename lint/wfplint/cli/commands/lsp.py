"""`wfplint lsp`: diagnostics in an editor."""

from __future__ import annotations

import argparse

from wfplint.app import Options
from wfplint.cli.exits import Exit
from wfplint.cli.settings import load_config, settings
from wfplint.errors import UserError


def run(arguments: argparse.Namespace) -> int:
    try:
        from wfplint.lsp import serve
    except ModuleNotFoundError as error:
        raise UserError(
            f"the language server needs {error.name}",
            hint='pip install ".[editor]" in a checkout of wfplint',
        ) from None

    def options() -> Options:
        """Read anew for each run, so that an edited configuration counts at once."""
        from wfplint.cli.parser import build_parser

        chosen = ["--config", arguments.config] if arguments.config else []
        return settings(build_parser().parse_args(["check", *chosen])).options

    serve(options, load_config(arguments.config).docs_url)
    return Exit.CLEAN
