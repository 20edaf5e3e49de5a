"""Path-sensitive exploration of a program from its roots.

Property simulation (Das, Lerner, Seigle, ESP, PLDI 2002) over tabulated call contexts (Reps,
Horwitz, Sagiv, POPL 1995): paths are followed with what they know; at joins paths in equal states
become one; where more than `Limits.states` different states with one typestate meet, they are
merged to what they agree on and marked as widened. A callee is explored once per entry state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.activation import (
    Activation,
    Continuation,
    Limits,
    Listener,
    Observer,
    Place,
    Root,
)
from wfplint.dataflow.entries import Entries
from wfplint.dataflow.instructions import RETURN, Instructions
from wfplint.dataflow.interpreter import Interpreter, KnownCall
from wfplint.dataflow.meeting import Arrived, Meeting
from wfplint.dataflow.opaque import pass_to_unknown
from wfplint.dataflow.prepared import Prepared
from wfplint.dataflow.reach import Horizon, drop_locals, prune, restore, split
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import FAILED, RETURNED, Choice, Event, State, note_tests
from wfplint.dataflow.values import ValueId
from wfplint.dataflow.worklist import Worklist

__all__ = ["Activation", "Continuation", "Engine", "Limits", "Listener", "Observer", "Root"]

RETURNS = frozenset((RETURN,))
NOTHING: frozenset[str] = frozenset()
AT_EXIT: Place = (-1, -1)


class Engine(Instructions):
    """Explores roots one after the other; listeners collect what they need on the way."""

    def __init__(self, scope: Scope, listeners: Sequence[Listener], limits: Limits) -> None:
        super().__init__(scope, listeners)
        self.limits = limits
        self.observers: list[Observer] = []
        self.interpreter = Interpreter(self.memory, self._observe, scope.tracked)
        self._sites: dict[tuple[str, int, int], int] = {}
        self._horizons: dict[tuple[str, Place], Horizon] = {}
        self._worklist = Worklist()
        self._entries = Entries(self.values)
        self._current: Activation | None = None
        self.steps = 0
        self.incomplete: set[str] = set()

    # --- running -----------------------------------------------------------------------------

    def explore(self, root: Root) -> bool:
        """Follow every path from a root; False if the limit of steps was reached."""
        function = self.scope.program.functions[root.function]
        self.scope.enter_root(root.function)
        self._entries.clear()
        self._horizons.clear()
        self._worklist.clear()
        self.steps = 0
        state, numbers = State(), range(len(function.parameters))
        arguments = tuple(self.values.sym("argument", function.id, i) for i in numbers)
        if root.entry is not None:
            root.entry(state, arguments)
        self._enter(function, root, state, arguments, None, 0)
        while (work := self._worklist.take()) is not None:
            self.steps += 1
            if self.steps > self.limits.steps:
                self.incomplete.add(root.function)
                return False
            self._run(work.activation, work.block, work.index, work.state)
        return True

    def _enter(
        self,
        function: ir.Function,
        root: Root,
        state: State,
        arguments: tuple[ValueId, ...],
        creator: Continuation | None,
        depth: int,
    ) -> Activation:
        """The activation of a function in a state: a known one, or a new one put to work."""
        prepared = self._pass(function, arguments, state)
        limits = self.limits
        place = (function.id, arguments)
        entry = self._entries.meet(place, state, creator, limits.entries, limits.typestates)
        activation = entry.activation
        if activation is None:
            if creator is not None and entry.earlier is not None:
                creator = replace(creator, choices=state.choices)
            activation = Activation(prepared, root, arguments, creator, depth)
            state.trail = state.choices = None
            self._worklist.put(activation, 0, 0, state, activation.arrived)
        for continuation in self._entries.add(entry, activation):
            self._await(activation, continuation)
        return activation

    def _pass(
        self, function: ir.Function, arguments: tuple[ValueId, ...], state: State
    ) -> Prepared:
        """Give the parameters their values."""
        prepared = self.scope.prepared(function)
        for parameter, argument in zip(function.parameters, arguments, strict=False):
            self._set(prepared, parameter.name, argument, state)
        return prepared

    def _run(self, activation: Activation, block: int, index: int, state: State) -> None:
        """Execute from an instruction to the end of its block, or to a call that must wait."""
        self._current = activation
        prepared = activation.prepared
        instructions = prepared.function.cfg.blocks[block].instructions
        while index < len(instructions):
            instruction = instructions[index]
            index += 1
            if isinstance(instruction, ir.Call):
                following = self._call(activation, block, index, instruction, state)
                if not following:
                    return
                for other in following[1:]:
                    self._worklist.put(activation, block, index, other)
                state = following[0]
            else:
                self._execute[type(instruction)](
                    activation, instruction, state, self._site(prepared, block, index)
                )
        self._branch(activation, block, state)

    def _site(self, prepared: Prepared, block: int, index: int) -> int:
        return self._sites.setdefault((prepared.id, block, index), len(self._sites) + 1)

    # --- edges -------------------------------------------------------------------------------

    def _branch(self, activation: Activation, block: int, state: State) -> None:
        blocks = activation.prepared.function.cfg.blocks
        edges = blocks[block].edges
        if not edges:
            if block == activation.prepared.function.cfg.exit:
                self._exit(activation, state)
            return
        ways = self._ways(state, len(edges)) if len(edges) > 1 else ((0, state),)
        for number, each in ways:
            edge = edges[number]
            if edge.condition is None or self._take(activation, edge.condition, each):
                self._arrive(activation, block, edge.target, each)

    def _ways(self, state: State, total: int) -> Iterator[tuple[int, State]]:
        """The ways to go on from here, each with a state of its own."""
        choices = state.choices
        for number in self._numbers(total):
            each = state if number == total - 1 else state.copy()
            each.choices = Choice(choices, number, total)
            yield number, each

    def _numbers(self, total: int) -> Iterable[int]:
        """The ways that are followed: all."""
        return range(total)

    def _take(self, activation: Activation, condition: ir.Condition, state: State) -> bool:
        value = self.evaluator.evaluate(activation.prepared, condition.value, state)
        if condition.assumed:
            return self.evaluator.suppose(value, condition.truth, state)
        detail = (value, condition.truth, self.evaluator.truth(value, state) is not None)
        if not self.evaluator.assume(value, condition.truth, state):
            return False
        state.note(Event("branch", condition.span, "", detail))
        note_tests(self.values, value, condition.span, state)
        for observer in self.observers:
            observer.branched(value, condition.truth, state, activation, condition.span)
        return True

    def _arrive(self, activation: Activation, source: int, target: int, state: State) -> None:
        prepared = activation.prepared
        if target <= source and target in prepared.loop_heads:
            for name in prepared.induction[target]:
                if not self.evaluator.counts(prepared, name, state, self.limits.unroll):
                    other = self.values.sym("loop", prepared.id, target, name)
                    self._set(prepared, name, other, state)
                    state.cons.pop(state.env.get(name, -1), None)
        arrived = None
        if target in prepared.joins:
            arrived = self._join(activation, target, state)
            if arrived is None:
                return
        self._worklist.put(activation, target, 0, state, arrived)

    def _join(self, activation: Activation, target: int, state: State) -> Arrived | None:
        """Let a state meet others at a join; None if such a one was there before."""
        prepared = activation.prepared
        head = target in prepared.loop_heads
        limit = self.limits.loop_states if head else self.limits.states
        return self._meet(activation, (target, 0), prepared.live[target], state, limit)

    def _meet(
        self,
        activation: Activation,
        place: Place,
        live: frozenset[str],
        state: State,
        limit: int,
    ) -> Arrived | None:
        """Drop what no longer matters, then let the state meet others where paths meet. With more
        than `limit` states of one typestate they are merged.
        """
        self._prune(activation, place, live, state)
        meeting = activation.meetings.get(place)
        if meeting is None:
            meeting = activation.meetings[place] = Meeting(self.values, self.limits.typestates)
        return meeting.admits(state, limit)

    def _prune(
        self, activation: Activation, place: Place, live: frozenset[str], state: State
    ) -> None:
        prepared = activation.prepared
        horizon = self._horizons.get((prepared.id, place))
        if horizon is None:
            horizon = self._horizon(prepared, live, prepared.fields[place[0]])
            self._horizons[prepared.id, place] = horizon
        prune(self.values, state, activation.arguments, horizon)

    def _horizon(self, prepared: Prepared, live: frozenset[str], fields: frozenset[str]) -> Horizon:
        values = self.values
        own = (values.local_location(prepared.id, name) for name in sorted(live & prepared.taken))
        fields |= self.scope.caller_fields(prepared.id)
        return Horizon(
            live | RETURNS, tuple(map(values.pointer, own)), fields, fields | values.traced
        )

    def _exit(self, activation: Activation, state: State) -> None:
        result = state.env.get(RETURN)
        prepared = activation.prepared
        state.env = {} if result is None else {RETURN: result}
        if activation.creator is None:
            for listener in self.listeners:
                listener.leave(result, state, activation)
            return
        for observer in self.observers:
            observer.returning(state, activation)
        drop_locals(self.values, state, prepared.id)
        horizon = self._horizons.get((prepared.id, AT_EXIT))
        if horizon is None:
            horizon = self._horizon(prepared, NOTHING, NOTHING)
            self._horizons[prepared.id, AT_EXIT] = horizon
        prune(self.values, state, activation.arguments, horizon)
        key = (result, state.key())
        if key in activation.exits:
            return
        activation.exits[key] = (result, state)
        for continuation in list(activation.callers):
            self._resume(continuation, result, state)

    def _resume(self, to: Continuation, result: ValueId | None, exited: State) -> None:
        state = exited.copy()
        inner = state.trail
        state.trail = to.trail
        state.choices = Choice(to.choices, 0, RETURNED, state.choices)
        state.note(Event("called", to.call.span, self._outcome(result), to.call), inner)
        restore(to.frame, state)
        if to.dst is not None:
            value = result if result is not None else self.values.sym("no-result", to.call.span)
            self._set(to.activation.prepared, to.dst, value, state)
        prepared = to.activation.prepared
        live = self.scope.live_after(prepared, to.block, to.index)
        place = (to.block, to.index)
        arrived = self._meet(to.activation, place, live, state, self.limits.states)
        if arrived is not None:
            self._worklist.put(to.activation, to.block, to.index, state, arrived)

    def _outcome(self, result: ValueId | None) -> str:
        """`FAILED` if the callee gave a negative number, else nothing."""
        number = self.values.constant(result) if result is not None else None
        return FAILED if number is not None and number < 0 else ""

    # --- calls -------------------------------------------------------------------------------

    def _call(
        self, activation: Activation, block: int, index: int, ins: ir.Call, state: State
    ) -> list[State]:
        """The states in which the caller goes on at once; callees with a body resume it later."""
        prepared = activation.prepared
        arguments = tuple(self.evaluator.evaluate(prepared, a, state) for a in ins.args)
        site = self._site(prepared, block, index)
        following: list[State] = []
        targets = self._targets(prepared, ins, state)
        apart, rest = self.scope.part(targets, self.limits.candidates)
        total = len(apart) + bool(rest)
        is_named = isinstance(ins.callee, ir.FunctionRef)
        for number, each in ((0, state),) if is_named else self._ways(state, total):
            target = apart[number] if number < len(apart) else ""
            facts = self.scope.facts.get(target)
            body = self.scope.program.resolve(target) if facts is None else None
            if facts is not None:
                following += self._known(activation, ins, facts, arguments, site, each)
            elif body is not None:
                self._descend(activation, block, index, ins, body, arguments, each)
            else:
                following.append(self._opaque(prepared, ins, rest, arguments, site, each))
        return following

    def _targets(self, prepared: Prepared, ins: ir.Call, state: State) -> list[str]:
        """Names of what a call may reach; one empty name where nothing is known."""
        if isinstance(ins.callee, ir.FunctionRef):
            return [ins.callee.id]
        value = self.evaluator.evaluate(prepared, ins.callee, state)
        kind, payload = self.values.terms[value]
        if kind == "func":
            return [payload]
        return self.scope.points_to.targets(prepared.id, ins.callee) or [""]

    def _observe(self, effect: fx.Effect, call: KnownCall, state: State, result: ValueId) -> None:
        assert self._current is not None
        for listener in self.listeners:
            listener.effect(effect, call, state, self._current, result)

    def _known(
        self,
        activation: Activation,
        ins: ir.Call,
        facts: fx.FunctionFacts,
        arguments: tuple[ValueId, ...],
        site: int,
        state: State,
    ) -> list[State]:
        made = self.scope.makes_state(activation.prepared.id, ins)
        call = KnownCall(facts, arguments, site, ins.span, ins.macro, made)
        following = []
        outcomes = self.interpreter.call(call, state)
        choices = state.choices
        for number in self._numbers(len(outcomes)) if facts.effects else range(len(outcomes)):
            each, result = outcomes[number]
            if facts.effects:
                each.choices = Choice(choices, number, len(outcomes))
            for observer in self.observers:
                observer.called(call, result, each, activation)
            if ins.dst is not None:
                self._set(activation.prepared, ins.dst, result, each)
            following.append(each)
        return following

    def _descend(
        self,
        activation: Activation,
        block: int,
        index: int,
        ins: ir.Call,
        body: ir.Function,
        arguments: tuple[ValueId, ...],
        state: State,
    ) -> None:
        """Explore the callee; the caller goes on at each of its exits."""
        live = self.scope.live_after(activation.prepared, block, index)
        state.env = {n: v for n, v in state.env.items() if n in live}
        trail, choices = state.trail, state.choices
        frame = split(
            self.values,
            state,
            arguments,
            self.scope.touched_fields(body.id),
            self.scope.is_reader(body.id),
        )
        continuation = Continuation(activation, block, index, ins.dst, frame, trail, ins, choices)
        callee = self._enter(
            body, activation.root, state, arguments, continuation, activation.depth + 1
        )
        self._await(callee, continuation)

    def _await(self, callee: Activation, continuation: Continuation) -> None:
        """Have the caller go on at every exit of the callee."""
        callee.callers.append(continuation)
        for result, exited in list(callee.exits.values()):
            self._resume(continuation, result, exited)

    def _opaque(
        self,
        prepared: Prepared,
        ins: ir.Call,
        targets: list[str],
        arguments: tuple[ValueId, ...],
        site: int,
        state: State,
    ) -> State:
        """A call whose effects are not followed: it may write what its arguments point to."""
        modified, stored = self.scope.written_by_any(targets)
        pass_to_unknown(self.memory, arguments, modified, site, state, stored)
        if ins.dst is not None:
            self._set(prepared, ins.dst, self.memory.fresh(state, "result", site), state)
        return state
