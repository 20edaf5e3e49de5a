"""Interned abstract values and locations: small integers that stand for structured terms.

States are compared and hashed at every join of a control-flow graph, so everything in them is an
`int`: an index into the table that made it. Numbering follows the order of creation, which is
fixed by the program; output is therefore the same in every run.

Kinds of value
  const   an integer                        ptr   the address of a location
  func    a function, by id                 text  a string literal
  op      an operator over values           sym   something unknown but fixed, named by its origin

Kinds of region (the root of a location)
  global  a global variable                 local a local variable whose address is taken
  at      what a symbolic pointer value points to
"""

from __future__ import annotations

from typing import Any, NamedTuple

ValueId = int
LocationId = int

MAX_DEPTH = 5


class Region(NamedTuple):
    """The root of a location: `kind` is global, local or at; `key` a name or a value."""

    kind: str
    key: Any


class FieldStep(NamedTuple):
    """A named field of a record."""

    record: str
    name: str


class IndexStep(NamedTuple):
    """An array element; None for one that is not known."""

    index: int | None  # type: ignore[assignment]


class Location(NamedTuple):
    region: Region
    steps: tuple[FieldStep | IndexStep, ...]


class Term(NamedTuple):
    """What a value id stands for."""

    kind: str
    payload: Any


OWNERS = {"global": -1, "local": -2}


def _last_name(location: Location) -> str:
    for step in reversed(location.steps):
        if isinstance(step, FieldStep):
            return step.name
    return str(location.region.key) if location.region.kind == "global" else ""


