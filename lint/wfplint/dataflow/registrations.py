"""Which function was registered under which identity, and where that identity is used.

The registering code is explored like any other, so that structures filled member by member, reused
for the next registration, or filled by a helper from its parameters, are read as they are when the
registering call is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion
from wfplint.dataflow.engine import Activation, Engine, Limits, Listener, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import State
from wfplint.dataflow.values import FieldStep, IndexStep, LocationId, ValueId
from wfplint.program.pointers import static_class
from wfplint.program.roots import RootFunction
from wfplint.source import Span

REGISTERING = (fx.Register, fx.AppliesAt)
FLOW_SENSITIVE = Limits(states=1, loop_states=1, entries=2, steps=6_000)
# With a table or a loop, each turn registers something else.
ROW_BY_ROW = Limits(states=24, loop_states=24, entries=24, steps=12_000, unroll=24)


class Identity(NamedTuple):
    """What a registration is known by: the class of the place that it is copied from, the elements
    of arrays on the way there, and the way itself where it starts at a global.
    """

    kind: str
    rows: tuple[int | None, ...] = ()
    place: str = ""

    @property
    def is_one(self) -> bool:
        """Whether no element of an array on the way is left open."""
        return None not in self.rows

    def may_be(self, other: Identity) -> bool:
        """Whether nothing says that the two are not the same."""
        return (
            self.kind == other.kind
            and (self.place == other.place or not (self.place and other.place))
            and len(self.rows) == len(other.rows)
            and all(x == y or None in (x, y) for x, y in zip(self.rows, other.rows, strict=True))
        )


class Registration(NamedTuple):
    """One function handed to the system at a call, and what that is known by, if anything."""

    function: str
    role: str
    identity: Identity | None
    field: str
    span: Span
    api: str


class Registrations(Listener):
    """Collects registrations and uses while the engine explores."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.found: dict[Registration, None] = {}
        self.uses: dict[tuple[Identity, str], Span] = {}
        self.empty: dict[tuple[Identity | None, str], Span] = {}

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if isinstance(effect, fx.Register) and effect.structure is not None:
            self._register(effect, call, state)
        elif isinstance(effect, fx.AppliesAt):
            at = self._engine.interpreter.operand_location(effect.structure, call)
            identity = self._identity(self._field(at, effect.identity), state)
            layer = self._identity(self._field(at, effect.layer), state)
            if identity and layer:
                self.uses[(identity, layer.kind)] = call.span

    def _register(self, effect: fx.Register, call: KnownCall, state: State) -> None:
        assert effect.structure is not None
        at = self._engine.interpreter.operand_location(effect.structure, call)
        known = self._field(at, effect.identity) if effect.identity else None
        identity = None if known is None else self._identity(known, state)
        for field, role in effect.roles:
            value = self._engine.evaluator.content(self._field(at, field), state)
            term = self._engine.values.terms[value]
            if term.kind == "func":
                made = Registration(term.payload, role, identity, field, call.span, call.facts.name)
                self.found[made] = None
            elif value == self._engine.values.zero:
                self.empty[(identity, role)] = call.span

    def _field(self, at: LocationId, dotted: str) -> LocationId:
        for name in dotted.split("."):
            at = self._engine.values.named(at, name)
        return at

    def _identity(self, at: LocationId, state: State) -> Identity | None:
        """The place that a field holds a copy of (or the address of); for what is not known one
        that nothing else is.
        """
        values = self._engine.values
        value = self._engine.evaluator.content(at, state)
        kind, payload = values.terms[value]
        if kind == "ptr":
            source = int(payload)
        elif kind == "sym" and payload[0] == "memory":
            source = payload[1]
        else:
            return Identity(f"#{value}") if kind == "sym" else None
        name = values.class_of(source)
        if "*" in name:
            return Identity(f"#{source}")
        region, steps = values.locations[source]
        rows = tuple(step.index for step in steps if isinstance(step, IndexStep))
        fields = (step.name for step in steps if isinstance(step, FieldStep))
        place = ".".join((region.key, *fields)) if region.kind == "global" else ""
        return Identity(name.lstrip("@"), rows, place)

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """Stores are read back at the registering call."""

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """Loads do not matter here."""

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        """Exits do not matter here."""

    def layers_of(self, function: str) -> tuple[str, ...]:
        """Names of the layer globals at which a function's registrations may be used, sorted."""
        return tuple(sorted({layer for _, _, layer in self._uses_of(function)}))

    def is_certain(self, function: str) -> bool:
        """Whether those layers are all this function's: none is used with what only may be the
        identity of its registration.
        """
        return all(mine == used and mine.is_one for mine, used, _ in self._uses_of(function))

    def _uses_of(self, function: str) -> Iterator[tuple[Identity, Identity, str]]:
        """The identity of a registration with that of a use, and the layer of the use."""
        identities = {r.identity for r in self.found if r.function == function and r.identity}
        for used, layer in self.uses:
            for mine in identities:
                if mine.may_be(used):
                    yield mine, used, layer


def find_registrations(scope: Scope, roots: list[RootFunction]) -> Registrations:
    """Explore every root from which something is registered."""
    registering = scope.above(scope.users(*REGISTERING))
    apart = scope.apart(())
    apart.follow_only(registering)
    engine = Engine(apart, [], FLOW_SENSITIVE)
    engine.evaluator.initial = initial_values(apart)
    collected = Registrations(engine)
    engine.listeners.append(collected)
    wanted = [root for root in roots if root.function in registering]
    watched = Criterion(frozenset(REGISTERING), typestate=False)
    apart.slice_for(watched, {root.function for root in wanted})
    for root in wanted:
        apart.enter_root(root.function)
        has_loop = _has_loop(apart, registering & apart.below([root.function]))
        engine.limits = ROW_BY_ROW if has_loop else FLOW_SENSITIVE
        engine.explore(Root(root.function, root.roles[0]))
    return collected


def _has_loop(scope: Scope, functions: Iterable[str]) -> bool:
    """Whether one of these functions registers something in a loop."""
    bodies = (scope.program.functions[f] for f in functions)
    return any(scope.prepared(body).loop_heads for body in bodies)


def initial_values(scope: Scope) -> dict[LocationId, ValueId]:
    """What the tables of a program hold: functions and addresses (or nothing) that a global was
    initialised with, where no code writes a field of that name.
    """
    written = {
        static_class(i.path)
        for f in scope.program.functions.values()
        for b in f.cfg.blocks
        for i in b.instructions
        if isinstance(i, ir.Store)
    }
    found: dict[LocationId, ValueId] = {}
    for item in scope.program.globals.values():
        for steps, value in item.initialisers:
            content = _initial(value, scope)
            if content is None or static_class(ir.AccessPath(item.id, steps)) in written:
                continue
            for path in (steps, tuple(s for s in steps if s != ir.Element(0))):
                found[_place(item.id, path, scope)] = content
    return found


def _initial(value: ir.Value, scope: Scope) -> ValueId | None:
    if isinstance(value, ir.FunctionRef):
        return scope.values.func(value.id)
    if isinstance(value, ir.Address) and value.path.root.startswith("@"):
        return scope.values.pointer(_place(*value.path, scope))
    return scope.values.zero if value == ir.Const(0) else None


def _place(root: str, steps: tuple[ir.Step, ...], scope: Scope) -> LocationId:
    at = scope.values.global_location(root)
    for step in steps:
        if isinstance(step, ir.Member):
            at = scope.values.step(at, FieldStep(*step))
        elif isinstance(step, ir.Element):
            at = scope.values.step(at, IndexStep(step.index))
    return at
