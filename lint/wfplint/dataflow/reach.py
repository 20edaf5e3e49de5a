"""Keeps states small: what a path can still see stays, the rest is dropped or set aside.

Dropping facts that nothing reads any more is what lets paths meet again; setting the caller's own
facts aside during a call is the frame rule (Reynolds, LICS 2002) in its simplest form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from wfplint.dataflow.constraints import Range
from wfplint.dataflow.state import PENDED, STORED_IN, Claim, Read, State
from wfplint.dataflow.values import OWNERS, LocationId, Region, ValueId, Values


class Frame(NamedTuple):
    """What a caller keeps for itself while a callee runs. `typestate` is what a callee that only
    reads cannot change: references, claims, contexts, objects not yet visible, work handed over.
    """

    env: dict[str, ValueId]
    mem: dict[LocationId, ValueId]
    cons: dict[ValueId, Range]
    reads: dict[ValueId, Read]
    epochs: dict[Region | None, int]
    everything: int | None
    typestate: State | None = None
    private: frozenset[ValueId] = frozenset()


LOCAL = OWNERS["local"]
_TYPESTATE = ("held", "claims", "contexts", "private", "handoffs", "marks")


class Horizon(NamedTuple):
    """What can be seen from a place on: the live variables, the addresses of those that live in
    memory, the names of fields that may still be read, and these with the fields that are traced.
    """

    live: frozenset[str]
    own: tuple[ValueId, ...]
    fields: frozenset[str]
    visible: frozenset[str]


class Reach:
    """Values reachable from given ones through the memory of a state; `hidden` is the memory that
    cannot be reached.
    """

    def __init__(self, values: Values, state: State, roots: Iterable[ValueId]) -> None:
        self._values = values
        self._owners = values.owners
        self.seen: set[ValueId] = set()
        self.regions: set[object] = set()
        self.hidden: set[LocationId] = set()
        for root in roots:
            self._add(root)
        for _, at in state.held:
            self._add_location(at)
        for at in (*state.locks, *state.keys, *state.keys.values()):
            self._add_location(at)
        for value, typestate in state.contexts.items():
            if typestate == PENDED:
                self._add(value)
        for handoff in state.handoffs:
            self._add(handoff.context)
        self._close(state)

    def _add(self, value: ValueId) -> None:
        if value not in self.seen:
            self.seen |= self._values.supports[value]
            kind, payload = self._values.terms[value]
            if kind == "ptr" and self._values.owners[payload] == LOCAL:
                self.regions.add(self._values.base(payload))

    def _add_location(self, at: LocationId) -> None:
        self.seen |= self._values.location_support(at)
        self.regions.add(self._values.base(at))

    def _close(self, state: State) -> None:
        pending = list(state.mem.items())
        while True:
            rest = []
            for item in pending:
                if self.covers(item[0]):
                    self._add(item[1])
                else:
                    rest.append(item)
            if len(rest) == len(pending):
                break
            pending = rest
        self.hidden = {at for at, _ in pending}

    def covers(self, at: LocationId) -> bool:
        """Whether the location belongs to an object that can be reached."""
        owner = self._owners[at]
        if owner >= 0:
            return owner in self.seen or self.is_content(owner)
        return owner != LOCAL or self._values.base(at) in self.regions

    def sees(self, region: Region | None) -> bool:
        """Whether a region can be reached; None stands for all memory."""
        if region is None or region.kind == "global":
            return True
        return region.key in self.seen if region.kind == "at" else region in self.regions

    def is_content(self, pointer: ValueId) -> bool:
        """Whether the pointer is what a location that can be reached held from the start."""
        kind, payload = self._values.terms[pointer]
        return bool(kind == "sym" and payload[0] == "memory" and self.covers(payload[1]))

    def knows(self, value: ValueId) -> bool:
        """Whether a fact about this value can still matter: about something that can be reached, or
        computed from nothing else.
        """
        seen = self.seen
        if value in seen:
            return True
        for part in self._values.parts[value]:
            if part not in seen and not self._is_there(part):
                return False
        return True

    def _is_there(self, value: ValueId) -> bool:
        """Whether a value that is no operator over others can be found in memory."""
        kind, payload = self._values.terms[value]
        if kind == "sym" and payload[0] == "memory":
            return self.covers(payload[1]) or self._values.names[payload[1]] in self._values.traced
        if kind == "sym" and payload[0] == "container":
            return self.knows(payload[1])
        return False


def split(
    values: Values,
    state: State,
    arguments: tuple[ValueId, ...],
    touched: frozenset[str],
    only_reads: bool,
) -> Frame:
    """Take out of `state` what a callee with these arguments cannot see, or never reads or writes
    (`touched` names the fields it does); the caller keeps it.
    """
    reach = Reach(values, state, arguments)
    everything = state.epochs.get(None)
    kept = Frame({}, {}, {}, {}, {}, everything)
    aside = _set_aside(state) if only_reads else None
    frame = Frame(state.env, {}, {}, {}, {}, everything, aside)
    tested, tracked = _tested(state), _followed(values, state)
    for at, value in state.mem.items():
        seen = reach.covers(at) and _is_touched(values, at, touched)
        follows = reach.covers(at) and value in tracked
        (kept if seen or follows else frame).mem[at] = value
    # What the callee cannot get at from what it is given would be dropped there, and is kept here.
    state.mem = kept.mem
    reach = Reach(values, state, arguments)
    mine = (*frame.env.values(), *frame.mem.values())
    visible = touched | values.traced
    own = set(arguments).union(*(values.supports[v] for v in mine))
    for value, range_ in state.cons.items():
        seen = value in reach.seen or (
            (parts := values.fields[value]) is not None and parts <= visible and reach.knows(value)
        )
        follows = value in state.contexts or value in tested or _is_masked(values, value, tested)
        (kept if seen or follows else frame).cons[value] = range_
        if value in own:
            frame.cons[value] = range_
    for value, read in state.reads.items():
        (kept if reach.knows(value) else frame).reads[value] = read
    for region in [r for r in state.epochs if not reach.sees(r)]:
        frame.epochs[region] = state.epochs.pop(region)
    state.env, state.cons, state.reads = {}, kept.cons, kept.reads
    hidden = frozenset(v for v in state.private if v not in reach.seen)
    state.private -= hidden
    return frame._replace(private=hidden) if hidden else frame


def _tested(state: State) -> set[ValueId]:
    """What claims found, and what was read under locks still held: a guard may stand on it."""
    sessions = state.lock_sessions()
    tested = {c.old for c in state.claims}
    return tested | {v for v, r in state.reads.items() if r.sessions & sessions}


def _is_masked(values: Values, value: ValueId, among: set[ValueId]) -> bool:
    """Whether the value is some bits of one of these."""
    kind, payload = values.terms[value]
    return kind == "op" and payload[0] == "&" and not among.isdisjoint(payload[1:])


def _set_aside(state: State) -> State:
    """Take the typestate out of `state` and keep it in another."""
    kept, empty = State(), State()
    for name in _TYPESTATE:
        setattr(kept, name, getattr(state, name))
        setattr(state, name, getattr(empty, name))
    return kept


def _is_touched(values: Values, at: LocationId, touched: frozenset[str]) -> bool:
    region, steps = values.locations[at]
    return region.kind == "local" or not steps or values.field_name(at) in touched


def _followed(values: Values, state: State) -> set[ValueId]:
    """Values to be found again wherever they are kept: contexts, objects that nobody sees yet, and
    those on which a reference is held.
    """
    holding = {values.owners[at] for _, at in state.held} if state.held else ()
    return {*state.contexts, *state.private, *holding}


def _is_cleared(values: Values, at: LocationId, value: ValueId) -> bool:
    """Whether a whole object is zero, and with it every field that may be read."""
    return value == values.zero and not values.locations[at].steps


def restore(frame: Frame, state: State) -> None:
    """Give a returned state its caller's part back."""
    state.env = frame.env.copy()
    if frame.typestate is not None:
        kept = frame.typestate.copy()
        for name in _TYPESTATE:
            setattr(state, name, getattr(kept, name))
    state.private |= frame.private
    for at, value in frame.mem.items():
        state.mem.setdefault(at, value)
    for value, range_ in frame.cons.items():
        state.cons.setdefault(value, range_)
    for value, read in frame.reads.items():
        state.reads.setdefault(value, read)
    if state.epochs.get(None) == frame.everything:
        state.epochs.update(frame.epochs)


