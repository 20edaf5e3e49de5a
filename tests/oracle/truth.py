"""What is true of each completion of an abstract program, by the words of the design.

Explores the program three times: once to learn who writes what, then under two readings of how
long shared state stays as it was read. Where they differ, or where the definition of a guard
leaves room, the answer is `open` and nothing is compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.oracle import model as m
from tests.oracle.actions import World, relative
from tests.oracle.interpret import Walk
from tests.oracle.state import (
    NOTHING,
    Change,
    InvalidError,
    Locks,
    Place,
    State,
    Value,
    Writers,
    get,
    record_of,
)

TEARDOWN = ("closure", "flow-delete")
Transfer = frozenset[tuple[Place, int]]
ROUNDS = 5
ORDER = ("unguarded", "open", "hidden", "guarded")


class Protection(NamedTuple):
    """State that a path tested (`test`) or claimed, as the judge needs it."""

    kind: str
    at: Place
    old: Value
    new: Value
    locks: Locks
    open: Locks


def truths(program: m.Program) -> dict[int, str]:
    """Site -> guarded, unguarded, inline, open, hidden (must not be guarded), or unreached."""
    first = explore(program, "free", {})
    writers: Writers = {}
    for change in first.changes:
        writers.setdefault(change.name, set()).add((change.root, change.locks))
    answers = []
    for mode in ("volatile", "stable"):
        world = explore(program, mode, writers)
        answers.append({site: _site(site, world) for site in sites(program)})
    a, b = answers
    unused = _unused_sites(program)
    return {site: a[site] if a[site] == b[site] and site not in unused else "open" for site in a}


def _unused_sites(program: m.Program) -> set[int]:
    """Sites that a helper reaches which nothing calls: whether that is a root is not said."""
    calls = {f.name: _called(f) for f in program.functions}
    wanted = {f.name for f in program.functions if f.role == "helper"}
    wanted -= set().union(*calls.values())
    while True:
        more = wanted.union(*(calls[name] for name in wanted))
        if more == wanted:
            break
        wanted = more
    reached = (s for f in program.functions if f.name in wanted for s in m.all_statements(f))
    return {s.site for s in reached if isinstance(s, m.Complete)}


def _called(function: m.Function) -> set[str]:
    found = (e for s in m.all_statements(function) for e in m.expressions(s))
    return {e.function for e in found if isinstance(e, m.Call)}


def sites(program: m.Program) -> list[int]:
    found = [
        s.site for f in program.functions for s in m.all_statements(f) if isinstance(s, m.Complete)
    ]
    return sorted(set(found))


# --- exploring all roots -------------------------------------------------------------------------


def explore(program: m.Program, mode: str, writers: Writers) -> World:
    """Walk every root, with the references that come with deferred work."""
    entries: dict[str, set[Transfer]] = {}
    lists: dict[str, set[Transfer]] = {}
    for _ in range(ROUNDS):
        world = World(program, mode, writers, lists)
        for function in _roots(program):
            for held in entries.get(function.name, {NOTHING}):
                _walk(world, function, held)
        found, listed = _transfers(world)
        if found == entries and listed == lists:
            return world
        entries, lists = found, listed
    raise InvalidError("work that hands itself on")


def _roots(program: m.Program) -> Iterable[m.Function]:
    return [f for f in program.functions if f.role != "helper"]


def _walk(world: World, function: m.Function, held: Transfer) -> None:
    env = frozenset() if function.role in ("classify", "closure") else frozenset({("pend", "R")})
    mine = frozenset(((("R" if o != "g" else o), n), c) for (o, n), c in held)
    start = State(env=env, held=mine)
    for end in Walk(world, function.name).function(function, start):
        if end.locks:
            raise InvalidError("a lock is still held at the end")
        world.ends.add((function.name, end))


def _transfers(world: World) -> tuple[dict[str, set[Transfer]], dict[str, set[Transfer]]]:
    functions: dict[str, set[Transfer]] = {}
    lists: dict[str, set[Transfer]] = {}
    for _, end in world.ends:
        if end.held and (len(end.handoffs) > 1 or "late" in end.flags) and end.handoffs:
            raise InvalidError("who owns the reference is not clear")
        for target, record in end.handoffs:
            kind, _, name = target.partition(":")
            held = frozenset(h for h in end.held if h[0][0] in ("g", record))
            (functions if kind == "function" else lists).setdefault(name, set()).add(held)
    return functions, lists


# --- judging -------------------------------------------------------------------------------------


def _site(site: int, world: World) -> str:
    arrivals = world.arrivals.get(site, set())
    nulls = [a for a in arrivals if a[1] == 0 and record_of(0, a[2]) not in a[2].private]
    unpended = [a for a in nulls if _is_unpended(a[2])]
    nulls = [a for a in nulls if a not in unpended]
    tested = _context_is_tested(world.program)
    verdicts = {_judge(a, world, bool(nulls) and not tested) for a in arrivals if a[1] != 0}
    null = {_judge(a, world, not tested) for a in nulls}
    if not verdicts:
        return "unreached"
    if not null <= verdicts | {"guarded", "inline"}:
        if tested:
            return "open"
        verdicts |= null
    if unpended and not tested:
        verdicts.add("open")
    return next((v for v in ORDER if v in verdicts), "inline")


def _is_unpended(state: State) -> bool:
    """Whether the record is a new one in which nothing was pended: another defect."""
    return record_of(0, state) == "A" and get(state.contexts, "A") is None


def _context_is_tested(program: m.Program) -> bool:
    """Whether some condition looks at a completion context."""
    for function in program.functions:
        handles = {n for n, t in function.locals if t == "HANDLE"}
        for stmt in m.all_statements(function):
            copied = isinstance(stmt, (m.Complete, m.Set, m.Store, m.Do))
            direct = {id(getattr(stmt, "value", None)), id(getattr(stmt, "context", None))}
            for each in m.expressions(stmt):
                if copied and id(each) in direct:
                    continue
                if isinstance(each, m.Var) and each.name in handles:
                    return True
                if isinstance(each, m.Read) and each.at.name == "Context":
                    return True
    return False


def _judge(arrival: tuple[str, Value, State], world: World, untested: bool) -> str:
    """The verdict on one arrival; `untested`: NULL would arrive as well."""
    root, context, state = arrival
    record = record_of(context, state)
    status = get(state.contexts, record)
    if status in ("pended", "completed"):
        return "inline" if status == "pended" else "open"
    if any(at[0] in ("g", record) for at, _ in state.held):
        return "guarded"
    if state.held:
        return "open"
    if untested:
        known = frozenset(k for k in state.known if k[0][1] != "Context")
        state = state._replace(known=known)
    return _by_state(root, record, status, state, world)


def _by_state(root: str, record: str, status: str | None, state: State, world: World) -> str:
    protections = list(_protections(state, record))
    strengths = {_strength(p, state, record, world) for p in protections}
    if strengths & {"firm", "soft"}:
        return "guarded" if "firm" in strengths else "open"
    if status == "published":
        exclusive = [p for p in protections if _exclusive(p)]
        if any(p.at[0] == "g" and p.kind != "unlink" for p in exclusive):
            return "open"
        if exclusive and "rewritten" not in state.flags:
            others = {c.name for c in world.changes if c.root != root}
            return "inline" if any(p.at[1] in others for p in exclusive) else "open"
    return "hidden" if "hidden" in strengths else "unguarded"


def _protections(state: State, record: str) -> Iterable[Protection]:
    for at, known in state.known:
        if known.open and not known.own and at[0] in ("g", record):
            yield Protection("test", at, known.value, "", known.open, known.open)
    for claim in state.claims:
        mine = claim.old == record if claim.kind == "unlink" else claim.at[0] in ("g", record)
        if mine:
            yield Protection(*claim)


def _exclusive(protection: Protection) -> bool:
    if protection.kind == "test":
        return False
    if protection.kind != "atomic" and not protection.locks:
        return False
    return protection.old != protection.new


def _strength(protection: Protection, state: State, record: str, world: World) -> str:
    """Whether the protection is a guard: firm, soft (arguable), hidden, or nothing."""
    changes = [c for c in world.changes if c.name == protection.at[1]]
    if all(c.kind == "store" and c.value == 0 for c in changes):
        hidden = not any(_is_teardown(c, world.program) for c in changes)
        if hidden:
            return "hidden" if protection.kind == "test" else ""
    teardown = [c for c in changes if _is_teardown(c, world.program)]
    excluded = [_excludes(protection, c) for c in teardown]
    if not any(excluded):
        return "soft" if any(_nearly(protection, c) for c in teardown) else ""
    open_ = any(_common(protection.open, c, protection.at) for c in teardown)
    arguable = (
        not all(excluded)
        or f"freed {record}" in state.flags
        or "rewritten" in state.flags
        or (protection.kind != "test" and not open_ and not all(c.tested for c in teardown))
        or (protection.kind != "test" and not _exclusive(protection))
    )
    return "soft" if arguable else "firm"


def _is_teardown(change: Change, program: m.Program) -> bool:
    return program.function(change.root).role in TEARDOWN and change.root in program.registered


def _excludes(protection: Protection, change: Change) -> bool:
    """Whether test and change cannot overlap, and the value found was not the change's."""
    if (protection.kind == "unlink") != (change.kind == "unlink"):
        return False
    if protection.kind != "unlink" and protection.old == change.value:
        return False
    atomic = protection.kind == "atomic" and change.kind == "atomic"
    return atomic or _common(protection.locks, change, protection.at)


def _common(locks: Locks, change: Change, at: Place) -> bool:
    mine = relative(locks, at[0])
    return any(lock in change.locks for lock in mine if lock[0] in ("g", "same"))


def _nearly(protection: Protection, change: Change) -> bool:
    """A record's lock around global state: whose record is not said."""
    if protection.at[0] != "g":
        return False
    names = {n for _, n in protection.locks}
    return any(n in names and o != "g" for o, n in change.locks)
