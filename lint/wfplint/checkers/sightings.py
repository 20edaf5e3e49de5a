"""Where in the sources something stands, without following paths: calls, stores, loads, bit tests.

One pass over a program, shared by all checkers; what never stands anywhere need not be looked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.prepared import variables_of
from wfplint.dataflow.scope import Scope
from wfplint.program.link import calls_of
from wfplint.program.pointers import static_class

COMPARISONS = ("==", "!=", "in")


class CallSite(NamedTuple):
    """A call of a known function: in which function, block and instruction."""

    function: str
    block: int
    place: int
    call: ir.Call
    facts: fx.FunctionFacts


class StoreSite(NamedTuple):
    """A store to a field; `value` is what is stored."""

    function: str
    store: ir.Store


class Sightings:
    """Calls by the name of their facts, stores and loads by class."""

    def __init__(self, scope: Scope) -> None:
        self.calls: dict[str, list[CallSite]] = {}
        self.stores: dict[str, list[StoreSite]] = {}
        self.loads: dict[str, set[str]] = {}
        self._scope = scope
        for function in scope.program.functions.values():
            for number, block in enumerate(function.cfg.blocks):
                for index, instruction in enumerate(block.instructions):
                    self._add(function.id, number, index, instruction)

    def _add(self, owner: str, block: int, index: int, instruction: ir.Instruction) -> None:
        if isinstance(instruction, ir.Call):
            for target in self._scope.targets(owner, instruction):
                facts = self._scope.facts.get(target)
                if facts is not None:
                    site = CallSite(owner, block, index, instruction, facts)
                    self.calls.setdefault(facts.name, []).append(site)
        elif isinstance(instruction, ir.Store):
            name = static_class(instruction.path)
            self.stores.setdefault(name, []).append(StoreSite(owner, instruction))
        elif isinstance(instruction, ir.Load):
            self.loads.setdefault(static_class(instruction.path), set()).add(owner)

    def with_effect(self, type_: type, kinds: Iterable[str] = ()) -> list[CallSite]:
        """Calls of functions that have an effect of a type, and of one of these kinds if given."""
        wanted = frozenset(kinds)
        return [
            site
            for sites in self.calls.values()
            if any(_is_of(effect, type_, wanted) for effect in sites[0].facts.effects)
            for site in sites
        ]

    def bit_tests(self, field: str, functions: Iterable[str]) -> Iterable[tuple[int, bool]]:
        """Constants that values of `field` are compared with (False) or masked with (True) in
        these functions; a parameter may be such a value, or such a constant.
        """
        if not self.loads.get(field):
            return
        program = self._scope.program
        masks: dict[str, set[int]] = {}
        for function_id in sorted(functions):
            function = program.functions[function_id]
            tainted = _values_of(function, field)
            for value in _expressions(function) if tainted else ():
                yield from _constants(value, tainted)
            if function_id in self.loads[field]:
                masks[function_id] = _mask_parameters(function)
        if any(masks.values()):
            self._pass_on(functions, masks)
            for function_id in sorted(functions):
                yield from self._passed_masks(function_id, masks)

    def _pass_on(self, functions: Iterable[str], masks: dict[str, set[int]]) -> None:
        """Add the parameters that are given to parameters which values are masked with."""
        program = self._scope.program
        names = {f: [p.name for p in program.functions[f].parameters] for f in functions}
        changed = True
        while changed:
            changed = False
            for function_id, parameters in names.items():
                known = masks.setdefault(function_id, set())
                passed = {
                    parameters.index(argument.name)
                    for argument in self._mask_arguments(function_id, masks)
                    if isinstance(argument, ir.Var) and argument.name in parameters
                }
                changed = changed or not passed <= known
                known |= passed

    def _mask_arguments(self, function_id: str, masks: dict[str, set[int]]) -> Iterable[ir.Value]:
        """What is given to parameters that their functions mask values with."""
        for call in calls_of(self._scope.program.functions[function_id]):
            for target in self._scope.targets(function_id, call):
                body = self._scope.body(target)
                for index in sorted(masks.get(body.id, ())) if body is not None else ():
                    if index < len(call.args):
                        yield call.args[index]

    def _passed_masks(
        self, function_id: str, masks: dict[str, set[int]]
    ) -> Iterable[tuple[int, bool]]:
        """Constants among them."""
        for argument in self._mask_arguments(function_id, masks):
            if isinstance(argument, ir.Const):
                yield argument.value, True


def _is_of(effect: fx.Effect, type_: type, kinds: frozenset[str]) -> bool:
    return isinstance(effect, type_) and (not kinds or kind_of(effect) in kinds)


def kind_of(effect: fx.Effect) -> str:
    """The kind of reference an effect is about, or the family of operation."""
    return str(getattr(effect, "kind", "") or getattr(effect, "family", ""))


def _values_of(function: ir.Function, field: str) -> set[str]:
    """Variables that may hold the content of a field: loaded from it, or passed in."""
    names = {p.name for p in function.parameters}
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            if isinstance(instruction, ir.Load):
                if static_class(instruction.path) == field:
                    names.add(instruction.dst)
            elif isinstance(instruction, ir.Assign) and _is_named(instruction.value, names):
                names.add(instruction.dst)
    return names


def _is_named(value: ir.Value, names: set[str]) -> bool:
    return isinstance(value, ir.Var) and value.name in names


def _mask_parameters(function: ir.Function) -> set[int]:
    """Positions of parameters that stand in a bit mask operation."""
    masked: set[str] = set()
    for value in _expressions(function):
        masked |= _masked_variables(value)
    return {i for i, p in enumerate(function.parameters) if p.name in masked}


def _masked_variables(value: ir.Value) -> set[str]:
    if not isinstance(value, ir.Op):
        return set()
    if value.op == "&":
        return set(variables_of(value))
    return set().union(*(_masked_variables(v) for v in value.args))


def _expressions(function: ir.Function) -> Iterable[ir.Value]:
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            value = getattr(instruction, "value", None)
            if value is not None:
                yield value
        for edge in block.edges:
            if edge.condition is not None:
                yield edge.condition.value


def _constants(value: ir.Value, tainted: set[str]) -> Iterable[tuple[int, bool]]:
    if not isinstance(value, ir.Op):
        return
    masked = value.op == "&"
    if (masked or value.op in COMPARISONS) and tainted & set(variables_of(value)):
        for operand in value.args:
            if isinstance(operand, ir.Const):
                yield operand.value, masked
    for operand in value.args:
        yield from _constants(operand, tainted)
