"""What the engine may ask about the program: which calls to follow, which fields matter, facts.

Everything here is flow-insensitive and computed once per program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.interpreter import is_lock
from wfplint.dataflow.prepared import (
    Prepared,
    definition_of,
    fields_of,
    last_name,
    prepare,
    roots_of,
    uses_of,
    variables_of,
)
from wfplint.dataflow.values import FieldStep, Location, Values
from wfplint.program.link import Program, calls_of
from wfplint.program.pointers import PointsTo, static_class

SMALL, TINY = 8, 3
BUFFER = ir.TypeRef("void", "", 2)
MODERATE = 40
NO_FIELDS: frozenset[str] = frozenset()
INERT = (fx.Register, fx.AppliesAt, fx.ResolveByName, fx.Copy, fx.Assign, fx.Initialise)


_SHARED = ("callees", "callers", "effects_of", "_loaded", "_touched", "_readers")


class Scope:
    """`state_records` are tags whose fields count as shared state, `state_classes` further
    locations (`@gState`); `pinned` names fields whose values listeners read anywhere, `kept` those
    they read at the end of paths, `also_followed` functions they want to see inside; `tracked` are
    the kinds of reference to count; `contended` the classes that other roots write.
    """

    def __init__(
        self,
        program: Program,
        facts: Mapping[str, fx.FunctionFacts],
        points_to: PointsTo,
        *,
        pinned: Iterable[str] = (),
        tracked: Iterable[str] = (),
    ) -> None:
        self.program = program
        self.facts = facts
        self.points_to = points_to
        self.values = Values()
        self.pinned = frozenset(pinned)
        self.tracked = frozenset(tracked)
        self.kept: frozenset[str] = frozenset()
        self.also_followed: frozenset[str] = frozenset()
        self.contended: frozenset[str] = frozenset()
        self._writers: dict[str, set[str]] = {}
        self.state_classes: set[str] = set()
        self.state_records: set[str] = set()
        self._prepared: dict[str, Prepared] = {}
        self._live_after: dict[tuple[str, int, int], frozenset[str]] = {}

    def apart(self, tracked: Iterable[str]) -> Scope:
        """A scope of its own for another exploration, with what both can share."""
        other = Scope(self.program, self.facts, self.points_to, tracked=tracked)
        other.__dict__.update({n: v for n, v in self.__dict__.items() if n in _SHARED})
        return other

    def watch(
        self, pinned: Iterable[str], kept: Iterable[str], also_followed: Iterable[str]
    ) -> None:
        """Have the engine look after what listeners want to see; before it explores."""
        self.pinned |= frozenset(pinned)
        self.kept |= frozenset(kept)
        self.also_followed |= frozenset(also_followed)
        for name in ("_caller_fields", "_effectful", "_testers", "_followed"):
            self.__dict__.pop(name, None)

    # --- calls -------------------------------------------------------------------------------

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

    @cached_property
    def _effectful(self) -> set[str]:
        """Functions that may change what their callers hold, claim or share."""
        own = {
            f
            for f, found in self.effects_of.items()
            if any(self._matters(f, call, effect) for call, effect in found)
        }
        own |= {f for f in self.program.functions if self._writes_state(f)}
        own |= {f for f in self.program.functions if self._is_unbalanced(f)}
        own |= self.also_followed
        return self.above(own)

    def small(self) -> set[str]:
        """Functions short enough to be worth following for what they return, or for a parameter
        that they set.
        """
        return {
            f.id
            for f in self.program.functions.values()
            if len(f.cfg.blocks) <= (TINY if f.result.text == "void" else SMALL)
        }

    @cached_property
    def _testers(self) -> set[str]:
        """Functions of moderate length that look at shared state: their answer may be the guard."""
        return {
            f.id
            for f in self.program.functions.values()
            if len(f.cfg.blocks) <= MODERATE and self._reads_state(f)
        }

    def _reads_state(self, function: ir.Function) -> bool:
        return any(
            isinstance(i, ir.Load) and self.is_state(static_class(i.path))
            for b in function.cfg.blocks
            for i in b.instructions
        )

    @cached_property
    def _followed(self) -> set[str]:
        return self._effectful | self.small() | self._testers

    @cached_property
    def _readers(self) -> set[str]:
        """Functions that change nothing at all: no stores, no effects."""
        writers = {
            f.id
            for f in self.program.functions.values()
            if self.effects_of[f.id]
            or any(
                isinstance(i, (ir.Store, ir.Havoc)) for b in f.cfg.blocks for i in b.instructions
            )
        }
        return set(self.program.functions) - self.above(writers)

    def is_reader(self, function_id: str) -> bool:
        """Whether a function and all it calls change nothing."""
        return function_id in self._readers

    def _matters(self, function_id: str, call: ir.Call, effect: fx.Effect) -> bool:
        """Whether a caller can notice the effect. Memory that a function allocates and frees for
        itself, lists of other objects, and references that nobody counts, it cannot. Locks matter
        where they are not given back (`_is_unbalanced`).
        """
        if isinstance(effect, INERT):
            return False
        if isinstance(effect, (fx.Acquire, fx.Release, fx.Wait)):
            return effect.kind in self.tracked
        if isinstance(effect, fx.Allocate):
            return self.makes_state(function_id, call)
        if isinstance(effect, fx.ListOperation):
            return self._is_state_list(function_id, call, effect)
        if isinstance(effect, fx.Atomic):
            return self._is_state_target(call, effect.target)
        if isinstance(effect, fx.Free) and 0 <= effect.object.index < len(call.args):
            return self._may_free_state(function_id, call.args[effect.object.index])
        return True

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
                    records.add(_class_of_operand(call, effect.object).partition(".")[0])
        return records - {""}

    def _is_state_target(self, call: ir.Call, operand: fx.Operand) -> bool:
        """Whether an operand is, or may be, shared state that completions depend on."""
        if not 0 <= operand.index < len(call.args):
            return True
        value = call.args[operand.index]
        return not isinstance(value, ir.Address) or self.is_state(static_class(value.path))

    def _is_state_list(
        self, function_id: str, call: ir.Call, effect: fx.ListOperation
    ) -> bool:
        """Whether the list is, or may be, one of records that hold contexts."""
        if effect.operation in ("is-empty", "initialise"):
            return False
        taken = self._records_of(function_id, call.dst) if call.dst else set()
        if taken:
            return bool(taken & self.state_records)
        for operand in (effect.head, effect.entry):
            if operand is None or not 0 <= operand.index < len(call.args):
                continue
            value = call.args[operand.index]
            if isinstance(value, ir.Address):
                name = static_class(value.path)
                related = self._list_records.get(name, {name.partition(".")[0]})
                if not related & self.state_records:
                    return False
        return True

    def _records_of(self, function_id: str, name: str) -> set[str]:
        """Records that a function makes of a list entry in this variable."""
        holders, records = {name}, set()
        for block in self.program.functions[function_id].cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and holders & set(uses_of(instruction)):
                    holders.add(instruction.dst)
                    if isinstance(instruction.value, (ir.Container, ir.Cast)):
                        records.add(instruction.value.record)
        return records

    @cached_property
    def _list_records(self) -> dict[str, set[str]]:
        """Class of a list's head -> records that are ever put on it, and the other way round."""
        result: dict[str, set[str]] = {}
        for found in self.effects_of.values():
            for call, effect in found:
                if not isinstance(effect, fx.ListOperation) or effect.operation != "insert":
                    continue
                head, entry = (_class_of_operand(call, o) for o in (effect.head, effect.entry))
                if head:
                    known = result.setdefault(head, set())
                    known.add(entry.partition(".")[0] if entry else "")
                    if not entry:
                        known |= self.state_records
        return result

    def _is_unbalanced(self, function_id: str) -> bool:
        """Whether a function takes or gives back locks for its caller."""
        taken: dict[str, set[type]] = {}
        for _, effect in self.effects_of[function_id]:
            if isinstance(effect, (fx.Acquire, fx.Release)) and is_lock(effect.kind):
                taken.setdefault(effect.kind, set()).add(type(effect))
        return any(len(kinds) == 1 for kinds in taken.values())

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
                if isinstance(instruction, ir.Return) and instruction.value is not None:
                    names |= set(variables_of(instruction.value))
                elif isinstance(instruction, ir.Store) and _outlives(instruction.path):
                    names |= set(variables_of(instruction.value))
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

    def _writes_state(self, function_id: str) -> bool:
        return any(
            isinstance(i, ir.Store) and self.is_state(static_class(i.path))
            for b in self.program.functions[function_id].cfg.blocks
            for i in b.instructions
        )

    def is_followed(self, function_id: str) -> bool:
        """Whether a call of this function is explored rather than summarised by what it writes."""
        return function_id in self._followed

    # --- fields ------------------------------------------------------------------------------

    def is_state(self, class_name: str) -> bool:
        record, _, _ = class_name.partition(".")
        return record in self.state_records or class_name in self.state_classes

    def is_scalar(self, location: Location) -> bool:
        """Whether a location holds a number or a plain handle, not the address of a known record."""
        type_ = self._type_of(location)
        return type_ is not None and (type_.record == "" or type_.pointers == 0)

    def record_of(self, location: Location) -> str:
        """The record type declared for the object at a location, or nothing."""
        type_ = self._type_of(location)
        return type_.record if type_ is not None and type_.pointers == 0 else ""

    def _type_of(self, location: Location) -> ir.TypeRef | None:
        fields = [s for s in location.steps if isinstance(s, FieldStep)]
        if fields:
            return self.program.field_type(fields[-1].record, fields[-1].name)
        item = self.program.globals.get(str(location.region.key))
        return item.type if item is not None else None

    @cached_property
    def _loaded(self) -> dict[str, frozenset[str]]:
        """Function id -> names of fields loaded by it or anything it calls."""
        own = {
            f.id: frozenset(
                last_name(i.path)
                for b in f.cfg.blocks
                for i in b.instructions
                if isinstance(i, ir.Load)
            )
            for f in self.program.functions.values()
        }
        return {f: frozenset().union(*(own[g] for g in self.below([f]))) for f in own}

    @cached_property
    def globals_used(self) -> frozenset[str]:
        """Ids of the globals that some function reads, writes or takes the address of."""
        roots: set[str] = set()
        for function in self.program.functions.values():
            for block in function.cfg.blocks:
                for instruction in block.instructions:
                    roots.update(roots_of(instruction))
        return frozenset(r for r in roots if r.startswith("@"))

    def callee_fields(self, call: ir.Call, function_id: str) -> frozenset[str]:
        result = NO_FIELDS
        for target in self.targets(function_id, call):
            body = self.body(target)
            if body is not None:
                result |= self._loaded[body.id]
        return result

    def caller_fields(self, function_id: str) -> frozenset[str]:
        """Fields that may be read after this function returned, and those listeners ask for."""
        known = self._caller_fields.get(function_id)
        if known is None:
            above = self.above(self.callers[function_id])
            known = self.pinned.union(self.kept, *(self._loaded[f] for f in above))
            self._caller_fields[function_id] = known
        return known

    @cached_property
    def _caller_fields(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _touched(self) -> dict[str, frozenset[str]]:
        own = {f.id: fields_of(f) for f in self.program.functions.values()}
        return {f: frozenset().union(*(own[g] for g in self.below([f]))) for f in own}

    def touched_fields(self, function_id: str) -> frozenset[str]:
        """Names of fields and globals that a function or anything it calls reads, writes or takes
        the address of.
        """
        return self._touched[function_id] | self.pinned

    def modified_fields(self, function_id: str) -> frozenset[str]:
        """Names of fields that a function or anything it calls may store to."""
        return frozenset(
            last_name(i.path)
            for f in self.below([function_id])
            for b in self.program.functions[f].cfg.blocks
            for i in b.instructions
            if isinstance(i, ir.Store)
        )

    def find_contended(self, roots: Iterable[str]) -> None:
        """Learn which roots write what. A store to an object that the same function allocated makes
        it ready for use and does not count.
        """
        writers: dict[str, set[str]] = {}
        own = {f.id: self._shared_stores(f) for f in self.program.functions.values()}
        for root in roots:
            for function in self.below([root]):
                for name in own[function]:
                    writers.setdefault(name, set()).add(root)
        self._writers = writers

    def enter_root(self, root: str) -> None:
        """What counts as contended while this root runs: whatever another one writes."""
        self.contended = frozenset(n for n, by in self._writers.items() if by - {root})

    def _shared_stores(self, function: ir.Function) -> set[str]:
        made = {
            call.dst
            for call, effect in self.effects_of[function.id]
            if isinstance(effect, fx.Allocate) and call.dst
        }
        stored: set[str] = set()
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and made & set(uses_of(instruction)):
                    made.add(instruction.dst)
                elif isinstance(instruction, ir.Store) and instruction.path.root not in made:
                    stored.add(static_class(instruction.path))
        for call, effect in self.effects_of[function.id]:
            if isinstance(effect, fx.Atomic) and 0 <= effect.target.index < len(call.args):
                target = call.args[effect.target.index]
                if isinstance(target, ir.Address):
                    stored.add(static_class(target.path))
        return stored

    # --- functions ---------------------------------------------------------------------------

    def prepared(self, function: ir.Function) -> Prepared:
        found = self._prepared.get(function.id)
        if found is None:
            found = prepare(function, lambda call: self.callee_fields(call, function.id))
            self._prepared[function.id] = found
        return found

    def live_after(self, prepared: Prepared, block: int, index: int) -> frozenset[str]:
        """Variables that may be read after the first `index` instructions of a block."""
        key = (prepared.id, block, index)
        known = self._live_after.get(key)
        if known is None:
            known = self._live_after[key] = _live_after(prepared, block, index)
        return known


def _live_after(prepared: Prepared, block: int, index: int) -> frozenset[str]:
    code = prepared.function.cfg.blocks[block]
    live: set[str] = set()
    for edge in code.edges:
        live |= prepared.live[edge.target]
        if edge.condition is not None:
            live |= set(variables_of(edge.condition.value))
    for instruction in reversed(code.instructions[index:]):
        name = definition_of(instruction)
        if name:
            live.discard(name)
        live |= set(uses_of(instruction))
    return frozenset(live)


def _outlives(path: ir.AccessPath) -> bool:
    """Whether a location is not part of a local variable."""
    return path.root.startswith("@") or any(isinstance(s, ir.Deref) for s in path.steps)


def _class_of_operand(call: ir.Call, operand: fx.Operand | None) -> str:
    if operand is None or not 0 <= operand.index < len(call.args):
        return ""
    value = call.args[operand.index]
    return static_class(value.path) if isinstance(value, ir.Address) else ""


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    seen = set(start)
    work = list(seen)
    while work:
        for other in edges.get(work.pop(), ()):
            if other not in seen:
                seen.add(other)
                work.append(other)
    return seen
