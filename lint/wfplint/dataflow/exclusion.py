"""Claims: interlocked operations and linked lists, which only one path can win."""

from __future__ import annotations

from collections.abc import Callable

from wfplint.dataflow import effects as fx
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.operands import KnownCall, Outcome
from wfplint.dataflow.protection import homes
from wfplint.dataflow.references import References
from wfplint.dataflow.state import (
    Claim,
    Event,
    Handoff,
    Read,
    State,
)
from wfplint.dataflow.values import LocationId, ValueId

_ON_BITS = ("test-and-set", "test-and-reset")


def _nothing_comes_along(at: LocationId, entry: ValueId, state: State) -> None:
    """No references travel with list entries unless the caller of the engine says so."""


class Exclusion(References):
    """`bare_handoffs` are lists and routines that work was given to with nothing held; `on_unlink`
    is told of each entry that a path takes off a list.
    """

    def __init__(self, memory: Memory, tracked: frozenset[str]) -> None:
        super().__init__(memory, tracked)
        self.bare_handoffs: set[str] = set()
        self.on_unlink: Callable[[LocationId, ValueId, State], None] = _nothing_comes_along

    def _atomic(
        self, effect: fx.Atomic, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.operand_location(effect.target, call)
        old = state.mem.get(at)
        if old is None or not self.memory.is_private(at, state):
            old = self.memory.fresh(state, "atomic", call.site)
        outcomes = []
        for each, new in self._atomic_updates(effect, call, state, old):
            if not self.memory.is_private(at, each):
                each.reads[old] = Read(at, each.lock_sessions(), frozenset(each.locks))
            if new is not None:
                self.memory.protections.give_back(at, new, each)
                self._claim_atomic(at, old, new, each)
                self.memory.write(at, new, each)
                self.memory.escape(new, each)
            value = old if effect.result == "old" or new is None else new
            if effect.operation in _ON_BITS:
                value = self._bit_found(effect, call, old, each)
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
        if effect.operation in _ON_BITS:
            set_ = effect.operation == "test-and-set"
            mask = self.bit_of(effect, call, state)
            if mask is None:
                return [(state, self.memory.fresh(state, "bits", call.site))]
            number = mask if set_ else ~mask
            operands = [old, self.values.const(number)]
            return [(state, evaluator.operate("|" if set_ else "&", operands, state))]
        operator = {
            "increment": "+",
            "add": "+",
            "decrement": "-",
            "and": "&",
            "or": "|",
            "xor": "^",
        }
        return [(state, evaluator.operate(operator[effect.operation], [old, value], state))]

    def bit_of(self, effect: fx.Atomic, call: KnownCall, state: State) -> int | None:
        """The mask of the one bit that an operation tests and changes, if its number is known."""
        if effect.value is None:
            return None
        bit = self.memory.evaluator.number(self.operand_value(effect.value, call, state), state)
        return 1 << (bit & 63) if bit is not None else None

    def _bit_found(self, effect: fx.Atomic, call: KnownCall, old: ValueId, state: State) -> ValueId:
        mask = self.bit_of(effect, call, state)
        if mask is None:
            return self.memory.fresh(state, "bit", call.site)
        evaluator = self.memory.evaluator
        bit = evaluator.operate("&", [old, self.values.const(mask)], state)
        return evaluator.operate("!=", [bit, self.values.zero], state)

    def _claim_atomic(self, at: LocationId, old: ValueId, new: ValueId, state: State) -> None:
        if self.memory.is_private(at, state):
            return
        evaluator = self.memory.evaluator
        if evaluator.truth(evaluator.operate("==", [old, new], state), state):
            return  # it was only looked at
        claim = Claim("atomic", at, state.exclusive_locks(), old, new, frozenset())
        state.claims = state.claims | {claim}

    def _list(
        self, effect: fx.ListOperation, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        self._note_emptiness(effect, call, state, result)
        if effect.operation == "is-empty" and effect.head is not None:
            self._ask(self.operand_location(effect.head, call), result, state)
        locks = state.exclusive_locks()
        if effect.lock is not None:
            locks = locks | {self.operand_location(effect.lock, call)}
        if effect.interlocked and effect.head is not None:
            locks = locks | {self.operand_location(effect.head, call)}
        if effect.operation == "insert" and effect.entry is not None:
            self._insert(effect, call, state)
        elif effect.operation == "remove-entry" and effect.entry is not None:
            entry = self.operand_value(effect.entry, call, state)
            if self._may_be_found(entry, state):
                self._unlink(self.values.pointee(entry), entry, locks, call, state)
        elif effect.operation == "remove-head" and effect.head is not None:
            head = self.operand_location(effect.head, call)
            return self._remove_head(effect, call, state, result, head, locks)
        return [(state, result)]

    def _note_emptiness(
        self, effect: fx.ListOperation, call: KnownCall, state: State, result: ValueId
    ) -> None:
        """Whether a list that nobody else knows has entries."""
        if effect.head is None or not effect.first:
            return
        head = self.operand_location(effect.head, call)
        if self.values.base(head).kind != "local":
            return
        first, itself = self.values.named(head, effect.first), self.values.pointer(head)
        evaluator = self.memory.evaluator
        if effect.operation == "initialise":
            self.memory.write(first, itself, state)
        elif effect.operation == "is-empty":
            empty = evaluator.operate("==", [evaluator.content(first, state), itself], state)
            known = evaluator.truth(empty, state)
            if known is not None:
                self.memory.constrain(result, "!=" if known else "==", 0, state)
        else:
            self.memory.write(first, self.memory.fresh(state, "first", call.site), state)

    def _ask(self, at: LocationId, result: ValueId, state: State) -> None:
        """Whether an entry is on a list is asked of the entry: it points to itself if not."""
        if state.locks and self.values.base(at).kind == "at":
            state.reads[result] = Read(at, state.lock_sessions(), frozenset(state.locks))

    def _insert(self, effect: fx.ListOperation, call: KnownCall, state: State) -> None:
        assert effect.entry is not None
        entry = self.operand_value(effect.entry, call, state)
        if effect.head is not None:
            head = self.operand_location(effect.head, call)
            if self.values.base(head).kind == "local":
                self.memory.protections.carry(head, self.values.entry_owner(entry), state)
                return
            name = self.values.class_of(head)
            self._hand_off(Handoff("list:" + name, entry), state)
            state.note(Event("inserted", call.span, name, entry))
            self.memory.protections.put_on(name, entry, state)
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
        sessions = state.lock_sessions()
        state.reads = {v: r for v, r in state.reads.items() if r.location != at}
        claims = [
            Claim("unlink", self.values.pointee(e) if e != entry else at, locks, e, -1, sessions)
            for e in self._same_entries(entry, state)
        ]
        state.claims = state.claims.union(claims)
        state.note(Event("unlinked", call.span, self.values.class_of(at), (at, entry)))
        self.on_unlink(at, entry, state)

    def _may_be_found(self, entry: ValueId, state: State) -> bool:
        """Whether the path may know the entry to be on a list. What it was given, made itself, or
        loaded before it took the lock, another path may have taken off since: unless the path found
        it again or tested something in its record.
        """
        owner, sessions = self.values.entry_owner(entry), state.lock_sessions()
        kind, payload = self.values.terms[owner]
        if kind != "sym" or len(self.memory.evaluator.equals(owner, state)) > 1:
            return True
        read = state.reads.get(owner)
        is_blind = payload[0] == "argument" or owner in self._made(state)
        if not is_blind and (read is None or read.sessions & sessions):
            return True
        return any(
            r.sessions & sessions and self.memory.protections.is_tested(v, state)
            for v, r in state.reads.items()
            if self.values.base(r.location).key == owner
        )

    def _made(self, state: State) -> set[object]:
        """Records that this path put a context into."""
        return {self.values.base(at).key for at in homes(state)}

    def _same_entries(self, entry: ValueId, state: State) -> list[ValueId]:
        """The entry, also as a field of records that the path found to be the one it is in."""
        values, owner = self.values, self.values.entry_owner(entry)
        steps = values.locations[values.pointee(entry)].steps
        same = [entry]
        for other in self.memory.evaluator.equals(owner, state):
            region, before = values.locations[values.pointee(other)]
            if other != owner:
                same.append(values.pointer(values.location(region, (*before, *steps))))
        return same

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
        if self.values.base(head).kind == "local":
            self.memory.protections.take_out(head, result, state)
        else:
            self._unlink(head, result, locks, call, state)
        return [(state, result), *outcomes]

    def _hand_off(self, handoff: Handoff, state: State) -> None:
        """Remember work that may carry references away; one that cannot is reported at once."""
        if state.held:
            state.handoffs = state.handoffs | {handoff}
        else:
            self.bare_handoffs.add(handoff.target)
