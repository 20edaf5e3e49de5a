"""References and locks: who takes them, gives them back, and waits for them."""

from __future__ import annotations

from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.operands import (
    NEGATED,
    TESTS,
    KnownCall,
    Operands,
    Outcome,
    is_lock,
    succeeded,
)
from wfplint.dataflow.state import (
    SHARED,
    Event,
    State,
)
from wfplint.dataflow.values import LocationId, ValueId


class References(Operands):
    """Only references of the `tracked` kinds are counted; locks always are."""

    def __init__(self, memory: Memory, tracked: frozenset[str]) -> None:
        super().__init__(memory)
        self.tracked = tracked

    def _acquire(
        self, effect: fx.Acquire, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        if effect.object.deref:
            self._write_unknown(effect.object, call, state)
        at = self.operand_object(effect.object, call, state)
        if not self._counts(effect, at):
            return [(state, result)]
        if not is_lock(effect.kind):
            self._must_exist(at, state)
        outcomes: list[Outcome] = []
        if effect.when != "always" and not self._certain(effect, call, state):
            failed = state.copy()
            operator, number = TESTS[NEGATED[effect.when]]
            if self.memory.constrain(result, operator, number, failed):
                detail = (effect.kind, result)
                failed.note(Event("acquire-failed", call.span, self.values.class_of(at), detail))
                outcomes.append((failed, result))
            operator, number = succeeded(effect.when, call)
            if not self.memory.constrain(result, operator, number, state):
                return outcomes
        if effect.object.deref:
            made = self.operand_value(effect.object, call, state)
            self.memory.constrain(made, "!=", 0, state)
        self._take(effect, call, at, state)
        return [(state, result), *outcomes]

    def _counts(self, effect: fx.Acquire, at: LocationId) -> bool:
        """Whether this reference is one that is followed."""
        if effect.object_type and self.memory.record_at(at) != effect.object_type:
            return False
        return is_lock(effect.kind) or effect.kind in self.tracked

    def _must_exist(self, at: LocationId, state: State) -> None:
        """The call uses the object, so the pointer to it is not null."""
        region = self.values.base(at)
        if region.kind == "at":
            self.memory.constrain(region.key, "!=", 0, state)

    def _take(self, effect: fx.Acquire, call: KnownCall, at: LocationId, state: State) -> None:
        if effect.key is not None:
            state.keys[self.operand_object(effect.key, call, state)] = at
        if is_lock(effect.kind):
            self._lock(effect, call, at, state)
        else:
            count = self.count(effect.count, call, state)
            held = (effect.kind, at)
            state.held[held] = min(state.held.get(held, 0) + count, 8)
            state.note(Event("acquired", call.span, self.values.class_of(at), held))

    def _certain(self, effect: fx.Acquire, call: KnownCall, state: State) -> bool:
        """Whether an operand says that this acquire cannot fail."""
        if effect.certain is None:
            return False
        operator, number = TESTS[effect.certain_when]
        value = self.operand_value(effect.certain, call, state)
        return decide(self.memory.evaluator.range_of(value, state), operator, number) is True

    def _lock(self, effect: fx.Acquire, call: KnownCall, at: LocationId, state: State) -> None:
        session = call.site | SHARED if effect.mode == "shared" else call.site
        self.memory.start_session(session, state)
        state.locks[at] = session
        state.note(Event("locked", call.span, self.values.class_of(at), (effect.kind, at)))

    def _release(
        self, effect: fx.Release, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.released_object(effect, call, state)
        if effect.key is not None:
            state.keys.pop(self.operand_object(effect.key, call, state), None)
        if at is None:
            return [(state, result)]
        if is_lock(effect.kind):
            self._unlock(at, call, state)
            return [(state, result)]
        held = self.held_as(effect.kind, at, state)
        if held is not None:
            left = state.held[held] - self.count(effect.count, call, state)
            if left > 0:
                state.held[held] = left
            else:
                del state.held[held]
        detail = (effect.kind, at) if held is not None else (effect.kind, at, "not held")
        state.note(Event("released", call.span, self.values.class_of(at), detail))
        return [(state, result)]

    def released_object(
        self, effect: fx.Release, call: KnownCall, state: State
    ) -> LocationId | None:
        """What a release gives back, as far as the state knows it."""
        if effect.key is not None:
            known = state.keys.get(self.operand_object(effect.key, call, state))
            if known is not None or effect.object is None:
                return known
        return self.operand_object(effect.object, call, state) if effect.object else None

    def _unlock(self, at: LocationId, call: KnownCall, state: State) -> None:
        if at not in state.locks:
            name = self.values.class_of(at)
            same = [a for a in state.locks if self.values.class_of(a) == name]
            if len(same) != 1:
                self._unlock_unknown(at, call, state)
                return
            at = same[0]
        del state.locks[at]
        self.memory.end_session(state)
        state.note(Event("unlocked", call.span, self.values.class_of(at), at))

    def _unlock_unknown(self, at: LocationId, call: KnownCall, state: State) -> None:
        """A lock behind a pointer that nothing is known of may be any of those held."""
        if self.values.is_bare(at):
            for held in sorted(state.locks):
                state.note(Event("unlocked", call.span, self.values.class_of(held), held))
            state.locks = {}

    def held_as(self, kind: str, at: LocationId, state: State) -> tuple[str, LocationId] | None:
        """The held reference that a release ends: the same object, or the only one of its class."""
        if (kind, at) in state.held:
            return (kind, at)
        name = self.values.class_of(at)
        bare = self.values.is_bare(at)
        held = [h for h in state.held if h[0] == kind]
        same = [h for h in held if bare or self.values.class_of(h[1]) == name]
        return same[0] if len(same) == 1 else None

    def _wait(
        self, effect: fx.Wait, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.operand_object(effect.object, call, state)
        state.note(Event("waited", call.span, self.values.class_of(at), (effect.kind, at)))
        return [(state, result)]
