"""What single operations of an abstract program do to the state of a path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.oracle import model as m
from tests.oracle.state import (
    NOTHING,
    Change,
    Claim,
    InvalidError,
    Known,
    Locks,
    Place,
    State,
    Value,
    Writers,
    assign,
    drop,
    get,
    owner,
    put,
    token,
    without_record,
)

Outcomes = list[tuple[Value, State]]
MAX_REFERENCES = 3


@dataclass
class World:
    """What one exploration found, and what it may assume of the rest of the program.

    `mode`: how long a value that was read stays: `free` (never), `volatile` (while a lock is held
    that every writer takes), `stable` (until another lock is taken, or for ever if no other root
    writes there).
    """

    program: m.Program
    mode: str = "free"
    writers: Writers = field(default_factory=dict)
    from_lists: dict[str, set[frozenset[tuple[Place, int]]]] = field(default_factory=dict)
    arrivals: dict[int, set[tuple[str, Value, State]]] = field(default_factory=dict)
    changes: set[Change] = field(default_factory=set)
    ends: set[tuple[str, State]] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)


def relative(locks: Locks, record: str) -> Locks:
    """The locks as seen from a record: its own ones are the `same` record's."""
    return frozenset(("same" if o == record != "g" else o, n) for o, n in locks)


class Actions:
    """The operations of one root; what they show of it goes to the world."""

    def __init__(self, world: World, root: str) -> None:
        self.world = world
        self.root = root

    # --- shared state ----------------------------------------------------------------------------

    def domain(self, at: Place) -> Iterable[Value]:
        values = m.DOMAINS[at[1]]
        return [token(at[0]) if at[1] == "Context" and v else v for v in values]

    def valid(self, at: Place, known: Known) -> bool:
        """Whether what was known of shared state still holds."""
        writers = self.world.writers.get(at[1], set())
        if self.world.mode == "free":
            return False
        if self.world.mode == "volatile":
            mine = relative(known.open, at[0])
            return all(mine & locks for _, locks in writers)
        return True

    def stays(self, at: Place, state: State) -> bool:
        """Whether a value read without a lock outlasts the next one."""
        if at[0] in state.private:
            return True
        writers = self.world.writers.get(at[1], set())
        return self.world.mode == "stable" and all(root == self.root for root, _ in writers)

    def read(self, expr: m.Read, state: State) -> Outcomes:
        at = (owner(state, expr.at.owner), expr.at.name)
        known: Known | None = get(state.known, at)
        if at[0] in state.private:
            return [(known.value if known else 0, state)]
        if known is not None and self.valid(at, known):
            own = known.own and bool(known.open & state.locks)
            again = known._replace(open=state.locks, own=own)
            return [(known.value, state._replace(known=put(state.known, at, again)))]
        return [
            (v, state._replace(known=put(state.known, at, Known(v, state.locks, False))))
            for v in self.domain(at)
        ]

    def exchange(self, expr: m.Exchange, state: State) -> Outcomes:
        at = (owner(state, expr.at.owner), expr.at.name)
        if at[0] in state.private:
            raise InvalidError("interlocked on a private record")
        result: Outcomes = []
        for old in self.domain(at):
            if expr.expected is not None and old != expr.expected.value:
                result.append((old, state._replace(known=drop(state.known, at))))
                continue
            self.changed(state, "atomic", at, expr.new.value, True)
            after = self.claimed(state, "atomic", at, old, expr.new.value, state.locks)
            known = drop(after.known, at)
            if self.world.mode == "stable":
                known = put(known, at, Known(expr.new.value, NOTHING, True))
            result.append((old, after._replace(known=known)))
        return result

    def store(self, stmt: m.Store, state: State) -> list[State]:
        at = (owner(state, stmt.at.owner), stmt.at.name)
        new = Known(stmt.value.value, state.locks, True)
        written = state._replace(known=put(state.known, at, new))
        if at[0] in state.private:
            return [written]
        known: Known | None = get(state.known, at)
        tested = known is not None and not known.own and bool(known.open)
        self.changed(state, "store", at, new.value, tested)
        if known is not None and tested:
            written = self.claimed(written, "store", at, known.value, new.value, known.open)
        elif any(c.at == at for c in state.claims):
            written = written._replace(flags=written.flags | {"rewritten"})
        return [written]

    def changed(self, state: State, kind: str, at: Place, value: Value, tested: bool) -> None:
        locks = relative(state.locks, at[0])
        self.world.changes.add(Change(self.root, kind, at[1], value, locks, tested))

    def claimed(
        self, state: State, kind: str, at: Place, old: Value, new: Value, locks: Locks
    ) -> State:
        flags = state.flags
        if any(c.at == at and c.new != new for c in state.claims):
            flags = flags | {"rewritten"}
        claim = Claim(kind, at, old, new, locks, state.locks)
        return state._replace(claims=state.claims | {claim}, flags=flags)

    # --- locks and references --------------------------------------------------------------------

    def lock(self, stmt: m.Lock, state: State) -> list[State]:
        at = (owner(state, stmt.at.owner), stmt.at.name)
        if at in state.locks:
            raise InvalidError("a lock taken twice")
        known = frozenset(k for k in state.known if k[1].open or self.stays(k[0], state))
        return [state._replace(locks=state.locks | {at}, known=known)]

    def unlock(self, stmt: m.Unlock, state: State) -> list[State]:
        at = (owner(state, stmt.at.owner), stmt.at.name)
        if at not in state.locks:
            raise InvalidError("a lock released that is not held")
        known = frozenset((p, k._replace(open=k.open - {at})) for p, k in state.known)
        claims = frozenset(c._replace(open=c.open - {at}) for c in state.claims)
        return [state._replace(locks=state.locks - {at}, known=known, claims=claims)]

    def enter(self, expr: m.Enter, state: State) -> Outcomes:
        at = (owner(state, expr.at.owner), expr.at.name)
        count = get(state.held, at, 0) + 1
        if count > MAX_REFERENCES:
            raise InvalidError("too many references")
        flags = state.flags | {"late"} if state.handoffs else state.flags
        return [(0, state), (1, state._replace(held=put(state.held, at, count), flags=flags))]

    def leave(self, stmt: m.Leave, state: State) -> list[State]:
        at = (owner(state, stmt.at.owner), stmt.at.name)
        count = get(state.held, at, 0)
        if not count:
            raise InvalidError("a reference released that is not held")
        held = put(state.held, at, count - 1) if count > 1 else drop(state.held, at)
        return [state._replace(held=held)]

    # --- records ---------------------------------------------------------------------------------

    def pop(self, stmt: m.Pop, state: State) -> list[State]:
        missing = assign(assign(state, stmt.ok, 0), "pend", 0)
        found = without_record(state, "N", "X")
        found = assign(assign(found, stmt.ok, 1), "pend", "N")
        if stmt.form == "peek":
            return [missing, found]
        queue = ("g", stmt.queue)
        locks = relative(state.locks, "N")
        self.world.changes.add(Change(self.root, "unlink", stmt.queue, 0, locks, True))
        claim = Claim("unlink", queue, "N", 0, state.locks, state.locks)
        found = found._replace(claims=found.claims | {claim})
        results = [missing]
        for references in self.world.from_lists.get(stmt.queue, {NOTHING}):
            renamed = {(("N" if o != "g" else o, n), c) for (o, n), c in references}
            held = dict(found.held)
            for at, count in renamed:
                held[at] = min(held.get(at, 0) + count, MAX_REFERENCES)
            results.append(found._replace(held=frozenset(held.items())))
        return results

    def publish(self, state: State, target: str) -> State:
        record = owner(state, "pend")
        contexts = state.contexts
        if get(contexts, record) == "pended":
            contexts = put(contexts, record, "published")
        return state._replace(
            private=state.private - {record},
            contexts=contexts,
            handoffs=state.handoffs | {(target, record)},
        )

    def queue(self, stmt: m.Queue, state: State) -> list[State]:
        queued = self.publish(state, "function:" + stmt.function)
        if stmt.form == "item":
            return [queued]
        failure = m.NUMBERS["STATUS_UNSUCCESSFUL"]
        return [assign(queued, stmt.status, 0), assign(state, stmt.status, failure)]

    def free(self, stmt: m.Free, state: State) -> list[State]:
        record = owner(state, "pend")
        if any(r == record for _, r in state.handoffs) or any(o == record for o, _ in state.locks):
            raise InvalidError("a record freed while it is in use")
        held = frozenset(h for h in state.held if h[0][0] != record)
        return [state._replace(held=held, flags=state.flags | {f"freed {record}"})]

    def allocate(self, stmt: m.Allocate, state: State) -> list[State]:
        if any(v == "A" for _, v in state.env) or "allocated" in state.flags:
            raise InvalidError("two allocations")
        made = assign(state, "pend", "A")
        zero = Known(0, NOTHING, True)
        known = made.known | {(("A", name), zero) for name in m.DOMAINS if name[0] != "g"}
        made = made._replace(
            known=known, private=made.private | {"A"}, flags=made.flags | {"allocated"}
        )
        return [assign(state, "pend", 0), made]

    def pend(self, stmt: m.Pend, state: State) -> list[State]:
        record = owner(state, "pend")
        status = "pended" if record in state.private else "published"
        at = (record, "Context")
        pended = state._replace(
            contexts=put(state.contexts, record, status),
            known=put(state.known, at, Known(token(record), state.locks, True)),
        )
        failed = assign(state, stmt.status, m.NUMBERS["STATUS_UNSUCCESSFUL"])
        return [assign(pended, stmt.status, 0), failed]
