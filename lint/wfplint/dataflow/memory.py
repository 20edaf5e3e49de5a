"""Reading and writing the abstract memory of a state, and who may see it.

Distinct unknown pointers are taken to point to distinct objects. An object allocated on this path
is private until its address is stored where others can find it, put on a list, or handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wfplint.dataflow.constraints import Range, narrow
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.state import Claim, Read, State
from wfplint.dataflow.values import (
    FieldStep,
    IndexStep,
    Location,
    LocationId,
    Region,
    ValueId,
    Values,
)

PENDED, PUBLISHED, COMPLETED = "pended", "published", "completed"


class Memory:
    """Operations on states. `is_scalar` says whether a field (record, name) holds no address that
    the analysis follows; `is_state` whether changes of a location class are worth remembering.
    """

    def __init__(
        self,
        values: Values,
        evaluator: Evaluator,
        is_scalar: Callable[[Location], bool],
        is_state: Callable[[str], bool],
    ) -> None:
        self.values = values
        self.evaluator = evaluator
        self.is_scalar = is_scalar
        self.is_state = is_state

    # --- reading -----------------------------------------------------------------------------

    def load(self, at: LocationId, state: State) -> ValueId:
        """The content of a location. What other threads may change meanwhile is a new unknown in
        each lock session.
        """
        found = state.mem.get(at)
        if found is not None:
            self._remember_read(found, at, state)
            return found
        value = self.evaluator.content(at, state)
        location = self.values.locations[at]
        if location.region.kind == "local":
            state.mem[at] = value
            return value
        term = self.values.terms[value]
        fresh = term.kind == "sym" and term.payload[0] == "memory" and term.payload[1] == at
        if fresh and state.locks and self.is_scalar(location) and not self.is_private(at, state):
            epoch = (term.payload[2], tuple(sorted(state.locks.values())))
            value = self.values.memory(at, epoch)
        self._remember_read(value, at, state)
        return value

    def _remember_read(self, value: ValueId, at: LocationId, state: State) -> None:
        if self.values.terms[value].kind != "sym" or not self.is_state(self.values.class_of(at)):
            return
        known = state.reads.get(value)
        if known is None or state.locks:
            state.reads[value] = Read(at, state.lock_sessions(), frozenset(state.locks))

    # --- writing -----------------------------------------------------------------------------

    def store(self, at: LocationId, value: ValueId, state: State) -> None:
        """Write a location, and claim what was read there in the same lock session."""
        self._claim_store(at, value, state)
        self.write(at, value, state)
        if not self.is_private(at, state) and self.values.base(at).kind != "local":
            self.escape(value, state)

    def write(self, at: LocationId, value: ValueId, state: State) -> None:
        region, steps = self.values.locations[at]
        self._forget_overlapping(region, steps, state)
        unknown_element = any(isinstance(s, IndexStep) and s.index is None for s in steps)
        if not unknown_element and not self._is_summary(region):
            state.mem[at] = value

    def _is_summary(self, region: Region) -> bool:
        if region.kind != "at":
            return False
        term = self.values.terms[region.key]
        return bool(term.kind == "sym" and term.payload[0] == "deep")

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
        if self.values.base(at).kind == "local" or self.is_private(at, state):
            return
        if not self.is_state(self.values.class_of(at)):
            return
        old = self.read_at(at, state)
        claim = Claim("store", at, frozenset(state.locks), old, value, state.lock_sessions())
        state.claims = state.claims | {claim}

    def read_at(self, at: LocationId, state: State) -> ValueId:
        """The value that was read from a location in a session that is still open, or -1."""
        sessions = state.lock_sessions()
        for value, read in state.reads.items():
            if read.location == at and read.sessions <= sessions and (
                read.sessions or not sessions
            ):
                return value
        return -1

    # --- visibility --------------------------------------------------------------------------

    def is_private(self, at: LocationId, state: State) -> bool:
        region = self.values.base(at)
        return region.kind == "at" and region.key in state.private

    def escape(self, value: ValueId, state: State) -> None:
        """The address (or context) `value` can now be found by other threads."""
        work = [value]
        while work:
            current = work.pop()
            if state.contexts.get(current) == PENDED:
                state.contexts[current] = PUBLISHED
            for part in self.values.support(current):
                if part in state.private:
                    state.private = state.private - {part}
                    work.extend(self._contents(Region("at", part), state))
                    continue
                term = self.values.terms[part]
                if term.kind == "ptr" and self.values.base(term.payload).kind == "local":
                    work.extend(self._contents(self.values.base(term.payload), state))

    def _contents(self, region: Region, state: State) -> Iterable[ValueId]:
        return [v for a, v in state.mem.items() if self.values.base(a) == region]

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
        if isinstance(x, IndexStep) and isinstance(y, IndexStep):
            if x.index is not None and y.index is not None and x.index != y.index:
                return True
    return False
