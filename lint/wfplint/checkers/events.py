"""Recognises the events that rules speak of while the engine explores, and where they may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from wfplint import ir
from wfplint.checkers.layers import LAYER_FIELD
from wfplint.checkers.params import Event
from wfplint.checkers.places import Places
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.checkers.sightings import CallSite, Sightings, StoreSite, kind_of
from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.dependence import operands_of
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import TESTS, KnownCall
from wfplint.dataflow.state import State
from wfplint.dataflow.values import LocationId, ValueId

EFFECTS: dict[str, type] = {
    "acquire": fx.Acquire,
    "release": fx.Release,
    "initialise": fx.Initialise,
    "wait": fx.Wait,
    "pend": fx.Pend,
    "complete": fx.Complete,
    "free": fx.Free,
    "allocate": fx.Allocate,
    "defer": fx.Defer,
}
# Operands whose value is the object; for the other effects it is what the operand points to.
_VALUES = (fx.Pend, fx.Complete, fx.Free)
_NO_OBJECT = -1


class Interests(NamedTuple):
    """What a checker wants to be told of. `*` among stores means every store; with `every_store` it
    is told of the others that happen to be followed, too. `ends` are the states in which roots are
    left, `returns` those in which other functions are. `operands` are the arguments of those calls
    that it looks at, by name and position; `typestate` says that it looks at what is held, claimed
    or shared on a path.
    """

    effects: frozenset[type] = frozenset()
    calls: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    every_store: bool = False
    branches: bool = False
    ends: bool = False
    returns: bool = False
    typestate: bool = False
    operands: frozenset[tuple[str, int]] = frozenset()

    def __or__(self, other: Interests) -> Interests:
        return Interests(
            self.effects | other.effects,
            self.calls | other.calls,
            self.stores | other.stores,
            self.loads | other.loads,
            self.every_store or other.every_store,
            self.branches or other.branches,
            self.ends or other.ends,
            self.returns or other.returns,
            self.typestate or other.typestate,
            self.operands | other.operands,
        )


class Shared(NamedTuple):
    """What the matchers of one program share."""

    analysis: ProgramAnalysis
    places: Places
    sightings: Sightings


class Matcher:
    """One event of one rule."""

    def __init__(self, event: Event, shared: Shared) -> None:
        self.event = event
        self.analysis = shared.analysis
        self.places = shared.places
        self.sightings = shared.sightings
        self.engine = shared.analysis.engine
        self.values = self.engine.values
        facts, constants = shared.analysis.scope.facts, shared.analysis.facts.constants
        self.effect_type = EFFECTS[event.effect] if event.effect else None
        self.kinds = frozenset(event.kind)
        self.names = frozenset(facts[name].name for name in event.calls if name in facts)
        self.field = event.writes or event.reads or event.tests
        self.numbers = frozenset(constants[name] for name in event.value)
        self.set_bits = constants[event.sets] if event.sets else 0
        self.cleared_bits = constants[event.clears] if event.clears else 0
        self._arguments = [(fx.Operand.parse(o), constants[c]) for o, c in event.arguments]

    # --- without paths -----------------------------------------------------------------------

    def functions(self) -> set[str]:
        """Functions in which the event stands, whatever reaches them."""
        if self.event.enters:
            return {r.function for r in self.analysis.all_roots() if r.role == self.event.enters}
        if self.event.writes:
            return {s.function for s in self._stores()}
        if self.event.reads or self.event.tests:
            return set(self.sightings.loads.get(self.field, ()))
        return {site.function for site in self.sites()}

    def sites(self) -> list[CallSite]:
        """The calls that are this event, whatever reaches them."""
        if self.effect_type is not None:
            return self.sightings.with_effect(self.effect_type, self.kinds)
        return [s for name in sorted(self.names) for s in self.sightings.calls.get(name, ())]

    def _stores(self) -> list[StoreSite]:
        """Stores to the field; of the constants wanted, where the source shows a constant."""
        stores = self.sightings.stores.get(self.field, [])
        if not self.numbers:
            return stores
        return [
            s for s in stores
            if not isinstance(s.store.value, ir.Const) or s.store.value.value in self.numbers
        ]  # fmt: skip

    def roots(self) -> list[Root]:
        """Roots of the right role and layer that reach the event, as far as can be said without
        following paths.
        """
        above = self.analysis.scope.above(self.functions())
        return [r for r in self.analysis.all_roots() if r.function in above and self._may_be(r)]

    def _may_be(self, root: Root) -> bool:
        if not self.allows_role(root):
            return False
        if self.event.layers and root.layers and not set(root.layers) & set(self.event.layers):
            return False
        return not set(root.layers) & set(self.event.outside_layers)

    def allows_role(self, root: Root) -> bool:
        event = self.event
        if event.roles and root.role not in event.roles:
            return False
        return root.role not in event.outside_roles

    # --- on a path ---------------------------------------------------------------------------

    def interests(self) -> Interests:
        event = self.event
        if event.calls:
            return watched_calls(self.sites(), self._operands)
        if event.writes:
            return Interests(stores=frozenset((self.field,)))
        if event.reads:
            return Interests(loads=frozenset((self.field,)))
        if self.effect_type is not None:
            return watched_calls(self.sites(), self._operands)
        return Interests()

    def _operands(self, facts: fx.FunctionFacts) -> Iterable[fx.Operand]:
        """What of a call says what it is about, and whether it is this event."""
        yield from (operand for operand, _ in self._arguments)
        if self.event.object is not None:
            yield self.event.object
        else:
            yield from operands_of(facts)

    def pinned(self) -> set[str]:
        """Fields whose tests on a path the event depends on."""
        names = {LAYER_FIELD} if self.event.layers or self.event.outside_layers else set()
        return names | ({self.field.partition(".")[2]} if self.event.tests else set())

    def allows(self, state: State, activation: Activation) -> bool:
        """Whether the path's role and layers are those the event is limited to."""
        event = self.event
        if not self.allows_role(activation.root):
            return False
        if not event.layers and not event.outside_layers:
            return True
        names = {layer.name for layer in self.places.layers(state, activation)}
        if event.layers and not (names and names <= set(event.layers)):
            return False
        return not names & set(event.outside_layers)

    def is_call(self, call: KnownCall, result: ValueId, state: State) -> bool:
        """Whether a call that has returned is this event: for an effect that can fail, with
        success on this path.
        """
        if call.facts.name in self.names:
            return self._has_arguments(call, state)
        effect = self.effect_of(call)
        if effect is None:
            return False
        when = getattr(effect, "when", "always")
        if when == "always":
            return True
        range_ = self.engine.evaluator.range_of(result, state)
        return decide(range_, *TESTS[when]) is not False

    def effect_of(self, call: KnownCall) -> fx.Effect | None:
        if self.effect_type is None:
            return None
        for effect in call.facts.effects:
            if self.is_effect(effect):
                return effect
        return None

    def is_effect(self, effect: fx.Effect) -> bool:
        return isinstance(effect, self.effect_type or ()) and (
            not self.kinds or kind_of(effect) in self.kinds
        )

    def _has_arguments(self, call: KnownCall, state: State) -> bool:
        for operand, number in self._arguments:
            value = self.engine.interpreter.operand_value(operand, call, state)
            if self.bits(value, number, state) is not True:
                return False
        return True

    def object_of(self, call: KnownCall, state: State) -> ValueId:
        """What a matching call is about, as a value (an address for an object); -1 if it does not
        say.
        """
        interpreter = self.engine.interpreter
        if self.event.object is not None:
            return interpreter.operand_value(self.event.object, call, state)
        effect = self.effect_of(call)
        effects = call.facts.effects if effect is None else (effect,)
        for each in effects:
            about = self.effect_object(each, call, state)
            if about != _NO_OBJECT:
                return about
        return _NO_OBJECT

    def effect_object(self, effect: fx.Effect, call: KnownCall, state: State) -> ValueId:
        operand = getattr(effect, "context", None) or getattr(effect, "object", None)
        if operand is None:
            return _NO_OBJECT
        interpreter = self.engine.interpreter
        if isinstance(effect, _VALUES):
            return interpreter.operand_value(operand, call, state)
        return self.values.pointer(interpreter.operand_object(operand, call, state))

    def is_write(self, value: ValueId, state: State) -> bool | None:
        """Whether a value stored to the field (or held by it) is one the event wants; None where
        the value is not known.
        """
        if self.numbers:
            number = self.engine.evaluator.number(value, state)
            return None if number is None else number in self.numbers
        if self.set_bits:
            return self.bits(value, self.set_bits, state)
        if self.cleared_bits:
            known = self.bits(value, self.cleared_bits, state)
            return None if known is None else not known
        return True

    def is_unchanged(self, value: ValueId, before: ValueId, state: State) -> bool:
        """Whether the bits that the event sets or clears are still as they were `before`."""
        mask = self.set_bits or self.cleared_bits
        if not mask or value == before:
            return bool(mask)
        kind, payload = self.values.terms[value]
        if kind != "op" or payload[0] not in ("|", "&"):
            return False
        others = [self.bits(operand, mask, state) for operand in payload[1:] if operand != before]
        inert = payload[0] == "&"
        parts = [o for o in payload[1:] if self.bits(o, mask, state) is None]
        return all(o in (None, inert) for o in others) and all(
            self.is_unchanged(o, before, state) for o in parts
        )

    def bits(self, value: ValueId, mask: int, state: State) -> bool | None:
        """Whether all bits of `mask` are set in a value, or none is; None if that is not known."""
        number = self.engine.evaluator.number(value, state)
        if number is not None:
            return number & mask == mask
        kind, payload = self.values.terms[value]
        if kind != "op" or payload[0] not in ("|", "&"):
            return None
        parts = [self.bits(operand, mask, state) for operand in payload[1:]]
        decisive: bool = payload[0] == "|"
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive

    def is_tested(self, structure: LocationId, state: State) -> bool:
        """Whether the path has branched on the field of this structure as the event says: for bits,
        so that some of them are known to be set.
        """
        at = self.values.named(structure, self.field.partition(".")[2])
        content = self.engine.evaluator.content(at, state)
        if content in state.cons and not self.set_bits:
            return True
        for value in state.cons:
            kind, payload = self.values.terms[value]
            if kind == "op" and payload[0] == "&" and content in payload[1:]:
                numbers = [self.values.constant(o) for o in payload[1:]]
                if any(n is not None and n & self.set_bits for n in numbers) and decide(
                    state.cons[value], "!=", 0
                ):
                    return True
        return False


def watched_calls(
    sites: Iterable[CallSite], operands: Callable[[fx.FunctionFacts], Iterable[fx.Operand]]
) -> Interests:
    """Wants to be told of these calls, and to look at some of their operands."""
    known = {site.facts.name: site.facts for site in sites}
    looked_at = {(n, o.index) for n, facts in known.items() for o in operands(facts)}
    return Interests(calls=frozenset(known), operands=frozenset(looked_at))


def name_of(value: ValueId, matcher: Matcher, state: State) -> str:
    """The class of the place an object is, was loaded from, or is kept in; nothing if unknown."""
    if value < 0:
        return ""
    values = matcher.values
    kind, payload = values.terms[value]
    if kind == "ptr":
        return _known(values.class_of(payload))
    if kind == "sym" and payload[0] == "memory":
        return _known(values.class_of(payload[1]))
    kept = [at for at, held in state.mem.items() if held == value]
    kept.sort(key=lambda at: values.base(at).kind == "local")
    return _known(values.class_of(kept[0])) if kept else ""


def _known(name: str) -> str:
    return "" if name.startswith("*") else name
