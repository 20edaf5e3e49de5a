"""Path-sensitive exploration of a program from its roots.

Property simulation (Das, Lerner, Seigle, ESP, PLDI 2002) over tabulated call contexts (Reps,
Horwitz, Sagiv, POPL 1995): paths are followed with what they know; at joins paths in equal states
become one; where more than `Limits.states` different states with one typestate meet, they are
merged to what they agree on and marked as widened. A callee is explored once per entry state.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

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
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.interpreter import Interpreter, KnownCall
from wfplint.dataflow.meeting import Meeting
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.opaque import forget_everything, pass_to_unknown
from wfplint.dataflow.prepared import Prepared
from wfplint.dataflow.reach import drop_locals, prune, restore, split
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import Event, State, note_tests
from wfplint.dataflow.values import ValueId

__all__ = ["Activation", "Continuation", "Engine", "Limits", "Listener", "Observer", "Root"]

RETURN = "<return>"
RETURNS = frozenset((RETURN,))
NO_LOCALS: frozenset[str] = frozenset()


class Engine:
    """Explores roots one after the other; listeners collect what they need on the way."""

    def __init__(
        self,
        scope: Scope,
        listeners: Sequence[Listener],
        limits: Limits,
        follow: Callable[[str], bool] | None = None,
    ) -> None:
        self.follow = follow or scope.is_followed
        self.scope = scope
        self.values = scope.values
        self.limits = limits
        self.listeners: list[Listener] = list(listeners)
        self.observers: list[Observer] = []
        self.evaluator = Evaluator(self.values)
        self.memory = Memory(self.values, self.evaluator, scope)
        self.interpreter = Interpreter(self.memory, self._observe, scope.tracked)
        self._sites: dict[tuple[str, int, int], int] = {}
        self._queue: deque[tuple[Activation, int, int, State]] = deque()
        self._table: dict[Any, Activation] = {}
        self._entries: dict[Any, Meeting] = {}
        self._current: Activation | None = None
        self.steps = 0
        self.incomplete: set[str] = set()
        self._execute: dict[type, Callable[[Activation, Any, State, int], None]] = {
            ir.Assign: self._assign,
            ir.Load: self._load,
            ir.Store: self._store,
            ir.Return: self._return,
            ir.Havoc: self._havoc,
        }

    # --- running -----------------------------------------------------------------------------

    def explore(self, root: Root) -> bool:
        """Follow every path from a root; False if the limit of steps was reached."""
        function = self.scope.program.functions[root.function]
        self.scope.enter_root(root.function)
        self._table.clear()
        self._entries.clear()
        self._queue.clear()
        self.steps = 0
        state, numbers = State(), range(len(function.parameters))
        arguments = tuple(self.values.sym("argument", function.id, i) for i in numbers)
        if root.entry is not None:
            root.entry(state, arguments)
        self._enter(function, root, state, arguments, None, 0)
        while self._queue:
            self.steps += 1
            if self.steps > self.limits.steps:
                self.incomplete.add(root.function)
                return False
            self._run(*self._queue.popleft())
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
        prepared = self.scope.prepared(function)
        for parameter, argument in zip(function.parameters, arguments, strict=False):
            self._set(prepared, parameter.name, argument, state)
        entry = (function.id, arguments)
        meeting = self._entries.get(entry)
        if meeting is None:
            meeting = self._entries[entry] = Meeting(self.values, self.limits.typestates)
        meeting.limit(state, self.limits.entries)
        key = (function.id, arguments, state.key())
        activation = self._table.get(key)
        if activation is None:
            activation = Activation(prepared, root, arguments, creator, depth)
            self._table[key] = activation
            state.trail = None
            self._queue.append((activation, 0, 0, state))
        return activation

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
                    self._queue.append((activation, block, index, other))
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
        for edge in edges:
            each = state if len(edges) == 1 else state.copy()
            if edge.condition is None or self._take(activation, edge.condition, each):
                self._arrive(activation, block, edge.target, each)

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
        if target not in prepared.joins or self._is_new(activation, target, state):
            self._queue.append((activation, target, 0, state))

    def _is_new(self, activation: Activation, target: int, state: State) -> bool:
        """Whether this state was not yet seen at a join."""
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
    ) -> bool:
        """Drop what no longer matters, then see whether the state is new at a place where paths
        meet. With more than `limit` states of one typestate they are merged.
        """
        prepared, taken = activation.prepared, live & activation.prepared.taken
        fields = prepared.fields[place[0]] | self.scope.caller_fields(prepared.id)
        prune(self.values, state, prepared.id, live | RETURNS, taken, activation.arguments, fields)
        meeting = activation.meetings.get(place)
        if meeting is None:
            meeting = activation.meetings[place] = Meeting(self.values, self.limits.typestates)
        return meeting.admits(state, limit)

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
        fields = self.scope.caller_fields(prepared.id)
        drop_locals(self.values, state, prepared.id)
        prune(self.values, state, prepared.id, RETURNS, NO_LOCALS, activation.arguments, fields)
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
        state.note(Event("called", to.call.span, "", to.call), inner)
        restore(to.frame, state)
        if to.dst is not None:
            value = result if result is not None else self.values.sym("no-result", to.call.span)
            self._set(to.activation.prepared, to.dst, value, state)
        if self._is_new_after(to, state):
            self._queue.append((to.activation, to.block, to.index, state))

    def _is_new_after(self, to: Continuation, state: State) -> bool:
        """Whether the caller was not yet resumed at this place in such a state."""
        prepared = to.activation.prepared
        live = self.scope.live_after(prepared, to.block, to.index)
        return self._meet(to.activation, (to.block, to.index), live, state, self.limits.states)

    # --- instructions ------------------------------------------------------------------------

    def _set(self, prepared: Prepared, name: str, value: ValueId, state: State) -> None:
        if name in prepared.taken:
            self.memory.write(self.values.local_location(prepared.id, name), value, state)
        else:
            state.env[name] = value

    def _value(self, activation: Activation, value: ir.Value, state: State, site: int) -> ValueId:
        if isinstance(value, ir.Unknown):
            return self.memory.fresh(state, "unknown", site)
        return self.evaluator.evaluate(activation.prepared, value, state)

    def _assign(self, activation: Activation, ins: ir.Assign, state: State, site: int) -> None:
        value = self._value(activation, ins.value, state, site)
        self._set(activation.prepared, ins.dst, value, state)

    def _load(self, activation: Activation, ins: ir.Load, state: State, site: int) -> None:
        at = self.evaluator.location(activation.prepared, ins.path, state)
        value = self.memory.load(at, state)
        for listener in self.listeners:
            listener.load(at, value, state, activation, ins.span)
        self._set(activation.prepared, ins.dst, value, state)

    def _store(self, activation: Activation, ins: ir.Store, state: State, site: int) -> None:
        at = self.evaluator.location(activation.prepared, ins.path, state)
        value = self._value(activation, ins.value, state, site)
        for listener in self.listeners:
            listener.store(at, value, state, activation, ins.span)
        claims, name = state.claims, self.values.class_of(at)
        self.memory.store(at, value, state)
        if state.claims != claims or (not state.locks and self.scope.is_state(name)):
            state.note(Event("stored", ins.span, name, at))

    def _return(self, activation: Activation, ins: ir.Return, state: State, site: int) -> None:
        if ins.value is not None:
            state.env[RETURN] = self._value(activation, ins.value, state, site)

    def _havoc(self, activation: Activation, ins: ir.Havoc, state: State, site: int) -> None:
        for name in ins.clobbers:
            value = self.memory.fresh(state, "unknown", site, name)
            self._set(activation.prepared, name, value, state)
        forget_everything(self.values, ins, site, state)

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
        for number, target in enumerate(targets):
            each = state if number == len(targets) - 1 else state.copy()
            facts = self.scope.facts.get(target)
            body = self.scope.program.resolve(target) if facts is None else None
            if facts is not None:
                following += self._known(activation, ins, facts, arguments, site, each)
            elif body is not None and self.follow(body.id):
                self._descend(activation, block, index, ins, body, arguments, each)
            else:
                following.append(self._opaque(prepared, ins, body, arguments, site, each))
        return following

    def _targets(self, prepared: Prepared, ins: ir.Call, state: State) -> list[str]:
        """Names of what a call may reach; one empty name where nothing is known."""
        if isinstance(ins.callee, ir.FunctionRef):
            return [ins.callee.id]
        value = self.evaluator.evaluate(prepared, ins.callee, state)
        kind, payload = self.values.terms[value]
        if kind == "func":
            return [payload]
        found = self.scope.points_to.targets(prepared.id, ins.callee)
        return found[: self.limits.candidates] or [""]

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
        for each, result in self.interpreter.call(call, state):
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
        trail = state.trail
        frame = split(
            self.values,
            state,
            arguments,
            self.scope.touched_fields(body.id),
            self.scope.is_reader(body.id),
        )
        continuation = Continuation(activation, block, index, ins.dst, frame, trail, ins)
        callee = self._enter(
            body, activation.root, state, arguments, continuation, activation.depth + 1
        )
        callee.callers.append(continuation)
        for result, exited in list(callee.exits.values()):
            self._resume(continuation, result, exited)

    def _opaque(
        self,
        prepared: Prepared,
        ins: ir.Call,
        body: ir.Function | None,
        arguments: tuple[ValueId, ...],
        site: int,
        state: State,
    ) -> State:
        """A call whose effects are not followed: it may write what its arguments point to."""
        modified, stored = self.scope.written_by(body)
        pass_to_unknown(self.memory, arguments, modified, site, state, stored)
        if ins.dst is not None:
            self._set(prepared, ins.dst, self.memory.fresh(state, "result", site), state)
        return state
