"""The command line reference, from the parser itself."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Mapping

_INTRO = """# Command line

This page is generated from the parser. A path is a file, a folder, a `.vcxproj` or a
`compile_commands.json`.

## Exit codes

| Code | Meaning |
| --- | --- |
| 0 | clean |
| 1 | findings at or above the threshold (default: warning), whatever else happened |
| 2 | usage or configuration error |
| 3 | something could not be analysed; never hidden by 0 |
| 130 | interrupted |
"""


def subcommands(
    parser: argparse.ArgumentParser,
) -> tuple[dict[str, argparse.ArgumentParser], dict[str, str]]:
    """The parsers of all subcommands by name, and their help lines."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            return dict(action.choices), helps
    return {}, {}


def render_cli_reference(
    parsers: Mapping[str, argparse.ArgumentParser], helps: Mapping[str, str]
) -> str:
    """One section a subcommand: usage, then its options in groups. `helps` are their help lines."""
    parts = [_INTRO]
    parts += [_command(name, parser, helps.get(name, "")) for name, parser in parsers.items()]
    return "\n\n".join(parts) + "\n"


def _command(name: str, parser: argparse.ArgumentParser, text: str) -> str:
    words = " ".join(parser.format_usage().removeprefix("usage:").split())
    usage = "\n".join(textwrap.wrap(words, 84, subsequent_indent="    ", break_on_hyphens=False))
    head = f"## {name}\n\n"
    if text:
        head += f"{text[0].upper()}{text[1:].rstrip('.')}.\n\n"
    rows = list(_rows(parser))
    table = "\n".join(["| Argument | Meaning |", "| --- | --- |", *rows]) if rows else ""
    return f"{head}```text\n{usage}\n```\n\n{table}"


def _rows(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction) or action.help is argparse.SUPPRESS:
            continue
        yield f"| {_names(action)} | {_meaning(action)} |"


def _names(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        return f"`{value}`"
    shown = f" {value}" if action.nargs != 0 and value else ""
    return ", ".join(f"`{option}{shown}`" for option in action.option_strings)


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    if action.choices and not action.option_strings:
        return action.dest
    return "" if action.choices else action.dest.upper()


def _meaning(action: argparse.Action) -> str:
    text = (action.help or "").replace("%(default)s", str(action.default)).replace("|", "\\|")
    if action.choices:
        choices = ", ".join(f"`{choice}`" for choice in action.choices)
        text = f"{text}; {choices}" if text else choices
    return text
