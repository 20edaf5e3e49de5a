"""Jumps: break, continue, goto, return and exceptions, each running what it passes on its way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Context, Slot
from wfplint.frontend.graph import Block
from wfplint.frontend.lambdas import Lambdas
from wfplint.frontend.scopes import (
    FinallyScope,
    GuardedScope,
    InlineScope,
    LabelScope,
    LoopScope,
    Scope,
    SwitchScope,
    TryScope,
    chain,
    common,
    enclosing,
    first_cleanup,
)
from wfplint.frontend.values import constant_truth
from wfplint.ir import Assign, Const, Return, Value, Var
from wfplint.source import Span


class Jumps(Lambdas):
    """Lowers the statements that leave scopes."""

    def __init__(
        self, function: s.FunctionSyntax, context: Context, captured: Mapping[str, Slot]
    ) -> None:
        super().__init__(function, context, captured)
        self.gotos: list[tuple[Block, Scope | None, str, Span]] = []

    # --- jumps ---------------------------------------------------------------------------

    def _break(self, stmt: s.Break) -> None:
        for scope in chain(self.scope):
            if isinstance(scope, (LoopScope, SwitchScope)):
                self.jump(scope.after, scope.parent)
                return
        self._lost(stmt.span, "a break outside of a loop")

    def _continue(self, stmt: s.Continue) -> None:
        scope = enclosing(self.scope, LoopScope)
        if scope is None:
            self._lost(stmt.span, "a continue outside of a loop")
        else:
            self.jump(scope.next, scope.parent)

    def _leave(self, stmt: s.Leave) -> None:
        scope = enclosing(self.scope, TryScope)
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
        self.statement(stmt.body)

    def _labels(self, scope: Scope | None) -> LabelScope:
        found = enclosing(scope, LabelScope)
        assert found is not None, "a function is a label scope"
        return found

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
        for frame in chain(scope):
            if isinstance(frame, LabelScope) and label in frame.labels:
                target, outside = frame.labels[label]
                self.jump(target, common(scope, outside))
                return
        self._lost(span, f"goto a label that was not found: {label}")

    def _return(self, stmt: s.ReturnStmt) -> None:
        scope = enclosing(self.scope, InlineScope)
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
        if self.current is handler and not handler.instructions:
            # With nothing in its block, nothing would tell that there is a handler.
            handler.instructions.append(Assign(self.temporary(), Const(0), stmt.span))

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
        for scope in chain(self.scope):
            if isinstance(scope, LabelScope) and scope.abnormal is not None:
                return scope.abnormal
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

    # --- what statements add -------------------------------------------------------------

    @abstractmethod
    def body(self, stmt: s.Stmt | None) -> None:
        """Translate a statement as a scope of its own."""

    @abstractmethod
    def statement(self, stmt: s.Stmt | None) -> None:
        """Translate a statement in the scope that is open."""
