"""What every path did that bears on guards: completions reached, shared state changed and read.

Collected while the engine explores; judged afterwards, when the whole program has been seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation, Engine, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import Handoff, State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.writes import Written, written
from wfplint.source import Span


class Change(NamedTuple):
    """A change of shared state: by a store, an atomic operation, or a list operation (`unlink`,
    `insert`). `locks` are classes of the locks that were held and nobody else can hold meanwhile.
    """

    kind: str
    class_name: str
    written: Written
    locks: frozenset[str]
    root: Root
    function: str
    span: Span


class Arrival(NamedTuple):
    """A path that reached a call with an effect of interest, just before the effect."""

    effect: fx.Effect
    call: KnownCall
    activation: Activation
    state: State
    subject: ValueId


@dataclass
class Evidence:
    """See the module docstring. Keys of dicts keep the order in which things were found. `root_at`
    tells the root of a path as far as the path narrows it down.
    """

    engine: Engine
    root_at: Callable[[State, Activation], Root] = lambda state, activation: activation.root
    completions: list[Arrival] = field(default_factory=list)
    pends: list[Arrival] = field(default_factory=list)
    changes: dict[Change, None] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    handoffs: dict[str, list[tuple[Handoff, State]]] = field(default_factory=dict)
    _seen: set[object] = field(default_factory=set)

    # --- listener ----------------------------------------------------------------------------

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if isinstance(effect, (fx.Complete, fx.Pend)):
            self._arrive(effect, call, state, activation)
        elif isinstance(effect, fx.Atomic):
            self._atomic(effect, call, state, activation)
        elif isinstance(effect, fx.ListOperation):
            self._list(effect, call, state, activation, result)

    def _arrive(
        self, effect: fx.Complete | fx.Pend, call: KnownCall, state: State, activation: Activation
    ) -> None:
        interpreter = self.engine.interpreter
        if isinstance(effect, fx.Complete):
            subject = interpreter.operand_value(effect.context, call, state)
        else:
            subject = interpreter.operand_location(effect.context, call)
        key = (call.span, id(activation), subject, state.key())
        if key in self._seen:
            return
        self._seen.add(key)
        arrival = Arrival(effect, call, activation, state.copy(), subject)
        (self.completions if isinstance(effect, fx.Complete) else self.pends).append(arrival)

    def _atomic(
        self, effect: fx.Atomic, call: KnownCall, state: State, activation: Activation
    ) -> None:
        interpreter = self.engine.interpreter
        at = interpreter.operand_location(effect.target, call)
        if self.engine.memory.is_private(at, state):
            return
        made = self._written_atomically(effect, call, state)
        self._change("atomic", at, made, state, activation, call.span)

    def _written_atomically(self, effect: fx.Atomic, call: KnownCall, state: State) -> Written:
        interpreter = self.engine.interpreter
        number = None
        if effect.value is not None:
            value = interpreter.operand_value(effect.value, call, state)
            number = self.engine.evaluator.number(value, state)
        operation = effect.operation
        if operation in ("exchange", "compare-exchange"):
            return Written(number)
        if operation in ("increment", "decrement", "add"):
            step = 1 if effect.value is None else number or 0
            return Written(step=-step if operation == "decrement" else step)
        if operation in ("test-and-set", "test-and-reset"):
            mask = interpreter.bit_of(effect, call, state) or 0
            sets = operation == "test-and-set"
            return Written(sets=mask if sets else 0, clears=0 if sets else mask)
        if operation == "or":
            return Written(sets=number or 0, clears=0)
        return Written(sets=0, clears=~(number or 0) if operation == "and" and number else 0)

    def _list(
        self,
        effect: fx.ListOperation,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        classes = self._list_classes(effect, call, state)
        extra = self._list_locks(effect, call)
        if effect.operation == "insert" and effect.head is not None:
            self.lists.update(classes[:1])
        if effect.operation == "insert" and len(classes) > 1:
            for name in classes:
                self.members.setdefault(name, set()).update(classes)
        if effect.operation in ("insert", "remove-entry", "remove-head"):
            kind = "insert" if effect.operation == "insert" else "unlink"
            held = state.exclusive_locks()
            locks = frozenset(self.engine.values.lock_name(a) for a in held) | extra
            for name in classes:
                where = (self.root_at(state, activation), activation.prepared.id, call.span)
                self.changes[Change(kind, name, Written(), locks, *where)] = None

    def _list_classes(self, effect: fx.ListOperation, call: KnownCall, state: State) -> list[str]:
        """Classes of the head and the entry; none for a list on the stack."""
        interpreter = self.engine.interpreter
        classes: list[str] = []
        if effect.head is not None:
            head = interpreter.operand_location(effect.head, call)
            if self.engine.values.base(head).kind == "local":
                return []
            classes.append(self._class(head))
        if effect.entry is not None:
            entry = interpreter.operand_value(effect.entry, call, state)
            classes += self.engine.values.entry_classes(entry)
        return classes

    def _list_locks(self, effect: fx.ListOperation, call: KnownCall) -> frozenset[str]:
        """Classes of what the operation itself excludes others by."""
        own = [effect.lock, effect.head if effect.interlocked else None]
        places = [self.engine.interpreter.operand_location(o, call) for o in own if o is not None]
        return frozenset(self.engine.values.lock_name(at) for at in places)

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        if self.engine.values.base(at).kind == "local" or self.engine.memory.is_private(at, state):
            return
        name = self._class(at)
        if self.engine.scope.is_state(name):
            made = written(value, state, self.engine.evaluator)
            self._change("store", at, made, state, activation, span)

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """Reads matter where they decide something."""

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        for handoff in sorted(state.handoffs):
            key = (handoff, state.key())
            if key not in self._seen:
                self._seen.add(key)
                self.handoffs.setdefault(handoff.target, []).append((handoff, state.copy()))

    def forget(self, functions: set[str]) -> None:
        """Drop the arrivals of the roots that are these functions; they will be explored again."""
        for arrivals in (self.completions, self.pends):
            arrivals[:] = [a for a in arrivals if a.activation.root.function not in functions]
        self._seen.clear()

    # --- helpers -----------------------------------------------------------------------------

    def _class(self, at: LocationId) -> str:
        return self.engine.values.class_of(at)

    def _lock_classes(self, state: State) -> frozenset[str]:
        return frozenset(self._class(a) for a in state.locks)

    def _excluding(self, at: LocationId, state: State) -> frozenset[str]:
        """Names of the locks held exclusively, without those of another record of this type."""
        values = self.engine.values
        held = state.exclusive_locks()
        return frozenset(values.lock_name(a) for a in held if values.protects(a, at))

    def _change(
        self,
        kind: str,
        at: LocationId,
        made: Written,
        state: State,
        activation: Activation,
        span: Span,
    ) -> None:
        name, locks = self._class(at), self._excluding(at, state)
        root = self.root_at(state, activation)
        change = Change(kind, name, made, locks, root, activation.prepared.id, span)
        self.changes[change] = None
