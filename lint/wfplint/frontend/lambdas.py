"""Lambdas: expanded where they are only called, functions of their own where they escape.

A lambda that shares variables with the function around it cannot be seen apart from it. So one
that is called and nothing else is expanded at each call. Any other becomes a function in which
the shared variables are unknown, and the place where it escapes makes them unknown here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Context, Slot
from wfplint.frontend.expressions import Expressions
from wfplint.frontend.purity import nodes
from wfplint.ir import FunctionRef, Havoc, Value
from wfplint.source import Span


class Lambdas(Expressions):
    """Decides for each lambda, and collects those that become functions."""

    def __init__(
        self, function: s.FunctionSyntax, context: Context, captured: Mapping[str, Slot]
    ) -> None:
        super().__init__(function, context, captured)
        self.bound: dict[str, s.FunctionSyntax] = {}
        self.outlined: list[tuple[s.FunctionSyntax, dict[str, Slot]]] = []

    def bind_lambda(self, stmt: s.Declare) -> bool:
        """Remember a local that is nothing but a name for a lambda; False if it escapes."""
        assert isinstance(stmt.init, s.LambdaOf)
        inside = [self.function.body, *(function.body for function in self.bound.values())]
        calls = sum(_calls(body, stmt.id) for body in inside)
        if calls != _uses(self.function.body, stmt.id):
            return False
        self.bound[stmt.id] = stmt.init.function
        return True

    def expanded_lambda(self, expr: s.CallOf) -> Value | None:
        callee = expr.callee
        if isinstance(callee, s.LambdaOf):
            return self._expanded(callee.function, expr.arguments, expr.span)
        name = _called_local(expr) if self.bound else None
        if name is None or name.id not in self.bound:
            return None
        arguments = expr.arguments if callee is name else expr.arguments[1:]
        return self._expanded(self.bound[name.id], arguments, expr.span)

    def _expanded(self, function: s.FunctionSyntax, exprs: tuple[s.Expr, ...], span: Span) -> Value:
        arguments = [
            self.address(expr) if parameter.type.text.endswith("&") else self.value(expr)
            for expr, parameter in zip(exprs, function.parameters, strict=False)
        ]
        return self.expand(function, arguments, span)

    def escaping_lambda(self, expr: s.LambdaOf) -> Value:
        number = len(self.outlined) + 1
        id = f"{self.function.id}::lambda#{number}"
        self.outlined.append((replace(expr.function, id=id), {**self.captured, **self.slots}))
        shared = {
            node.id
            for node in nodes(expr.function.body)
            if isinstance(node, s.Name) and node.id in self.slots
        }
        names = sorted(self.slots[id].name for id in shared)
        if names:
            reason = "a lambda that escapes shares variables"
            self.current.instructions.append(Havoc(reason, expr.span, tuple(names)))
        return FunctionRef(id)

    @abstractmethod
    def expand(self, function: s.FunctionSyntax, arguments: list[Value], span: Span) -> Value:
        """Translate the body of a lambda in place of a call of it; its result."""


def _called_local(expr: s.CallOf) -> s.Name | None:
    """The variable whose call operator the expression calls."""
    callee = expr.callee
    if isinstance(callee, s.Name) and callee.kind == "local":
        return callee
    if not (isinstance(callee, s.Name) and callee.name == "operator()" and expr.arguments):
        return None
    first = expr.arguments[0]
    if isinstance(first, s.Unary) and first.op == "&":
        first = first.operand
    return first if isinstance(first, s.Name) and first.kind == "local" else None


def _uses(body: s.Stmt, id: str) -> int:
    return sum(isinstance(node, s.Name) and node.id == id for node in nodes(body, True))


def _calls(body: s.Stmt, id: str) -> int:
    calls = (_called_local(node) for node in nodes(body) if isinstance(node, s.CallOf))
    return sum(name is not None and name.id == id for name in calls)
