"""at-most-once: an event happens no second time on a path, in an activation, for one object."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.events import Interests, Matcher, name_of
from wfplint.checkers.verdict import Judge
from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import ANY, decide
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.evidence import Arrival
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import COMPLETED, PENDED, State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import story
from wfplint.finding import Finding
from wfplint.source import Span


class _Meeting(NamedTuple):
    """An event of another root, on an object that it got from outside."""

    function: str
    role: str


class _Earlier(NamedTuple):
    """A call of the earlier event: what it is about, and the status it returned (-1: none)."""

    about: ValueId
    status: ValueId


class AtMostOnceChecker(Checker):
    """See `params.AtMostOnce`."""

    name: ClassVar[str] = "at-most-once"

    @classmethod
    def burden(cls, params: Any) -> str:
        if params.scope == "activation":
            return "once:" + ",".join(params.event.calls)
        if params.scope == "driver":
            return "looked"
        return "after" if params.after else ""

    @cached_property
    def event(self) -> Matcher:
        return self.matcher(self.params.event)

    @cached_property
    def earlier(self) -> Matcher | None:
        return self.matcher(self.params.after) if self.params.after else None

    @cached_property
    def _elsewhere(self) -> list[_Meeting]:
        return []

    def relevant(self) -> set[str]:
        functions = self.event.functions()
        if self.params.distinct and not self._has_both():
            return set()
        if self.earlier is not None:
            return self._where_after() if functions else set()
        if self.params.scope in ("driver", "activation"):
            return {r.function for r in self.event.roots()}
        return functions

    def _where_after(self) -> set[str]:
        """Functions with the earlier event, if roots of both kinds reach the event."""
        assert self.earlier is not None
        scope, functions = self.analysis.scope, self.event.functions()
        there = [r.function for r in self.analysis.all_roots() if r.role in self.params.also_in]
        if not functions & scope.below(there):
            return set()
        return scope.above(self.earlier.functions()) & scope.above(functions)

    def _has_both(self) -> bool:
        """Whether some root reaches calls of two different functions."""
        reach = [
            self.analysis.scope.above({s.function for s in self.shared.sightings.calls[name]})
            for name in self.event.names
            if name in self.shared.sightings.calls
        ]
        roots = {r.function for r in self.event.roots()}
        return any(a & b & roots for i, a in enumerate(reach) for b in reach[:i])

    def interests(self) -> Interests:
        if not self.relevant():
            return Interests()
        scope = self.params.scope
        wants = self.event.interests() | Interests(typestate=True)
        if scope in ("path", "driver") or (scope == "object" and self.earlier is not None):
            types = [type(e) for s in self.event.sites() for e in s.facts.effects]
            tested = scope == "driver" or self.earlier is not None
            wants = Interests(effects=frozenset(types), branches=tested, typestate=True)
        if self.earlier is not None:
            wants |= self.earlier.interests()
        return wants

    # --- listening ---------------------------------------------------------------------------

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if call.facts.name not in self.event.names and not self.event.is_effect(effect):
            return
        if not self.event.allows(state, activation):
            return
        if self.params.scope == "path":
            self._on_path(effect, call, state, activation)
        elif self.params.scope == "driver":
            self._in_driver(effect, call, state, activation)
        elif self.params.scope == "object":
            self._on_object(effect, call, state, activation)

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        if self.earlier is not None:
            if self.earlier.is_call(call, result, state):
                about = self.earlier.object_of(call, state)
                status = result if call.facts.result == "status" else -1
                state.marks[(self.number, "after")] = _Earlier(about, status)
        elif (
            self.params.scope == "activation"
            and self.event.is_call(call, result, state)
            and self.event.allows(state, activation)
        ):
            self._in_activation(call, state, activation)

    def _on_path(
        self, effect: fx.Effect, call: KnownCall, state: State, activation: Activation
    ) -> None:
        about = self.event.effect_object(effect, call, state)
        if self.engine.evaluator.number(about, state) == 0:
            return
        if isinstance(effect, fx.Complete):
            again = state.contexts.get(about) == COMPLETED
            again = again and not self._may_be_another(about, state, activation)
        else:
            again = (self.number, about) in state.marks
            state.marks[(self.number, about)] = True
        if again:
            self._add(call, name_of(about, self.event, state), state, activation)

    def _may_be_another(self, about: ValueId, state: State, activation: Activation) -> bool:
        """Whether the record was found in shared memory, and looked up under a lock again since the
        first completion: it may be another one then.
        """
        found = [p for p in self.values.support(about) - {about} if self._is_loaded(p, state)]
        if not found:
            return False
        kinds = [
            "first" if step.event.kind == "completed" and step.event.detail == about
            else step.event.kind
            for step in story(activation, state.trail)
        ]  # fmt: skip
        return "locked" in kinds[kinds.index("first") :] if "first" in kinds else True

    def _is_loaded(self, value: ValueId, state: State) -> bool:
        kind, payload = self.values.terms[value]
        if kind != "sym" or payload[0] in ("argument", "result", "pointer"):
            return False
        return payload[0] != "memory" or not self.engine.memory.is_private(payload[1], state)

    def _in_activation(self, call: KnownCall, state: State, activation: Activation) -> None:
        """In one call of a root; with `distinct`, another of the functions named."""
        name = call.facts.name
        before = sorted(
            mark[1] for mark in state.marks if isinstance(mark, tuple) and mark[0] == self.number
        )
        others = [n for n in before if n != name] if self.params.distinct else before
        if others:
            self._add(call, "", state, activation, other=others[0])
        state.marks[(self.number, name)] = True

    def _in_driver(
        self, effect: fx.Effect, call: KnownCall, state: State, activation: Activation
    ) -> None:
        """Unless the place where the result is kept was looked at before."""
        operand = getattr(effect, "object", None)
        if operand is None:
            return
        at = self.engine.interpreter.operand_location(operand, call)
        content = self.engine.evaluator.content(at, state)
        if self.values.constant(content) is not None:
            known = (self.number, "found-empty") in state.marks
        else:
            known = self.engine.evaluator.range_of(content, state) != ANY
        if not known:
            self._add(call, self.values.class_of(at), state, activation)

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        """A path has looked at a place that outlives it, and found it empty; or an earlier event
        turns out to have failed.
        """
        before = state.marks.get((self.number, "after")) if state.marks else None
        if (
            before is not None
            and before.status in self.values.support(value)
            and decide(self.engine.evaluator.range_of(before.status, state), "<", 0)
        ):
            del state.marks[(self.number, "after")]
        if self.params.scope == "driver" and any(
            self._is_loaded(part, state) and self.engine.evaluator.number(part, state) == 0
            for part in self.values.support(value)
        ):
            state.marks[(self.number, "found-empty")] = True

    def _on_object(
        self, effect: fx.Effect, call: KnownCall, state: State, activation: Activation
    ) -> None:
        about = self.event.effect_object(effect, call, state)
        root = activation.root
        if root.role in self.params.also_in:
            if self._came_from_outside(about, activation):
                self._elsewhere.append(_Meeting(root.function, root.role))
            return
        before = state.marks.get((self.number, "after"))
        if before is not None and self._holds(about, before.about):
            self._add(call, name_of(about, self.event, state), state, activation)

    def _holds(self, record: ValueId, value: ValueId) -> bool:
        """Whether the value was loaded from the record itself."""
        kind, payload = self.values.terms[value]
        if kind != "sym" or payload[0] != "memory":
            return False
        return bool(self.values.base(payload[1]).key == record)

    def _came_from_outside(self, about: ValueId, activation: Activation) -> bool:
        count = len(self.analysis.program.functions[activation.root.function].parameters)
        arguments = {self.places.argument(activation, i) for i in range(count)}
        return bool(arguments & self.values.support(about))

    def _add(
        self, call: KnownCall, object_: str, state: State, activation: Activation, other: str = ""
    ) -> None:
        if "havoc" not in state.marks:
            self.add(
                "again", call.span, state, activation, object_, call.macro,
                call=call.facts.name, other=other,
            )  # fmt: skip

    # --- findings ----------------------------------------------------------------------------

    def findings(self) -> Iterable[Finding]:
        if self.params.scope == "object" and self.earlier is None:
            yield from self._by_two()
            return
        for finding in super().findings():
            if self.params.also_in:
                if not self._elsewhere:
                    continue
                other = self.analysis.program.functions[self._elsewhere[0].function].name
                finding = finding._replace(message=finding.message.replace("\0", other))
            yield finding

    def message(self, candidate: Candidate, shown: str) -> str:
        text = super().message(candidate, shown)
        if not self.params.also_in:
            return text
        names = {**dict(candidate.fields), "other": "\0", "function": candidate.function}
        return self.filled(candidate.reason, {**names, "object": shown})

    def _by_two(self) -> Iterable[Finding]:
        """Sites in two roots that get the object from the same place, where neither takes it."""
        judge = Judge(self.analysis, ())
        completions = self.analysis.evidence.completions
        taking = {_place(a) for a in completions if judge.is_taken(a)}
        open_: dict[str, list[Arrival]] = {}
        for arrival in completions:
            name = self._shared_place(arrival)
            if name and not arrival.state.widened and _place(arrival) not in taking:
                open_.setdefault(name, []).append(arrival)
        for name, arrivals in open_.items():
            pair = self._two(arrivals)
            if pair is not None:
                yield self._meeting(name, *pair)

    def _two(self, arrivals: list[Arrival]) -> tuple[Arrival, Arrival] | None:
        """The first two arrivals, in the order of the source, in different roots: at one call only
        where they do not both complete what they alone were given.
        """
        ordered = sorted(arrivals, key=lambda a: (a.call.span.path, a.call.span.start))
        for first in ordered:
            for second in ordered:
                if second.activation.root.function == first.activation.root.function:
                    continue
                if second.call.span != first.call.span or not (
                    self._is_given(first) and self._is_given(second)
                ):
                    return first, second
        return None

    def _is_given(self, arrival: Arrival) -> bool:
        """Whether the root got the object as its parameter, as deferred work gets its record."""
        at = self._came_from(arrival.subject, arrival.state)
        function = self.analysis.program.functions[arrival.activation.root.function]
        given = {
            self.places.argument(arrival.activation, i) for i in range(len(function.parameters))
        }
        return at is not None and bool(given & self.values.location_support(at))

    def _shared_place(self, arrival: Arrival) -> str:
        """The class of the place the context was loaded from, if others can find it there too."""
        state, subject = arrival.state, arrival.subject
        effect = arrival.effect
        if not self.event.is_effect(effect) or state.contexts.get(subject) == PENDED:
            return ""
        if self.engine.evaluator.number(subject, state) == 0:
            return ""
        at = self._came_from(subject, state)
        if at is None or self.engine.memory.is_private(at, state):
            return ""
        name = self.values.class_of(at)
        return "" if name.startswith("*") else name

    def _came_from(self, subject: ValueId, state: State) -> LocationId | None:
        """The place a context was loaded from, by an interlocked operation or not."""
        kind, payload = self.values.terms[subject]
        if kind == "sym" and payload[0] == "memory":
            at: LocationId = payload[1]
            return at
        read = state.reads.get(subject) if kind == "sym" and payload[0] == "atomic" else None
        return read.location if read is not None else None

    def _meeting(self, name: str, first: Arrival, second: Arrival) -> Finding:
        """The other function: the one that completes or, where that is the same, its root."""
        other = second.activation.prepared.function.name
        if second.call.span == first.call.span:
            other = self.analysis.program.functions[second.activation.root.function].name
        candidate = Candidate(
            first.call.span,
            first.activation.prepared.function.name,
            "again",
            name,
            first.activation,
            first.state.trail,
            False,
            (("call", first.call.facts.name), ("other", other)),
            first.call.macro,
        )
        return self.finding(candidate)


def _place(arrival: Arrival) -> tuple[Span, str]:
    """A call as one root makes it."""
    return arrival.call.span, arrival.activation.root.function
