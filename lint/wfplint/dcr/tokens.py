"""`{{ name argument ... }}` in hand-written pages: where facts, tables and pictures are put in.

Pages cannot carry a copy of a fact; they name it. Both the site and `dcr --check` read them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

PATTERN = re.compile(r"\{\{ (?P<name>[a-z][a-z-]*)(?P<rest>(?: [^{}\n]*)?) \}\}")


class Token(NamedTuple):
    """A token with its arguments, and the line (from 1) it stands in."""

    name: str
    arguments: tuple[str, ...]
    line: int


def make(match: re.Match[str]) -> Token:
    line = match.string.count("\n", 0, match.start()) + 1
    return Token(match["name"], tuple(match["rest"].split()), line)


def find(text: str) -> Iterator[Token]:
    """All tokens of a page, in order."""
    return map(make, PATTERN.finditer(text))
