"""What every checker shares: it listens to the exploration, collects candidates, makes findings.

A candidate seen only on a path that was followed approximately (`State.widened`) is not reported:
its root is explored again more precisely, and it must turn up on a path of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from wfplint.checkers.binding import Bound
from wfplint.checkers.events import Interests, Matcher, Shared
from wfplint.checkers.explain import tell
from wfplint.checkers.params import Event
from wfplint.checkers.verdict import display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.replay import Path, paths_of
from wfplint.dataflow.state import Choice, State, Trail
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import length
from wfplint.finding import Edit, Finding, TraceStep
from wfplint.source import Span

REPLAYED = 4


class Candidate(NamedTuple):
    """A violation on one path: where, why, about what, and how the path got there."""

    span: Span
    function: str
    reason: str
    object: str
    activation: Activation
    trail: Trail | None
    widened: bool
    fields: tuple[tuple[str, str], ...] = ()
    macro: Span | None = None
    choices: Choice | None = None


class Checker:
    """Base of the generic checkers. A subclass overrides the listener methods it needs, and says
    in `interests` which of their calls it wants. Marks it leaves in a state start with `number`.
    """

    name: ClassVar[str] = ""

    def __init__(self, bound: Bound, shared: Shared, number: int = 0) -> None:
        self.bound = bound
        self.number = number
        self.params: Any = bound.params
        self.shared = shared
        self.places = shared.places
        self.analysis = shared.analysis
        self.engine = shared.analysis.engine
        self.values = shared.analysis.engine.values
        self.report: dict[str, str] = dict(bound.params.report)
        self._candidates: dict[tuple[Span, str, str], list[Candidate]] = {}

    @classmethod
    def burden(cls, params: Any) -> str:
        """What a checker with these parameters has states tell apart, in a word; nothing if it only
        looks. Checkers with the same burden explore together.
        """
        return ""

    # --- what to explore ---------------------------------------------------------------------

    def relevant(self) -> set[str]:
        """Ids of functions that every root calling them must be explored for."""
        return set()

    def follows(self) -> set[str]:
        """Ids of functions that calls of are to be followed whatever else they do."""
        return set()

    def pinned(self) -> set[str]:
        """Names of fields whose tests on a path matter to this checker."""
        return set()

    def kept(self) -> set[str]:
        """Fields of lent structures, `RECORD.field`, whose value at the end of a path matters."""
        return set()

    def interests(self) -> Interests:
        return Interests()

    def matcher(self, event: Event) -> Matcher:
        return Matcher(event, self.shared)

    # --- listening ---------------------------------------------------------------------------

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        """A call of a known function has returned."""

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        """A branch was taken because a value is non-zero (`truth`) or zero."""

    def returning(self, state: State, activation: Activation) -> None:
        """A function other than a root returns."""

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        """A known function is about to have this effect."""

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """Memory is about to be written."""

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """Memory was read."""

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        """A root is left in this state."""

    # --- candidates --------------------------------------------------------------------------

    def add(
        self,
        reason: str,
        span: Span,
        state: State,
        activation: Activation,
        object_: str = "",
        macro: Span | None = None,
        **fields: str,
    ) -> None:
        """Remember a violation, if the rule reports this reason. The shortest path is kept. Fields
        whose names start with an underscore are for the checker itself.
        """
        name = activation.prepared.function.name
        self.add_at(name, reason, span, state, activation, object_, macro, **fields)

    def add_at(
        self,
        function: str,
        reason: str,
        span: Span,
        state: State,
        activation: Activation,
        object_: str = "",
        macro: Span | None = None,
        **fields: str,
    ) -> None:
        """Remember a violation at a place in another function than the path ends in."""
        if reason not in self.report:
            return
        candidate = Candidate(
            span,
            function,
            reason,
            object_,
            activation,
            state.trail,
            state.widened,
            tuple(sorted(fields.items())),
            macro,
            state.choices,
        )
        self._candidates.setdefault((span, reason, object_), []).append(candidate)

    def forget(self, functions: set[str]) -> None:
        """Drop what approximate paths of these roots gave; they are explored again."""
        for key, found in self._candidates.items():
            kept = [
                c for c in found if c.activation.root.function not in functions or not c.widened
            ]
            self._candidates[key] = kept

    def uncertain(self) -> set[str]:
        """Root functions with candidates on approximate paths only."""
        return {c.activation.root.function for _, found in self._doubtful() for c in found}

    def doubted(self) -> Iterator[tuple[Root, Path]]:
        """The shortest approximate paths to what no exact path has led to, until one has."""
        for key, found in list(self._doubtful()):
            shortest = sorted(found, key=lambda c: length(c.activation, c.trail))[:REPLAYED]
            paths = (
                (c.activation.root, p) for c in shortest for p in paths_of(c.activation, c.choices)
            )
            for path in paths:
                if any(not c.widened for c in self._candidates[key]):
                    break
                yield path

    def _doubtful(self) -> Iterable[tuple[tuple[Span, str, str], list[Candidate]]]:
        for key, candidates in self._candidates.items():
            found = self.choose(candidates)
            if found and all(c.widened for c in found):
                yield key, found

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        """The candidates of one place and reason that count, seen together."""
        return found

    # --- findings ----------------------------------------------------------------------------

    def findings(self) -> Iterable[Finding]:
        """One finding for each place and reason, with its shortest path."""
        for found in self._candidates.values():
            exact = [c for c in self.choose(found) if not c.widened]
            if exact:
                best = min(exact, key=lambda c: length(c.activation, c.trail))
                yield self.finding(best)

    def finding(self, candidate: Candidate) -> Finding:
        rule = self.bound.rule
        shown = display(candidate.object)
        trace = tell(
            self.analysis,
            candidate.activation,
            candidate.trail,
            candidate.span,
            self.report[candidate.reason].format_map(_Lenient(dict(candidate.fields))),
        )
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=self.bound.severity,
            span=candidate.span,
            function=candidate.function,
            message=self.message(candidate, shown),
            reason=candidate.reason,
            object=shown,
            trace=trace,
            macro=candidate.macro,
            matched_by=f"{self.bound.checker}.report.{candidate.reason}",
        )

    def message(self, candidate: Candidate, shown: str) -> str:
        """The rule's message with the candidate's names filled in."""
        names = {"function": candidate.function, "object": shown, **dict(candidate.fields)}
        return self.filled(candidate.reason, names)

    def filled(self, reason: str, names: dict[str, str]) -> str:
        names = {**names, "object": names.get("object") or "it"}
        phrase = self.report[reason].format_map(_Lenient(names))
        return self.bound.message.format_map(_Lenient({**names, "reason": phrase}))

    def static_finding(
        self,
        reason: str,
        span: Span,
        function: str,
        object_: str = "",
        macro: Span | None = None,
        edits: tuple[Edit, ...] = (),
        **fields: str,
    ) -> Finding:
        """A finding that no path is needed for."""
        rule = self.bound.rule
        shown = display(object_)
        names = {"function": function, "object": shown, **fields}
        phrase = self.report[reason].format_map(_Lenient(names))
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=self.bound.severity,
            span=span,
            function=function,
            message=self.filled(reason, names),
            reason=reason,
            object=shown,
            trace=(TraceStep(span, phrase),),
            edits=edits,
            macro=macro,
            matched_by=f"{self.bound.checker}.report.{reason}",
        )


class _Lenient(dict[str, str]):
    """Placeholders are checked when rules are loaded; one that has no value here is left out."""

    def __missing__(self, key: str) -> str:
        return ""
