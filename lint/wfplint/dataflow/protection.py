"""What a path tested or claimed of shared state, as far as it bears on one object.

A path that puts an object on a list of its own, or into an array, takes it out again as a value of
which nothing is known; what protected the objects put there protects that value too (`carried`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wfplint.dataflow.constraints import ANY, Range
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.state import PENDED_AT, STORED_IN, Claim, Read, State
from wfplint.dataflow.values import FieldStep, IndexStep, LocationId, ValueId
from wfplint.dataflow.writes import Bits, Written, known_bits, puts_back, rules_out, written

TAKEN_FROM = "taken from"


class Protection(NamedTuple):
    """State that was tested or claimed: its classes, and those of the locks that protect it.

    `found` and `bits` say what it held, `left` what the claim left there. `kind` is that of a
    claim, or `test`, or `tested-with-claim`: the claim is what such a test leaves behind for others
    to see once the lock is dropped. `open` says that the lock is held; `spots` are where the state
    is and the value it had; `put_on` has the classes of the lists that a claimed entry is on again.
    """

    kind: str
    classes: frozenset[str]
    locks: frozenset[str]
    found: Range
    bits: Bits
    left: Written = Written()
    open: bool = False
    spots: tuple[LocationId, ValueId] = (-1, -1)
    put_on: frozenset[str] = frozenset()

    @property
    def is_test(self) -> bool:
        return self.kind in ("test", "tested-with-claim")

    @property
    def exclusive(self) -> bool:
        """Whether only one path can have made this claim."""
        if self.is_test or (self.kind != "atomic" and not self.locks):
            return False
        return self.kind == "unlink" or self.excludes(self.left)

    def excludes(self, change: Written) -> bool:
        """Whether what was found is certainly not what this write leaves."""
        return rules_out(self.found, self.bits, change)


def held_since(read: Read, state: State) -> frozenset[LocationId]:
    """The locks that were held at a read and were not given back since."""
    return frozenset(a for a in read.locks if state.locks.get(a, -1) in read.sessions)


class Protections:
    """Finds the protections of objects in states."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._values = evaluator.values

    def of(self, state: State, subject: ValueId) -> Iterable[Protection]:
        """Of the object `subject`, or the one it was loaded from."""
        for claim in sorted(state.claims):
            if self._concerns(claim, subject, state):
                made = self._claimed(claim, state)
                yield made
                if made.exclusive:
                    yield from self._tested_with(claim, state)
        yield from self._tested_now(state, subject)
        for part in self._values.support(subject):
            for had in state.marks.get((TAKEN_FROM, part), ()):
                names = self._values.entry_classes(part) if had.kind == "unlink" else ()
                yield had._replace(classes=had.classes.union(names))

    def _claimed(self, claim: Claim, state: State) -> Protection:
        names = {self._values.class_of(claim.location)}
        if claim.kind == "unlink":
            names |= set(self._values.entry_classes(claim.old))
        return Protection(
            claim.kind,
            frozenset(names - {"*"}),
            self._lock_classes(claim.locks, claim.location),
            *self._content(claim.old, state),
            written(claim.new, state, self._evaluator) if claim.new >= 0 else Written(),
            bool(claim.session & state.lock_sessions()),
            (claim.location, claim.old),
            claim.put_on,
        )

    def _tested_now(self, state: State, subject: ValueId) -> Iterable[Protection]:
        """What was tested under locks that are still held."""
        sessions = state.lock_sessions()
        for value, read in state.reads.items():
            if not read.sessions & sessions or not self.is_tested(value, state):
                continue
            if self._is_near(read.location, subject, state):
                yield self._tested("test", value, read, held_since(read, state), state)

    def _tested_with(self, claim: Claim, state: State) -> Iterable[Protection]:
        for value, read in state.reads.items():
            together = read.sessions & claim.session and self._is_of(claim, read.location)
            if together and self.is_tested(value, state):
                locks = read.locks & claim.locks
                yield self._tested("tested-with-claim", value, read, locks, state)

    def _tested(
        self, kind: str, value: ValueId, read: Read, locks: frozenset[LocationId], state: State
    ) -> Protection:
        return Protection(
            kind,
            frozenset((self._values.class_of(read.location),)),
            self._lock_classes(locks, read.location),
            *self._content(value, state),
            open=kind == "test",
            spots=(read.location, value),
        )

    def _content(self, value: ValueId, state: State) -> tuple[Range, Bits]:
        if value < 0:
            return ANY, Bits()
        return self._evaluator.range_of(value, state), known_bits(value, state, self._values)

    def is_tested(self, value: ValueId, state: State) -> bool:
        range_, bits = self._content(value, state)
        return range_ != ANY or any(bits)

    def _lock_classes(self, locks: Iterable[LocationId], at: LocationId) -> frozenset[str]:
        values = self._values
        return frozenset(values.lock_name(lock) for lock in locks if values.protects(lock, at))

    # --- what concerns what ------------------------------------------------------------------

    def _concerns(self, claim: Claim, subject: ValueId, state: State) -> bool:
        """Whether what was claimed is the record that the context came from, or global state."""
        if claim.kind == "unlink":
            owner = self._values.entry_owner(claim.old) if claim.old >= 0 else -1
            if owner >= 0 and self._values.is_reached_from(subject, owner):
                return True
            return any(self._values.base(at).key == owner for at in self._homes(subject, state))
        if claim.old >= 0 and claim.old in self._values.support(subject):
            return True
        return self._is_near(claim.location, subject, state)

    def _is_near(self, at: LocationId, subject: ValueId, state: State) -> bool:
        """Whether a location is global, or in an object that the context has to do with."""
        region = self._values.base(at)
        if region.kind != "at" or self._values.support(region.key) & self._values.support(subject):
            return True
        return any(self._values.base(at) == region for at in self._homes(subject, state))

    def _homes(self, subject: ValueId, state: State) -> Iterable[LocationId]:
        """Where this path pended a context."""
        return (at for at, context in homes(state).items() if context == subject)

    def _is_of(self, claim: Claim, at: LocationId) -> bool:
        """Whether a location is in the object that was claimed."""
        region = self._values.base(at)
        if region == self._values.base(claim.location):
            return True
        if region.kind != "at" or claim.old < 0:
            return False
        owner = self._values.entry_owner(claim.old) if claim.kind == "unlink" else claim.old
        return self._values.is_reached_from(region.key, owner)

    # --- claims that end ---------------------------------------------------------------------

    def give_back(self, at: LocationId, value: ValueId, state: State) -> None:
        """A claim ends where its path leaves again what it had found."""
        state.claims = frozenset(
            c for c in state.claims if c.location != at or not self._puts_back(value, c, state)
        )

    def _puts_back(self, value: ValueId, claim: Claim, state: State) -> bool:
        if claim.kind == "unlink" or claim.old < 0:
            return False
        left = written(value, state, self._evaluator)
        return value == claim.old or puts_back(*self._content(claim.old, state), left)

    def put_on(self, name: str, entry: ValueId, state: State) -> None:
        """An entry that was claimed is on a list of this class: others may find it there."""
        owner = self._values.entry_owner(entry)
        same = {entry, owner, *self._evaluator.equals(owner, state)}
        for kind, payload in [self._values.terms[v] for v in same]:
            if kind == "sym" and payload[0] == "container":
                same = same | {payload[1]}
        state.claims = frozenset(
            c._replace(put_on=c.put_on | {name})
            if c.kind == "unlink" and self._values.entry_owner(c.old) in same
            else c
            for c in state.claims
        )

    # --- objects that a path keeps for itself ------------------------------------------------

    def carry(self, at: LocationId, value: ValueId, state: State) -> None:
        """An object is put where only this path finds it again: all that is there has what each
        had that was put there.
        """
        had = frozenset(
            p._replace(open=False, spots=(-1, -1))
            for p in self.of(state, value)
            if p.kind != "test"
        )
        key = (STORED_IN, self._values.summary(at))
        state.marks[key] = had & state.marks.get(key, had)

    def take_out(self, at: LocationId, value: ValueId, state: State) -> None:
        """`value` was found where this path keeps objects for itself."""
        region, steps = self._values.locations[at]
        for cut in range(len(steps) + 1):
            place = self._values.summary(self._values.location(region, steps[:cut]))
            had = state.marks.get((STORED_IN, place))
            if had is not None:
                state.marks[TAKEN_FROM, value] = had
                return


def is_element(steps: tuple[FieldStep | IndexStep, ...]) -> bool:
    return any(isinstance(s, IndexStep) for s in steps)


def homes(state: State) -> dict[LocationId, ValueId]:
    """Where this path pended: the places that hold, or held, a context, and the context."""
    marks = state.marks.items()
    return {m[1]: c for m, c in marks if isinstance(m, tuple) and m[0] == PENDED_AT}
