"""Statements: where control goes, and what runs on the way out of a scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Context, Slot
from wfplint.frontend.graph import Block
from wfplint.frontend.initialisers import constant_initialisers
from wfplint.frontend.lambdas import Lambdas
from wfplint.frontend.scopes import (
    DestructorScope,
    FinallyScope,
    GuardedScope,
    InlineScope,
    LabelScope,
    LoopScope,
    Scope,
    SwitchScope,
    TryScope,
    common,
    first_cleanup,
)
from wfplint.frontend.values import constant_truth
from wfplint.ir import (
    UNKNOWN,
    AccessPath,
    Assign,
    Condition,
    Const,
    Op,
    Return,
    Store,
    Value,
    Var,
)
from wfplint.source import Span

Handler = Callable[["Statements", Any], None]


class Statements(Lambdas):
    """Lowers statements into the graph."""

    def __init__(
        self, function: s.FunctionSyntax, context: Context, captured: Mapping[str, Slot]
    ) -> None:
        super().__init__(function, context, captured)
        self.gotos: list[tuple[Block, Scope | None, str, Span]] = []

    def statement(self, stmt: s.Stmt) -> None:
        _STATEMENTS[type(stmt)](self, stmt)

    def body(self, stmt: s.Stmt) -> None:
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

    def _empty(self, stmt: s.Empty) -> None:
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
        if stmt.init is not None:
            self.statement(stmt.init)
        then, after = self.new_block(), self.new_block()
        other = self.new_block() if stmt.otherwise is not None else after
        self.condition(stmt.test, then, other)
        self.current = then
        self.body(stmt.then)
        self.go(after)
        if stmt.otherwise is not None:
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
        if stmt.init is not None:
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
        scope = self.switch_scope()
        block = self.new_block()
        self.start(block)
        if scope is not None:
            scope.cases.append((stmt.value, block))
        if stmt.body is not None:
            self.statement(stmt.body)

    def _default(self, stmt: s.Default) -> None:
        scope = self.switch_scope()
        block = self.new_block()
        self.start(block)
        if scope is not None:
            scope.default = block
        if stmt.body is not None:
            self.statement(stmt.body)

    def switch_scope(self) -> SwitchScope | None:
        scope = self.scope
        while scope is not None and not isinstance(scope, SwitchScope):
            scope = scope.parent
        return scope

    # --- jumps ---------------------------------------------------------------------------

    def _break(self, stmt: s.Break) -> None:
        scope = self.scope
        while scope is not None and not isinstance(scope, (LoopScope, SwitchScope)):
            scope = scope.parent
        if scope is None:
            self._lost(stmt.span, "a break outside of a loop")
        else:
            self.jump(scope.after, scope.parent)

    def _continue(self, stmt: s.Continue) -> None:
        scope = self.scope
        while scope is not None and not isinstance(scope, LoopScope):
            scope = scope.parent
        if scope is None:
            self._lost(stmt.span, "a continue outside of a loop")
        else:
            self.jump(scope.next, scope.parent)

    def _leave(self, stmt: s.Leave) -> None:
        scope = self.scope
        while scope is not None and not isinstance(scope, TryScope):
            scope = scope.parent
        if scope is None:
            self._lost(stmt.span, "a __leave outside of a __try")
        else:
            self.jump(scope.end, scope)

    def _lost(self, span: Span, reason: str) -> None:
        """Control goes nobody knows where."""
        self.havoc(reason, span)
        self.go(self.exit)
        self.current = self.new_block()

    def _label(self, stmt: s.Label) -> None:
        block = self.new_block()
        self.start(block)
        self._labels(self.scope).labels.setdefault(stmt.name, (block, self.scope))
        if stmt.body is not None:
            self.statement(stmt.body)

    def _labels(self, scope: Scope | None) -> LabelScope:
        while scope is not None and not isinstance(scope, LabelScope):
            scope = scope.parent
        assert scope is not None, "a function is a label scope"
        return scope

    def _goto(self, stmt: s.Goto) -> None:
        self.gotos.append((self.current, self.scope, stmt.label, stmt.span))
        self.current = self.new_block()

    def resolve(self) -> None:
        """Finish what had to wait: gotos whose label came later, clean-up on the way out."""
        while self.deferred or self.gotos:
            while self.deferred:
                self.deferred.pop(0)()
            waiting, self.gotos = self.gotos, []
            for block, scope, label, span in waiting:
                self.current, self.scope = block, scope
                self._resolve_goto(scope, label, span)

    def _resolve_goto(self, scope: Scope | None, label: str, span: Span) -> None:
        frame = scope
        while frame is not None:
            if isinstance(frame, LabelScope) and label in frame.labels:
                target, outside = frame.labels[label]
                self.jump(target, common(scope, outside))
                return
            frame = frame.parent
        self._lost(span, f"goto a label that was not found: {label}")

    def _return(self, stmt: s.ReturnStmt) -> None:
        scope = self.scope
        while scope is not None and not isinstance(scope, InlineScope):
            scope = scope.parent
        if scope is not None:
            self._return_inline(stmt, scope)
            return
        value = None if stmt.value is None else self.value(stmt.value)
        if first_cleanup(self.scope, None) is None:
            self.current.instructions.append(Return(value, stmt.span))
            self.go(self.exit)
            self.current = self.new_block()
            return
        if value is not None and not isinstance(value, Const):
            value = self.held(value, stmt.span)
        block = self.new_block()
        block.instructions.append(Return(value, stmt.span))
        block.edges = [(self.exit, None)]
        self.jump(block, None)

    def _return_inline(self, stmt: s.ReturnStmt, scope: InlineScope) -> None:
        if stmt.value is not None:
            value = self.value(stmt.value)
            self.current.instructions.append(Assign(scope.result, value, stmt.span))
        self.jump(scope.end, scope)

    # --- exceptions ----------------------------------------------------------------------

    def _try_except(self, stmt: s.TryExcept) -> None:
        outside = self.scope
        landing, end, after = self.new_block(), self.new_block(), self.new_block()
        inside: Scope = GuardedScope(outside, landing)
        if stmt.filter is not None:
            self.scope = inside = TryScope(inside, end)
            self.may_raise()
        self.scope = inside
        self.body(stmt.body)
        self.scope = outside
        self.start(end)
        self.go(after)
        self.current = landing
        self._handler(stmt, self.landing(outside))
        self.start(after)

    def _handler(self, stmt: s.TryExcept, outer: Block | None) -> None:
        """The filter, then the handler, or further out where the filter does not want it."""
        known: bool | None = None
        if stmt.filter is not None:
            known = constant_truth(self.value(stmt.filter))
        handler = self.new_block()
        targets = [handler] if known is not False else []
        if outer is not None and known is not True:
            targets.append(outer)
        self.current.edges = [(target, None) for target in targets]
        self.current = handler
        self.body(stmt.handler)

    def _try_finally(self, stmt: s.TryFinally) -> None:
        outside = self.scope
        end = self.new_block()
        self.scope = TryScope(FinallyScope(outside, stmt.handler), end)
        self.body(stmt.body)
        self.scope = outside
        self.start(end)
        self.finally_copy(stmt.handler, False)

    def finally_copy(self, handler: s.Stmt, abnormal: bool) -> None:
        """One expansion of a handler; its labels are its own."""
        outside = self.scope
        self.scope = LabelScope(outside, abnormal)
        self.body(handler)
        self.scope = outside

    def abnormal_termination(self) -> bool | None:
        scope = self.scope
        while scope is not None:
            if isinstance(scope, LabelScope) and scope.abnormal is not None:
                return scope.abnormal
            scope = scope.parent
        return None

    # --- lambdas in place ----------------------------------------------------------------

    def expand(self, function: s.FunctionSyntax, arguments: list[Value], span: Span) -> Value:
        """The body of a lambda in place of its call."""
        for parameter, value in zip(function.parameters, arguments, strict=False):
            slot = self.declare(parameter.name, parameter.id, parameter.type)
            self.current.instructions.append(Assign(slot.name, value, span))
        result, end, outside = self.temporary(), self.new_block(), self.scope
        inside = InlineScope(LabelScope(outside), end, result)
        self.scope = inside
        self.body(function.body)
        self.scope = outside
        self.start(end)
        return Var(result)


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
    s.Opaque: Statements._opaque_statement,
}
