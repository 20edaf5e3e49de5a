"""Which function was registered under which identity, and where that identity is used.

The registering code is explored like any other, so that structures filled member by member, reused
for the next registration, or filled by a helper from its parameters, are read as they are when the
registering call is made.
"""

from __future__ import annotations

from typing import NamedTuple

from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation, Engine, Limits, Listener, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.program.roots import RootFunction
from wfplint.source import Span

FLOW_SENSITIVE = Limits(states=1, loop_states=1, entries=2, steps=6_000)


class Registration(NamedTuple):
    """One function handed to the system at a call; `identity` and `layer` are names of globals."""

    function: str
    role: str
    identity: str
    field: str
    span: Span
    api: str


class Registrations(Listener):
    """Collects registrations and uses while the engine explores."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.found: dict[Registration, None] = {}
        self.uses: dict[tuple[str, str], Span] = {}
        self.empty: dict[tuple[str, str], Span] = {}

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
            identity = self._name(self._field(at, effect.identity), state)
            layer = self._name(self._field(at, effect.layer), state)
            if identity and layer:
                self.uses[(identity, layer)] = call.span

    def _register(self, effect: fx.Register, call: KnownCall, state: State) -> None:
        assert effect.structure is not None
        at = self._engine.interpreter.operand_location(effect.structure, call)
        identity = self._name(self._field(at, effect.identity), state) if effect.identity else ""
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

    def _name(self, at: LocationId, state: State) -> str:
        """The global that a field holds a copy of (or the address of), without the `@`."""
        values = self._engine.values
        term = values.terms[self._engine.evaluator.content(at, state)]
        if term.kind == "ptr":
            return values.class_of(term.payload).lstrip("@")
        if term.kind == "sym" and term.payload[0] == "memory":
            return values.class_of(term.payload[1]).lstrip("@")
        return ""

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
        """Names of the layer globals at which a function's registrations are used, sorted."""
        identities = {r.identity for r in self.found if r.function == function and r.identity}
        return tuple(sorted({layer for i, layer in self.uses if i in identities}))


def find_registrations(scope: Scope, roots: list[RootFunction]) -> Registrations:
    """Explore every root from which something is registered."""
    registering = scope.above(scope.users(fx.Register, fx.AppliesAt))
    helpers = scope.small()
    engine = Engine(scope, [], FLOW_SENSITIVE, lambda f: f in registering or f in helpers)
    collected = Registrations(engine)
    engine.listeners.append(collected)
    for root in roots:
        if root.function in registering:
            engine.explore(Root(root.function, root.roles[0]))
    return collected
