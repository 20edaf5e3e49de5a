"""The abstract state of one path: what is stored where, what is known, what is held.

A state is copied when a path forks and changed in place in between. Two states with equal `key`
behave alike from then on; the trail, which tells how a path got here, is not part of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from wfplint.dataflow.constraints import ANY, Range, join
from wfplint.dataflow.values import LocationId, Region, ValueId, Values
from wfplint.source import Span

PENDED, PUBLISHED, COMPLETED = "pended", "published", "completed"
PENDED_AT, STORED_IN = "pended at", "stored in"
NO_LOCKS: frozenset[int] = frozenset()
# The bit of a lock session's number that says that others may hold the lock at the same time.
SHARED = 1 << 40


class Event(NamedTuple):
    """A noteworthy step of a path, for its explanation.

    `kind` names what happened (`acquired`, `acquire-failed`, `released`, `locked`, `branch`, ...),
    `subject` the object concerned, `detail` whatever the kind needs.
    """

    kind: str
    span: Span
    subject: str = ""
    detail: Any = None


class Trail(NamedTuple):
    """The events of a path as a linked list, newest first; `inner` is a callee's own trail."""

    previous: Trail | None
    event: Event
    inner: Trail | None = None
    length: int = 0


RETURNED, MERGED = 0, -1
# The subject of a `called` event where the callee gave a number that says so: a negative one.
FAILED = "failed"


class Choice(NamedTuple):
    """Which way a path went, as a linked list, newest first: edge, outcome or target number `taken`
    of `total`. With the total `RETURNED` the choices `inner` of a callee come in between; with
    `MERGED` other paths, by the choices `others`, were merged with this one here.
    """

    previous: Choice | None
    taken: int
    total: int
    inner: Choice | None = None
    others: list[Choice | None] | None = None


class Claim(NamedTuple):
    """A change of shared state that only one path can make.

    `kind` is `store` (written under `locks` after it was read there), `unlink` (taken off a list
    under `locks`) or `atomic`. `location` is what was changed, `old` the value it had, `new` the
    value it got (-1: not known). For an unlink `old` is the entry, and `put_on` has the classes of
    the lists that the path put it on since.
    """

    kind: str
    location: LocationId
    locks: frozenset[LocationId]
    old: ValueId
    new: ValueId
    session: frozenset[int]
    put_on: frozenset[str] = frozenset()


class Handoff(NamedTuple):
    """Work put where another root will find it: `target` is `function:id`, `object:class` or
    `list:class`; `context` becomes that root's parameter number `passed_as`.
    """

    target: str
    context: ValueId
    passed_as: int = 0


class Read(NamedTuple):
    """Where a value was loaded, in which lock sessions, and whether atomically."""

    location: LocationId
    sessions: frozenset[int]
    locks: frozenset[LocationId]


