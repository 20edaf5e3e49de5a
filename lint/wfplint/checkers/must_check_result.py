"""must-check-result: the result of a call is tested before it matters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from wfplint import ir
from wfplint.checkers.base import Checker
from wfplint.checkers.events import Interests, Matcher, name_of
from wfplint.checkers.origins import Origins, definitions
from wfplint.checkers.sightings import CallSite
from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import NEGATED, TESTS, KnownCall
from wfplint.dataflow.prepared import variables_of
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId
from wfplint.dataflow.witness import story
from wfplint.finding import Finding
from wfplint.program.pointers import static_class
from wfplint.source import Span


class MustCheckResultChecker(Checker):
    """See `params.MustCheckResult`. What is ignored shows without following paths; use on the path
    of failure does not.
    """

    name: ClassVar[str] = "must-check-result"

    @classmethod
    def burden(cls, params: Any) -> str:
        return "failures" if "used-on-failure" in dict(params.report) else ""

    @cached_property
    def events(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.events]

    @cached_property
    def _needed(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.only_if]

    @cached_property
    def _is_active(self) -> bool:
        return not self._needed or any(m.functions() for m in self._needed)

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.analysis.program, self.shared.sightings)

    @cached_property
    def _fallible(self) -> list[Matcher]:
        """Events with an effect that takes place on success only."""
        return [m for m in self.events if m.effect_type in (fx.Acquire, fx.Pend) and m.functions()]

    def relevant(self) -> set[str]:
        if "used-on-failure" not in self.report or not self._is_active:
            return set()
        return set().union(*(m.functions() for m in self._fallible))

    def interests(self) -> Interests:
        if "used-on-failure" not in self.report or not self._is_active:
            return Interests()
        wants = Interests()
        for matcher in self._fallible:
            wants |= matcher.interests()
        if any(wants):
            wants |= Interests(effects=frozenset((fx.Complete,)), typestate=True)
        return wants

    # --- used on failure ---------------------------------------------------------------------

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        for matcher in self._fallible:
            effect = matcher.effect_of(call)
            if effect is None:
                continue
            when = getattr(effect, "when", "always")
            mark = (self.number, call.span, call.facts.name, call.macro)
            if when == "always" or not self._has_failed(result, when, state):
                state.marks.pop(mark, None)
                continue
            state.marks[mark] = (self._at_stake(effect, call, state), result)

    def _has_failed(self, result: ValueId, when: str, state: State) -> bool:
        range_ = self.engine.evaluator.range_of(result, state)
        return decide(range_, *TESTS[NEGATED[when]]) is True

    def _at_stake(self, effect: fx.Effect, call: KnownCall, state: State) -> ValueId:
        """What must not be used now: the place of the context, or the object."""
        interpreter = self.engine.interpreter
        if isinstance(effect, fx.Pend):
            return self.values.pointer(interpreter.operand_location(effect.context, call))
        assert isinstance(effect, fx.Acquire)
        return self.values.pointer(interpreter.operand_object(effect.object, call, state))

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if not state.marks or not isinstance(effect, fx.Complete):
            return
        context = self.engine.interpreter.operand_value(effect.context, call, state)
        for mark in [m for m in state.marks if isinstance(m, tuple) and m[0] == self.number]:
            at_stake, _ = state.marks[mark]
            if not self._is_used(at_stake, context, state):
                continue
            if not self._asks(at_stake, state, activation):
                _, span, name, macro = mark
                object_ = name_of(at_stake, self.events[0], state)
                self.add("used-on-failure", span, state, activation, object_, macro, call=name)
                del state.marks[mark]

    def _is_used(self, at_stake: ValueId, context: ValueId, state: State) -> bool:
        """Whether a completion depends on what failed: its context is the content of that place, or
        comes from the record that holds the object.
        """
        if self.engine.evaluator.number(context, state) == 0:
            return False
        at = self.values.pointee(at_stake)
        if self.engine.evaluator.content(at, state) == context:
            return True
        region = self.values.base(at)
        return region.kind == "at" and region.key in self.values.support(context)

    def _asks(self, at_stake: ValueId, state: State, activation: Activation) -> bool:
        """Whether the path has looked, since the failure, at what the record says of itself: a flag
        may hold what became of the call.
        """
        region = self.values.base(self.values.pointee(at_stake))
        kinds = [step.event for step in story(activation, state.trail)]
        failed = [n for n, e in enumerate(kinds) if e.kind in ("acquire-failed", "pend-failed")]
        later = kinds[failed[-1] :] if failed else []
        return any(e.kind == "tested" and self.values.base(e.detail[1]) == region for e in later)

    # --- ignored -----------------------------------------------------------------------------

    def findings(self) -> Iterable[Finding]:
        ignored: set[Span] = set()
        if self._is_active:
            for matcher in self.events:
                for site in matcher.sites():
                    if site.call.span not in ignored and self._is_ignored(site, matcher):
                        ignored.add(site.call.span)
                        yield self._ignored(site, matcher)
        for finding in super().findings():
            if finding.span not in ignored:
                yield finding

    def _is_ignored(self, site: CallSite, matcher: Matcher) -> bool:
        event = matcher.event
        if event.roles or event.outside_roles:
            above = self.analysis.scope.above([site.function])
            roots = [r for r in self.analysis.all_roots() if r.function in above]
            if not any(matcher.allows_role(r) for r in roots):
                return False
        if "ignored" not in self.report or site.facts.result == "void":
            return False
        if self.params.same_object and not self._may_be_needed(site, matcher):
            return False
        if site.call.dst is None:
            return True
        function = self.analysis.program.functions[site.function]
        return site.call.dst not in useful(function, site, self._logs(function))

    def _logs(self, function: ir.Function) -> frozenset[Span]:
        """Calls that only write a message."""
        scope = self.analysis.scope
        return frozenset(
            call.span for call, targets in scope.called(function)
            if targets and all(t in scope.facts and scope.facts[t].logs for t in targets)
        )  # fmt: skip

    def _may_be_needed(self, site: CallSite, matcher: Matcher) -> bool:
        """Whether the call may be about the object of one of the events it is limited to."""
        mine = self._object_places(site, matcher)
        if mine is None:
            return True
        for needed in self._needed:
            for other in needed.sites():
                theirs = self._object_places(other, needed)
                if theirs is None or mine & theirs:
                    return True
        return False

    def _object_places(self, site: CallSite, matcher: Matcher) -> frozenset[str] | None:
        operand = matcher.event.object
        return self._origins.of_argument(site, operand) if operand is not None else None

    def _ignored(self, site: CallSite, matcher: Matcher) -> Finding:
        function = self.analysis.program.functions[site.function]
        return self.static_finding(
            "ignored", site.call.span, function.name,
            object_in_source(site, matcher, function),
            site.call.macro,
            call=site.facts.name,
        )  # fmt: skip


def object_in_source(site: CallSite, matcher: Matcher, function: ir.Function) -> str:
    """The class of what the call is about, as the source shows it."""
    operand = matcher.event.object
    for effect in site.facts.effects:
        if operand is None and matcher.is_effect(effect):
            operand = getattr(effect, "context", None) or getattr(effect, "object", None)
    if operand is None or not 0 <= operand.index < len(site.call.args):
        return ""
    value = site.call.args[operand.index]
    if isinstance(value, ir.Address):
        return static_class(value.path)
    if not isinstance(value, ir.Var):
        return ""
    loaded = [i for i in definitions(function, value.name) if isinstance(i, ir.Load)]
    if loaded:
        return static_class(loaded[0].path)
    return value.name.partition("#")[0].lstrip("%0123456789")


def useful(function: ir.Function, site: CallSite, logs: frozenset[Span] = frozenset()) -> set[str]:
    """Variables whose value matters after a call: it reaches a branch, a call (but not one of
    `logs`), memory or the caller, maybe through other variables (Horwitz, Demers, Teitelbaum, faint
    variables, 1987).
    """
    blocks = function.cfg.blocks
    entry: list[set[str]] = [set() for _ in blocks]
    changed = True
    while changed:
        changed = False
        for number in range(len(blocks) - 1, -1, -1):
            live = _transfer(blocks[number].instructions, _after(blocks[number], entry), logs)
            if live != entry[number]:
                entry[number] = live
                changed = True
    block = blocks[site.block]
    return _transfer(block.instructions[site.place + 1 :], _after(block, entry), logs)


def _after(block: ir.BasicBlock, entry: list[set[str]]) -> set[str]:
    live: set[str] = set()
    for edge in block.edges:
        live |= entry[edge.target]
        if edge.condition is not None:
            live |= set(variables_of(edge.condition.value))
    return live


def _transfer(
    instructions: Iterable[ir.Instruction], after: set[str], logs: frozenset[Span]
) -> set[str]:
    live = set(after)
    for instruction in reversed(tuple(instructions)):
        if isinstance(instruction, ir.Assign):
            wanted = instruction.dst in live
            live.discard(instruction.dst)
            if wanted:
                live |= set(variables_of(instruction.value))
            continue
        dst = getattr(instruction, "dst", None)
        if dst is not None:
            live.discard(dst)
        if not (isinstance(instruction, ir.Call) and instruction.span in logs):
            live |= _used(instruction)
    return live


def _used(instruction: ir.Instruction) -> set[str]:
    names: set[str] = set()
    if isinstance(instruction, ir.Call):
        for value in (instruction.callee, *instruction.args):
            names |= set(variables_of(value))
    elif isinstance(instruction, ir.Havoc):
        names |= set(instruction.clobbers)
    elif isinstance(instruction, (ir.Store, ir.Return)) and instruction.value is not None:
        names |= set(variables_of(instruction.value))
    path = getattr(instruction, "path", None)
    if path is not None:
        names.add(path.root)
    return names
