"""Ranges of numbers against brute force over a window that holds all their borders."""

from __future__ import annotations

import operator
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from wfplint.dataflow.constraints import (
    ANY,
    MAX_EXCLUDED,
    MIRRORED,
    OPPOSITE,
    Range,
    decide,
    join,
    narrow,
)

WINDOW = range(-12, 13)
HOLDS: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
numbers = st.integers(-8, 8)
operators = st.sampled_from(sorted(HOLDS))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Ranges as narrowing makes them: nothing excluded at or beyond their ends."""
    result = ANY
    for _ in range(draw(st.integers(0, 6))):
        narrowed = narrow(result, draw(operators), draw(numbers))
        if not narrowed.empty:
            result = narrowed
    return result


def members(range_: Range) -> set[int]:
    return {n for n in WINDOW if range_.admits(n)}


@given(ranges(), operators, numbers)
def test_narrow_is_exact(range_: Range, op: str, number: int) -> None:
    narrowed = narrow(range_, op, number)
    assert members(narrowed) == {n for n in members(range_) if HOLDS[op](n, number)}
    assert narrowed.empty or narrowed.low <= narrowed.high


@given(ranges(), operators, numbers)
def test_decide_agrees_with_all_members(range_: Range, op: str, number: int) -> None:
    answers = {HOLDS[op](n, number) for n in members(range_)}
    decided = decide(range_, op, number)
    if decided is not None:
        assert answers <= {decided}
    elif range_.low >= WINDOW[0] and range_.high <= WINDOW[-1]:
        assert answers == {True, False}


@given(ranges(), operators, numbers)
def test_opposite_operators_split_a_range(range_: Range, op: str, number: int) -> None:
    yes, no = narrow(range_, op, number), narrow(range_, OPPOSITE[op], number)
    assert members(yes) | members(no) == members(range_)
    assert not members(yes) & members(no)


@given(numbers, operators, numbers)
def test_mirrored_operators_exchange_sides(left: int, op: str, right: int) -> None:
    assert HOLDS[op](left, right) == HOLDS[MIRRORED[op]](right, left)


@given(ranges(), ranges())
def test_join_is_an_upper_bound(a: Range, b: Range) -> None:
    joined = join(a, b)
    assert members(a) | members(b) <= members(joined)
    assert members(join(b, a)) == members(joined)
    assert join(a, a) == a


@given(ranges(), ranges(), operators, numbers)
def test_narrow_is_monotone(a: Range, b: Range, op: str, number: int) -> None:
    both = join(a, b)
    assert members(narrow(a, op, number)) <= members(narrow(both, op, number))


@given(st.lists(numbers, min_size=1, max_size=MAX_EXCLUDED))
def test_only_what_was_excluded_is_missing(excluded: list[int]) -> None:
    range_ = ANY
    for number in excluded:
        range_ = narrow(range_, "!=", number)
    assert members(range_) == set(WINDOW) - set(excluded)


def test_many_exclusions_stay_sound() -> None:
    range_ = ANY
    for number in range(3 * MAX_EXCLUDED):
        range_ = narrow(range_, "!=", number)
    assert range_.admits(-1)
    assert not range_.admits(0)
    assert decide(range_, "==", -1) is None
