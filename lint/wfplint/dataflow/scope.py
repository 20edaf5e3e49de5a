"""What the engine may ask about the program: which calls to follow, which fields matter, facts.

Everything here is flow-insensitive and computed once per program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion, Surroundings
from wfplint.dataflow.dependence import NO_NAMES, Dependence, Names
from wfplint.dataflow.prepared import (
    Prepared,
    addresses_given,
    definition_of,
    last_name,
    prepare,
    roots_of,
    uses_of,
    variables_of,
)
from wfplint.dataflow.relevance import Relevance
from wfplint.dataflow.sliced import Part, Slices
from wfplint.dataflow.spread import Spread
from wfplint.dataflow.values import FieldStep, Location, Values
from wfplint.program.link import Program
from wfplint.program.pointers import PointsTo, static_class

NO_FIELDS: frozenset[str] = frozenset()
_SHARED = ("callees", "callers", "effects_of", "dependence", "_readers", "_modified", "_own_stores")


class Scope(Relevance):
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
        super().__init__(program, facts, points_to, tracked)
        self.values = Values()
        self.values.several = _several(program)
        self.pinned = frozenset(pinned)
        self.contended: frozenset[str] = frozenset()
        self.lent: frozenset[str] = frozenset()
        self._writers: dict[str, set[str]] = {}
        self._stored: dict[str, frozenset[int]] = {}
        self._prepared: dict[str, Prepared] = {}
        self._live_after: dict[tuple[str, int, int], frozenset[str]] = {}
        self._slices: Slices | None = None
        self._parts: dict[str, Part] | None = None
        self._entered = ""
        self._loaded: dict[str, frozenset[str]] = {}
        self._touched: dict[str, frozenset[str]] = {}

    def apart(self, tracked: Iterable[str]) -> Scope:
        """A scope of its own for another exploration, with what both can share."""
        other = Scope(self.program, self.facts, self.points_to, tracked=tracked)
        other.__dict__.update({n: v for n, v in self.__dict__.items() if n in _SHARED})
        return other

    def watch(
        self, pinned: Iterable[str], kept: Iterable[str], also_followed: Iterable[str]
    ) -> None:
        """Have the engine look after what listeners want to see; before it explores. `kept` are
        classes of fields in structures that are lent to a root, and so shared with no other.
        """
        self.pinned |= frozenset(pinned)
        self.lent |= frozenset(kept)
        self.kept |= {name.rpartition(".")[2] for name in self.lent}
        self.also_followed |= frozenset(also_followed)
        for name in ("_caller_fields", "_effectful", "_testers", "_followed", "_needed"):
            self.__dict__.pop(name, None)

    # --- slices ------------------------------------------------------------------------------

    @cached_property
    def dependence(self) -> Dependence:
        return Dependence(self.program)

    def code(self, function_id: str) -> ir.Function:
        """What is explored of a function: its slice for the running root, once there is one."""
        part = self._parts.get(function_id) if self._parts else None
        return part.code if part else self.program.functions[function_id]

    def slice_for(self, criterion: Criterion, roots: Iterable[str]) -> None:
        """From now on, explore only what these roots' being watched like this depends on."""
        typestate = criterion.typestate
        around = Surroundings(
            self.targets,
            self.body,
            self.is_followed,
            self.facts.get,
            self.written_by,
            self.needs_effect if typestate else lambda *call: False,
            self.is_state,
            typestate and bool(self.acquiring),
            self._may_hold_state if typestate else lambda type_: False,
        )
        criterion = criterion._replace(
            fields=criterion.fields | self.kept, tested=criterion.tested | self.pinned
        )
        self._slices = Slices(self, criterion, around, roots)
        self._entered = ""

    def _enter_code(self, root: str) -> None:
        if self._slices is None or root == self._entered:
            return
        self._entered = root
        self._parts = self._slices.of(root)
        for cache in (self._prepared, self._live_after, self._loaded, self._touched):
            cache.clear()
        self.__dict__.pop("_caller_fields", None)

    def is_scalar(self, location: Location) -> bool:
        """Whether a location holds a number or a plain handle, not a known record's address."""
        type_ = self._type_of(location)
        if type_ is None:
            return not location.steps and str(location.region.key) in self._numbers
        return type_.record == "" or type_.pointers == 0

    @cached_property
    def _numbers(self) -> set[str]:
        """Variables to which some store writes a number: what is declared elsewhere has no type."""
        return {
            i.path.root
            for f in self.program.functions.values()
            for b in f.cfg.blocks
            for i in b.instructions
            if isinstance(i, ir.Store)
            and not i.path.steps
            and isinstance(i.value, ir.Const)
            and i.value.value != 0
        }

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

    def loaded_fields(self, function_id: str) -> frozenset[str]:
        """Names of fields loaded by a function or anything it calls."""
        known = self._loaded.get(function_id)
        if known is None:
            own = (self._own(g).loaded for g in self.below([function_id]))
            known = self._loaded[function_id] = frozenset().union(*own)
        return known

    def _own(self, function_id: str) -> Names:
        """The fields in the code of one function, as far as it is explored."""
        if self._parts is None:
            return self.dependence.codes[function_id].names
        part = self._parts.get(function_id)
        return part.names if part else NO_NAMES

    @cached_property
    def globals_used(self) -> frozenset[str]:
        """Ids of the globals that some function reads, writes or takes the address of, or a table
        points to.
        """
        roots = {
            value.path.root
            for item in self.program.globals.values()
            for _, value in item.initialisers
            if isinstance(value, ir.Address)
        }
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
                result |= self.loaded_fields(body.id)
        return result

    def caller_fields(self, function_id: str) -> frozenset[str]:
        """Fields that may be read after this function returned, and those listeners ask for."""
        known = self._caller_fields.get(function_id)
        if known is None:
            others = self.below(self.above(self.callers[function_id]))
            known = self.pinned.union(self.kept, *(self._own(f).loaded for f in others))
            self._caller_fields[function_id] = known
        return known

    @cached_property
    def _caller_fields(self) -> dict[str, frozenset[str]]:
        return {}

    def touched_fields(self, function_id: str) -> frozenset[str]:
        """Names of fields and globals that a function or anything it calls reads, writes or takes
        the address of.
        """
        known = self._touched.get(function_id)
        if known is None:
            own = (self._own(g).touched for g in self.below([function_id]))
            known = self._touched[function_id] = self.pinned.union(*own)
        return known

    def modified_fields(self, function_id: str) -> frozenset[str]:
        """Names of fields that a function or anything it calls may store to."""
        known = self._modified.get(function_id)
        if known is None:
            written = (self._own_stores[f] for f in self.below([function_id]))
            known = self._modified[function_id] = frozenset().union(*written)
        return known

    @cached_property
    def _own_stores(self) -> dict[str, set[str]]:
        return {
            f.id: {
                last_name(i.path)
                for b in f.cfg.blocks
                for i in b.instructions
                if isinstance(i, ir.Store)
            }
            for f in self.program.functions.values()
        }

    @cached_property
    def _modified(self) -> dict[str, frozenset[str]]:
        return {}

    def written_by(
        self, function: ir.Function | None
    ) -> tuple[frozenset[str] | None, frozenset[int]]:
        """Names of fields that a function may write (None: any), and the positions of parameters
        that it may store somewhere.
        """
        if function is None:
            return None, frozenset()
        if function.id not in self._stored:
            self._stored[function.id] = frozenset(
                index
                for index, parameter in enumerate(function.parameters)
                if Spread(self).reaches_memory(function, parameter.name)
            )
        return self.modified_fields(function.id), self._stored[function.id]

    def written_by_any(self, names: list[str]) -> tuple[frozenset[str] | None, frozenset[int]]:
        """What one of some functions may write, as `written_by` tells it."""
        fields: frozenset[str] | None = NO_FIELDS
        stored: frozenset[int] = frozenset()
        for name in names:
            more, also = self.written_by(self.program.resolve(name))
            fields = None if fields is None or more is None else fields | more
            stored |= also
        return fields, stored

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
        """Get ready for a root: its code, and what is contended: whatever another one writes."""
        self._enter_code(root)
        others = (n for n, by in self._writers.items() if by - {root})
        self.contended = frozenset(others) - self.lent

    def _shared_stores(self, function: ir.Function) -> set[str]:
        made = {
            call.dst
            for call, effect in self.effects_of[function.id]
            if isinstance(effect, fx.Allocate) and call.dst
        }
        stored: set[str] = set()
        publishing = self._publishing(function)
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and made & set(uses_of(instruction)):
                    made.add(instruction.dst)
                elif isinstance(instruction, ir.Store) and instruction.path.root not in made:
                    stored.add(static_class(instruction.path))
                elif instruction in publishing:
                    made = set()
        return stored | self._exchanged(function)

    def _exchanged(self, function: ir.Function) -> set[str]:
        stored = set()
        for call, effect in self.effects_of[function.id]:
            if isinstance(effect, fx.Atomic) and 0 <= effect.target.index < len(call.args):
                target = call.args[effect.target.index]
                if isinstance(target, ir.Address):
                    stored.add(static_class(target.path))
        return stored

    def _publishing(self, function: ir.Function) -> list[ir.Call]:
        """Calls after which others may see an object that the function made."""
        found = self.effects_of[function.id]
        return [
            call
            for call, e in found
            if isinstance(e, fx.Defer)
            or (isinstance(e, fx.ListOperation) and e.operation == "insert")
        ]

    def exposed(self, function_id: str) -> frozenset[str]:
        """Locals of a function whose address some code gets."""
        return addresses_given(self.program.functions[function_id])

    def prepared(self, function: ir.Function) -> Prepared:
        found = self._prepared.get(function.id)
        if found is None:
            code = self.code(function.id)
            found = prepare(code, lambda call: self.callee_fields(call, function.id))
            self._prepared[function.id] = found
        return found

    def live_after(self, prepared: Prepared, block: int, index: int) -> frozenset[str]:
        """Variables that may be read after the first `index` instructions of a block."""
        key = (prepared.id, block, index)
        known = self._live_after.get(key)
        if known is None:
            known = self._live_after[key] = _live_after(prepared, block, index)
        return known


def _several(program: Program) -> frozenset[str]:
    """Records of which there are several globals, or that are fields of other records."""
    found: set[str] = set()
    once: set[str] = set()
    for item in program.globals.values():
        if item.type.record and item.type.pointers == item.type.text.count("["):
            (found if item.type.record in once else once).add(item.type.record)
    for fields in program.records.values():
        found.update(f.type.record for f in fields if f.type.pointers == f.type.text.count("["))
    return frozenset(found)


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
