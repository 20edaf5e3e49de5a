"""kept-pointer: a pointer lent for one call of a callback is not kept after it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from wfplint import ir
from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.events import Interests, Matcher
from wfplint.checkers.places import top
from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.spread import Spread
from wfplint.dataflow.state import PENDED, State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import story
from wfplint.program.pointers import static_class
from wfplint.source import Span

# What frees an object, or lets others find it.
MOVING = (fx.Free, fx.ListOperation, fx.Defer, fx.Atomic, fx.Copy)


class _Kept(NamedTuple):
    """A store of a lent pointer: where, to what class, by which parameter, in which object."""

    span: Span
    name: str
    parameter: str
    function: str
    pointer: ValueId
    owner: ValueId


class KeptPointerChecker(Checker):
    """See `params.KeptPointer`. A store is remembered as a mark until the path ends, and forgotten
    when the object is freed or the pointer is kept alive.
    """

    name: ClassVar[str] = "kept-pointer"

    @classmethod
    def burden(cls, params: Any) -> str:
        return "kept"

    @cached_property
    def keepers(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.kept_by]

    @cached_property
    def sinks(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.sinks]

    @cached_property
    def _reached(self) -> set[str]:
        """Classes of places whose content reaches a sink."""
        return set()

    @cached_property
    def _roots(self) -> dict[str, dict[int, str]]:
        """Root functions that store a lent pointer somewhere -> positions of those parameters and
        their meaning.
        """
        if self.sinks and not any(m.functions() for m in self.sinks):
            return {}
        found: dict[str, dict[int, str]] = {}
        for root in self.analysis.all_roots():
            if root.role in self.params.roles:
                positions = self._positions(root)
                stored = {p: m for p, m in positions.items() if self._stores(root, p)}
                if stored:
                    found[root.function] = stored
        return found

    def _positions(self, root: Root) -> dict[int, str]:
        result = {}
        for meaning in self.params.parameters:
            index = self.places.parameter(root, meaning)
            if index is not None:
                result[index] = meaning
        return result

    def _stores(self, root: Root, index: int) -> list[tuple[str, ir.Store]]:
        """Where a parameter may be stored, each with its function."""
        function = self.analysis.program.functions[root.function]
        name = function.parameters[index].name
        return list(Spread(self.analysis.scope).stores(function, name))

    @cached_property
    def _stored_by(self) -> tuple[set[str], set[str]]:
        """The functions that store a lent pointer, and the classes of places that they do it to."""
        found = [
            stored
            for root in self.analysis.all_roots()
            for index in self._roots.get(root.function, ())
            for stored in self._stores(root, index)
        ]
        return {function for function, _ in found}, {static_class(s.path) for _, s in found}

    # --- what to explore ---------------------------------------------------------------------

    def relevant(self) -> set[str]:
        functions = set(self._roots)
        if functions and self.sinks:
            functions |= set().union(*(m.functions() for m in self.sinks))
        return functions

    def follows(self) -> set[str]:
        """Functions that store what was lent to a root, or see to it that it is kept alive."""
        if not self._roots:
            return set()
        keeping = set().union(*(matcher.functions() for matcher in self.keepers))
        return self._stored_by[0] | (keeping & self.analysis.scope.below(self._roots))

    def interests(self) -> Interests:
        if not self._roots:
            return Interests()
        stores = frozenset(self._stored_by[1])
        wants = Interests(
            frozenset(MOVING), stores=stores, every_store=True, branches=True, ends=True
        )
        for matcher in (*self.keepers, *self.sinks):
            wants |= matcher.interests()
        return wants

    # --- listening ---------------------------------------------------------------------------

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        lent = self._roots.get(activation.root.function)
        if lent is None or self.values.base(at).kind == "local":
            return
        for index, meaning in lent.items():
            argument = self.places.argument(activation, index)
            if value == argument or self._points_into(value, argument):
                self._stored(at, argument, meaning, state, activation, span)

    def _points_into(self, value: ValueId, argument: ValueId) -> bool:
        kind, payload = self.values.terms[value]
        return kind == "ptr" and self.values.base(payload).key == argument

    def _stored(
        self,
        at: LocationId,
        argument: ValueId,
        meaning: str,
        state: State,
        activation: Activation,
        span: Span,
    ) -> None:
        region = self.values.base(at)
        owner: ValueId = region.key if region.kind == "at" else -1
        if owner >= 0 and self._is_lent(owner, activation):
            return
        if (self.number, "alive", argument) in state.marks:
            return
        name = self.values.class_of(at)
        function = top(activation).prepared.function.name
        kept = _Kept(span, name, meaning, function, argument, owner)
        state.marks[(self.number, "kept", at)] = kept

    def _is_lent(self, owner: ValueId, activation: Activation) -> bool:
        """Whether the object stored to came from the same call, and so ends with it."""
        role = self.analysis.facts.roles.get(activation.root.role)
        if role is None:
            return False
        for meaning in ("classifyOut", "inMetaValues", "inFixedValues"):
            index = self.places.parameter(activation.root, meaning)
            if index is not None and self.places.argument(activation, index) == owner:
                return True
        return False

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        for matcher in self.keepers:
            if matcher.is_call(call, result, state):
                pointer = self.values.pointee(matcher.object_of(call, state))
                self._keep_alive(self.values.pointer(pointer), state, activation)
        for matcher in self.sinks:
            if matcher.is_call(call, result, state):
                kind, payload = self.values.terms[matcher.object_of(call, state)]
                if kind == "sym" and payload[0] == "memory":
                    self._reached.add(self.values.class_of(payload[1]))

    def _keep_alive(self, pointer: ValueId, state: State, activation: Activation) -> None:
        lent = self._roots.get(activation.root.function, ())
        if all(pointer != self.places.argument(activation, index) for index in lent):
            return
        state.marks[(self.number, "alive", pointer)] = True
        for mark in self._kept(state):
            if state.marks[mark].pointer == pointer:
                del state.marks[mark]

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if state.marks and isinstance(effect, fx.Free):
            dead = self.engine.interpreter.operand_value(effect.object, call, state)
            for mark in self._kept(state):
                if state.marks[mark].owner == dead:
                    del state.marks[mark]

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        """Where it turns out that NULL was lent, or that the path is none, nothing is kept."""
        kept = self._kept(state) if state.marks else []
        nothing = bool(kept) and self._is_impossible(state, activation)
        for mark in kept:
            lent = self.engine.evaluator.truth(state.marks[mark].pointer, state)
            if nothing or lent is False:
                del state.marks[mark]

    def _is_impossible(self, state: State, activation: Activation) -> bool:
        """Whether something was pended that cannot be where the path runs, by its tests."""
        if PENDED not in state.contexts.values():
            return False
        layers = self.places.layers(state, activation)
        if not layers:
            return False
        allowed = {family for layer in layers for family in layer.pendable}
        steps = story(activation, state.trail)
        return any(s.event.kind == "pended" and s.event.subject not in allowed for s in steps)

    def _kept(self, state: State) -> list[tuple[int, str, int]]:
        return [m for m in state.marks if isinstance(m, tuple) and m[:2] == (self.number, "kept")]

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        if not state.marks or "havoc" in state.marks:
            return
        for mark in self._kept(state):
            kept = state.marks[mark]
            content = state.mem.get(mark[2])
            if kept.owner in state.private or content == self.values.zero:
                continue
            self.add_at(
                kept.function, "kept", kept.span, state, activation, kept.name,
                call="", parameter=kept.parameter, _class=kept.name,
            )  # fmt: skip

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        if not self.sinks:
            return found
        return [c for c in found if c.object in self._reached]
