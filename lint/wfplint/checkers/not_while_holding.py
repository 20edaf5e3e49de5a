"""not-while-holding: an event does not happen while a reference or lock is held."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from wfplint import ir
from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.events import Interests, Matcher, name_of
from wfplint.checkers.handoff import is_handed_over
from wfplint.checkers.preceding import Due
from wfplint.checkers.verdict import display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import KnownCall, is_lock
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId
from wfplint.dataflow.witness import story
from wfplint.program.pointers import static_class
from wfplint.rulebook.model import LayerFacts


class NotWhileHoldingChecker(Checker):
    """See `params.NotWhileHolding`. Marks: `given` the event for which a reference counts only if
    this path gives it back after all, although work was queued that could.
    """

    name: ClassVar[str] = "not-while-holding"

    @cached_property
    def event(self) -> Matcher:
        return self.matcher(self.params.event)

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.params.kinds)

    def relevant(self) -> set[str]:
        """Roots on whose way to the event something is taken that must not be held."""
        scope, sightings = self.analysis.scope, self.shared.sightings
        functions = self.event.functions()
        taking = {s.function for s in sightings.with_effect(fx.Acquire, self.kinds)}
        takers = [r.function for r in self._takers]
        taken = taking & scope.below(takers)
        if self.params.taken_in and functions and not taken:
            return set()
        holding = scope.above(functions) & scope.above(taking)
        if not holding or not self.params.layer_allows:
            return holding
        return holding | (taken & self._taking_these(scope.below(holding)))

    def _taking_these(self, functions: set[str]) -> set[str]:
        """Functions that may take what is taken in these, as far as the source names it."""
        sites = self.shared.sightings.with_effect(fx.Acquire, self.kinds)
        named = [(s.function, set(_classes(s.call, s.facts, self.kinds))) for s in sites]
        wanted = set().union(*(names for function, names in named if function in functions))
        if any(function in functions and not names for function, names in named):
            return {function for function, _ in named}
        return {function for function, names in named if not names or names & wanted}

    @cached_property
    def _takers(self) -> list[Root]:
        return [r for r in self.analysis.all_roots() if self._is_taker(r)]

    def _is_taker(self, root: Root) -> bool:
        """Whether locks that this root takes count."""
        layers = [self.analysis.facts.layers[name] for name in root.layers]
        return root.role in self.params.taken_in and self._is_allowed(layers)

    def _is_allowed(self, layers: Iterable[LayerFacts]) -> bool:
        """Whether the event can be about one of these layers; any, where none is known."""
        families = [set(layer.pendable) & set(self.params.event.kind) for layer in layers]
        return not self.params.layer_allows or not families or any(families)

    def interests(self) -> Interests:
        wants = self.event.interests()
        if not any(wants):
            return wants
        wants |= Interests(typestate=True)
        if not all(is_lock(kind) for kind in self.kinds):
            wants |= Interests(effects=frozenset((fx.Release,)))
        if self.params.taken_in:
            wants |= Interests(effects=frozenset((fx.Acquire,)))
        return wants

    # --- listening ---------------------------------------------------------------------------

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if isinstance(effect, fx.Acquire) and effect.kind in self.kinds:
            self._taken(effect, call, state, activation)
        elif isinstance(effect, fx.Release) and effect.kind in self.kinds:
            self._given_back(effect, call, state, activation)

    def _taken(
        self, effect: fx.Acquire, call: KnownCall, state: State, activation: Activation
    ) -> None:
        """Remember which roles take which locks where a helper takes them through a pointer."""
        root = activation.root
        if self._is_taker(root) and self._is_certain(state, activation):
            at = self.engine.interpreter.operand_object(effect.object, call, state)
            layers = self.analysis.layers_of_paths.at(state, activation)
            if layers or not (state.widened and self.params.layer_allows):
                seen = self._seen.setdefault(self.values.class_of(at), {})
                seen[root] = seen.get(root, False) or self._is_allowed(layers)

    def _given_back(
        self, effect: fx.Release, call: KnownCall, state: State, activation: Activation
    ) -> None:
        """What this path gives back after the event it had not handed over."""
        interpreter = self.engine.interpreter
        at = interpreter.released_object(effect, call, state)
        held = None if at is None else interpreter.held_as(effect.kind, at, state)
        if held is None:
            return
        due = state.marks.pop((self.number, "given", *held), None)
        if due is not None:
            self._report(due, self.values.class_of(held[1]), state, activation)

    def _is_certain(self, state: State, activation: Activation) -> bool:
        """Whether the path got here without a test, where that matters."""
        if not self.params.on_every_path:
            return True
        steps = story(activation, state.trail)
        return not any(s.event.kind == "branch" and not s.event.detail[2] for s in steps)

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        if not (state.locks or state.held) or not self.event.is_call(call, result, state):
            return
        if not self.event.allows(state, activation):
            return
        about = self.event.object_of(call, state)
        object_, function = name_of(about, self.event, state), activation.prepared.function.name
        due = Due(call.span, call.facts.name, object_, function, call.macro)
        for name in sorted(self._held(due, about, state)):
            self._report(due, name, state, activation)

    def _held(self, due: Due, about: ValueId, state: State) -> set[str]:
        """Classes of what is held and must not be."""
        names = set()
        for kind, at in state.held:
            if kind not in self.kinds:
                continue
            if self.params.same_object and self.values.pointer(at) != about:
                continue
            if is_handed_over(kind, at, state, self.values):
                state.marks[(self.number, "given", kind, at)] = due
            else:
                names.add(self.values.class_of(at))
        if not self.params.same_object:
            names |= {self.values.class_of(at) for at in state.locks}
        return names

    def _report(self, due: Due, held: str, state: State, activation: Activation) -> None:
        self.add_at(
            due.function, "held", due.span, state, activation, due.object, due.macro,
            call=due.call, held=display(held), _class=held,
        )  # fmt: skip

    # --- candidates --------------------------------------------------------------------------

    @cached_property
    def _seen(self) -> dict[str, dict[Root, bool]]:
        """Class of a lock -> roots some path of which takes it, and whether such a path counts."""
        return {}

    @cached_property
    def _written(self) -> dict[str, dict[Root, bool]]:
        """Class of a lock -> roots that reach code in which it is taken by name."""
        found: dict[str, dict[Root, bool]] = {}
        for root in self._takers if not self.params.on_every_path else ():
            below = self.analysis.scope.below([root.function])
            for site in self.shared.sightings.with_effect(fx.Acquire, self.kinds):
                if site.function in below:
                    for name in _classes(site.call, site.facts, self.kinds):
                        found.setdefault(name, {})[root] = True
        return found

    def _takes(self, lock: str) -> str:
        """The role of a root that takes the lock, by its paths, or where none tells by its code."""
        roots = {**self._written.get(lock, {}), **self._seen.get(lock, {})}
        return next((root.role for root, counts in roots.items() if counts), "")

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        if not self.params.taken_in:
            return found
        return [c for c in found if self._takes(dict(c.fields)["_class"])]

    def message(self, candidate: Candidate, shown: str) -> str:
        role = self._takes(dict(candidate.fields)["_class"])
        facts = self.analysis.facts.roles.get(role)
        names = {"function": candidate.function, "object": shown, **dict(candidate.fields)}
        if facts is not None:
            names["role"] = facts.fields[0].rpartition(".")[2] if facts.fields else facts.name
        return self.filled(candidate.reason, names)


def _classes(call: ir.Call, facts: fx.FunctionFacts, kinds: frozenset[str]) -> Iterable[str]:
    for effect in facts.effects:
        if (
            isinstance(effect, fx.Acquire)
            and effect.kind in kinds
            and 0 <= effect.object.index < len(call.args)
        ):
            value = call.args[effect.object.index]
            if isinstance(value, ir.Address):
                yield static_class(value.path)
