"""What the operands of a call of a known function stand for in a state."""

from __future__ import annotations

from dataclasses import dataclass

from wfplint.dataflow import effects as fx
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.state import (
    State,
)
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.source import Span

# name, operator, number: how each `when` reads as a test of the result
TESTS: dict[str, tuple[str, int]] = {
    "nonzero": ("!=", 0),
    "zero": ("==", 0),
    "success": (">=", 0),
    "failure": ("<", 0),
}
NEGATED = {"nonzero": "zero", "zero": "nonzero", "success": "failure", "failure": "success"}
LOCK_WORDS = ("lock", "mutex", "resource")


def is_lock(kind: str) -> bool:
    """Whether references of this kind exclude other holders."""
    return any(word in kind for word in LOCK_WORDS)


@dataclass(frozen=True)
class KnownCall:
    """A call of a function with facts: argument values, and the site's number and place.

    `makes_state` says that memory it allocates may become a record with shared state.
    """

    facts: fx.FunctionFacts
    args: tuple[ValueId, ...]
    site: int
    span: Span
    macro: Span | None = None
    makes_state: bool = True


Outcome = tuple[State, ValueId]


def succeeded(when: str, call: KnownCall) -> tuple[str, int]:
    """The test that holds after success. What reports a status reports zero then: other codes that
    are no errors are not for calls that take something.
    """
    if when == "success" and call.facts.result == "status":
        return ("==", 0)
    return TESTS[when]


class Operands:
    """Resolves operands against a call's arguments and a state's memory."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.values = memory.values

    def operand_value(self, operand: fx.Operand, call: KnownCall, state: State) -> ValueId:
        """The value an operand selects."""
        if operand.deref:
            return self.memory.load(self.operand_location(operand, call), state)
        if 0 <= operand.index < len(call.args):
            return call.args[operand.index]
        return self.values.sym("missing", call.site, operand.index)

    def operand_location(self, operand: fx.Operand, call: KnownCall) -> LocationId:
        """The object an operand refers to: the pointee of the argument, then its fields."""
        if 0 <= operand.index < len(call.args):
            at = self.values.pointee(call.args[operand.index])
        else:
            at = self.values.pointee(self.values.sym("missing", call.site, operand.index))
        for name in operand.fields:
            at = self.values.named(at, name)
        return at

    def operand_object(self, operand: fx.Operand, call: KnownCall, state: State) -> LocationId:
        """The object an operand's value points to: for `*arg0` what the pointer there points to."""
        return self.values.pointee(self.operand_value(operand, call, state))

    def _write_unknown(self, operand: fx.Operand, call: KnownCall, state: State) -> None:
        at = self.operand_location(operand, call)
        self.memory.write(at, self.memory.fresh(state, "out", call.site, operand.index), state)

    def count(self, operand: fx.Operand | None, call: KnownCall, state: State) -> int:
        if operand is None:
            return 1
        value = self.operand_value(operand, call, state)
        return max(1, self.memory.evaluator.number(value, state) or 1)
