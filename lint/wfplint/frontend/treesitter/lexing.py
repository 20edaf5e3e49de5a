"""Preprocessing tokens of C and C++, by regular expression over text decoded as Latin-1.

Latin-1 maps every byte to one character, so that positions in the text are byte offsets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*"
_COMMENT = r"/\*(?s:.*?)(?:\*/|\Z)|//(?:[^\n\\]|\\(?:\r?\n)?|\\)*"
_STRING = r'(?:u8|[uUL])?"(?:[^"\\\n]|\\(?s:.))*"?'
_CHARACTER = r"[uUL]?'(?:[^'\\\n]|\\(?s:.))*'?"
_NUMBER = r"\.?\d(?:[eEpP][+-]|'(?=\w)|[\w.])*"

# What the main loop must look at: the groups are comment, literal, directive and name.
STREAM = re.compile(
    rf"({_COMMENT})|({_STRING}|{_CHARACTER}|{_NUMBER})|(^[ \t\f\v]*\#)|({_NAME})", re.M | re.A
)
COMMENT, LITERAL, DIRECTIVE, NAME = 1, 2, 3, 4

# The same while a branch is skipped, where only directives matter.
SKIPPED = re.compile(rf"({_COMMENT})|({_STRING})|(^[ \t\f\v]*\#)", re.M | re.A)

# One token each; comments and white space match without a group.
_TOKEN = re.compile(
    rf"\s+|\\\r?\n|{_COMMENT}|({_STRING}|{_CHARACTER}|{_NAME}|{_NUMBER}"
    r"|\#\#|->\*?|\+\+|--|<<=?|>>=?|&&|\|\||[-+*/%&|^=!<>]=|::|\.\.\.|.)",
    re.A | re.S,
)
DIRECTIVE_LINE = re.compile(
    rf"(?:[^\n/\"'\\]+|{_COMMENT}|{_STRING}|{_CHARACTER}|\\\r?\n|[^\n])*", re.A
)
DIRECTIVE_HEAD = re.compile(r"[ \t\f\v]*(?:\#|%:)(?:[ \t]|/\*.*?\*/)*(\w*)", re.A)

_NAME_START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$")


class Token(NamedTuple):
    """One token. `file` and `offset` say where it is spelled; `hidden` names macros not to expand.

    `body` is the macro whose replacement list the token was spelled in, else empty.
    """

    text: str
    file: str
    offset: int
    body: str = ""
    hidden: frozenset[str] = frozenset()
    spaced: bool = False

    @property
    def is_name(self) -> bool:
        return self.text[0] in _NAME_START


NOTHING: frozenset[str] = frozenset()

_MS_SUFFIX = re.compile(r"(\d[\da-fA-FxX]*?)([uU]?)[iI](8|16|32|64)\Z", re.A)


def plain_number(text: str) -> str:
    """A number whose suffix both grammars know: `5ui64` is `5uLL`."""
    match = _MS_SUFFIX.match(text)
    if match is None:
        return text
    return match[1] + match[2] + ("LL" if match[3] == "64" else "")


def tokenize(text: str, file: str, start: int, end: int, body: str = "") -> list[Token]:
    """Tokens of `text[start:end]`, without comments and white space."""
    tokens = []
    previous = start
    for match in _TOKEN.finditer(text, start, end):
        if match.lastindex:
            at, found = match.start(), match[0]
            if found[-1].isdigit() and found[0].isdigit():
                found = plain_number(found)
            tokens.append(Token(found, file, at, body, NOTHING, at != previous))
            previous = match.end()
    return tokens


def read_arguments(text: str, position: int) -> int:
    """Return the offset after the `)` of the `(` at or after `position`, or -1 if there is none."""
    depth = 0
    for match in _TOKEN.finditer(text, position):
        token = match[1] if match.lastindex else ""
        if token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
            if not depth:
                return match.end()
        elif token and not depth:
            return -1
    return -1
