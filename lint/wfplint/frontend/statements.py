"""Statements: where control goes, and what runs on the way out of a scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Slot
from wfplint.frontend.graph import Block
from wfplint.frontend.initialisers import constant_initialisers
from wfplint.frontend.jumps import Jumps
from wfplint.frontend.scopes import (
    DestructorScope,
    LoopScope,
    SwitchScope,
    enclosing,
)
from wfplint.ir import (
    UNKNOWN,
    AccessPath,
    Assign,
    Condition,
    Const,
    Op,
    Store,
    Value,
)
from wfplint.source import Span

Handler = Callable[["Statements", Any], None]


class Statements(Jumps):
    """Lowers statements into the graph."""

    def statement(self, stmt: s.Stmt | None) -> None:
        """Lower a statement; None, where a part may be left out, does nothing."""
        _STATEMENTS[type(stmt)](self, stmt)

    def body(self, stmt: s.Stmt | None) -> None:
        """A statement with a scope of its own, even without braces."""
        outside = self.scope
        self.statement(stmt)
        self.leave_to(outside)

    def _compound(self, stmt: s.Compound) -> None:
        outside = self.scope
        for inner in stmt.body:
            self.statement(inner)
        self.leave_to(outside)

    def _expression(self, stmt: s.ExpressionStmt) -> None:
        self.effect(stmt.value)

    def _opaque_statement(self, stmt: s.Opaque) -> None:
        self.havoc(stmt.reason, stmt.span)

    def _empty(self, stmt: s.Empty | None) -> None:
        pass

    # --- declarations --------------------------------------------------------------------

    def _declare(self, stmt: s.Declare) -> None:
        if stmt.is_static:
            self._declare_static(stmt)
            return
        if isinstance(stmt.init, s.LambdaOf) and self.bind_lambda(stmt):
            return
        slot = self.declare(stmt.name, stmt.id, stmt.type, stmt.is_array)
        if stmt.init is not None:
            self._initialise(slot, stmt.init, stmt.span)
        if stmt.constructor is not None:
            self.effect(stmt.constructor)
        if stmt.destructor is not None:
            path = AccessPath(slot.name)
            self.scope = DestructorScope(self.scope, path, stmt.destructor, stmt.span)

    def _initialise(self, slot: Slot, init: s.Expr, span: Span) -> None:
        if slot.is_reference:
            self.current.instructions.append(Assign(slot.name, self.address(init), span))
        elif slot.is_array or isinstance(init, s.InitList) or self.is_aggregate(slot.type):
            self.initialise(AccessPath(slot.name), init)
        else:
            self.assign_local(slot.name, init, span)

    def _declare_static(self, stmt: s.Declare) -> None:
        slot = self.declare_static(stmt.name, stmt.id, stmt.type, stmt.is_array, stmt.span)
        if stmt.init is None:
            return
        values = constant_initialisers(stmt.init)
        if values is not None:
            self.set_initialisers(slot, values)
            return
        first, after = self.new_block(), self.new_block()
        self.branch(UNKNOWN, first, after, stmt.span)
        self.current = first
        self.initialise(AccessPath(slot.name), stmt.init)
        self.start(after)

    # --- branches and loops --------------------------------------------------------------

    def _if(self, stmt: s.If) -> None:
        outside = self.scope
        self.statement(stmt.init)
        then, other, after = self.new_block(), self.new_block(), self.new_block()
        self.condition(stmt.test, then, other)
        self.current = then
        self.body(stmt.then)
        self.go(after)
        self.current = other
        self.body(stmt.otherwise)
        self.go(after)
        self.current = after
        self.leave_to(outside)

    def _loop_body(self, stmt: s.Stmt, after: Block, next: Block) -> None:
        """A loop's body, which falls through to `next`."""
        outside = self.scope
        self.scope = LoopScope(outside, after, next)
        self.body(stmt)
        self.scope = outside
        self.start(next)

    def _while(self, stmt: s.While) -> None:
        head, body, after = self.new_block(), self.new_block(), self.new_block()
        self.start(head)
        self.condition(stmt.test, body, after)
        self.current = body
        self._loop_body(stmt.body, after, head)
        self.current = after

    def _do_while(self, stmt: s.DoWhile) -> None:
        body, test, after = self.new_block(), self.new_block(), self.new_block()
        self.start(body)
        self._loop_body(stmt.body, after, test)
        self.condition(stmt.test, body, after)
        self.current = after

    def _for(self, stmt: s.For) -> None:
        outside = self.scope
        self.statement(stmt.init)
        head, body, step, after = (self.new_block() for _ in range(4))
        self.start(head)
        if stmt.test is None:
            self.go(body)
        else:
            self.condition(stmt.test, body, after)
        self.current = body
        self._loop_body(stmt.body, after, step)
        if stmt.step is not None:
            self.effect(stmt.step)
        self.go(head)
        self.current = after
        self.leave_to(outside)

    def _for_each(self, stmt: s.ForEach) -> None:
        self.effect(stmt.range)
        head, body, after = self.new_block(), self.new_block(), self.new_block()
        self.start(head)
        self.branch(UNKNOWN, body, after, stmt.span)
        self.current = body
        outside = self.scope
        variable = stmt.variable
        self.scope = LoopScope(outside, after, head)
        inside = self.scope
        slot = self.declare(variable.name, variable.id, variable.type, variable.is_array)
        if self.is_aggregate(variable.type):
            unknown: Assign | Store = Store(AccessPath(slot.name), UNKNOWN, variable.span)
        else:
            unknown = Assign(slot.name, UNKNOWN, variable.span)
        self.current.instructions.append(unknown)
        if variable.destructor is not None:
            path = AccessPath(slot.name)
            self.scope = DestructorScope(inside, path, variable.destructor, variable.span)
        self.body(stmt.body)
        self.leave_to(inside)
        self.scope = outside
        self.go(head)
        self.current = after

    # --- switch --------------------------------------------------------------------------

    def _switch(self, stmt: s.Switch) -> None:
        value = self.value(stmt.test)
        dispatch, outside = self.current, self.scope
        scope = SwitchScope(outside, self.new_block())
        self.scope = scope
        self.current = self.new_block()
        self.body(stmt.body)
        self.scope = outside
        self.go(scope.after)
        dispatch.edges = self._dispatch(value, scope, stmt.test.span)
        self.current = scope.after

    def _dispatch(
        self, value: Value, scope: SwitchScope, span: Span
    ) -> list[tuple[Block, Condition | None]]:
        other = scope.default or scope.after
        known = [case for case, _ in scope.cases if case is not None]
        exact = len(known) == len(scope.cases)
        if isinstance(value, Const) and exact:
            chosen = (block for case, block in scope.cases if case == value.value)
            return [(next(chosen, other), None)]
        edges: list[tuple[Block, Condition | None]] = []
        for case, block in scope.cases:
            test = None if case is None else Op("==", (value, Const(case)))
            edges.append((block, self._edge_condition(test, True, span)))
        if not known:
            return [*edges, (other, None)]
        rest = Op("in", (value, *map(Const, known)))
        return [*edges, (other, self._edge_condition(rest, False, span))]

    @staticmethod
    def _edge_condition(test: Op | None, truth: bool, span: Span) -> Condition | None:
        if test is None or test.args[0] == UNKNOWN:
            return None
        return Condition(test, truth, span)

    def _case(self, stmt: s.Case) -> None:
        scope = enclosing(self.scope, SwitchScope)
        block = self.new_block()
        self.start(block)
        if scope is not None:
            scope.cases.append((stmt.value, block))
        self.statement(stmt.body)

    def _default(self, stmt: s.Default) -> None:
        scope = enclosing(self.scope, SwitchScope)
        block = self.new_block()
        self.start(block)
        if scope is not None:
            scope.default = block
        self.statement(stmt.body)


_STATEMENTS: dict[type, Handler] = {
    s.Compound: Statements._compound,
    s.ExpressionStmt: Statements._expression,
    s.Declare: Statements._declare,
    s.If: Statements._if,
    s.While: Statements._while,
    s.DoWhile: Statements._do_while,
    s.For: Statements._for,
    s.ForEach: Statements._for_each,
    s.Switch: Statements._switch,
    s.Case: Statements._case,
    s.Default: Statements._default,
    s.Label: Statements._label,
    s.Goto: Statements._goto,
    s.Break: Statements._break,
    s.Continue: Statements._continue,
    s.ReturnStmt: Statements._return,
    s.TryExcept: Statements._try_except,
    s.TryFinally: Statements._try_finally,
    s.Leave: Statements._leave,
    s.Empty: Statements._empty,
    type(None): Statements._empty,
    s.Opaque: Statements._opaque_statement,
}
