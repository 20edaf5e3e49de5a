"""What a write leaves in a location, and whether a value known to have been there before rules out
that the write had happened.

A flag is one bit of a word: who tests one bit learns nothing of a write that sets another.
"""

from __future__ import annotations

from typing import NamedTuple

from wfplint.dataflow.constraints import ANY, Range, decide
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId, Values

_ALL = 2**64 - 1


class Written(NamedTuple):
    """The number written, if it is known; else the bits that are set and cleared, or by how much a
    count changes (0: by an unknown number). All None: nothing is known.
    """

    value: int | None = None
    sets: int | None = None
    clears: int | None = None
    step: int | None = None


class Bits(NamedTuple):
    """Bits of a value that are certainly zero, and certainly one."""

    zeros: int = 0
    ones: int = 0


def written(value: ValueId, state: State, evaluator: Evaluator) -> Written:
    """What a stored value says of the location it is stored to."""
    number = evaluator.number(value, state)
    if number is not None:
        return Written(number)
    values = evaluator.values
    kind, payload = values.terms[value]
    if kind != "op" or len(payload) != 3:
        return Written()
    operator, left, right = payload
    constant = values.constant(right)
    if constant is None and operator in "|&+":
        constant = values.constant(left)
    if operator in "+-":
        return Written(step=_signed(operator, constant))
    if constant is None or operator not in "|&":
        return Written()
    if operator == "|":
        return Written(sets=constant & _ALL, clears=0)
    return Written(sets=0, clears=~constant & _ALL)


def _signed(operator: str, constant: int | None) -> int:
    return 0 if constant is None else constant if operator == "+" else -constant


def known_bits(value: ValueId, state: State, values: Values) -> Bits:
    """What tests of masked bits have taught of a value."""
    zeros = ones = 0
    for tested, range_ in state.cons.items():
        mask = mask_of(tested, value, values)
        if mask is None:
            continue
        if range_.only is not None:
            zeros |= mask & ~range_.only
            ones |= mask & range_.only
        elif not range_.admits(0) and mask & (mask - 1) == 0:
            ones |= mask
    return Bits(zeros, ones)


def mask_of(tested: ValueId, value: ValueId, values: Values) -> int | None:
    """The mask where `tested` is `value & mask`."""
    kind, payload = values.terms[tested]
    if kind != "op" or payload[0] != "&":
        return None
    for one, other in (payload[1:], payload[:0:-1]):
        if one == value and values.constant(other) is not None:
            return (values.constant(other) or 0) & _ALL
    return None


def rules_out(range_: Range, bits: Bits, change: Written) -> bool:
    """Whether a location with this content cannot have been written so before."""
    if change.step is not None:
        return change.step > 0 and range_.only == 0
    sets, clears = change.sets, change.clears
    if change.value is not None:
        if decide(range_, "==", change.value) is False:
            return True
        sets, clears = change.value & _ALL, ~change.value & _ALL
    if sets is not None and clears is not None:
        known = bits
        if range_.only is not None:
            known = Bits(~range_.only & _ALL, range_.only & _ALL)
        return bool(known.zeros & sets or known.ones & clears)
    return range_ != ANY


def puts_back(found: Range, bits: Bits, change: Written) -> bool:
    """Whether this write may leave what a claim found: the next path can make the same claim."""
    if change.value is not None:
        return (found != ANY or any(bits)) and not rules_out(found, bits, change)
    if change.step is not None:
        return change.step < 0 and found.only == 0
    return bool(bits.zeros & (change.clears or 0) or bits.ones & (change.sets or 0))