class Values:
    """The tables behind value and location ids. By location: `owners` holds the pointer value whose
    target it is in (or a number of `OWNERS`), `names` its field's name; by value: `supports`, and
    `fields`, the names of the fields whose contents it is made of, None if of anything else, and
    `parts`, what its operators are applied to, numbers apart.
    `several` are the records of which a program has more than one, or that are part of others;
    `traced` fields of which every path keeps what it knows.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, Any], ValueId] = {}
        self.terms: list[Term] = []
        self._location_ids: dict[tuple[Region, tuple[FieldStep | IndexStep, ...]], LocationId] = {}
        self.locations: list[Location] = []
        self._class: dict[LocationId, str] = {}
        self._children: dict[tuple[LocationId, str], list[LocationId]] = {}
        self._depth: list[int] = []
        self.supports: list[frozenset[ValueId]] = []
        self.fields: list[frozenset[str] | None] = []
        self.parts: list[tuple[ValueId, ...]] = []
        self.owners: list[int] = []
        self.names: list[str] = []
        self.containers: dict[ValueId, list[str]] = {}
        self.several: frozenset[str] = frozenset()
        self.traced: frozenset[str] = frozenset()
        self.zero = self.const(0)
        self.one = self.const(1)

    # --- making ids --------------------------------------------------------------------------

    def _value(self, kind: str, payload: Any, depth: int) -> ValueId:
        found = self._ids.get((kind, payload))
        if found is None:
            term = Term(kind, payload)
            found = self._ids[term] = len(self.terms)
            self.terms.append(term)
            self._depth.append(depth)
            self.supports.append(self._support_of(found, kind, payload))
            self.fields.append(self._fields_of(kind, payload))
            self.parts.append(self._parts_of(found, kind, payload))
        return found

    def const(self, number: int) -> ValueId:
        return self._value("const", number, 0)

    def func(self, function_id: str) -> ValueId:
        return self._value("func", function_id, 0)

    def text(self, text: str) -> ValueId:
        return self._value("text", text, 0)

    def sym(self, *origin: Any) -> ValueId:
        """An unknown value named by `origin`; the same origin gives the same value."""
        return self._value("sym", origin, 0)

    def memory(self, location: LocationId, epoch: Any) -> ValueId:
        """The unknown content of a location during `epoch`.

        Chains of loads deeper than `MAX_DEPTH` collapse to one summary value for their class.
        """
        depth = self.depth_of(location) + 1
        if depth > MAX_DEPTH or self._repeats(location):
            return self._value("sym", ("deep", self.class_of(location)), 1)
        return self._value("sym", ("memory", location, epoch), depth)

    def op(self, operator: str, *operands: ValueId) -> ValueId:
        depth = max((self._depth[o] for o in operands), default=0) + 1
        if depth > 2 * MAX_DEPTH:
            return self._value("sym", ("deep-op", operator), 0)
        return self._value("op", (operator, *operands), depth)

    def pointer(self, location: LocationId) -> ValueId:
        """The address of a location; `&*p` is `p` itself."""
        region, steps = self.locations[location]
        if region.kind == "at" and not steps:
            return int(region.key)
        return self._value("ptr", location, self.depth_of(location))

    def location(self, region: Region, steps: tuple[FieldStep | IndexStep, ...] = ()) -> LocationId:
        found = self._location_ids.get((region, steps))
        if found is None:
            key = Location(region, steps)
            found = self._location_ids[key] = len(self.locations)
            self.locations.append(key)
            self.owners.append(region.key if region.kind == "at" else OWNERS[region.kind])
            self.names.append(_last_name(key))
        return found

    def global_location(self, name: str) -> LocationId:
        return self.location(Region("global", name))

    def local_location(self, function_id: str, name: str) -> LocationId:
        return self.location(Region("local", (function_id, name)))

    def pointee(self, value: ValueId) -> LocationId:
        """The location a pointer value refers to."""
        term = self.terms[value]
        if term.kind == "ptr":
            return int(term.payload)
        return self.location(Region("at", value))

    def step(self, location: LocationId, step: FieldStep | IndexStep) -> LocationId:
        region, steps = self.locations[location]
        child = self.location(region, (*steps, step))
        if isinstance(step, FieldStep) and step.record:
            siblings = self._children.setdefault((location, step.name), [])
            if child not in siblings:
                siblings.append(child)
        return child

    def named(self, location: LocationId, name: str) -> LocationId:
        """The field `name` of a location whose record is not known here."""
        known = self._children.get((location, name))
        return known[0] if known else self.step(location, FieldStep("", name))

    def container(self, value: ValueId, members: tuple[FieldStep, ...]) -> ValueId:
        """The record that has `value` as the address of its field `members`."""
        term = self.terms[value]
        if term.kind == "ptr":
            region, steps = self.locations[term.payload]
            names = tuple(m.name for m in members)
            tail = tuple(getattr(s, "name", None) for s in steps[len(steps) - len(names) :])
            if tail == names:
                return self.pointer(self.location(region, steps[: len(steps) - len(names)]))
        name = f"{members[-1].record}.{members[-1].name}"
        if name not in self.containers.setdefault(value, []):
            self.containers[value].append(name)
        return self._value("sym", ("container", value, members), self._depth[value])

    # --- asking ------------------------------------------------------------------------------

    def depth_of(self, location: LocationId) -> int:
        region = self.locations[location].region
        return self._depth[region.key] if region.kind == "at" else 0

    def _repeats(self, location: LocationId) -> bool:
        """Whether this field was already followed to get here (a walk along a list)."""
        steps = self.locations[location].steps
        if not steps:
            return False
        count, region = 0, self.locations[location].region
        while region.kind == "at":
            origin = self.terms[region.key]
            if origin.kind != "sym" or origin.payload[0] != "memory":
                break
            outer = self.locations[origin.payload[1]]
            if outer.steps and outer.steps[-1] == steps[-1]:
                count += 1
            region = outer.region
        return count >= 1

    def constant(self, value: ValueId) -> int | None:
        term = self.terms[value]
        return term.payload if term.kind == "const" else None

    def is_pointer(self, value: ValueId) -> bool:
        """Whether the value is an address, a function or a string, and so never zero."""
        return self.terms[value].kind in ("ptr", "func", "text")

    def class_of(self, location: LocationId) -> str:
        """The type-and-field name of a location: `PEND.State`, `@gLock`; `*` if not known."""
        name = self._class.get(location)
        if name is None:
            name = self._class[location] = self._classify(location)
        return name

    def _classify(self, location: LocationId) -> str:
        region, steps = self.locations[location]
        fields = [s for s in steps if isinstance(s, FieldStep)]
        if fields and fields[-1].record:
            return f"{fields[-1].record}.{fields[-1].name}"
        return ".".join([self._root_name(region), *(f.name for f in fields)])

    def protects(self, lock: LocationId, at: LocationId) -> bool:
        """Whether a lock can protect a location: one inside a record protects the state of that
        record, not of another one of the same type.
        """
        if self.base(lock).kind != "at" or self.base(lock) == self.base(at):
            return True
        mine, other = self._outermost(lock), self._outermost(at)
        return not mine or mine != other

    def _outermost(self, location: LocationId) -> str:
        """The record that the first field of a location is in."""
        steps = self.locations[location].steps
        return next((s.record for s in steps if isinstance(s, FieldStep)), "")

    def lock_name(self, location: LocationId) -> str:
        """What tells a lock from others: the record it is in and all fields that lead to it. In a
        global it goes by the global's name if there are several records of that type.
        """
        region, steps = self.locations[location]
        fields = [s for s in steps if isinstance(s, FieldStep)]
        if not fields or not fields[0].record:
            return self.class_of(location)
        root = fields[0].record
        if region.kind != "at" and root in self.several:
            root = self._root_name(region)
        return ".".join((root, *(f.name for f in fields)))

    def _root_name(self, region: Region) -> str:
        """A global's or local's name; what a pointer loaded from a known place points to goes by
        that place.
        """
        if region.kind == "global":
            return str(region.key)
        if region.kind == "local":
            return str(region.key[1])
        kind, payload = self.terms[region.key]
        if kind == "sym" and payload[0] == "memory":
            return self.class_of(payload[1])
        return "*"

    def base(self, location: LocationId) -> Region:
        return self.locations[location].region

    def index_of(self, pointer: ValueId) -> int | None:
        """Which element of an array a pointer value is the address of, if that is known."""
        kind, payload = self.terms[pointer]
        last = self.locations[payload].steps[-1:] if kind == "ptr" else ()
        return last[0].index if last and isinstance(last[0], IndexStep) else None

    def element(self, pointer: ValueId, offset: int) -> ValueId | None:
        """The address `offset` elements further in the same array; None if that is not known."""
        kind, payload = self.terms[pointer]
        if kind != "ptr":
            return None
        region, steps = self.locations[payload]
        index = self.index_of(pointer)
        if index is None and steps and isinstance(steps[-1], IndexStep):
            return None
        before = steps if index is None else steps[:-1]
        step = IndexStep((index or 0) + offset)
        return self.pointer(self.location(region, (*before, step)))

    def unset_element(self, value: ValueId) -> LocationId | None:
        """The place (with every element taken as one) where the value is what an element of a local
        array held before anything was stored there.
        """
        kind, payload = self.terms[value]
        if kind != "sym" or payload[0] != "memory" or payload[2] != 0:
            return None
        region, steps = self.locations[payload[1]]
        if region.kind != "local" or not any(isinstance(s, IndexStep) for s in steps):
            return None
        return self.summary(payload[1])

    def summary(self, location: LocationId) -> LocationId:
        """The location with every element of an array taken as one."""
        region, steps = self.locations[location]
        plain = (IndexStep(None) if isinstance(s, IndexStep) else s for s in steps)
        return self.location(region, tuple(plain))

    def is_bare(self, location: LocationId) -> bool:
        """Whether the location is what some pointer points to, not a field of a known record."""
        region, steps = self.locations[location]
        return region.kind == "at" and not steps

    def entry_classes(self, entry: ValueId) -> list[str]:
        """Classes of the link field an entry is: by its address, or by the records made of it."""
        kind, payload = self.terms[entry]
        names = [self.class_of(payload)] if kind == "ptr" else []
        names += self.containers.get(entry, [])
        return [n for n in names if "." in n or n.startswith("@")]

    def entry_owner(self, entry: ValueId) -> ValueId:
        """What a list entry belongs to: the record it is a field of, if that shows, or itself."""
        term = self.terms[entry]
        region = self.base(term.payload) if term.kind == "ptr" else None
        return int(region.key) if region is not None and region.kind == "at" else entry

    def is_reached_from(self, value: ValueId, record: ValueId) -> bool:
        """Whether following fields from `record`, but no link to a neighbour, gives `value`."""
        while value != record:
            kind, payload = self.terms[value]
            if kind == "sym" and payload[0] == "memory":
                region = self.base(payload[1])
            elif kind == "ptr":
                region = self.base(payload)
            elif kind == "sym" and payload[0] == "container":
                return bool(payload[1] == record)
            else:
                return record in self.supports[value]
            if region.kind != "at":
                return False
            value = region.key
        return True

    def field_name(self, location: LocationId) -> str:
        """The last field's name, or the global's, or nothing."""
        return self.names[location]

    def support(self, value: ValueId) -> frozenset[ValueId]:
        """The value and all it is made of: operands, pointers it was loaded through."""
        return self.supports[value]

    def _support_of(self, value: ValueId, kind: str, payload: Any) -> frozenset[ValueId]:
        parts: frozenset[ValueId] = frozenset((value,))
        if kind == "op":
            return parts.union(*(self.supports[o] for o in payload[1:]))
        if kind == "ptr":
            return parts | self._region_support(self.locations[payload].region)
        if kind == "sym" and payload[0] == "memory":
            return parts | self._region_support(self.locations[payload[1]].region)
        if kind == "sym" and payload[0] == "container":
            inner: ValueId = payload[1]
            return parts | self.supports[inner]
        return parts

    def _parts_of(self, value: ValueId, kind: str, payload: Any) -> tuple[ValueId, ...]:
        if kind == "const":
            return ()
        if kind != "op":
            return (value,)
        return tuple(dict.fromkeys(p for operand in payload[1:] for p in self.parts[operand]))

    def _fields_of(self, kind: str, payload: Any) -> frozenset[str] | None:
        if kind == "const":
            return frozenset()
        if kind == "sym" and payload[0] == "memory":
            return frozenset((self.names[payload[1]],))
        if kind != "op":
            return None
        known = [f for f in (self.fields[o] for o in payload[1:]) if f is not None]
        return frozenset().union(*known) if len(known) == len(payload) - 1 else None

    def _region_support(self, region: Region) -> frozenset[ValueId]:
        pointer: ValueId = region.key if region.kind == "at" else -1
        return self.supports[pointer] if pointer >= 0 else frozenset()

    def location_support(self, location: LocationId) -> frozenset[ValueId]:
        return self._region_support(self.locations[location].region)