class State:
    """See the module docstring. Every attribute but `trail` and `choices` is part of the key."""

    __slots__ = (
        "choices",
        "claims",
        "cons",
        "contexts",
        "env",
        "epochs",
        "handoffs",
        "held",
        "keys",
        "locks",
        "marks",
        "mem",
        "private",
        "reads",
        "trail",
        "widened",
    )

    def __init__(self) -> None:
        self.env: dict[str, ValueId] = {}
        self.mem: dict[LocationId, ValueId] = {}
        self.cons: dict[ValueId, Range] = {}
        self.held: dict[tuple[str, LocationId], int] = {}
        self.locks: dict[LocationId, int] = {}
        self.keys: dict[LocationId, LocationId] = {}
        self.reads: dict[ValueId, Read] = {}
        self.claims: frozenset[Claim] = frozenset()
        self.contexts: dict[ValueId, str] = {}
        self.private: frozenset[ValueId] = frozenset()
        self.handoffs: frozenset[Handoff] = frozenset()
        self.epochs: dict[Region | None, int] = {}
        self.marks: dict[Any, Any] = {}
        self.widened = False
        self.trail: Trail | None = None
        self.choices: Choice | None = None

    def copy(self) -> State:
        other = State.__new__(State)
        other.env = self.env.copy()
        other.mem = self.mem.copy()
        other.cons = self.cons.copy()
        other.held = self.held.copy()
        other.locks = self.locks.copy()
        other.keys = self.keys.copy()
        other.reads = self.reads.copy()
        other.claims = self.claims
        other.contexts = self.contexts.copy()
        other.private = self.private
        other.handoffs = self.handoffs
        other.epochs = self.epochs.copy()
        other.marks = self.marks.copy()
        other.widened = self.widened
        other.trail = self.trail
        other.choices = self.choices
        return other

    def take(self, other: State) -> None:
        """Become `other`, but keep the way here."""
        trail, choices = self.trail, self.choices
        for name in State.__slots__:
            setattr(self, name, getattr(other, name))
        self.trail, self.choices = trail, choices

    def typestate(self) -> tuple[Any, ...]:
        """The part that paths must agree on before their facts may be merged."""
        return (
            _items(self.held),
            _items(self.locks),
            self.claims,
            _items(self.contexts),
            self.private,
            self.handoffs,
            _items(self.marks),
        )

    def key(self) -> tuple[Any, ...]:
        return (
            self.typestate(),
            _items(self.env),
            _items(self.mem),
            _items(self.cons),
            _items(self.keys),
            _items(self.reads),
            _items(self.epochs),
            self.widened,
        )

    def note(self, event: Event, inner: Trail | None = None) -> None:
        """Add an event to the path."""
        length = (self.trail.length if self.trail else 0) + 1 + (inner.length if inner else 0)
        self.trail = Trail(self.trail, event, inner, length)

    def range_of(self, value: ValueId) -> Range:
        return self.cons.get(value, ANY)

    def lock_sessions(self) -> frozenset[int]:
        return frozenset(self.locks.values()) if self.locks else NO_LOCKS

    def exclusive_locks(self) -> frozenset[LocationId]:
        """The locks held that nobody else can hold at the same time."""
        return frozenset(at for at, session in self.locks.items() if not session & SHARED)


def note_tests(values: Values, value: ValueId, span: Span, state: State) -> None:
    """Note which shared state a branch on `value` has tested."""
    for part in sorted(values.supports[value]):
        read = state.reads.get(part)
        if read is not None:
            name = values.class_of(read.location)
            state.note(Event("tested", span, name, (part, read.location)))


_NOTHING: frozenset[Any] = frozenset()


def _items(mapping: dict[Any, Any]) -> frozenset[Any]:
    return frozenset(mapping.items()) if mapping else _NOTHING


def merge(values: Values, a: State, b: State) -> State:
    """The state that holds whatever holds in both; their typestates must be equal.

    A variable or location on which they differ gets an unknown value of its own.
    """
    result = a.copy()
    unknown: set[ValueId] = set()
    result.env = _joined(values, a.env, b.env, unknown)
    result.mem = _joined(values, a.mem, b.mem, unknown)
    result.keys = _common(a.keys, b.keys)
    result.reads = _common(a.reads, b.reads)
    result.epochs = {**b.epochs, **a.epochs}
    result.cons = {
        value: joined
        for value, range_ in a.cons.items()
        if (other := b.cons.get(value)) is not None
        and values.supports[value].isdisjoint(unknown)
        and (joined := join(range_, other)) != ANY
    }
    result.widened = True
    return result


def _joined(
    values: Values, a: dict[Any, ValueId], b: dict[Any, ValueId], unknown: set[ValueId]
) -> dict[Any, ValueId]:
    result: dict[Any, ValueId] = {}
    for key in (*a, *(k for k in b if k not in a)):
        mine = a.get(key, -1)
        if mine == b.get(key, -1):
            result[key] = mine
        else:
            result[key] = values.sym("joined", key)
            unknown.add(result[key])
    return result


def _common(a: dict[Any, Any], b: dict[Any, Any]) -> dict[Any, Any]:
    return {k: v for k, v in a.items() if b.get(k, -1) == v}
