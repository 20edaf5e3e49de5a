"""What a call of a known function does to a state, from its facts.

A call may end in several ways (an acquire succeeds or fails); each gives a state of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.state import (
    COMPLETED,
    PENDED,
    PENDED_AT,
    PUBLISHED,
    Claim,
    Event,
    Handoff,
    Read,
    State,
)
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.source import Span

# name, operator, number: how each `when` reads as a test of the result
TESTS: dict[str, tuple[str, int]] = {
    "nonzero": ("!=", 0),
    "zero": ("==", 0),
    "success": (">=", 0),
    "failure": ("<", 0),
}
NEGATED = {"nonzero": "zero", "zero": "nonzero", "success": "failure", "failure": "success"}
LOCK_WORDS = ("lock", "mutex", "resource")


def is_lock(kind: str) -> bool:
    """Whether references of this kind exclude other holders."""
    return any(word in kind for word in LOCK_WORDS)


@dataclass(frozen=True)
class KnownCall:
    """A call of a function with facts: argument values, and the site's number and place.

    `makes_state` says that memory it allocates may become a record with shared state.
    """

    facts: fx.FunctionFacts
    args: tuple[ValueId, ...]
    site: int
    span: Span
    macro: Span | None = None
    makes_state: bool = True


def _nothing_comes_along(at: LocationId, entry: ValueId, state: State) -> None:
    """No references travel with list entries unless the caller of the engine says so."""


Outcome = tuple[State, ValueId]
Observer = Callable[[fx.Effect, KnownCall, State, ValueId], None]


class Interpreter:
    """Applies effects. `observe` is told of every effect just before it happens, with its state.
    Only references of the `tracked` kinds are counted; locks always are.
    """

    def __init__(
        self, memory: Memory, observe: Observer, tracked: frozenset[str] = frozenset()
    ) -> None:
        self.tracked = tracked
        self.memory = memory
        self.values = memory.values
        self.observe = observe
        self.bare_handoffs: set[str] = set()
        self.on_unlink: Callable[[LocationId, ValueId, State], None] = _nothing_comes_along
        self._handlers: dict[type, Callable[..., list[Outcome]]] = {
            fx.Acquire: self._acquire,
            fx.Release: self._release,
            fx.Initialise: self._silent,
            fx.Wait: self._wait,
            fx.Atomic: self._atomic,
            fx.ListOperation: self._list,
            fx.Defer: self._defer,
            fx.Register: self._silent,
            fx.AppliesAt: self._silent,
            fx.ResolveByName: self._silent,
            fx.Allocate: self._allocate,
            fx.Free: self._free,
            fx.Pend: self._pend,
            fx.Complete: self._complete,
            fx.Copy: self._copy,
            fx.Assign: self._assign,
        }

    def call(self, call: KnownCall, state: State) -> list[Outcome]:
        """All ways the call may end; none when the function does not return."""
        for operand in call.facts.writes:
            self._write_unknown(operand, call, state)
        result = self._result(call, state)
        outcomes: list[Outcome] = [(state, result)]
        for effect in call.facts.effects:
            handler = self._handlers[type(effect)]
            following: list[Outcome] = []
            for each, value in outcomes:
                self.observe(effect, call, each, value)
                following += handler(effect, call, each, value)
            outcomes = following
        if call.facts.never_returns:
            return []
        return outcomes

    def _result(self, call: KnownCall, state: State) -> ValueId:
        if call.facts.returns is not None:
            return self.operand_value(call.facts.returns, call, state)
        return self.memory.fresh(state, "result", call.site)

    # --- operands ----------------------------------------------------------------------------

    def operand_value(self, operand: fx.Operand, call: KnownCall, state: State) -> ValueId:
        """The value an operand selects."""
        if operand.deref:
            return self.memory.load(self.operand_location(operand, call), state)
        if 0 <= operand.index < len(call.args):
            return call.args[operand.index]
        return self.values.sym("missing", call.site, operand.index)

    def operand_location(self, operand: fx.Operand, call: KnownCall) -> LocationId:
        """The object an operand refers to: the pointee of the argument, then its fields."""
        if 0 <= operand.index < len(call.args):
            at = self.values.pointee(call.args[operand.index])
        else:
            at = self.values.pointee(self.values.sym("missing", call.site, operand.index))
        for name in operand.fields:
            at = self.values.named(at, name)
        return at

    def operand_object(self, operand: fx.Operand, call: KnownCall, state: State) -> LocationId:
        """The object an operand's value points to: for `*arg0` what the pointer stored there does."""
        return self.values.pointee(self.operand_value(operand, call, state))

    def _write_unknown(self, operand: fx.Operand, call: KnownCall, state: State) -> None:
        at = self.operand_location(operand, call)
        self.memory.write(at, self.memory.fresh(state, "out", call.site, operand.index), state)

    # --- references and locks ----------------------------------------------------------------

    def _acquire(
        self, effect: fx.Acquire, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        if effect.object.deref:
            self._write_unknown(effect.object, call, state)
        at = self.operand_object(effect.object, call, state)
        name = self.values.class_of(at)
        if effect.object_type and self.memory.record_at(at) != effect.object_type:
            return [(state, result)]
        counted = is_lock(effect.kind) or effect.kind in self.tracked
        if not counted:
            return [(state, result)]
        if effect.when != "always" and not self._certain(effect, call, state):
            failed = state.copy()
            operator, number = TESTS[NEGATED[effect.when]]
            if self.memory.constrain(result, operator, number, failed):
                failed.note(Event("acquire-failed", call.span, name, (effect.kind, result)))
                outcomes.append((failed, result))
            operator, number = TESTS[effect.when]
            if not self.memory.constrain(result, operator, number, state):
                return outcomes
        if effect.key is not None:
            state.keys[self.operand_object(effect.key, call, state)] = at
        if is_lock(effect.kind):
            self._lock(effect, call, at, state)
        else:
            count = self.count(effect.count, call, state)
            held = (effect.kind, at)
            state.held[held] = min(state.held.get(held, 0) + count, 8)
            state.note(Event("acquired", call.span, name, (effect.kind, at)))
        return [(state, result), *outcomes]

    def _certain(self, effect: fx.Acquire, call: KnownCall, state: State) -> bool:
        """Whether an operand says that this acquire cannot fail."""
        if effect.certain is None:
            return False
        operator, number = TESTS[effect.certain_when]
        value = self.operand_value(effect.certain, call, state)
        return decide(self.memory.evaluator.range_of(value, state), operator, number) is True

    def _lock(self, effect: fx.Acquire, call: KnownCall, at: LocationId, state: State) -> None:
        self.memory.start_session(call.site, state)
        state.locks[at] = call.site
        state.note(Event("locked", call.span, self.values.class_of(at), (effect.kind, at)))

    def count(self, operand: fx.Operand | None, call: KnownCall, state: State) -> int:
        if operand is None:
            return 1
        value = self.operand_value(operand, call, state)
        return max(1, self.memory.evaluator.number(value, state) or 1)

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
        name = self.values.class_of(at)
        state.note(Event("released", call.span, name, (effect.kind, at)))
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

    # --- atomics -----------------------------------------------------------------------------

    def _atomic(
        self, effect: fx.Atomic, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.operand_location(effect.target, call)
        old = state.mem.get(at)
        if old is None or not self.memory.is_private(at, state):
            old = self.memory.fresh(state, "atomic", call.site)
        outcomes = []
        for each, new in self._atomic_updates(effect, call, state, old):
            if new is not None:
                self._claim_atomic(at, old, new, each)
                self.memory.write(at, new, each)
                self.memory.escape(new, each)
            value = old if effect.result == "old" or new is None else new
            outcomes.append((each, value))
            name = self.values.class_of(at)
            each.note(Event("atomic", call.span, name, (at, new is not None)))
        return outcomes

    def _atomic_updates(
        self, effect: fx.Atomic, call: KnownCall, state: State, old: ValueId
    ) -> list[tuple[State, ValueId | None]]:
        """The states after the operation, with the value written or None where nothing was."""
        operand = effect.value
        value = self.operand_value(operand, call, state) if operand else self.values.one
        evaluator = self.memory.evaluator
        if effect.operation == "exchange":
            return [(state, value)]
        if effect.operation == "compare-exchange" and effect.comparand is not None:
            comparand = self.operand_value(effect.comparand, call, state)
            equal = evaluator.operate("==", [old, comparand], state)
            missed = state.copy()
            updates: list[tuple[State, ValueId | None]] = []
            if evaluator.assume(equal, True, state):
                updates.append((state, value))
            if evaluator.assume(equal, False, missed):
                updates.append((missed, None))
            return updates
        if effect.operation in ("test-and-set", "test-and-reset"):
            state.cons[old] = evaluator.range_of(old, state)._replace(low=0, high=1)
            set_ = effect.operation == "test-and-set"
            return [(state, self.values.one if set_ else self.values.zero)]
        operator = {
            "increment": "+",
            "add": "+",
            "decrement": "-",
            "and": "&",
            "or": "|",
            "xor": "^",
        }
        return [(state, evaluator.operate(operator[effect.operation], [old, value], state))]

    def _claim_atomic(self, at: LocationId, old: ValueId, new: ValueId, state: State) -> None:
        if self.memory.is_private(at, state):
            return
        state.reads[old] = Read(at, state.lock_sessions(), frozenset(state.locks))
        claim = Claim("atomic", at, frozenset(state.locks), old, new, frozenset())
        state.claims = state.claims | {claim}

    # --- lists -------------------------------------------------------------------------------

    def _list(
        self, effect: fx.ListOperation, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        locks = frozenset(state.locks)
        if effect.lock is not None:
            locks = locks | {self.operand_location(effect.lock, call)}
        if effect.interlocked and effect.head is not None:
            locks = locks | {self.operand_location(effect.head, call)}
        if effect.operation == "insert" and effect.entry is not None:
            self._insert(effect, call, state)
        elif effect.operation == "remove-entry" and effect.entry is not None:
            entry = self.operand_value(effect.entry, call, state)
            self._unlink(self.values.pointee(entry), entry, locks, call, state)
        elif effect.operation == "remove-head" and effect.head is not None:
            head = self.operand_location(effect.head, call)
            return self._remove_head(effect, call, state, result, head, locks)
        return [(state, result)]

    def _insert(self, effect: fx.ListOperation, call: KnownCall, state: State) -> None:
        assert effect.entry is not None
        entry = self.operand_value(effect.entry, call, state)
        if effect.head is not None:
            head = self.operand_location(effect.head, call)
            if self.values.base(head).kind == "local":
                return
            name = self.values.class_of(head)
            self._hand_off(Handoff("list:" + name, entry), state)
            state.note(Event("inserted", call.span, name, entry))
        self.memory.escape(entry, state)

    def _unlink(
        self,
        at: LocationId,
        entry: ValueId,
        locks: frozenset[LocationId],
        call: KnownCall,
        state: State,
    ) -> None:
        if self.values.base(at).kind == "local":
            return
        claim = Claim("unlink", at, locks, entry, -1, state.lock_sessions())
        state.claims = state.claims | {claim}
        state.note(Event("unlinked", call.span, self.values.class_of(at), (at, entry)))
        self.on_unlink(at, entry, state)

    def _remove_head(
        self,
        effect: fx.ListOperation,
        call: KnownCall,
        state: State,
        result: ValueId,
        head: LocationId,
        locks: frozenset[LocationId],
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        if effect.null_when_empty:
            empty = state.copy()
            if self.memory.constrain(result, "==", 0, empty):
                outcomes.append((empty, result))
        self.memory.constrain(result, "!=", 0, state)
        if self.values.base(head).kind != "local":
            self._unlink(head, result, locks, call, state)
        return [(state, result), *outcomes]

    # --- life and death ----------------------------------------------------------------------

    def _allocate(
        self, effect: fx.Allocate, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        if effect.object.index == fx.RESULT:
            if call.makes_state:
                state.private = state.private | {result}
            if effect.zeroed:
                self.memory.write(self.values.pointee(result), self.values.zero, state)
            if not effect.may_fail:
                self.memory.constrain(result, "!=", 0, state)
            return [(state, result)]
        made = self.memory.fresh(state, "allocated", call.site)
        self.memory.write(self.operand_location(effect.object, call), made, state)
        state.private = state.private | {made}
        return [(state, result)]

    def _free(
        self, effect: fx.Free, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        dead = self.operand_value(effect.object, call, state)
        for kind, at in [h for h in state.held if dead in self.values.location_support(h[1])]:
            del state.held[(kind, at)]
            name = self.values.class_of(at)
            state.note(Event("released", call.span, name, (kind, at, "freed")))
        region = self.values.base(self.values.pointee(dead))
        for at in [a for a in state.mem if self.values.base(a) == region and region.kind == "at"]:
            del state.mem[at]
        if region.kind == "at":
            self.memory.forget_facts(dead, state)
        state.private = state.private - {dead}
        return [(state, result)]

    def _pend(
        self, effect: fx.Pend, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.operand_location(effect.context, call)
        outcomes: list[Outcome] = []
        if effect.when != "always":
            failed = state.copy()
            operator, number = TESTS[NEGATED[effect.when]]
            if self.memory.constrain(result, operator, number, failed):
                failed.note(Event("pend-failed", call.span, effect.family, result))
                outcomes.append((failed, result))
            operator, number = TESTS[effect.when]
            if not self.memory.constrain(result, operator, number, state):
                return outcomes
        context = self._context(effect, at, call, state)
        visible = not self.memory.is_private(at, state) and self.values.base(at).kind != "local"
        state.contexts[context] = PUBLISHED if visible else PENDED
        if effect.context.deref:
            state.marks[PENDED_AT, at] = context
        state.note(Event("pended", call.span, effect.family, (context, at)))
        return [(state, result), *outcomes]

    def _context(self, effect: fx.Pend, at: LocationId, call: KnownCall, state: State) -> ValueId:
        """The context: what the call stores, or for a pend by handle the handle itself."""
        if not effect.context.deref:
            return self.operand_value(effect.context, call, state)
        context = self.memory.fresh(state, "context", call.site)
        self.memory.constrain(context, "!=", 0, state)
        self.memory.write(at, context, state)
        return context

    def _complete(
        self, effect: fx.Complete, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        context = self.operand_value(effect.context, call, state)
        state.contexts[context] = COMPLETED
        state.note(Event("completed", call.span, effect.family, context))
        return [(state, result)]

    # --- memory ------------------------------------------------------------------------------

    def _copy(
        self, effect: fx.Copy, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        target = self.operand_location(effect.target, call)
        if effect.source is None:
            self.memory.zero(target, state)
        else:
            self.memory.copy(target, self.operand_location(effect.source, call), state)
        return [(state, result)]

    def _assign(
        self, effect: fx.Assign, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        value = self.operand_value(effect.value, call, state)
        self.memory.store(self.operand_location(effect.target, call), value, state)
        return [(state, result)]

    # --- deferred work -----------------------------------------------------------------------

    def _defer(
        self, effect: fx.Defer, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        if effect.binds:
            return [(state, result)]
        context = (
            self.operand_value(effect.context, call, state) if effect.context else self.values.zero
        )
        outcomes: list[Outcome] = []
        if state.held and call.facts.result == "status":
            failed = state.copy()
            if self.memory.constrain(result, "<", 0, failed):
                outcomes.append((failed, result))
            if not self.memory.constrain(result, ">=", 0, state):
                return outcomes
        for target in self._deferred_targets(effect, call, state):
            self._hand_off(Handoff(target, context, effect.passed_as), state)
            state.note(Event("queued", call.span, target, context))
        self.memory.escape(context, state)
        return [(state, result), *outcomes]

    def _hand_off(self, handoff: Handoff, state: State) -> None:
        """Remember work that may carry references away; one that cannot is reported at once."""
        if state.held:
            state.handoffs = state.handoffs | {handoff}
        else:
            self.bare_handoffs.add(handoff.target)

    def _deferred_targets(self, effect: fx.Defer, call: KnownCall, state: State) -> list[str]:
        """The routines that will run, as function ids; `object:` and a class for a bound object."""
        if effect.routine is not None:
            routine = self.operand_value(effect.routine, call, state)
            term = self.values.terms[routine]
            if term.kind == "func":
                return [f"function:{term.payload}"]
        if effect.object is not None:
            return ["object:" + self.values.class_of(self.operand_location(effect.object, call))]
        return []

    def _silent(
        self, effect: fx.Effect, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        return [(state, result)]