def prune(values: Values, state: State, pinned: Iterable[ValueId], horizon: Horizon) -> None:
    """Drop what nothing can see from here on: dead locals, then facts no longer reachable, then
    facts about fields that will not be read again.
    """
    live, own, fields, visible = horizon
    state.env = {n: v for n, v in state.env.items() if n in live}
    reach = Reach(values, state, (*state.env.values(), *pinned, *own))
    names, owners, tracked, hidden = (
        values.names,
        values.owners,
        _followed(values, state),
        reach.hidden,
    )
    state.mem = {
        a: v
        for a, v in state.mem.items()
        if a not in hidden
        and (names[a] in fields or owners[a] == LOCAL or v in tracked or _is_cleared(values, a, v))
    }
    _prune_typestate(values, state, pinned, reach)
    if not state.cons and not state.reads:
        return
    held_back, made_of = _mentioned(values, state), values.fields
    state.cons = {
        v: r
        for v, r in state.cons.items()
        if v in held_back
        or _is_masked(values, v, held_back)
        or ((parts := made_of[v]) is not None and parts <= visible and reach.knows(v))
    }
    if state.reads:
        state.reads = {v: r for v, r in state.reads.items() if v in held_back}


def drop_locals(values: Values, state: State, function_id: str) -> None:
    """A function returns: its own variables are gone."""
    state.mem = {a: v for a, v in state.mem.items() if not _is_local(values, a, function_id)}
    if any(_is_about_local(values, mark, function_id) for mark in state.marks):
        state.marks = {
            m: x for m, x in state.marks.items() if not _is_about_local(values, m, function_id)
        }


