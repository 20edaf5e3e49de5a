"""Judges one arrival at a completion: guarded by what, inline, unguarded why, or not known.

"Guarded" means that the path has the shape of the reported mitigation: a reference of a guarding
kind is held, or state that teardown code changes was tested or claimed so that test and change
exclude each other. It does not mean safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from wfplint import ir
from wfplint.checkers.list_uses import ListUses
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.dataflow import effects as fx
from wfplint.dataflow.evidence import Arrival, Change
from wfplint.dataflow.protection import Protection, homes
from wfplint.dataflow.state import PENDED, PUBLISHED
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import Step, callee_name, story
from wfplint.dataflow.writes import Written
from wfplint.finding import Guard, Verdict
from wfplint.program.pointers import static_class
from wfplint.source import Span


class Judgement(NamedTuple):
    """The verdict on one arrival; `guards` for guarded, `reason` for the others."""

    verdict: Verdict
    reason: str = ""
    guards: tuple[Guard, ...] = ()


class Judge:
    """Judges arrivals of one program. `guarding` are the kinds of reference that guard."""

    def __init__(self, analysis: ProgramAnalysis, guarding: Iterable[str]) -> None:
        self.analysis = analysis
        self.guarding = frozenset(guarding)
        self.values = analysis.engine.values
        self._found = analysis.engine.memory.protections
        self._list_uses = ListUses(analysis.scope)
        self._balanced: dict[str, bool] = {}
        self._changes: dict[str, list[Change]] = {}
        for change in analysis.evidence.changes:
            self._changes.setdefault(change.class_name, []).append(change)

    def judge(self, arrival: Arrival) -> Judgement:
        state = arrival.state
        typestate = state.contexts.get(arrival.subject)
        if typestate == PENDED:
            return Judgement(Verdict.INLINE)
        protections = self._protections(arrival)
        guards = self._held_guards(arrival)
        guards += tuple(g for p in protections for g in self._teardown_guards(p, arrival))
        if guards:
            return Judgement(Verdict.GUARDED, "", _unique(guards))
        own = typestate == PUBLISHED or self._is_own(arrival)
        if own and any(p.exclusive for p in protections):
            return Judgement(Verdict.INLINE)
        if "havoc" in state.marks:
            return Judgement(Verdict.UNKNOWN, "not-lowered")
        if state.widened:
            return Judgement(Verdict.UNKNOWN, "cap-reached")
        if any(
            self._changer_not_visible(p) or self._changed_at_unknown_layer(p) for p in protections
        ):
            return Judgement(Verdict.UNKNOWN, "teardown-not-visible")
        return Judgement(Verdict.UNGUARDED, self._reason(arrival, protections))

    def is_taken(self, arrival: Arrival) -> bool:
        """Whether only this path can have got the context: claimed, or tested under a lock that is
        still held.
        """
        protections = self._protections(arrival)
        return any(p.exclusive or (p.kind == "test" and p.locks) for p in protections)

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

    def _protections(self, arrival: Arrival) -> list[Protection]:
        found = self._found.of(arrival.state, arrival.subject)
        return [p for p in found if not self._is_given_back(p)]

    def _classes(self, protection: Protection) -> frozenset[str]:
        """Its classes; of an entry of a list, those of all lists that it may be on."""
        if protection.kind != "unlink":
            return protection.classes
        members = self.analysis.evidence.members
        return protection.classes.union(*(members.get(n, ()) for n in protection.classes))

    def _is_own(self, arrival: Arrival) -> bool:
        """Whether the context was taken from where this path had pended it."""
        pended = homes(arrival.state)
        if arrival.subject in pended.values():
            return True
        read = arrival.state.reads.get(arrival.subject)
        if read is not None and read.location in pended:
            return True
        return any(c.location in pended for c in arrival.state.claims if c.old == arrival.subject)

    def _teardown_guards(self, protection: Protection, arrival: Arrival) -> Iterable[Guard]:
        for change in self._excluded_changes(protection):
            kind = self.analysis.teardown_kind(change.root)
            if kind:
                span = self._span_of(protection, arrival)
                yield Guard(kind, display(change.class_name), span, change.span)

    def _excluded_changes(self, protection: Protection) -> Iterable[Change]:
        """Changes of the state that cannot come between what the path did and the call."""
        if not protection.is_test and not protection.exclusive:
            return
        for name in sorted(self._classes(protection)):
            for change in self._changes.get(name, ()):
                if _excluded(protection, change):
                    yield change

    def _is_given_back(self, protection: Protection) -> bool:
        """Whether teardown may take again what was claimed, from a list that it was put on."""
        if not protection.put_on:
            return False
        ends = self.analysis.teardown_kind, self.analysis.may_be_teardown
        takers = {
            change.root
            for name in self._classes(protection)
            for change in self._changes.get(name, ())
            if change.kind == "unlink" and any(is_end(change.root) for is_end in ends)
        }
        return any(self._finds_again(taker.function, protection) for taker in takers)

    def _finds_again(self, taker: str, protection: Protection) -> bool:
        """Whether a root looks at a list that the claimed entry was put on. One that looks at no
        list of such entries finds them by other ways, whatever list they are on.
        """
        if any(name.startswith("*") for name in protection.put_on):
            return True
        lists = self._classes(protection) & self.analysis.evidence.lists
        seen = self._list_uses.seen_from(taker)
        return not seen.isdisjoint(protection.put_on) or seen.isdisjoint(lists)

    def _changed_at_unknown_layer(self, protection: Protection) -> bool:
        """Whether a callout changes the state of which only the registration does not show whether
        its layer is one of teardown.
        """
        return any(
            self.analysis.may_be_teardown(change.root)
            for change in self._excluded_changes(protection)
        )

    def _span_of(self, protection: Protection, arrival: Arrival) -> Span:
        """Where the path tested or claimed the state."""
        steps = story(arrival.activation, arrival.state.trail)
        places = [s.event.span for s in steps if _is_about(s, protection)]
        return places[-1] if places else arrival.call.span

    def _changer_not_visible(self, protection: Protection) -> bool:
        """Tested under a lock still held, and nothing in the sources ever changes that state. To
        zero it is what makes it ready for use, unless the test tells that apart.
        """
        if not protection.open or protection.kind != "test":
            return False
        return not any(
            change != Written(0) or protection.excludes(change)
            for name in protection.classes
            for change in self.analysis.stored.get(name, ())
        )

    # --- reasons -----------------------------------------------------------------------------

    def _reason(self, arrival: Arrival, protections: list[Protection]) -> str:
        steps = self._unsettled(story(arrival.activation, arrival.state.trail))
        failed = [s for s in steps if _is_failed_acquire(s, self.guarding)]
        if failed:
            result = failed[-1].event.detail[1]
            tested = any(self._tests(s, result) for s in steps)
            return "some-path" if tested else "result-ignored"
        if any(_is_release(s, self.guarding) for s in steps):
            return "released-before"
        trusted = [p for p in protections if p.exclusive or p.kind == "test"]
        if trusted:
            classes = set().union(*(self._classes(p) for p in trusted))
            return "wrong-layer" if self.analysis.changed_elsewhere(classes) else "claim-only"
        if self._tested_without_lock(steps):
            return "check-not-atomic"
        return "no-guard"

    def _unsettled(self, steps: list[Step]) -> list[Step]:
        """Without what happened in calls that have returned and give back whatever they take."""
        left, within = [], ""
        for step in steps:
            if step.open:
                left.append(step)
                within = callee_name(step.event)
            elif not self._is_balanced(within):
                left.append(step)
        return left

    def _is_balanced(self, function: str) -> bool:
        """Whether a function, with what it calls, takes and gives back references that guard."""
        known = self._balanced.get(function)
        if known is None:
            kinds = {
                type(effect)
                for name in self.analysis.scope.below([function])
                for _, effect in self.analysis.scope.effects_of.get(name, ())
                if isinstance(effect, (fx.Acquire, fx.Release)) and effect.kind in self.guarding
            }
            known = self._balanced[function] = len(kinds) == 2
        return known

    def _tests(self, step: Step, value: ValueId) -> bool:
        """Whether a step branches on the value, or on what is decided by it."""
        if step.event.kind != "branch":
            return False
        tested = step.event.detail[0]
        return value in self.values.support(tested) or self.values.constant(tested) is not None

    def _tested_without_lock(self, steps: list[Step]) -> bool:
        """A test of state that teardown changes: anything changed, where no teardown is visible."""
        tested = {s.event.subject for s in steps if s.event.kind == "tested"}
        changes = [change for name in tested for change in self._changes.get(name, ())]
        if any(self.analysis.teardown_kind(root) for root in self.analysis.all_roots()):
            return any(self.analysis.teardown_kind(change.root) for change in changes)
        return bool(changes)


def _excluded(protection: Protection, change: Change) -> bool:
    """Whether the path's test and teardown's change cannot overlap, and the test said no."""
    if change.kind == "insert":
        return False
    both = protection.kind == change.kind == "atomic"
    if not both and not protection.locks & change.locks:
        return False
    if protection.kind == "unlink" or change.kind == "unlink":
        return protection.kind == "unlink"
    return protection.excludes(change.written)


def _is_about(step: Step, protection: Protection) -> bool:
    """Whether this step is the test or the claim."""
    kind, subject, detail = step.event.kind, step.event.subject, step.event.detail
    at, value = protection.spots
    if kind in ("unlinked", "atomic", "stored"):
        changed = detail if kind == "stored" else detail[0]
        return changed == at if at >= 0 else subject in protection.classes
    return bool(kind == "tested" and protection.is_test and detail[0] == value)


def _is_acquire(step: Step, kind: str, at: LocationId) -> bool:
    return bool(step.event.kind == "acquired" and step.event.detail == (kind, at))


def _is_failed_acquire(step: Step, kinds: frozenset[str]) -> bool:
    return bool(step.event.kind == "acquire-failed" and step.event.detail[0] in kinds)


def _is_release(step: Step, kinds: frozenset[str]) -> bool:
    return bool(step.event.kind == "released" and step.event.detail[0] in kinds)


def _unique(guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
    seen: dict[tuple[str, str], Guard] = {}
    for guard in guards:
        seen.setdefault((guard.kind, guard.object), guard)
    return tuple(seen.values())


def display(class_name: str) -> str:
    """A location class as people write it."""
    return class_name.removeprefix("@").rpartition("::")[2]
