"""Where text goes: a file, a pipe or a terminal, with colour only where it is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from wfplint.errors import UserError
from wfplint.report.styled import STYLES, Line, plain


def use_color(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour; `choice` is always, never or auto, which honours NO_COLOR."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def on_terminal(output: str | None) -> bool:
    """Whether a report goes to a person who watches."""
    return not output and sys.stdout.isatty()


def write_lines(lines: Iterable[Line], *, output: str | None, color: str) -> None:
    """Write a terminal report; a file gets it without colour."""
    if output or not use_color(color, sys.stdout, os.environ):
        write_text(plain(lines), output=output)
    else:
        _write_colored(lines)


def write_text(text: str, *, output: str | None) -> None:
    """Write a report as UTF-8 with line feeds. Raises UserError if the file cannot be written."""
    if output:
        target = Path(output)
        try:
            target.write_bytes(text.encode("utf-8", "replace"))
        except OSError as error:
            raise UserError(f"cannot be written: {error.strerror}", path=output) from None
        return
    with _standard_output():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


@contextmanager
def _standard_output() -> Iterator[None]:
    """A full disk is the user's affair; a reader that went away is not told of it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UserError(f"cannot be written: {error.strerror}", path="standard output") from None


def say(text: str) -> None:
    """One line for people, on standard error, so that a report on standard output stays whole."""
    print(text, file=sys.stderr)


def _write_colored(lines: Iterable[Line]) -> None:
    from rich.console import Console
    from rich.text import Text
    from rich.theme import Theme

    console = Console(force_terminal=True, highlight=False, emoji=False, theme=Theme(STYLES))
    with _standard_output():
        for item in lines:
            console.print(Text.assemble(*item.segments), soft_wrap=True)
