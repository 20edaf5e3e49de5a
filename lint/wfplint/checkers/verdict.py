"""Judges one arrival at a completion: guarded by what, inline, unguarded why, or not known.

"Guarded" means that the path has the shape of the reported mitigation: a reference of a guarding
kind is held, or state that teardown code changes was tested or claimed so that test and change
exclude each other. It does not mean safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from wfplint import ir
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import ANY
from wfplint.dataflow.evidence import Arrival, Change
from wfplint.dataflow.memory import held_since
from wfplint.dataflow.state import PENDED, PENDED_AT, PUBLISHED, Claim, State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import Step, story
from wfplint.dataflow.writes import Written, known_bits, rules_out, written
from wfplint.finding import Guard, Verdict
from wfplint.program.pointers import static_class
from wfplint.source import Span


class Judgement(NamedTuple):
    """The verdict on one arrival; `guards` for guarded, `reason` for the others."""

    verdict: Verdict
    reason: str = ""
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class _Protection:
    """State that a path tested or claimed: its classes, the locks that make it exclusive, and
    whether the lock is still held at the call.
    """

    classes: frozenset[str]
    locations: tuple[LocationId, ...]
    locks: frozenset[LocationId]
    old: ValueId
    new: ValueId
    kind: str
    open: bool


class Judge:
    """Judges arrivals of one program. `guarding` are the kinds of reference that guard."""

    def __init__(self, analysis: ProgramAnalysis, guarding: Iterable[str]) -> None:
        self.analysis = analysis
        self.guarding = frozenset(guarding)
        self.values = analysis.engine.values
        self.evaluator = analysis.engine.evaluator
        self._changes: dict[str, list[Change]] = {}
        for change in analysis.evidence.changes:
            self._changes.setdefault(change.class_name, []).append(change)

    def judge(self, arrival: Arrival) -> Judgement:
        state = arrival.state
        typestate = state.contexts.get(arrival.subject)
        if typestate == PENDED:
            return Judgement(Verdict.INLINE)
        protections = list(self._protections(state, arrival.subject))
        guards = self._held_guards(arrival)
        guards += tuple(g for p in protections for g in self._teardown_guards(p, arrival))
        if guards:
            return Judgement(Verdict.GUARDED, "", _unique(guards))
        own = typestate == PUBLISHED or self._is_own(arrival)
        if own and any(self._exclusive(p, state) for p in protections):
            return Judgement(Verdict.INLINE)
        if "havoc" in state.marks:
            return Judgement(Verdict.UNKNOWN, "not-lowered")
        if state.widened:
            return Judgement(Verdict.UNKNOWN, "cap-reached")
        if any(
            self._changer_not_visible(p, state) or self._changed_at_unknown_layer(p, state)
            for p in protections
        ):
            return Judgement(Verdict.UNKNOWN, "teardown-not-visible")
        return Judgement(Verdict.UNGUARDED, self._reason(arrival, protections))

    def is_taken(self, arrival: Arrival) -> bool:
        """Whether only this path can have got the context: claimed, or tested under a lock that is
        still held.
        """
        protections = self._protections(arrival.state, arrival.subject)
        return any(
            self._exclusive(p, arrival.state) or (p.kind == "test" and p.locks) for p in protections
        )

    # --- references --------------------------------------------------------------------------

    def _held_guards(self, arrival: Arrival) -> tuple[Guard, ...]:
        guards = []
        steps: list[Step] | None = None
        for kind, at in arrival.state.held:
            if kind in self.guarding:
                steps = steps or story(arrival.activation, arrival.state.trail)
                name = self.values.class_of(at)
                taken = [s.event.span for s in steps if _is_acquire(s, kind, at)]
                span = taken[-1] if taken else self._acquires.get((kind, name), arrival.call.span)
                guards.append(Guard(kind, display(name), span))
        return tuple(guards)

    @cached_property
    def _acquires(self) -> dict[tuple[str, str], Span]:
        """Kind and class of a reference -> where it is taken first: a path that was handed one does
        not show it.
        """
        found: dict[tuple[str, str], Span] = {}
        for calls in self.analysis.scope.effects_of.values():
            for call, effect in calls:
                if isinstance(effect, fx.Acquire) and 0 <= effect.object.index < len(call.args):
                    value = call.args[effect.object.index]
                    if isinstance(value, ir.Address):
                        found.setdefault((effect.kind, static_class(value.path)), call.span)
        return found

    # --- state -------------------------------------------------------------------------------

    def _protections(self, state: State, subject: ValueId) -> Iterable[_Protection]:
        for claim in sorted(state.claims):
            if not self._concerns(claim, subject, state):
                continue
            made = _Protection(
                self._claim_classes(claim),
                (claim.location,),
                claim.locks,
                claim.old,
                claim.new,
                claim.kind,
                bool(claim.session & state.lock_sessions()),
            )
            yield made
            if self._exclusive(made, state):
                yield from self._tested_with(claim, state)
        sessions = state.lock_sessions()
        for value, read in state.reads.items():
            if not read.sessions & sessions or not self._is_tested(value, state):
                continue
            if self._is_near(read.location, subject, state):
                name = self.values.class_of(read.location)
                yield _Protection(
                    frozenset((name,)),
                    (read.location,),
                    held_since(read, state),
                    value,
                    -1,
                    "test",
                    True,
                )

    def _tested_with(self, claim: Claim, state: State) -> Iterable[_Protection]:
        """What was tested of the claimed object in the lock session that claimed it: the claim is
        what the test leaves behind for others to see once the lock is dropped.
        """
        region = self.values.base(claim.location)
        for value, read in state.reads.items():
            same = self.values.base(read.location) == region
            if same and read.sessions & claim.session and self._is_tested(value, state):
                name = self.values.class_of(read.location)
                yield _Protection(
                    frozenset((name,)),
                    (read.location,),
                    read.locks & claim.locks,
                    value,
                    -1,
                    "tested-with-claim",
                    False,
                )

    def _is_own(self, arrival: Arrival) -> bool:
        """Whether the context was taken from where this path had pended it."""
        homes = _homes(arrival.state)
        if arrival.subject in homes.values():
            return True
        read = arrival.state.reads.get(arrival.subject)
        if read is not None and read.location in homes:
            return True
        return any(c.location in homes for c in arrival.state.claims if c.old == arrival.subject)

    def _concerns(self, claim: Claim, subject: ValueId, state: State) -> bool:
        """Whether what was claimed is the record that the context came from, or global state."""
        if claim.kind == "unlink":
            owner = self.values.entry_owner(claim.old) if claim.old >= 0 else -1
            return owner >= 0 and self.values.is_reached_from(subject, owner)
        if claim.old >= 0 and claim.old in self.values.support(subject):
            return True
        return self._is_near(claim.location, subject, state)

    def _is_near(self, at: LocationId, subject: ValueId, state: State) -> bool:
        """Whether a location is global, or in an object that the context has to do with."""
        region = self.values.base(at)
        if region.kind != "at" or self.values.support(region.key) & self.values.support(subject):
            return True
        mine = (at for at, context in _homes(state).items() if context == subject)
        return any(self.values.base(at) == region for at in mine)

    def _claim_classes(self, claim: Claim) -> frozenset[str]:
        names = {self.values.class_of(claim.location)}
        evidence = self.analysis.evidence
        if claim.kind == "unlink":
            names |= set(evidence.entry_classes(claim.old))
            for name in list(names):
                names |= evidence.members.get(name, set())
        return frozenset(names - {"*"})

    def _is_tested(self, value: ValueId, state: State) -> bool:
        return self.evaluator.range_of(value, state) != ANY or any(
            known_bits(value, state, self.values)
        )

    def _exclusive(self, protection: _Protection, state: State) -> bool:
        """Whether only one path can have made this claim."""
        if protection.kind in ("test", "tested-with-claim"):
            return False
        if protection.kind == "unlink":
            return bool(protection.locks)
        if protection.kind == "store" and not protection.locks:
            return False
        if protection.new < 0:
            return self._excludes(protection, Written(), state)
        return self._excludes(protection, written(protection.new, state, self.evaluator), state)

    def _excludes(self, protection: _Protection, change: Written, state: State) -> bool:
        """Whether the value found was certainly not one that this write leaves."""
        if protection.old < 0:
            return False
        range_ = self.evaluator.range_of(protection.old, state)
        return rules_out(range_, known_bits(protection.old, state, self.values), change)

    def _teardown_guards(self, protection: _Protection, arrival: Arrival) -> Iterable[Guard]:
        for change in self._excluded_changes(protection, arrival.state):
            kind = self.analysis.teardown_kind(change.root)
            if kind:
                span = self._span_of(protection, arrival)
                yield Guard(kind, display(change.class_name), span, change.span)

    def _excluded_changes(self, protection: _Protection, state: State) -> Iterable[Change]:
        """Changes of the state that cannot come between what the path did and the call."""
        bare = protection.kind not in ("test", "tested-with-claim")
        if bare and not self._exclusive(protection, state):
            return
        for name in sorted(protection.classes):
            for change in self._changes.get(name, ()):
                if self._excluded(protection, change, state):
                    yield change

    def _changed_at_unknown_layer(self, protection: _Protection, state: State) -> bool:
        """Whether a callout changes the state of which only the registration does not show whether
        its layer is one of teardown.
        """
        return any(
            self.analysis.may_be_teardown(change.root)
            for change in self._excluded_changes(protection, state)
        )

    def _excluded(self, protection: _Protection, change: Change, state: State) -> bool:
        """Whether the path's test and teardown's change cannot overlap, and the test said no."""
        if change.kind == "insert":
            return False
        both = protection.kind == change.kind == "atomic"
        if not both and not self._common_lock(protection, change):
            return False
        if protection.kind == "unlink" or change.kind == "unlink":
            return protection.kind == "unlink"
        return self._excludes(protection, change.written, state)

    def _common_lock(self, protection: _Protection, change: Change) -> bool:
        return any(
            self.values.class_of(lock) in change.locks and self._same_object(lock, protection)
            for lock in protection.locks
        )

    def _same_object(self, lock: LocationId, protection: _Protection) -> bool:
        """A lock inside a record protects the state of that record, not of another one."""
        mine = self.values.class_of(lock).partition(".")[0]
        for at in protection.locations:
            if self.values.class_of(at).partition(".")[0] == mine:
                return self.values.base(lock) == self.values.base(at)
        return True

    def _span_of(self, protection: _Protection, arrival: Arrival) -> Span:
        """Where the path tested or claimed the state."""
        steps = story(arrival.activation, arrival.state.trail)
        places = [s.event.span for s in steps if _is_about(s, protection)]
        return places[-1] if places else arrival.call.span

    def _changer_not_visible(self, protection: _Protection, state: State) -> bool:
        """Tested under a lock still held, and nothing in the sources ever changes that state. To
        zero it is what makes it ready for use, unless the test tells that apart.
        """
        if not protection.open or protection.kind != "test":
            return False
        return not any(
            change != Written(0) or self._excludes(protection, change, state)
            for name in protection.classes
            for change in self.analysis.stored.get(name, ())
        )

    # --- reasons -----------------------------------------------------------------------------

    def _reason(self, arrival: Arrival, protections: list[_Protection]) -> str:
        steps = story(arrival.activation, arrival.state.trail)
        failed = [s for s in steps if _is_failed_acquire(s, self.guarding)]
        if failed:
            result = failed[-1].event.detail[1]
            tested = any(self._tests(s, result) for s in steps)
            return "some-path" if tested else "result-ignored"
        if any(_is_release(s, self.guarding) for s in steps):
            return "released-before"
        if any(self._exclusive(p, arrival.state) for p in protections):
            return "claim-only"
        if any(p.kind == "test" for p in protections):
            return "claim-only"
        if self._tested_without_lock(steps):
            return "check-not-atomic"
        return "no-guard"

    def _tests(self, step: Step, value: ValueId) -> bool:
        if step.event.kind != "branch":
            return False
        return value in self.values.support(step.event.detail[0])

    def _tested_without_lock(self, steps: list[Step]) -> bool:
        """A test of state that teardown changes: anything changed, where no teardown is visible."""
        tested = {s.event.subject for s in steps if s.event.kind == "tested"}
        changes = [change for name in tested for change in self._changes.get(name, ())]
        if any(self.analysis.teardown_kind(root) for root in self.analysis.all_roots()):
            return any(self.analysis.teardown_kind(change.root) for change in changes)
        return bool(changes)


def _is_about(step: Step, protection: _Protection) -> bool:
    """Whether this step is the test or the claim."""
    kind, detail = step.event.kind, step.event.detail
    if kind in ("unlinked", "atomic"):
        return detail[0] in protection.locations
    if kind == "stored":
        return detail in protection.locations
    tested = protection.kind in ("test", "tested-with-claim")
    return bool(kind == "tested" and tested and detail[0] == protection.old)


def _is_acquire(step: Step, kind: str, at: LocationId) -> bool:
    return bool(step.event.kind == "acquired" and step.event.detail == (kind, at))


def _is_failed_acquire(step: Step, kinds: frozenset[str]) -> bool:
    return bool(step.event.kind == "acquire-failed" and step.event.detail[0] in kinds)


def _is_release(step: Step, kinds: frozenset[str]) -> bool:
    return bool(step.event.kind == "released" and step.event.detail[0] in kinds)


def _homes(state: State) -> dict[LocationId, ValueId]:
    """Where this path pended: the places that hold, or held, a context, and the context."""
    marks = state.marks.items()
    return {m[1]: c for m, c in marks if isinstance(m, tuple) and m[0] == PENDED_AT}


def _unique(guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
    seen: dict[tuple[str, str], Guard] = {}
    for guard in guards:
        seen.setdefault((guard.kind, guard.object), guard)
    return tuple(seen.values())


def display(class_name: str) -> str:
    """A location class as people write it."""
    return class_name.removeprefix("@").rpartition("::")[2]
