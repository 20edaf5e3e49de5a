"""Runs functions of the intermediate representation, to see whether they do what the C code does.

Numbers are numbers, addresses are access paths from a global or local, and every call of a
function that the unit does not define is noted with its arguments and answered from a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wfplint import ir
from wfplint.frontend.values import binary, unary

STEPS = 2_000


class Whole(dict[Any, Any]):
    """The contents of a structure or array, by steps from its start."""


class Machine:
    """Memory by place, and the calls seen so far as text."""

    def __init__(self, unit: ir.TranslationUnit, answers: Sequence[int] = ()) -> None:
        self.functions = {function.id: function for function in unit.functions}
        self.answers = iter(answers)
        self.calls: list[str] = []
        self.memory: dict[Any, Any] = {}
        self.stack: list[dict[str, Any]] = []
        self.choices: Iterator[int] = iter(())
        for item in unit.globals:
            for steps, value in item.initialisers:
                place = (item.id, *steps)
                self.memory[place] = self._value(value, {})

    def run(self, id: str, *arguments: int) -> int | None:
        """Call a function; its return value, None for none."""
        function = self.functions[id]
        frame: dict[str, Any] = {"": len(self.stack)}
        self.stack.append(frame)
        for (name, _), value in zip(function.parameters, arguments, strict=True):
            frame[name] = value
        number = 0
        for _ in range(STEPS):
            block = function.cfg.blocks[number]
            for item in block.instructions:
                if isinstance(item, ir.Return):
                    return None if item.value is None else self._value(item.value, frame)
                self._step(item, frame)
            number = self._next(block, frame)
        raise AssertionError("the function does not end")

    def _next(self, block: ir.BasicBlock, frame: dict[str, Any]) -> int:
        free = [edge.target for edge in block.edges if edge.condition is None]
        if len(free) > 1:
            return free[next(self.choices, 0)]
        taken = [edge.target for edge in block.edges if self._holds(edge, frame)]
        assert len(taken) == 1, f"{len(taken)} ways out of a block"
        return taken[0]

    def _holds(self, edge: ir.Edge, frame: dict[str, Any]) -> bool:
        if edge.condition is None:
            return True
        return bool(self._value(edge.condition.value, frame)) == edge.condition.truth

    def _step(self, item: ir.Instruction, frame: dict[str, Any]) -> None:
        if isinstance(item, ir.Assign):
            frame[item.dst] = self._value(item.value, frame)
        elif isinstance(item, ir.Load):
            frame[item.dst] = self._read(self._place(item.path, frame), frame)
        elif isinstance(item, ir.Store):
            self._write(self._place(item.path, frame), self._value(item.value, frame), frame)
        elif isinstance(item, ir.Call):
            result = self._call(item, frame)
            if item.dst is not None:
                frame[item.dst] = result
        else:
            raise AssertionError(f"unexpected {item}")

    def _call(self, item: ir.Call, frame: dict[str, Any]) -> int | None:
        callee = self._value(item.callee, frame)
        arguments = [self._value(value, frame) for value in item.args]
        if callee in self.functions:
            return self.run(callee, *arguments)
        words = [str(value) if isinstance(value, int) else "@" for value in arguments]
        self.calls.append(f"{callee}({', '.join(words)})")
        return next(self.answers, 0)

    # --- memory --------------------------------------------------------------------------

    def _place(self, path: ir.AccessPath, frame: dict[str, Any]) -> tuple[Any, ...]:
        """A place as a root and steps, with every pointer on the way followed."""
        at: tuple[Any, ...] = (path.root,)
        for step in path.steps:
            if isinstance(step, ir.Deref):
                at = self._read(at, frame)
                assert isinstance(at, tuple), "a number used as a pointer"
            else:
                if isinstance(step, ir.Element) and step.variable:
                    index = self._read((step.variable,), frame)
                    step = ir.Element(index) if isinstance(index, int) else step
                at = at if step == ir.Element(0) else (*at, step)
        return self._owned(at, frame)

    def _owned(self, at: tuple[Any, ...], frame: dict[str, Any]) -> tuple[Any, ...]:
        """Locals of two activations are different places."""
        root = at[0]
        return (f"{root}!{frame['']}", *at[1:]) if root[0] != "@" and "!" not in root else at

    def _read(self, at: tuple[Any, ...], frame: dict[str, Any]) -> Any:
        """A value; of a place with places inside, all of them."""
        at = self._owned(at, frame)
        variables = self._variables(at)
        if variables is not None and at[0].partition("!")[0] in variables:
            return variables[at[0].partition("!")[0]]
        inner = {place[len(at) :]: v for place, v in self.memory.items() if place[: len(at)] == at}
        return Whole(inner) if any(inner) else inner.get((), 0)

    def _write(self, at: tuple[Any, ...], value: Any, frame: dict[str, Any]) -> None:
        variables = self._variables(at)
        if variables is not None and at[0].partition("!")[0] in variables:
            variables[at[0].partition("!")[0]] = value
            return
        for known in [place for place in self.memory if place[: len(at)] == at]:
            del self.memory[known]
        values = value if isinstance(value, Whole) else {(): value}
        self.memory.update({(*at, *steps): part for steps, part in values.items()})

    def _variables(self, at: tuple[Any, ...]) -> dict[str, Any] | None:
        """The locals of the activation that a place without steps belongs to."""
        _, mark, activation = at[0].partition("!")
        return self.stack[int(activation)] if mark and len(at) == 1 else None

    def _value(self, value: ir.Value, frame: dict[str, Any]) -> Any:
        if isinstance(value, ir.Const):
            return value.value
        if isinstance(value, ir.Var):
            return frame.get(value.name, 0)
        if isinstance(value, ir.FunctionRef):
            return value.id
        if isinstance(value, ir.Address):
            return self._place(value.path, frame)
        if isinstance(value, ir.Op):
            return self._operation(value.op, [self._value(item, frame) for item in value.args])
        if isinstance(value, ir.Cast):
            return self._value(value.value, frame)
        return 0

    @staticmethod
    def _operation(op: str, values: list[Any]) -> int:
        if op == "in":
            return int(values[0] in values[1:])
        if any(isinstance(value, tuple) for value in values):
            return int((values[0] == values[1]) == (op == "=="))
        numbers = [ir.Const(value) for value in values]
        result = binary(op, *numbers) if len(numbers) == 2 else unary(op, *numbers)
        assert isinstance(result, ir.Const)
        return result.value
