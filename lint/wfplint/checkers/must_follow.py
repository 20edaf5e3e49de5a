"""must-follow: around each event stands another, on every path."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.call_context import UNKNOWN_ROLES
from wfplint.checkers.events import Interests, Matcher, name_of
from wfplint.checkers.places import entry_of, names_of
from wfplint.checkers.preceding import Before, Due
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import Event, State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import story
from wfplint.finding import Finding
from wfplint.source import Span


class MustFollowChecker(Checker):
    """See `params.MustFollow`. Marks: `due` the event that waits for its requirement, `with` that
    `only_with` happened; those for `before` are kept by `Before`.
    """

    name: ClassVar[str] = "must-follow"

    @classmethod
    def burden(cls, params: Any) -> str:
        if params.order == "before":
            return "tests" if params.event.reads else "before"
        return "ends:" + ",".join(params.event.layers if params.event.calls else ())

    @cached_property
    def event(self) -> Matcher:
        return self.matcher(self.params.event)

    @cached_property
    def required(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.requires]

    @cached_property
    def companion(self) -> Matcher | None:
        return self.matcher(self.params.only_with) if self.params.only_with else None

    @cached_property
    def before(self) -> Before:
        scoped = self.params.same_object and self.companion is not None
        return Before(self.number, self.params.same_object, scoped, self.report_missing)

    @cached_property
    def _is_active(self) -> bool:
        if not self.event.functions() or (self.companion and not self.companion.functions()):
            return False
        needed = [self.matcher(event) for event in self.params.only_if]
        return not needed or any(_stands(m) for m in needed)

    @cached_property
    def _writes(self) -> list[Matcher]:
        return [m for m in self.required if m.event.writes]

    # --- what to explore ---------------------------------------------------------------------

    def relevant(self) -> set[str]:
        if not self._is_active:
            return set()
        roots = {r.function for r in self.event.roots()}
        if self.companion is not None:
            roots &= self.analysis.scope.above(self.companion.functions())
        return roots

    def follows(self) -> set[str]:
        if not self._is_active:
            return set()
        written = set().union(*(m.functions() for m in self._writes)) if self._writes else set()
        tested = [m for m in self.required if m.event.tests]
        return self.event.functions() | written | set().union(*(m.functions() for m in tested))

    def pinned(self) -> set[str]:
        names = self.event.pinned() if self._is_active else set()
        return names.union(*(m.pinned() for m in self.required)) if self._is_active else names

    def kept(self) -> set[str]:
        names = {m.field for m in self._writes} if self._is_active else set()
        if names and self.event.event.writes:
            names.add(self.event.field)
        return names

    def interests(self) -> Interests:
        if not self._is_active:
            return Interests()
        before = self.params.order == "before"
        fallible = bool(self.event.event.calls) and not before
        wants = self.event.interests() | Interests(ends=not before, branches=fallible)
        if self.companion is not None:
            wants |= self.companion.interests() | Interests(returns=before)
        for matcher in self.required:
            if not matcher.event.tests and not (before and matcher.event.writes):
                wants |= matcher.interests()
        return wants

    # --- listening ---------------------------------------------------------------------------

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        for matcher in self.required:
            if matcher.is_call(call, result, state) and matcher.allows(state, activation):
                self._met(matcher.object_of(call, state), state, activation)
        companion = self.companion
        if companion is not None and companion.is_call(call, result, state):
            state.marks[(self.number, "with")] = True
            self.before.accompanied(state, activation)
        if self.event.is_call(call, result, state) and self.event.allows(state, activation):
            about = self.event.object_of(call, state)
            due = Due(
                call.span, call.facts.name, name_of(about, self.event, state),
                activation.prepared.function.name, call.macro, about,
                result if call.facts.result == "status" else -1,
            )  # fmt: skip
            self._happened(due, state, activation)

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        """A call that turns out to have failed was no event; a status that is not STATUS_SUCCESS is
        one of failure to whoever compares it so.
        """
        due = state.marks.get((self.number, "due")) if state.marks else None
        if due is None or due.status not in self.values.support(value):
            return
        range_ = self.engine.evaluator.range_of(due.status, state)
        if decide(range_, "<", 0) or not range_.admits(0):
            del state.marks[(self.number, "due")]

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        name = self.values.class_of(at)
        if any(name == matcher.field for matcher in self._writes):
            state.note(Event("written", span, name))
        if not self.event.event.writes or name != self.event.field:
            return
        if self.event.is_write(value, state) is not True:
            state.marks.pop((self.number, "due"), None)
        elif self.event.allows(state, activation):
            function = activation.prepared.function
            state.marks[(self.number, "due")] = Due(span, "", "", function.name)

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        if not self.event.event.reads or not self.event.allows(state, activation):
            return
        region, steps = self.values.locations[at]
        structure = self.values.location(region, steps[:-1])
        if any(m.is_tested(structure, state) for m in self.required):
            return
        function = activation.prepared.function
        about = self.values.pointer(at)
        due = Due(span, "", self.values.class_of(at), function.name, about=about)
        self.before.missing(due, state, activation)

    def _happened(self, due: Due, state: State, activation: Activation) -> None:
        if self.params.order == "before":
            self.before.happened(due, state, activation)
        else:
            state.marks.setdefault((self.number, "due"), due)

    def _met(self, about: ValueId, state: State, activation: Activation) -> None:
        """A requirement is met, for an object."""
        if self.params.order == "before":
            self.before.met(about, state, activation)
            return
        due = state.marks.get((self.number, "due"))
        if due is not None and (not self.params.same_object or due.about == about):
            del state.marks[(self.number, "due")]

    def returning(self, state: State, activation: Activation) -> None:
        if state.marks:
            self.before.returning(state, activation)

    # --- at the end --------------------------------------------------------------------------

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        if self.params.order == "before" or "havoc" in state.marks:
            return
        if activation.root.role in UNKNOWN_ROLES:
            return
        if self.event.event.enters:
            due = self._entered(state, activation)
        else:
            due = state.marks.get((self.number, "due"))
        if due is None or (self.companion and (self.number, "with") not in state.marks):
            return
        problem = self._at_end(state, activation)
        if problem:
            self._report(problem, due, state, activation)

    def _entered(self, state: State, activation: Activation) -> Due | None:
        event = self.event.event
        if activation.root.role != event.enters or not self.event.allows(state, activation):
            return None
        function = entry_of(self.analysis, activation)
        return Due(function.name_span, "", "", function.name)

    def _at_end(self, state: State, activation: Activation) -> str:
        """The reason to report, if the requirement does not hold at the end of this path."""
        if not self._writes:
            return "missing"
        problems = [self._final(matcher, state, activation) for matcher in self._writes]
        return "" if "" in problems else problems[0]

    def _final(self, matcher: Matcher, state: State, activation: Activation) -> str:
        """What is wrong with the last write to the field; nothing where it is not known."""
        record, _, field = matcher.field.partition(".")
        index = self.places.parameter_of(activation.root, record)
        if index is None:
            return ""
        at = self.values.named(self.values.pointee(self.places.argument(activation, index)), field)
        content = state.mem.get(at)
        if content is None:
            region = self.values.base(at)
            changed = region in state.epochs or None in state.epochs
            return "" if changed else "missing"
        known = matcher.is_write(content, state)
        if known is not None:
            return "" if known else "contradicted"
        if matcher.is_unchanged(content, self.values.memory(at, 0), state):
            return "missing"
        # What merged paths left there tells nothing; the exact ones are to be looked at.
        return "contradicted" if state.widened else ""

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        """Not where an event on the way lacked the same before: that is where the mistake is."""
        return [candidate for candidate in found if not self._is_later(candidate)]

    def _is_later(self, candidate: Candidate) -> bool:
        about = dict(candidate.fields).get("_about")
        return about is not None and any(
            step.event.kind == "lacking" and str(step.event.detail) == about
            for step in story(candidate.activation, candidate.trail)
        )

    def finding(self, candidate: Candidate) -> Finding:
        """What a write contradicts is told where it was written last."""
        found = super().finding(candidate)
        steps = story(candidate.activation, candidate.trail)
        fields = {matcher.field for matcher in self._writes}
        written = [
            step.event.span
            for step in steps
            if step.event.kind == "written" and step.event.subject in fields
        ]
        if candidate.reason != "contradicted" or not written:
            return found
        *before, ending = found.trace
        return found._replace(trace=(*before, ending._replace(span=written[-1])))

    def report_missing(self, due: Due, state: State, activation: Activation) -> None:
        """For what should stand before the event."""
        self._report("missing", due, state, activation)
        if due.about >= 0:
            state.note(Event("lacking", due.span, due.object, due.about))

    def _report(self, reason: str, due: Due, state: State, activation: Activation) -> None:
        if "havoc" in state.marks:
            return
        layers = names_of(self.places.layers(state, activation))
        about = {"_about": str(due.about)} if due.about >= 0 else {}
        self.add_at(
            due.function, reason, due.span, state, activation, due.object, due.macro,
            call=due.call, layer=layers, **about,
        )  # fmt: skip


def _stands(matcher: Matcher) -> bool:
    """Whether an event stands somewhere that a root of the right role reaches."""
    limited = matcher.event.outside_roles or matcher.event.roles
    return bool(matcher.roots() if limited else matcher.functions())
