"""Reading and writing the abstract memory of a state, and who may see it.

Distinct unknown pointers are taken to point to distinct objects. An object allocated on this path
is private until its address is stored where others can find it, put on a list, or handed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from wfplint.dataflow.constraints import Range, narrow
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.protection import Protections, held_since, is_element
from wfplint.dataflow.state import PENDED, PENDED_AT, PUBLISHED, Claim, Read, State
from wfplint.dataflow.values import (
    FieldStep,
    IndexStep,
    Location,
    LocationId,
    Region,
    ValueId,
    Values,
)
from wfplint.dataflow.writes import mask_of


class View(Protocol):
    """What the program says of locations.

    `is_scalar`: holds no address that the analysis follows. `record_of`: the record type declared
    for the object there. `is_state`: whether changes of the class are worth remembering.
    `contended`: classes that other roots than the running one write.
    """

    contended: frozenset[str]

    def is_scalar(self, location: Location) -> bool: ...

    def record_of(self, location: Location) -> str: ...

    def is_state(self, class_name: str) -> bool: ...


class Memory:
    """Operations on states; `view` tells what the program says of locations."""

    def __init__(self, values: Values, evaluator: Evaluator, view: View) -> None:
        self.values = values
        self.evaluator = evaluator
        self.view = view
        self.protections = Protections(evaluator)
        evaluator.on_follow = self._take_out

    # --- reading -----------------------------------------------------------------------------

    def load(self, at: LocationId, state: State) -> ValueId:
        """The content of a location. What other threads may change is a new unknown in each lock
        session.
        """
        value = state.mem.get(at)
        if value is None:
            contended = self.is_contended(at, state)
            value = (self.evaluator.unknown if contended else self.evaluator.content)(at, state)
            if self.values.base(at).kind == "local":
                state.mem[at] = value
                self._take_out(at, value, state)
                return value
            if state.locks and contended:
                value = self._in_session(value, at, state)
            if self._is_summary(value):
                value = self._renewed(value, state)
        else:
            self._take_out(at, value, state)
        self._remember_read(value, at, state)
        return value

    def _take_out(self, at: LocationId, value: ValueId, state: State) -> None:
        """An object may have been found where this path keeps some for itself."""
        if not state.marks or self.values.base(at).kind != "local":
            return
        if self.values.terms[value].kind == "sym":
            self.protections.take_out(at, value, state)

    def _is_summary(self, value: ValueId) -> bool:
        kind, payload = self.values.terms[value]
        return bool(kind == "sym" and payload[0] == "deep")

    def _renewed(self, value: ValueId, state: State) -> ValueId:
        """One step further along a chain: what was known holds for the object before."""
        if self._mentioned(value, state):
            self._retire(value, state)
        return value

    def _in_session(self, value: ValueId, at: LocationId, state: State) -> ValueId:
        """The content as it is while these locks are held; kept until another lock is taken."""
        kind, payload = self.values.terms[value]
        if kind == "sym" and payload[0] == "memory" and payload[1] == at:
            epoch = (payload[2], tuple(sorted(state.locks.values())))
            value = state.mem[at] = self.values.memory(at, epoch)
        return value

    def is_contended(self, at: LocationId, state: State) -> bool:
        """Whether another thread may change a location: shared, a number or handle, and written by
        another root.
        """
        return (
            self.values.class_of(at) in self.view.contended
            and self.values.base(at).kind != "local"
            and self.view.is_scalar(self.values.locations[at])
            and not self.is_private(at, state)
        )

    def start_session(self, site: int, state: State) -> None:
        """A lock was taken: others may have changed what it protects, and what was read in an
        earlier session of the same site says nothing about this one.
        """
        for at in [a for a in state.mem if self.is_contended(a, state)]:
            del state.mem[at]
        for value in [v for v, r in state.reads.items() if site in r.sessions]:
            state.reads[value] = state.reads[value]._replace(sessions=frozenset({-site - 1}))
            if not any(c.old == value for c in state.claims):
                for known in self._about(value, state):
                    del state.cons[known]

    def end_session(self, state: State) -> None:
        """A lock was given back: what was read under it may change from now on."""
        for at in [a for a, v in state.mem.items() if self._is_of_session(a, v)]:
            del state.mem[at]

    def _is_of_session(self, at: LocationId, value: ValueId) -> bool:
        kind, payload = self.values.terms[value]
        if kind != "sym" or payload[0] != "memory" or payload[1] != at:
            return False
        return isinstance(payload[2], tuple)

    def _about(self, value: ValueId, state: State) -> list[ValueId]:
        """What is known of a value, or of some bits of it."""
        values = self.values
        return [v for v in state.cons if v == value or mask_of(v, value, values) is not None]

    def _remember_read(self, value: ValueId, at: LocationId, state: State) -> None:
        if self.values.terms[value].kind != "sym" or not self.view.is_state(
            self.values.class_of(at)
        ):
            return
        known = state.reads.get(value)
        if known is None or state.locks:
            state.reads[value] = Read(at, state.lock_sessions(), frozenset(state.locks))

    # --- writing -----------------------------------------------------------------------------

    def store(self, at: LocationId, value: ValueId, state: State) -> None:
        """Write a location, and claim what was read there in the same lock session."""
        if state.claims:
            self.protections.give_back(at, value, state)
        self._claim_store(at, value, state)
        self.write(at, value, state)
        if state.contexts.get(value) in (PENDED, PUBLISHED):
            state.marks[PENDED_AT, at] = value
        region, steps = self.values.locations[at]
        if region.kind == "local":
            if is_element(steps) and self.values.terms[value].kind in ("sym", "ptr"):
                self.protections.carry(at, value, state)
        elif not self.is_private(at, state):
            self.escape(value, state)

    def write(self, at: LocationId, value: ValueId, state: State) -> None:
        region, steps = self.values.locations[at]
        self._forget_overlapping(region, steps, state)
        unknown_element = any(isinstance(s, IndexStep) and s.index is None for s in steps)
        if not unknown_element:
            state.mem[at] = value

    def _forget_overlapping(
        self, region: Region, steps: tuple[FieldStep | IndexStep, ...], state: State
    ) -> None:
        plain = _without_indexes(steps)
        has_index = len(plain) != len(steps)
        for at in list(state.mem):
            other_region, other_steps = self.values.locations[at]
            if other_region != region:
                continue
            if has_index or any(isinstance(s, IndexStep) for s in other_steps):
                other, mine = _without_indexes(other_steps), plain
            else:
                other, mine = other_steps, steps
            if other[: len(mine)] == mine and not _distinct_elements(other_steps, steps):
                del state.mem[at]

    def forget(self, region: Region, site: int, state: State) -> None:
        """Something unknown may have written anywhere in a region."""
        for at in [a for a in state.mem if self.values.base(a) == region]:
            del state.mem[at]
        state.epochs[region] = site

    def zero(self, at: LocationId, state: State) -> None:
        self.store(at, self.values.zero, state)

    def copy(self, target: LocationId, source: LocationId, state: State) -> None:
        """Copy a structure, with what is known of its fields."""
        whole = self.evaluator.content(source, state)
        from_region, from_steps = self.values.locations[source]
        known = {}
        for at, value in state.mem.items():
            region, steps = self.values.locations[at]
            if region == from_region and steps[: len(from_steps)] == from_steps:
                known[steps[len(from_steps) :]] = value
        self.store(target, whole, state)
        to_region, to_steps = self.values.locations[target]
        for steps, value in known.items():
            state.mem[self.values.location(to_region, (*to_steps, *steps))] = value

    # --- claims ------------------------------------------------------------------------------

    def _claim_store(self, at: LocationId, value: ValueId, state: State) -> None:
        if not state.locks or self.values.base(at).kind == "local" or self.is_private(at, state):
            return
        if not self.view.is_state(self.values.class_of(at)):
            return
        old = self.read_at(at, state)
        locks = held_since(state.reads[old], state) if old in state.reads else state.locks
        locks = state.exclusive_locks().intersection(locks)
        claim = Claim("store", at, locks, old, value, state.lock_sessions())
        state.claims = state.claims | {claim}

    def read_at(self, at: LocationId, state: State) -> ValueId:
        """The value that was read from a location under a lock held ever since, or -1."""
        for value, read in state.reads.items():
            if read.location == at and (held_since(read, state) or not state.locks):
                return value
        return -1

    # --- visibility --------------------------------------------------------------------------

    def is_private(self, at: LocationId, state: State) -> bool:
        region = self.values.base(at)
        return region.kind == "at" and region.key in state.private

    def escape(self, value: ValueId, state: State) -> None:
        """The address (or context) `value` can now be found by other threads."""
        work, found = [value], {value}
        while work:
            current = work.pop()
            if state.contexts.get(current) == PENDED:
                state.contexts[current] = PUBLISHED
            inside = [v for r in self._objects(current, state) for v in self._contents(r, state)]
            work.extend(v for v in inside if v not in found)
            found.update(inside)

    def _objects(self, value: ValueId, state: State) -> Iterator[Region]:
        """What is no longer private where others find `value`, and locals that it points to."""
        for part in self.values.support(value):
            if part in state.private:
                state.private = state.private - {part}
                yield Region("at", part)
                continue
            term = self.values.terms[part]
            if term.kind == "ptr" and self.values.base(term.payload).kind == "local":
                yield self.values.base(term.payload)

    def _contents(self, region: Region, state: State) -> Iterable[ValueId]:
        return [v for a, v in state.mem.items() if self.values.base(a) == region]

    def record_at(self, at: LocationId) -> str:
        """The record type of the object at a location, where it was declared with one."""
        return self.view.record_of(self.values.locations[at])

    def forget_facts(self, value: ValueId, state: State) -> None:
        """An object is gone: what was known of its contents says nothing any more."""
        supports = self.values.support
        for known in [v for v in state.cons if v != value and value in supports(v)]:
            if known not in state.contexts and not any(c.old == known for c in state.claims):
                del state.cons[known]

    # --- fresh values ------------------------------------------------------------------------

    def fresh(self, state: State, *origin: object) -> ValueId:
        """The unknown value made at a site. What was known of the one made there before is kept
        under another name if something still refers to it, and forgotten otherwise.
        """
        value = self.values.sym(*origin)
        if self._mentioned(value, state):
            self._retire(value, state)
        return value

    def _mentioned(self, value: ValueId, state: State) -> bool:
        supports = self.values.support
        if value in state.cons or value in state.private or value in state.contexts:
            return True
        if any(value in supports(v) for v in state.env.values()):
            return True
        at_value = self.values.location_support
        return (
            any(value in supports(v) or value in at_value(a) for a, v in state.mem.items())
            or any(value in supports(v) for v in (*state.reads, *state.contexts, *state.cons))
            or any(value in at_value(loc) for _, loc in state.held)
            or any(value in at_value(loc) for loc in state.locks)
            or any(self._in_claim(value, c) for c in state.claims)
        )

    def _in_claim(self, value: ValueId, claim: Claim) -> bool:
        return value in self.values.location_support(claim.location) or (
            claim.old >= 0 and value in self.values.support(claim.old)
        )

    def _retire(self, value: ValueId, state: State) -> None:
        """Forget everything that depends on `value`: the site makes a new one."""
        supports, at_value = self.values.support, self.values.location_support
        older = self.values.sym("older", value)

        def stale(v: ValueId) -> bool:
            return value in supports(v)

        state.env = {n: older if stale(v) else v for n, v in state.env.items()}
        state.mem = {
            a: older if stale(v) else v for a, v in state.mem.items() if value not in at_value(a)
        }
        state.cons = {v: r for v, r in state.cons.items() if not stale(v)}
        state.reads = {
            v: r
            for v, r in state.reads.items()
            if not stale(v) and value not in at_value(r.location)
        }
        state.contexts = {v: t for v, t in state.contexts.items() if not stale(v)}
        state.private = frozenset(v for v in state.private if not stale(v))
        state.held = {k: n for k, n in state.held.items() if value not in at_value(k[1])}
        state.locks = {a: s for a, s in state.locks.items() if value not in at_value(a)}
        state.claims = frozenset(c for c in state.claims if not self._in_claim(value, c))

    def constrain(self, value: ValueId, operator: str, number: int, state: State) -> bool:
        """Narrow a value's range; False when nothing is left."""
        range_: Range = narrow(self.evaluator.range_of(value, state), operator, number)
        if range_.empty:
            return False
        if self.values.constant(value) is None and not self.values.is_pointer(value):
            state.cons[value] = range_
        return True


def _without_indexes(
    steps: tuple[FieldStep | IndexStep, ...],
) -> tuple[FieldStep | IndexStep, ...]:
    return tuple(s for s in steps if not isinstance(s, IndexStep))


def _distinct_elements(
    a: tuple[FieldStep | IndexStep, ...], b: tuple[FieldStep | IndexStep, ...]
) -> bool:
    """Whether two paths differ in a known index."""
    for x, y in zip(a, b, strict=False):
        if not isinstance(x, IndexStep) or not isinstance(y, IndexStep):
            continue
        if x.index is not None and y.index is not None and x.index != y.index:
            return True
    return False
