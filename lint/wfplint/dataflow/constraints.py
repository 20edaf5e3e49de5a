"""What is known of a value's number: an interval and a few excluded numbers.

The domain is small on purpose: it decides null tests, status tests (`>= 0`), comparisons with
enumerators and switch cases, which is what guards are written with.
"""

from __future__ import annotations

from typing import NamedTuple

LOW, HIGH = -(2**63), 2**64 - 1
MAX_EXCLUDED = 16


class Range(NamedTuple):
    """All integers in `low..high` that are not in `excluded`."""

    low: int = LOW
    high: int = HIGH
    excluded: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        return self.low > self.high

    def admits(self, number: int) -> bool:
        return self.low <= number <= self.high and number not in self.excluded

    @property
    def bounded(self) -> bool:
        """Whether it is limited on both sides."""
        return self.low > LOW and self.high < HIGH

    @property
    def only(self) -> int | None:
        """The single number left, if there is just one."""
        return self.low if self.low == self.high else None


ANY = Range()


def narrow(range_: Range, operator: str, number: int) -> Range:
    """The part of `range_` for which `x operator number` holds."""
    low, high, excluded = range_
    if operator == "==":
        return Range(number, number) if range_.admits(number) else Range(1, 0)
    if operator == "!=":
        if not low <= number <= high or number in excluded or len(excluded) >= MAX_EXCLUDED:
            return range_
        excluded = excluded | {number}
        if low < number < high:
            return Range(low, high, excluded)
    elif operator in ("<", "<="):
        high = min(high, number - (operator == "<"))
    else:
        low = max(low, number + (operator == ">"))
    return _trim(low, high, excluded)


def _trim(low: int, high: int, excluded: frozenset[int]) -> Range:
    if not excluded:
        return Range(low, high)
    while low in excluded and low <= high:
        low += 1
    while high in excluded and low <= high:
        high -= 1
    return Range(low, high, frozenset(n for n in excluded if low < n < high))


def decide(range_: Range, operator: str, number: int) -> bool | None:
    """Whether `x operator number` holds for all, none, or some (None) of the range."""
    low, high, _ = range_
    if low > high:
        return False
    if operator in ("==", "!="):
        if not range_.admits(number):
            return operator == "!="
        return operator == "==" if low == high else None
    if operator in ("<", ">="):
        holds, fails = high < number, low >= number
    else:
        holds, fails = high <= number, low > number
    if operator in (">", ">="):
        holds, fails = fails, holds
    return True if holds else False if fails else None


OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def join(a: Range, b: Range) -> Range:
    """The smallest range that holds both."""
    if a == b:
        return a
    if not a.excluded and not b.excluded:
        return Range(min(a.low, b.low), max(a.high, b.high))
    excluded = frozenset(n for n in a.excluded | b.excluded if not a.admits(n) and not b.admits(n))
    return _trim(min(a.low, b.low), max(a.high, b.high), excluded)