def _is_local(values: Values, at: LocationId, function_id: str) -> bool:
    return values.owners[at] == LOCAL and values.base(at).key[0] == function_id


def _is_about_local(values: Values, mark: Any, function_id: str) -> bool:
    """Whether a mark says that something was stored in a variable of this function."""
    is_stored = isinstance(mark, tuple) and mark[0] == STORED_IN
    return is_stored and _is_local(values, mark[1], function_id)


def _prune_typestate(values: Values, state: State, pinned: Iterable[ValueId], reach: Reach) -> None:
    if state.claims:
        state.claims = frozenset(c for c in state.claims if _concerns(values, c, reach))
    if state.private:
        state.private = frozenset(v for v in state.private if v in reach.seen)
    if state.contexts:
        near = _near(values, state, pinned)
        state.contexts = {
            v: t for v, t in state.contexts.items() if t == PENDED or values.supports[v] & near
        }
    if state.epochs:
        state.epochs = {r: s for r, s in state.epochs.items() if reach.sees(r)}


def _mentioned(values: Values, state: State) -> set[ValueId]:
    """Values that the state itself refers to, and all they are made of."""
    mentioned = set(state.env.values()) | set(state.mem.values()) | set(state.contexts)
    mentioned |= {c.old for c in state.claims}
    sessions = state.lock_sessions().union(*(c.session for c in state.claims))
    if sessions:
        mentioned |= {v for v, r in state.reads.items() if r.sessions & sessions}
    mentioned.discard(-1)
    return mentioned.union(*(values.supports[v] for v in mentioned))


def _near(values: Values, state: State, pinned: Iterable[ValueId]) -> set[ValueId]:
    """Values that the function's own variables and parameters are made of."""
    near: set[ValueId] = set()
    supports, owners = values.supports, values.owners
    for value in (*state.env.values(), *pinned):
        near |= supports[value]
    for at, value in state.mem.items():
        if owners[at] == LOCAL:
            near |= supports[value]
    return near


def _concerns(values: Values, claim: Claim, reach: Reach) -> bool:
    """Whether a later completion can still have to do with this claim."""
    if claim.kind == "unlink":
        return values.entry_owner(claim.old) in reach.seen
    if claim.old in reach.seen:
        return True
    region = values.base(claim.location)
    return region.kind != "at" or region.key in reach.seen or reach.is_content(region.key)
