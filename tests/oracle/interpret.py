"""Walks every path of an abstract program: sets of states through statements.

Loops run until no new state appears at their head, so the result is exact, not bounded. It knows
nothing of C, and nothing of wfplint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.oracle import model as m
from tests.oracle.actions import Actions, Outcomes, World
from tests.oracle.state import (
    InvalidError,
    State,
    Value,
    assign,
    get,
    put,
    record_of,
    variable,
)

Flow = dict[str, set[State]]
MAX_STATES = 4000
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class Walk(Actions):
    """Follows the paths of one root."""

    def __init__(self, world: World, root: str) -> None:
        super().__init__(world, root)
        self._budget = MAX_STATES
        self._statements: dict[type, Callable[[Any, State], Iterable[State]]] = {
            m.Set: self._set,
            m.Store: self.store,
            m.Lock: self.lock,
            m.Unlock: self.unlock,
            m.Leave: self.leave,
            m.Do: lambda s, state: [after for _, after in self.eval(s.value, state)],
            m.Complete: self._complete,
            m.Pop: self.pop,
            m.Insert: lambda s, state: [self.publish(state, "list:" + s.queue)],
            m.Queue: self.queue,
            m.Free: self.free,
            m.Allocate: self.allocate,
            m.Pend: self.pend,
        }
        self._control: dict[type, Callable[[Any, set[State]], Flow]] = {
            m.Break: lambda s, states: {"break": states},
            m.Continue: lambda s, states: {"continue": states},
            m.Goto: lambda s, states: {"goto " + s.label: states},
            m.Return: lambda s, states: {"return": self._returned(s, states)},
            m.If: self._if,
            m.Switch: self._switch,
            m.Loop: self._loop,
            m.Count: self._count,
        }
        self._expressions: dict[type, Callable[[Any, State], Outcomes]] = {
            m.Const: lambda e, state: [(e.value, state)],
            m.Var: lambda e, state: [(variable(state, e.name), state)],
            m.Read: self.read,
            m.Input: self._input,
            m.Ask: lambda e, state: [(0, state), (1, state)],
            m.Not: lambda e, state: [(int(not v), s) for v, s in self.eval(e.inner, state)],
            m.Both: self._both,
            m.Compare: self._compare,
            m.Success: self._success,
            m.Choose: self._choose,
            m.Enter: self.enter,
            m.Exchange: self.exchange,
            m.Call: self._call,
        }

    # --- control ---------------------------------------------------------------------------------

    def function(self, function: m.Function, state: State) -> set[State]:
        """All states in which a function may return."""
        flow = self.block(function.body, {state})
        done = flow.pop("return", set())
        pending = flow.pop("next", set())
        for label, block in function.labels:
            pending |= flow.pop("goto " + label, set())
            inner = self.block(block, pending)
            pending = inner.pop("next", set())
            done |= inner.pop("return", set())
            for key, states in inner.items():
                flow.setdefault(key, set()).update(states)
        if flow:
            raise InvalidError(f"control leaves {function.name} by {sorted(flow)}")
        return done | pending

    def block(self, block: m.Block, states: set[State]) -> Flow:
        flow: Flow = {}
        current = states
        for stmt in block:
            if not current:
                break
            result = self.statement(stmt, current)
            current = result.pop("next", set())
            for key, reached in result.items():
                flow.setdefault(key, set()).update(reached)
        if current:
            flow["next"] = current
        return flow

    def statement(self, stmt: m.Stmt, states: set[State]) -> Flow:
        self._budget -= len(states)
        if self._budget < 0:
            raise InvalidError("too many states")
        control = self._control.get(type(stmt))
        if control is not None:
            return control(stmt, states)
        handler = self._statements[type(stmt)]
        return {"next": {after for state in states for after in handler(stmt, state)}}

    def _returned(self, stmt: m.Return, states: set[State]) -> set[State]:
        if stmt.value is None:
            return {assign(s, "$result", 0) for s in states}
        return {
            assign(after, "$result", v) for s in states for v, after in self.eval(stmt.value, s)
        }

    def _split(self, condition: m.Expr, states: set[State]) -> tuple[set[State], set[State]]:
        yes: set[State] = set()
        no: set[State] = set()
        for state in states:
            for value, after in self.eval(condition, state):
                (yes if value else no).add(after)
        return yes, no

    def _if(self, stmt: m.If, states: set[State]) -> Flow:
        yes, no = self._split(stmt.condition, states)
        return _merged(self.block(stmt.yes, yes), self.block(stmt.no, no))

    def _switch(self, stmt: m.Switch, states: set[State]) -> Flow:
        entering: list[set[State]] = [set() for _ in range(len(stmt.cases) + 1)]
        for state in states:
            for value, after in self.eval(stmt.value, state):
                labels = [
                    i for i, c in enumerate(stmt.cases) if value in {x.value for x in c.labels}
                ]
                entering[labels[0] if labels else -1].add(after)
        flow: Flow = {}
        falling: set[State] = set()
        bodies = [(c.body, c.falls) for c in stmt.cases] + [(stmt.default, False)]
        for (body, falls), states_here in zip(bodies, entering, strict=True):
            result = self.block(body, states_here | falling)
            falling = result.pop("next", set()) if falls else set()
            flow = _merged(flow, result)
        if "break" in flow:
            raise InvalidError("a break inside a switch")
        return flow

    def _loop(self, stmt: m.Loop, states: set[State]) -> Flow:
        flow: Flow = {"next": set()}
        seen: set[State] = set()
        entering = states
        first = stmt.form == "do"
        while entering - seen or first:
            fresh = entering if first else entering - seen
            seen |= set() if first else fresh
            inside, after = (fresh, set()) if first else self._split(stmt.condition, fresh)
            first = False
            flow["next"] |= after
            result = self.block(stmt.body, inside)
            entering = result.pop("next", set()) | result.pop("continue", set())
            flow["next"] |= result.pop("break", set())
            flow = _merged(flow, result)
        return flow

    def _count(self, stmt: m.Count, states: set[State]) -> Flow:
        flow: Flow = {"next": set()}
        entering = {assign(s, stmt.var, 0) for s in states}
        while entering:
            inside: set[State] = set()
            for state in entering:
                for limit, after in self.eval(stmt.limit, state):
                    target = inside if int(variable(after, stmt.var)) < int(limit) else flow["next"]
                    target.add(after)
            result = self.block(stmt.body, inside)
            turned = result.pop("next", set()) | result.pop("continue", set())
            entering = {assign(s, stmt.var, int(variable(s, stmt.var)) + 1) for s in turned}
            flow["next"] |= result.pop("break", set())
            flow = _merged(flow, result)
        return flow

    # --- expressions -----------------------------------------------------------------------------

    def eval(self, expr: m.Expr, state: State) -> Outcomes:
        return self._expressions[type(expr)](expr, state)

    def _input(self, expr: m.Input, state: State) -> Outcomes:
        known = get(state.inputs, expr.name)
        if known is not None:
            return [(known, state)]
        return [(n, state._replace(inputs=put(state.inputs, expr.name, n))) for n in (0, 1, 2)]

    def _both(self, expr: m.Both, state: State) -> Outcomes:
        result: Outcomes = []
        for value, after in self.eval(expr.left, state):
            if bool(value) != expr.all:
                result.append((int(not expr.all), after))
            else:
                result += [(int(bool(v)), s) for v, s in self.eval(expr.right, after)]
        return result

    def _compare(self, expr: m.Compare, state: State) -> Outcomes:
        return [
            (int(_holds(v, expr.operator, expr.right.value)), s)
            for v, s in self.eval(expr.left, state)
        ]

    def _success(self, expr: m.Success, state: State) -> Outcomes:
        return [(int(_holds(v, ">=", 0)), s) for v, s in self.eval(expr.inner, state)]

    def _choose(self, expr: m.Choose, state: State) -> Outcomes:
        return [
            (expr.yes.value if v else expr.no.value, s) for v, s in self.eval(expr.condition, state)
        ]

    def _call(self, expr: m.Call, state: State) -> Outcomes:
        function = self.world.program.function(expr.function)
        outer = dict(state.env)
        if any(isinstance(s, m.Pop) for s in m.all_statements(function)):
            outer = {n: {"N": "X", "c:N": "c:X"}.get(str(v), v) for n, v in outer.items()}
        shared = {*function.outs, *function.values}
        inner = state._replace(env=frozenset(p for p in state.env if p[0] in shared))
        result: Outcomes = []
        for after in self.function(function, inner):
            env = dict(after.env)
            if function.returns != "void" and "$result" not in env:
                raise InvalidError("a value is missing")
            value = env.get("$result", 0)
            if function.returns == "PPEND":
                outer["pend"] = value
                value = int(value != 0)
            changed = {n: v for n, v in env.items() if n in function.outs}
            result.append((value, after._replace(env=frozenset({**outer, **changed}.items()))))
        return result

    def _set(self, stmt: m.Set, state: State) -> list[State]:
        return [assign(after, stmt.var, v) for v, after in self.eval(stmt.value, state)]

    def _complete(self, stmt: m.Complete, state: State) -> list[State]:
        result = []
        for context, after in self.eval(stmt.context, state):
            self.world.arrivals.setdefault(stmt.site, set()).add((self.root, context, after))
            record = record_of(context, after)
            if get(after.contexts, record) is not None:
                after = after._replace(contexts=put(after.contexts, record, "completed"))
            result.append(after)
        return result


def _values(case: m.Case) -> set[int]:
    return {label.value for label in case.labels}


def _merged(a: Flow, b: Flow) -> Flow:
    return {key: a.get(key, set()) | b.get(key, set()) for key in (*a, *b)}


def _holds(value: Value, operator: str, number: int) -> bool:
    if isinstance(value, str):
        if operator not in ("==", "!=") or number != 0:
            raise InvalidError("a pointer compared with a number")
        return operator == "!="
    return COMPARE[operator](value, number)
