"""What becomes of memory that a function allocates or frees, as far as types tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.call_graph import CallGraph
from wfplint.dataflow.prepared import uses_of, variables_of
from wfplint.program.link import Program
from wfplint.program.pointers import PointsTo, static_class

BUFFER = ir.TypeRef("void", "", 2)


class Ownership(CallGraph):
    """Adds to the call graph which records matter: `state_records` are tags whose fields count as
    shared state, `tracked` the kinds of reference that are counted.
    """

    def __init__(
        self,
        program: Program,
        facts: Mapping[str, fx.FunctionFacts],
        points_to: PointsTo,
        tracked: Iterable[str] = (),
    ) -> None:
        super().__init__(program, facts, points_to)
        self.tracked = frozenset(tracked)
        self.state_classes: set[str] = set()
        self.state_records: set[str] = set()

    def _may_free_state(self, function_id: str, freed: ir.Value) -> bool:
        """Whether a freed object may be a record with shared state or with a counted reference."""
        names = set(variables_of(freed))
        if names and names <= self._own_memory(function_id):
            return False
        types = [t for t in (self._pointer_type(function_id, n) for n in names) if t is not None]
        return not types or any(self._may_hold_state(t) for t in types)

    def _may_hold_state(self, type_: ir.TypeRef) -> bool:
        """Whether a pointer of this type may be the address of a record that matters. A plain
        `void *` may; one inside another structure, or a buffer's, is taken not to.
        """
        if type_.record:
            return type_.record in self.state_records | self._guard_records
        return type_.pointers == 1 and "void" in type_.text.lower()

    def _pointer_type(self, function_id: str, name: str) -> ir.TypeRef | None:
        """The declared type of a variable, or of the place it was loaded from."""
        function = self.program.functions[function_id]
        declared = self._declared_type(function, name)
        if declared is not None:
            return declared
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Load) and instruction.dst == name:
                    return self._path_type(function, instruction.path)
        return None

    def _declared_type(self, function: ir.Function, name: str) -> ir.TypeRef | None:
        for variable in (*function.parameters, *function.locals):
            if variable.name == name:
                return variable.type
        return None

    def _path_type(self, function: ir.Function, path: ir.AccessPath) -> ir.TypeRef | None:
        """The type of a field, of a global, or of what a variable points to."""
        for step in reversed(path.steps):
            if isinstance(step, ir.Member):
                found = self.program.field_type(step.record, step.name)
                return BUFFER if found is not None and not found.record else found
        item = self.program.globals.get(path.root)
        return item.type if item is not None else self._declared_type(function, path.root)

    @cached_property
    def _guard_records(self) -> set[str]:
        """Records that hold an object on which references are counted."""
        records: set[str] = set()
        for found in self.effects_of.values():
            for call, effect in found:
                if isinstance(effect, fx.Acquire) and effect.kind in self.tracked:
                    records.add(class_of_operand(call, effect.object).partition(".")[0])
        return records - {""}

    def _own_memory(self, function_id: str) -> set[str]:
        """Variables that only ever hold memory which the function allocated itself."""
        made = self._allocated(function_id)
        return made - self._leaving(function_id)

    def _allocated(self, function_id: str) -> set[str]:
        found = self.effects_of[function_id]
        made = {c.dst for c, e in found if isinstance(e, fx.Allocate) and c.dst}
        for block in self.program.functions[function_id].cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and made & set(uses_of(instruction)):
                    made.add(instruction.dst)
        return made

    def _leaving(self, function_id: str) -> set[str]:
        """Variables whose value is returned or stored where it outlives the function."""
        names: set[str] = set()
        for block in self.program.functions[function_id].cfg.blocks:
            for instruction in block.instructions:
                names.update(_given_away(instruction))
        return self._copied_from(function_id, names)

    def makes_state(self, function_id: str, call: ir.Call) -> bool:
        """Whether the memory that a call allocates may become a record with shared state: by the
        types of the variables it is assigned to, or because they do not tell.
        """
        key = (function_id, call.span.start)
        known = self._makes_state.get(key)
        if known is None:
            known = self._makes_state[key] = self._may_be_state(function_id, call)
        return known

    @cached_property
    def _makes_state(self) -> dict[tuple[str, int], bool]:
        return {}

    def _may_be_state(self, function_id: str, call: ir.Call) -> bool:
        if call.dst is None:
            return False
        function = self.program.functions[function_id]
        holders = {call.dst}
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and holders & set(uses_of(instruction)):
                    holders.add(instruction.dst)
        types = [t for t in (self._declared_type(function, n) for n in sorted(holders)) if t]
        types += self._stored_as(function, holders)
        known = [t for t in types if t.record or t.pointers]
        if any(t.record for t in known):
            return any(t.record in self.state_records for t in known)
        if known and not any(self._may_hold_state(t) for t in known):
            return False
        return bool(holders & self._leaving(function_id))

    def _stored_as(self, function: ir.Function, holders: set[str]) -> list[ir.TypeRef]:
        """Types of the places where the value of one of these variables is stored."""
        types = []
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Store) and holders & set(
                    variables_of(instruction.value)
                ):
                    type_ = self._path_type(function, instruction.path)
                    types += [type_] if type_ is not None else []
        return types

    def _copied_from(self, function_id: str, names: set[str]) -> set[str]:
        """The variables, and those whose value was assigned to them."""
        result = set(names)
        for block in reversed(self.program.functions[function_id].cfg.blocks):
            for instruction in reversed(block.instructions):
                if isinstance(instruction, ir.Assign) and instruction.dst in result:
                    result |= set(uses_of(instruction))
        return result


def _given_away(instruction: ir.Instruction) -> Iterable[str]:
    if isinstance(instruction, ir.Store):
        return variables_of(instruction.value) if _outlives(instruction.path) else ()
    if isinstance(instruction, ir.Return) and instruction.value is not None:
        return variables_of(instruction.value)
    return ()


def _outlives(path: ir.AccessPath) -> bool:
    """Whether a location is not part of a local variable."""
    return path.root.startswith("@") or any(isinstance(s, ir.Deref) for s in path.steps)


def class_of_operand(call: ir.Call, operand: fx.Operand | None) -> str:
    if operand is None or not 0 <= operand.index < len(call.args):
        return ""
    value = call.args[operand.index]
    return static_class(value.path) if isinstance(value, ir.Address) else ""
