"""Who calls whom, directly or by pointer, and what the known functions they call do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.program.link import Program, calls_of
from wfplint.program.pointers import PointsTo


class CallGraph:
    """Calls of one program; a function with facts has no body, whatever the sources define."""

    def __init__(
        self,
        program: Program,
        facts: Mapping[str, fx.FunctionFacts],
        points_to: PointsTo,
    ) -> None:
        self.program = program
        self.facts = facts
        self.points_to = points_to

    def called(self, function: ir.Function) -> list[tuple[ir.Call, list[str]]]:
        """Every call of a function with the names it may reach."""
        return [(call, self.targets(function.id, call)) for call in calls_of(function)]

    def targets(self, function_id: str, call: ir.Call) -> list[str]:
        if isinstance(call.callee, ir.FunctionRef):
            return [call.callee.id]
        return self.points_to.targets(function_id, call.callee)

    @cached_property
    def callees(self) -> dict[str, list[str]]:
        """Function id -> ids of the defined functions it may call, directly or by pointer."""
        result: dict[str, list[str]] = {}
        for function in self.program.functions.values():
            names: dict[str, None] = {}
            for _, targets in self.called(function):
                for target in targets:
                    body = self.body(target)
                    if body is not None:
                        names[body.id] = None
            result[function.id] = list(names)
        return result

    @cached_property
    def callers(self) -> dict[str, list[str]]:
        result: dict[str, list[str]] = {f: [] for f in self.program.functions}
        for caller, callees in self.callees.items():
            for callee in callees:
                result[callee].append(caller)
        return result

    def body(self, name: str) -> ir.Function | None:
        """The definition that a call of this name runs; none for a function with facts."""
        return None if name in self.facts else self.program.resolve(name)

    def above(self, functions: Iterable[str]) -> set[str]:
        """The functions and everything that may call them."""
        return _closure(functions, self.callers)

    def below(self, functions: Iterable[str]) -> set[str]:
        """The functions and everything they may call."""
        return _closure(functions, self.callees)

    @cached_property
    def effects_of(self) -> dict[str, list[tuple[ir.Call, fx.Effect]]]:
        """Function id -> effects of the known functions it calls itself."""
        result: dict[str, list[tuple[ir.Call, fx.Effect]]] = {}
        for function in self.program.functions.values():
            found: list[tuple[ir.Call, fx.Effect]] = []
            for call, targets in self.called(function):
                for target in targets:
                    facts = self.facts.get(target)
                    if facts is not None:
                        found += [(call, effect) for effect in facts.effects]
            result[function.id] = found
        return result

    def users(self, *kinds: type) -> set[str]:
        """Functions that call, themselves, something with an effect of these kinds."""
        return {
            f for f, found in self.effects_of.items() if any(isinstance(e, kinds) for _, e in found)
        }


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    seen = set(start)
    work = list(seen)
    while work:
        for other in edges.get(work.pop(), ()):
            if other not in seen:
                seen.add(other)
                work.append(other)
    return seen
