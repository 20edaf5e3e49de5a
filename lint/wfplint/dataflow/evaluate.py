"""Values of expressions in a state, and what a branch condition teaches.

`evaluate` turns a pure IR value into a value id; `assume` narrows a state to the paths on which a
condition holds and says whether any are left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wfplint import ir
from wfplint.dataflow import constraints
from wfplint.dataflow.constraints import MAX_EXCLUDED, MIRRORED, OPPOSITE, Range, decide, narrow
from wfplint.dataflow.prepared import Prepared
from wfplint.dataflow.state import State
from wfplint.dataflow.values import FieldStep, IndexStep, LocationId, ValueId, Values

_MASK64 = 2**64 - 1


def _wrap(number: int) -> int:
    number &= _MASK64
    return number - 2**64 if number >= 2**63 else number


_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63),
    "/": lambda a, b: int(a / b) if b else 0,
    "%": lambda a, b: a - int(a / b) * b if b else 0,
}


class Evaluator:
    """Evaluates IR values of one function in a state. `unknown` names what a site cannot know;
    `initial` is what locations hold that nothing ever writes; `on_follow` is told of each pointer
    that is followed inside a path, and where it was.
    """

    def __init__(self, values: Values) -> None:
        self.values = values
        self.on_follow: Callable[[LocationId, ValueId, State], None] = lambda at, value, state: None
        self.initial: Mapping[LocationId, ValueId] = {}
        self._kinds: dict[type, Callable[[Prepared, Any, State], ValueId]] = {
            ir.Var: self._variable,
            ir.Const: self._const,
            ir.Op: self._op,
            ir.Address: self._address,
            ir.FunctionRef: self._function,
            ir.Cast: self._seen_as,
            ir.Container: self._container,
            ir.Text: self._text,
            ir.Unknown: self._unknown,
        }

    # --- locations ---------------------------------------------------------------------------

    def location(self, prepared: Prepared, path: ir.AccessPath, state: State) -> LocationId:
        """The location an access path denotes; steps through unknown pointers name their target."""
        values = self.values
        root = path.root
        steps = list(path.steps)
        if root.startswith("@"):
            at = values.global_location(root)
        elif steps and isinstance(steps[0], ir.Deref):
            at = values.pointee(self.variable(prepared, root, state))
            steps = steps[1:]
        else:
            at = values.local_location(prepared.id, root)
        for step in steps:
            at = self._step(prepared, at, step, state)
        return at

    def _step(self, prepared: Prepared, at: LocationId, step: ir.Step, state: State) -> LocationId:
        values = self.values
        if isinstance(step, ir.Member):
            return values.step(self.as_record(at, step.record), FieldStep(*step))
        if isinstance(step, ir.Element):
            index = step.index
            if step.variable:
                index = self.number(self.variable(prepared, step.variable, state), state)
            return values.step(at, IndexStep(index))
        pointer = self.content(at, state)
        if state.marks:
            self.on_follow(at, pointer, state)
        return values.pointee(pointer)

    def as_record(self, at: LocationId, record: str) -> LocationId:
        """The record, where a pointer to its first field is used as a pointer to the record."""
        region, steps = self.values.locations[at]
        if steps and isinstance(steps[-1], FieldStep) and steps[-1].record == record:
            return self.values.location(region, steps[:-1])
        return at

    def content(self, at: LocationId, state: State) -> ValueId:
        """What a location holds, without recording that it was read."""
        found = state.mem.get(at)
        if found is not None:
            return found
        whole = self._from_whole(at, state)
        if whole is not None:
            return whole
        return self.unknown(at, state)

    def unknown(self, at: LocationId, state: State) -> ValueId:
        """What a location holds when this path has not written it."""
        known = self.initial.get(at)
        if known is not None:
            return known
        region = self.values.base(at)
        epoch = state.epochs.get(region, state.epochs.get(None, 0))
        return self.values.memory(at, epoch)

    def _from_whole(self, at: LocationId, state: State) -> ValueId | None:
        """A field of a structure that was zeroed or copied as a whole."""
        region, steps = self.values.locations[at]
        for cut in range(len(steps) - 1, -1, -1):
            outer = state.mem.get(self.values.location(region, steps[:cut]))
            if outer is None:
                continue
            if outer == self.values.zero:
                return outer
            term = self.values.terms[outer]
            if term.kind == "sym" and term.payload[0] == "memory":
                source = self.values.locations[term.payload[1]]
                inner = self.values.location(source.region, (*source.steps, *steps[cut:]))
                return state.mem.get(inner, self.values.memory(inner, term.payload[2]))
            return self.values.sym("part", outer, steps[cut:])
        return None

    def variable(self, prepared: Prepared, name: str, state: State) -> ValueId:
        """A local's value; one that was never assigned is unknown but fixed."""
        if name in prepared.taken:
            return self.content(self.values.local_location(prepared.id, name), state)
        found = state.env.get(name)
        if found is None:
            found = state.env[name] = self.values.sym("undefined", prepared.id, name)
        return found

    def counts(self, prepared: Prepared, name: str, state: State, limit: int) -> bool:
        """Whether a variable tells this turn of a loop from others, of which there are few."""
        if not limit:
            return False
        value = self.variable(prepared, name, state)
        number = self.number(value, state)
        index = self.values.index_of(value) if number is None else number
        return index is not None and 0 <= index < limit

    # --- values ------------------------------------------------------------------------------

    def evaluate(self, prepared: Prepared, value: ir.Value, state: State) -> ValueId:
        """The value id of an expression in a state; the same expression may give another later."""
        return self._kinds[type(value)](prepared, value, state)

    def _variable(self, prepared: Prepared, value: ir.Var, state: State) -> ValueId:
        return self.variable(prepared, value.name, state)

    def _const(self, prepared: Prepared, value: ir.Const, state: State) -> ValueId:
        return self.values.const(value.value)

    def _op(self, prepared: Prepared, value: ir.Op, state: State) -> ValueId:
        operands = [self.evaluate(prepared, a, state) for a in value.args]
        return self.operate(value.op, operands, state)

    def _address(self, prepared: Prepared, value: ir.Address, state: State) -> ValueId:
        return self.values.pointer(self.location(prepared, value.path, state))

    def _function(self, prepared: Prepared, value: ir.FunctionRef, state: State) -> ValueId:
        return self.values.func(value.id)

    def _seen_as(self, prepared: Prepared, value: ir.Cast, state: State) -> ValueId:
        return self._cast(self.evaluate(prepared, value.value, state), value.record)

    def _container(self, prepared: Prepared, value: ir.Container, state: State) -> ValueId:
        inner = self.evaluate(prepared, value.value, state)
        return self.values.container(inner, tuple(FieldStep(*m) for m in value.member))

    def _text(self, prepared: Prepared, value: ir.Text, state: State) -> ValueId:
        return self.values.text(value.value)

    def _unknown(self, prepared: Prepared, value: ir.Unknown, state: State) -> ValueId:
        return self.values.sym("unknown", prepared.id)

    def _cast(self, value: ValueId, record: str) -> ValueId:
        term = self.values.terms[value]
        if term.kind != "ptr":
            return value
        return self.values.pointer(self.as_record(term.payload, record))

    def operate(self, operator: str, operands: list[ValueId], state: State) -> ValueId:
        values = self.values
        numbers = [self.number(o, state) for o in operands]
        if operator == "in":
            return self._member_of(operands, state)
        if operator in OPPOSITE:
            truth = self._compare(operator, operands, numbers, state)
            if truth is not None:
                return values.one if truth else values.zero
        elif operator == "!":
            known = self.truth(operands[0], state)
            if known is not None:
                return values.zero if known else values.one
        elif None not in numbers:
            return values.const(_wrap(_fold(operator, [n or 0 for n in numbers])))
        elif operator == "+":
            return self._sum(operands, numbers[1])
        return values.op(operator, *operands)

    def _sum(self, operands: list[ValueId], offset: int | None) -> ValueId:
        """An address and a number give the address of another element."""
        moved = self.values.element(operands[0], offset) if offset is not None else None
        return self.values.op("+", *operands) if moved is None else moved

    def _member_of(self, operands: list[ValueId], state: State) -> ValueId:
        tested, cases = operands[0], operands[1:]
        range_ = self.range_of(tested, state)
        numbers = [self.values.constant(c) for c in cases]
        if range_.only is not None:
            return self.values.const(int(range_.only in numbers))
        return self.values.op("in", *operands)

    def _compare(
        self, operator: str, operands: list[ValueId], numbers: list[int | None], state: State
    ) -> bool | None:
        left, right = operands
        if left == right:
            return operator in ("==", "<=", ">=")
        if numbers[1] is not None:
            return decide(self.range_of(left, state), operator, numbers[1])
        if numbers[0] is not None:
            return decide(self.range_of(right, state), MIRRORED[operator], numbers[0])
        both_addresses = self.values.is_pointer(left) and self.values.is_pointer(right)
        if both_addresses and operator in ("==", "!="):
            return operator == "!="
        known = state.cons.get(self.values.op(operator, left, right))
        return None if known is None else decide(known, "!=", 0)

    def number(self, value: ValueId, state: State) -> int | None:
        constant = self.values.constant(value)
        if constant is not None:
            return constant
        range_ = state.cons.get(value)
        return range_.only if range_ else None

    def range_of(self, value: ValueId, state: State) -> Range:
        constant = self.values.constant(value)
        if constant is not None:
            return Range(constant, constant)
        if self.values.is_pointer(value):
            return Range(1)
        known = state.cons.get(value)
        if known is not None:
            return known
        term = self.values.terms[value]
        if term.kind == "op" and (term.payload[0] in OPPOSITE or term.payload[0] == "!"):
            return Range(0, 1)
        return constraints.ANY

    def truth(self, value: ValueId, state: State) -> bool | None:
        """Whether a value is non-zero, where that is known."""
        return decide(self.range_of(value, state), "!=", 0)

    def equals(self, value: ValueId, state: State) -> list[ValueId]:
        """The value, and those that a branch of this path found to be the same."""
        found = [value]
        for known, range_ in state.cons.items():
            kind, payload = self.values.terms[known]
            compared = kind == "op" and payload[0] in ("==", "!=") and value in payload[1:]
            if compared and decide(range_, payload[0], 0) is False:
                found += [o for o in payload[1:] if o != value]
        return found

    # --- conditions --------------------------------------------------------------------------

    def assume(self, value: ValueId, truth: bool, state: State) -> bool:
        """Narrow `state` to `value` being non-zero (or zero). False: no such path exists."""
        known = self.truth(value, state)
        if known is not None:
            return known == truth
        term = self.values.terms[value]
        if term.kind == "op":
            operator, operands = term.payload[0], term.payload[1:]
            if operator == "!":
                return self.assume(operands[0], not truth, state)
            if operator in OPPOSITE and not self._assume_comparison(
                operator if truth else OPPOSITE[operator], operands, state
            ):
                return False
            if operator == "in" and not self._assume_member(operands, truth, state):
                return False
        return self._narrow(value, "!=" if truth else "==", 0, state)

    def suppose(self, value: ValueId, truth: bool, state: State) -> bool:
        """Add what the source asserts: no test, and nothing to a path that denies it."""
        if self.truth(value, state) is None:
            self.assume(value, truth, state)
        return True

    def _assume_comparison(
        self, operator: str, operands: tuple[ValueId, ...], state: State
    ) -> bool:
        left, right = operands
        number = self.number(right, state)
        if number is not None:
            return self._assume_number(left, operator, number, state)
        number = self.number(left, state)
        if number is not None:
            return self._assume_number(right, MIRRORED[operator], number, state)
        return True

    def _assume_number(self, value: ValueId, operator: str, number: int, state: State) -> bool:
        """Narrow `value`; a comparison or negation compared with 0 or 1 is narrowed inside."""
        term = self.values.terms[value]
        boolean = term.kind == "op" and (term.payload[0] in OPPOSITE or term.payload[0] == "!")
        if boolean and number in (0, 1) and operator in ("==", "!="):
            return self.assume(value, (operator == "==") == (number == 1), state)
        return self._narrow(value, operator, number, state)

    def _assume_member(self, operands: tuple[ValueId, ...], truth: bool, state: State) -> bool:
        tested = operands[0]
        numbers = [self.values.constant(c) for c in operands[1:]]
        if truth:
            range_ = self.range_of(tested, state)
            admitted = [n for n in numbers if n is not None and range_.admits(n)]
            known = None not in numbers
            return bool(admitted) and (not known or self._assume_among(tested, admitted, state))
        return all(n is None or self._assume_number(tested, "!=", n, state) for n in numbers)

    def _assume_among(self, value: ValueId, numbers: list[int], state: State) -> bool:
        """Narrow a value to a few numbers; gaps between them are kept as far as a range can."""
        low, high = min(numbers), max(numbers)
        gaps = set(range(low, high)).difference(numbers) if high - low < MAX_EXCLUDED else ()
        return (
            self._narrow(value, ">=", low, state)
            and self._narrow(value, "<=", high, state)
            and all(self._narrow(value, "!=", n, state) for n in sorted(gaps))
        )

    def _narrow(self, value: ValueId, operator: str, number: int, state: State) -> bool:
        range_ = narrow(self.range_of(value, state), operator, number)
        if range_.empty:
            return False
        if self.values.constant(value) is None and not self.values.is_pointer(value):
            state.cons[value] = range_
        return True


def _fold(operator: str, numbers: list[int]) -> int:
    if len(numbers) == 1:
        return {"-": -numbers[0], "~": ~numbers[0]}.get(operator, numbers[0])
    return _ARITHMETIC[operator](numbers[0], numbers[1])
