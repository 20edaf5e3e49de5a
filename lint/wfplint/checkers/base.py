"""What every checker shares: it listens to the exploration, collects candidates, makes findings.

A candidate seen only on a path that was followed approximately (`State.widened`) is not reported:
its root is explored again more precisely, and it must turn up on a path of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from wfplint.checkers.binding import Bound
from wfplint.checkers.explain import tell
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.checkers.verdict import display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import State, Trail
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.dataflow.witness import length
from wfplint.finding import Finding
from wfplint.source import Span


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


class Checker:
    """Base of the generic checkers. A subclass overrides the listener methods it needs."""

    name: ClassVar[str] = ""

    def __init__(self, bound: Bound, analysis: ProgramAnalysis) -> None:
        self.bound = bound
        self.params: Any = bound.params
        self.analysis = analysis
        self.engine = analysis.engine
        self.values = analysis.engine.values
        self.report: dict[str, str] = dict(bound.params.report)
        self._candidates: dict[tuple[Span, str, str], list[Candidate]] = {}

    # --- what to explore ---------------------------------------------------------------------

    def relevant(self) -> set[str]:
        """Ids of functions that every root calling them must be explored for."""
        return set()

    # --- listening ---------------------------------------------------------------------------

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
        """Remember a violation, if the rule reports this reason. The shortest path is kept."""
        if reason not in self.report:
            return
        function = activation.prepared.function.name
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
        )
        self._candidates.setdefault((span, reason, object_), []).append(candidate)

    def forget(self, functions: set[str]) -> None:
        """Drop what the roots that are these functions gave; they are explored again."""
        for key, found in self._candidates.items():
            kept = [c for c in found if c.activation.root.function not in functions]
            self._candidates[key] = kept

    def uncertain(self) -> set[str]:
        """Root functions with candidates on approximate paths only."""
        roots: set[str] = set()
        for found in self._candidates.values():
            if found and all(c.widened for c in found):
                roots |= {c.activation.root.function for c in found}
        return roots

    # --- findings ----------------------------------------------------------------------------

    def findings(self) -> Iterable[Finding]:
        """One finding for each place and reason, with its shortest path."""
        for found in self._candidates.values():
            exact = [c for c in found if not c.widened]
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
        names = {
            "function": candidate.function,
            "object": shown or "it",
            **dict(candidate.fields),
        }
        phrase = self.report[candidate.reason].format_map(_Lenient(names))
        return self.bound.message.format_map(_Lenient({**names, "reason": phrase}))


class _Lenient(dict[str, str]):
    """Placeholders are checked when rules are loaded; one that has no value here is left out."""

    def __missing__(self, key: str) -> str:
        return ""
