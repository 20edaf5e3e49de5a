"""Which lists a function, with what it calls, looks at; putting an entry on one is no look."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.prepared import values_of
from wfplint.dataflow.scope import Scope
from wfplint.program.pointers import static_class


class ListUses:
    """Classes of locations that functions read or take the address of: list heads among them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._own: dict[str, frozenset[str]] = {}
        self._below: dict[str, frozenset[str]] = {}

    def seen_from(self, function: str) -> frozenset[str]:
        known = self._below.get(function)
        if known is None:
            bodies = self._scope.below([function]) & self._scope.program.functions.keys()
            known = self._in_tables.union(*(self._seen_in(name) for name in bodies))
            self._below[function] = known
        return known

    @cached_property
    def _in_tables(self) -> frozenset[str]:
        """What a table leads to, any function may get at."""
        items = self._scope.program.globals.values()
        return frozenset(
            name for item in items for i in item.initialisers for name in _addressed(i.value)
        )

    def _seen_in(self, function: str) -> frozenset[str]:
        known = self._own.get(function)
        if known is None:
            body = self._scope.program.functions[function]
            instructions = [i for block in body.cfg.blocks for i in block.instructions]
            conditions = [e.condition for block in body.cfg.blocks for e in block.edges]
            names = {name for i in instructions for name in self._seen_by(function, i)}
            names.update(n for c in conditions if c is not None for n in _addressed(c.value))
            known = self._own[function] = frozenset(names)
        return known

    def _seen_by(self, function: str, instruction: ir.Instruction) -> Iterable[str]:
        if isinstance(instruction, ir.Load):
            yield from _classes(instruction.path)
        put = self._heads_put_on(function, instruction)
        for index, value in enumerate(values_of(instruction), start=-1):  # a call's callee first
            if index not in put:
                yield from _addressed(value)

    def _heads_put_on(self, function: str, instruction: ir.Instruction) -> set[int]:
        return {
            effect.head.index
            for call, effect in self._scope.effects_of[function]
            if call is instruction
            and isinstance(effect, fx.ListOperation)
            and effect.operation == "insert"
            and effect.head is not None
        }


def _addressed(value: ir.Value) -> Iterable[str]:
    if isinstance(value, ir.Address):
        yield from _classes(value.path)
    elif isinstance(value, ir.Op):
        for operand in value.args:
            yield from _addressed(operand)
    elif isinstance(value, (ir.Cast, ir.Container)):
        yield from _addressed(value.value)


def _classes(path: ir.AccessPath) -> Iterable[str]:
    """Of a location and of all that it is a part of."""
    return (static_class(path._replace(steps=path.steps[:n])) for n in range(len(path.steps) + 1))
