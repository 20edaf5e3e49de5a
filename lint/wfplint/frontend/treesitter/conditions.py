"""The expressions of `#if`: integers, `defined`, the operators of C; an unknown name is 0."""

from __future__ import annotations

import re
from collections.abc import Callable

from wfplint.frontend.treesitter.lexing import Token
from wfplint.frontend.treesitter.macros import Expander

_INTEGER = re.compile(r"(0[xX][\da-fA-F']+|0[bB][01']+|[\d']+)[uUlLiI\d]*$")
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<", ">", "<=", ">="),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)


def _divide(left: int, right: int) -> int:
    return 0 if not right else abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)


def _remainder(left: int, right: int) -> int:
    return left - _divide(left, right) * right


BINARY: dict[str, Callable[[int, int], int]] = {
    "||": lambda a, b: int(bool(a) or bool(b)),
    "&&": lambda a, b: int(bool(a) and bool(b)),
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "<<": lambda a, b: a << min(b & 63, 63),
    ">>": lambda a, b: a >> min(b & 63, 63),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
    "%": _remainder,
}
UNARY: dict[str, Callable[[int], int]] = {
    "!": lambda a: int(not a),
    "-": lambda a: -a,
    "+": lambda a: a,
    "~": lambda a: ~a,
}


def parse_integer(text: str) -> int | None:
    """The value of an integer literal with any suffix; None if it is none."""
    match = _INTEGER.match(text)
    if match is None:
        return None
    digits = match[1].replace("'", "")
    if digits[:2] in ("0x", "0X"):
        return int(digits, 16)
    if digits[:2] in ("0b", "0B"):
        return int(digits, 2)
    octal = len(digits) > 1 and digits[0] == "0"
    try:
        return int(digits, 8 if octal else 10)
    except ValueError:
        return None


def evaluate(
    tokens: list[Token], expander: Expander, has_include: Callable[[str], bool] | None = None
) -> bool:
    """Whether the condition holds. A malformed one counts as false."""
    resolved = _resolve_defined(tokens, expander, has_include)
    texts = [token.text for token in expander.expand(resolved)]
    return bool(_Parser(texts).conditional())


def _resolve_defined(
    tokens: list[Token], expander: Expander, has_include: Callable[[str], bool] | None
) -> list[Token]:
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text == "defined":
            wrapped = index + 1 < len(tokens) and tokens[index + 1].text == "("
            at = index + (2 if wrapped else 1)
            name = tokens[at].text if at < len(tokens) else ""
            expander.used.add(name)
            out.append(token._replace(text="1" if name in expander.macros else "0"))
            index = at + (2 if wrapped else 1)
        elif token.text in ("__has_include", "__has_include_next"):
            index, found = _has_include(tokens, index, has_include)
            out.append(token._replace(text=found))
        else:
            out.append(token)
            index += 1
    return out


def _has_include(
    tokens: list[Token], index: int, has_include: Callable[[str], bool] | None
) -> tuple[int, str]:
    end = index + 1
    while end < len(tokens) and tokens[end].text != ")":
        end += 1
    name = "".join(t.text for t in tokens[index + 2 : end]).strip('<>"')
    found = has_include is not None and has_include(name)
    return end + 1, "1" if found else "0"


class _Parser:
    """Precedence climbing over token texts."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.at = 0

    def _peek(self) -> str:
        return self.texts[self.at] if self.at < len(self.texts) else ""

    def conditional(self) -> int:
        test = self._binary(0)
        if self._peek() != "?":
            return test
        self.at += 1
        then = self.conditional()
        self.at += self._peek() == ":"
        otherwise = self.conditional()
        return then if test else otherwise

    def _binary(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        value = self._binary(level + 1)
        while self._peek() in _LEVELS[level]:
            operator = self.texts[self.at]
            self.at += 1
            value = BINARY[operator](value, self._binary(level + 1))
        return value

    def _unary(self) -> int:
        text = self._peek()
        self.at += 1
        if text in UNARY:
            return UNARY[text](self._unary())
        if text == "(":
            value = self.conditional()
            self.at += self._peek() == ")"
            return value
        return self._primary(text)

    def _primary(self, text: str) -> int:
        if text == "true":
            return 1
        if text.startswith("'"):
            return ord(text[1]) if len(text) > 2 else 0
        value = parse_integer(text) if text[:1].isdigit() else 0
        if self._peek() == "(" and not text[:1].isdigit():
            self._skip_call()
        return value or 0

    def _skip_call(self) -> None:
        depth = 0
        while self.at < len(self.texts):
            depth += {"(": 1, ")": -1}.get(self.texts[self.at], 0)
            self.at += 1
            if not depth:
                return
