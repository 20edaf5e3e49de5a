"""The concrete state of one path of an abstract program, and what is recorded on the way.

A path chooses freely what it cannot know: whether an acquire succeeds, what shared state holds,
whether a list is empty. Everything is then a number, so a path is feasible if it can be walked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Union

Value = Union[int, str]
Place = tuple[str, str]
Locks = frozenset[Place]
Writers = dict[str, set[tuple[str, Locks]]]
NOTHING: frozenset[Any] = frozenset()


class InvalidError(Exception):
    """The program does something that no driver survives, or that has no meaning here."""


class Known(NamedTuple):
    """What shared state holds on this path: `open` are the locks held ever since it was read
    there, `own` that the path wrote it.
    """

    value: Value
    open: Locks
    own: bool


class Claim(NamedTuple):
    kind: str
    at: Place
    old: Value
    new: Value
    locks: Locks
    open: Locks


class Change(NamedTuple):
    """Shared state changed by a root. `locks` tell record locks of the same record apart from
    others by the owner `same`; `tested`: the root looked at it first.
    """

    root: str
    kind: str
    name: str
    value: Value
    locks: Locks
    tested: bool


class State(NamedTuple):
    """All fields are sets of pairs or of facts, so that states can be compared."""

    env: frozenset[tuple[str, Value]] = NOTHING
    inputs: frozenset[tuple[str, int]] = NOTHING
    held: frozenset[tuple[Place, int]] = NOTHING
    locks: Locks = NOTHING
    known: frozenset[tuple[Place, Known]] = NOTHING
    claims: frozenset[Claim] = NOTHING
    contexts: frozenset[tuple[str, str]] = NOTHING
    private: frozenset[str] = NOTHING
    handoffs: frozenset[tuple[str, str]] = NOTHING
    flags: frozenset[str] = NOTHING


def put(pairs: frozenset[Any], key: Any, value: Any) -> frozenset[Any]:
    changed = dict(pairs)
    changed[key] = value
    return frozenset(changed.items())


def drop(pairs: frozenset[Any], key: Any) -> frozenset[Any]:
    return frozenset(p for p in pairs if p[0] != key)


def get(pairs: frozenset[Any], key: Any, default: Any = None) -> Any:
    for k, v in pairs:
        if k == key:
            return v
    return default


def variable(state: State, name: str) -> Value:
    value: Value | None = get(state.env, name)
    if value is None:
        raise InvalidError(f"{name} is read before it is set")
    return value


def assign(state: State, name: str, value: Value) -> State:
    return state._replace(env=put(state.env, name, value))


def owner(state: State, name: str) -> str:
    """The record that `pend` or `other` is, or `g`."""
    if name == "g":
        return "g"
    if name == "other":
        return "O"
    record = variable(state, "pend")
    if not isinstance(record, str) or f"freed {record}" in state.flags:
        raise InvalidError("no record")
    return record


def token(record: str) -> str:
    """The completion context in a record."""
    return "c:" + record


def record_of(context: Value, state: State) -> str:
    if isinstance(context, str):
        return context[2:]
    return str(get(state.env, "pend", ""))


def without_record(state: State, record: str, successor: str) -> State:
    """Another record takes the name `record`; what is left of the old one is called `successor`."""
    rename: Mapping[Value, Value] = {record: successor, token(record): token(successor)}
    if any(p[0] in (record, successor) for p in state.locks):
        raise InvalidError("the lock of a record that is lost")
    held = frozenset(((successor if at[0] == record else at[0], at[1]), n) for at, n in state.held)
    return state._replace(
        env=frozenset((n, rename.get(v, v)) for n, v in state.env),
        held=held,
        known=frozenset(k for k in state.known if k[0][0] not in (record, successor)),
        claims=frozenset(c for c in state.claims if c.at[0] != record and c.old != record),
        contexts=frozenset((str(rename.get(r, r)), s) for r, s in state.contexts),
    )
