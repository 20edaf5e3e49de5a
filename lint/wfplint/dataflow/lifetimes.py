"""The life of objects, of pended operations, and of work that runs later."""

from __future__ import annotations

from wfplint.dataflow import effects as fx
from wfplint.dataflow.exclusion import Exclusion
from wfplint.dataflow.operands import NEGATED, TESTS, KnownCall, Outcome, succeeded
from wfplint.dataflow.state import (
    COMPLETED,
    PENDED,
    PENDED_AT,
    PUBLISHED,
    Event,
    Handoff,
    State,
)
from wfplint.dataflow.values import LocationId, Region, ValueId


class Lifetimes(Exclusion):
    """Effects that make, end, copy or hand over something."""

    def _allocate(
        self, effect: fx.Allocate, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        if effect.object.index == fx.RESULT:
            if call.makes_state:
                state.private = state.private | {result}
            if effect.zeroed:
                self.memory.write(self.values.pointee(result), self.values.zero, state)
            if not effect.may_fail:
                self.memory.constrain(result, "!=", 0, state)
            return [(state, result)]
        made = self.memory.fresh(state, "allocated", call.site)
        self.memory.write(self.operand_location(effect.object, call), made, state)
        state.private = state.private | {made}
        return [(state, result)]

    def _free(
        self, effect: fx.Free, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        dead = self.operand_value(effect.object, call, state)
        region = self.values.base(self.values.pointee(dead))
        if not self._is_given_away(region, state):
            for kind, at in [h for h in state.held if dead in self.values.location_support(h[1])]:
                del state.held[(kind, at)]
                name = self.values.class_of(at)
                state.note(Event("released", call.span, name, (kind, at, "freed")))
        for at in [a for a in state.mem if self.values.base(a) == region and region.kind == "at"]:
            del state.mem[at]
        if region.kind == "at":
            self.memory.forget_facts(dead, state)
        state.private = state.private - {dead}
        return [(state, result)]

    def _is_given_away(self, region: Region, state: State) -> bool:
        """Whether deferred work has the object, and it is freed because a count in it came to zero:
        then the work has not, so what is held on it stays the work's.
        """
        values, evaluator = self.values, self.memory.evaluator
        return any(
            values.base(values.pointee(handoff.context)) == region for handoff in state.handoffs
        ) and any(
            values.base(claim.location) == region and evaluator.number(claim.new, state) == 0
            for claim in state.claims
            if claim.new >= 0
        )

    def _pend(
        self, effect: fx.Pend, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        at = self.operand_location(effect.context, call)
        outcomes: list[Outcome] = []
        if effect.when != "always":
            failed = state.copy()
            operator, number = TESTS[NEGATED[effect.when]]
            if self.memory.constrain(result, operator, number, failed):
                failed.note(Event("pend-failed", call.span, effect.family, result))
                outcomes.append((failed, result))
            operator, number = succeeded(effect.when, call)
            if not self.memory.constrain(result, operator, number, state):
                return outcomes
        context = self._context(effect, at, call, state)
        visible = not self.memory.is_private(at, state) and self.values.base(at).kind != "local"
        state.contexts[context] = PUBLISHED if visible else PENDED
        if effect.context.deref:
            state.marks[PENDED_AT, at] = context
        state.note(Event("pended", call.span, effect.family, (context, at)))
        return [(state, result), *outcomes]

    def _context(self, effect: fx.Pend, at: LocationId, call: KnownCall, state: State) -> ValueId:
        """The context: what the call stores, or for a pend by handle the handle itself."""
        if not effect.context.deref:
            return self.operand_value(effect.context, call, state)
        context = self.memory.fresh(state, "context", call.site)
        self.memory.constrain(context, "!=", 0, state)
        self.memory.write(at, context, state)
        return context

    def _complete(
        self, effect: fx.Complete, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        context = self.operand_value(effect.context, call, state)
        state.contexts[context] = COMPLETED
        state.note(Event("completed", call.span, effect.family, context))
        return [(state, result)]

    def _copy(
        self, effect: fx.Copy, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        target = self.operand_location(effect.target, call)
        if effect.source is None:
            self.memory.zero(target, state)
        else:
            self.memory.copy(target, self.operand_location(effect.source, call), state)
        return [(state, result)]

    def _assign(
        self, effect: fx.Assign, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        value = self.operand_value(effect.value, call, state)
        self.memory.store(self.operand_location(effect.target, call), value, state)
        return [(state, result)]

    def _defer(
        self, effect: fx.Defer, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        if effect.binds:
            return [(state, result)]
        context = (
            self.operand_value(effect.context, call, state) if effect.context else self.values.zero
        )
        outcomes: list[Outcome] = []
        if state.held and call.facts.result == "status":
            failed = state.copy()
            if self.memory.constrain(result, "<", 0, failed):
                outcomes.append((failed, result))
            if not self.memory.constrain(result, ">=", 0, state):
                return outcomes
        for target in self._deferred_targets(effect, call, state):
            self._hand_off(Handoff(target, context, effect.passed_as), state)
            state.note(Event("queued", call.span, target, context))
        self.memory.escape(context, state)
        return [(state, result), *outcomes]

    def _deferred_targets(self, effect: fx.Defer, call: KnownCall, state: State) -> list[str]:
        """The routines that will run, as function ids; `object:` and a class for a bound object."""
        if effect.routine is not None:
            routine = self.operand_value(effect.routine, call, state)
            term = self.values.terms[routine]
            if term.kind == "func":
                return [f"function:{term.payload}"]
        if effect.object is not None:
            return ["object:" + self.values.class_of(self.operand_location(effect.object, call))]
        return []
