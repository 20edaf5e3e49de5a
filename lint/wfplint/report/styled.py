"""Lines of text with named styles, and a few words of C colouring: what terminal reports return.

`plain` needs nothing; colour is put on by `wfplint.cli.terminal`, which knows `STYLES`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Segment = tuple[str, str]

# Style names to what a terminal shows, in the words of rich.
STYLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "good": "bold green",
    "strong": "bold",
    "gutter": "blue",
    "dim": "dim",
    "step": "bold magenta",
    "keyword": "blue",
    "text": "green",
    "comment": "dim italic",
    "number": "cyan",
}

_TOKEN = re.compile(
    r"(?P<comment>//.*|/\*.*?(?:\*/|$))"
    r'|(?P<text>L?"(?:\\.|[^"\\])*"?|L?\'(?:\\.|[^\'\\])*\'?)'
    r"|(?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*\b)"
    r"|(?P<keyword>\b(?:if|else|for|while|do|switch|case|default|break|continue|return|goto|static"
    r"|const|void|struct|union|enum|sizeof|typedef|extern|NULL|TRUE|FALSE|__try|__finally|__except"
    r"|__leave|auto|class|new|delete|nullptr|true|false|namespace|template|using)\b)"
    r"|(?P<directive>^\s*#\s*\w+)"
)
TAB = 4


class Line(NamedTuple):
    """One line: pieces of text, each with a key of `STYLES` or nothing."""

    segments: tuple[Segment, ...] = ()

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.segments)


def line(*parts: Segment | str) -> Line:
    """A line of parts; a bare text has no style."""
    return Line(tuple((part, "") if isinstance(part, str) else part for part in parts))


def plain(lines: Iterable[Line]) -> str:
    """The lines without their styles, each ended by a line feed."""
    return "".join(item.text.rstrip() + "\n" for item in lines)


def c_segments(code: str) -> Iterator[Segment]:
    """One line of C or C++ in pieces; a comment over several lines is not known here."""
    at = 0
    for match in _TOKEN.finditer(code):
        if match.start() > at:
            yield code[at : match.start()], ""
        style = match.lastgroup or ""
        yield match[0], "keyword" if style == "directive" else style
        at = match.end()
    if at < len(code):
        yield code[at:], ""


def columns(text: str) -> int:
    """How many terminal columns a text without tabs takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    marks = sum(unicodedata.combining(char) > 0 for char in text)
    return len(text) + wide - marks


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
