"""The grammar of the command line; each command's module is imported only when it runs."""

from __future__ import annotations

import argparse
import importlib
import os.path
from collections.abc import Callable
from typing import NamedTuple

from wfplint import __version__
from wfplint.cli import arguments

MODULES = os.path.join(os.path.dirname(__file__), "commands")
EPILOG = (
    "Exit code: 0 clean, 1 findings, 2 usage or configuration error, "
    "3 something could not be analysed."
)
_LISTED = "Exit code: 0 done, 2 usage or configuration error, 3 something could not be analysed."
_DONE = "Exit code: 0 done, 2 usage or configuration error."
_EDITOR = (
    "Set this as the language server of your editor for C and C++ files, with the driver's folder "
    'as its working folder. Needs the extra "editor": pip install ".[editor]" in a checkout of '
    f"wfplint. {_DONE}"
)


class Command(NamedTuple):
    """A subcommand: its name, help line and arguments; `run` stands in a module of its name."""

    name: str
    help: str
    configure: Callable[[argparse.ArgumentParser], None]
    epilog: str = EPILOG

    @property
    def module(self) -> str:
        return self.name.replace("-", "_")


COMMANDS = (
    Command("check", "report findings", arguments.check),
    Command("audit", "list every pend and completion with its verdict", arguments.audit, _LISTED),
    Command("rule", "explain a rule, or list all of them", arguments.rule, _DONE),
    Command("init", "write a commented wfplint.yaml for this tree", arguments.init, _DONE),
    Command(
        "baseline",
        "write the present findings to a file that hides them",
        arguments.baseline,
        _LISTED,
    ),
    Command("new-rule", "write a template rule and its samples", arguments.new_rule, _DONE),
    Command("dcr", "write the documentation change request", arguments.dcr),
    Command("docs", "write the pages of all rules as Markdown", arguments.docs, _DONE),
    Command("dump", "show what the analysis sees of a file", arguments.dump, _LISTED),
    Command("lsp", "serve an editor over standard input and output", arguments.lsp, _EDITOR),
)


def available() -> tuple[Command, ...]:
    """The commands whose module is part of this installation."""
    return tuple(c for c in COMMANDS if os.path.exists(f"{MODULES}/{c.module}.py"))


class _Parser(argparse.ArgumentParser):
    """Says a usage error in one line, with the place to look."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"wfplint: error: {message} (see {self.prog} --help)\n")


def build_parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of the whole command line; the result's `command` names the subcommand.

    With `only`, the other commands get no arguments: most of the time goes into these.
    """
    parser = _Parser(
        prog="wfplint",
        description="Check Windows Filtering Platform callout drivers; no WDK needed.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"wfplint {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in available():
        subparser = subparsers.add_parser(
            command.name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:] + ".",
            epilog=command.epilog,
            allow_abbrev=False,
        )
        if only in ("", command.name):
            command.configure(subparser)
    return parser


def load_command(name: str) -> Callable[[argparse.Namespace], int]:
    """The function that runs an available command."""
    command = next(command for command in COMMANDS if command.name == name)
    module = importlib.import_module(f"wfplint.cli.commands.{command.module}")
    run: Callable[[argparse.Namespace], int] = module.run
    return run
