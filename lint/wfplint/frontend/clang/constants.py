"""Integer constants: conversion to a type, and folding of operators."""

from __future__ import annotations

import operator
from collections.abc import Callable

from wfplint.frontend.clang.kinds import INTEGERS

_SUFFIXES = b"uUlLiI"


def convert(value: int, kind: int) -> int:
    """The value after conversion to a canonical type kind; unchanged for other than integers."""
    form = INTEGERS.get(kind)
    if form is None:
        return value
    bits, signed = form
    if bits == 1:
        return int(value != 0)
    value &= (1 << bits) - 1
    if signed and value >> (bits - 1):
        value -= 1 << bits
    return wrapped(value)


def wrapped(value: int) -> int:
    """The value as signed 64 bit."""
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def literal(text: bytes) -> int | None:
    """The value of an integer literal as written; None for what needs a compiler."""
    if text.isdigit() and (text[:1] != b"0" or text == b"0"):
        return int(text)
    lower = text.lower().replace(b"i64", b"").rstrip(_SUFFIXES).replace(b"'", b"")
    try:
        if lower[:2] == b"0x":
            return wrapped(int(lower, 16))
        return wrapped(int(lower, 8 if lower[:1] == b"0" and len(lower) > 1 else 10))
    except ValueError:
        return None


def _truncated(left: int, right: int) -> int:
    if right == 0:
        raise ValueError
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _shifted(left: int, right: int) -> int:
    if not 0 <= right < 64:
        raise ValueError
    return left << right


_BINARY: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _truncated,
    "%": lambda a, b: a - b * _truncated(a, b),
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": _shifted,
    ">>": lambda a, b: a >> b if 0 <= b < 64 else _truncated(a, 0),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
}
_UNARY: dict[str, Callable[[int], int]] = {
    "-": operator.neg,
    "~": operator.invert,
    "+": operator.pos,
    "!": lambda a: int(a == 0),
}


def fold_binary(op: str, left: int, right: int, kind: int) -> int | None:
    """The value of `left op right` in the canonical type `kind`; None if not a constant."""
    fold = _BINARY.get(op)
    if fold is None:
        return None
    try:
        return convert(fold(left, right), kind)
    except ValueError:
        return None


def fold_unary(op: str, value: int, kind: int) -> int | None:
    fold = _UNARY.get(op)
    return None if fold is None else convert(fold(value), kind)
