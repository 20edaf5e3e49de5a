"""Assignments: plain, compound, `++` and `--`, and initialisers."""

from __future__ import annotations

from abc import abstractmethod

from wfplint.frontend import syntax as s
from wfplint.frontend.places import Places
from wfplint.frontend.values import binary
from wfplint.ir import (
    UNKNOWN,
    AccessPath,
    Assign,
    Call,
    Const,
    Element,
    Load,
    Member,
    Step,
    Store,
    Value,
    Var,
)
from wfplint.source import Span


class Assignments(Places):
    """Lowers what writes."""

    def assign_value(self, expr: s.Assignment) -> Value:
        return self.assignment(expr, True)

    def assignment(self, expr: s.Assignment, wanted: bool) -> Value:
        if expr.op != "=":
            value = self.value(expr.value)
            return self.update(expr.target, expr.op[:-1], value, expr.span)
        name = self._scalar_local(expr.target)
        if name is not None:
            self.assign_local(name, expr.value, expr.span)
            return Var(name)
        if isinstance(expr.value, s.InitList):
            path = self.place(expr.target)
            if path is not None:
                self.initialise(path, expr.value)
            return self.read(expr.target) if wanted else UNKNOWN
        value = self.value(expr.value)
        self.write(expr.target, value, expr.span)
        return value

    def _scalar_local(self, expr: s.Expr) -> str | None:
        """The name of the local that can be assigned without touching memory."""
        if not isinstance(expr, s.Name) or expr.kind != "local":
            return None
        slot = self.slot(expr)
        if slot is None or slot.is_global or slot.is_reference or slot.is_array:
            return None
        return None if self.is_aggregate(slot.type) else slot.name

    def assign_local(self, name: str, expr: s.Expr, span: Span) -> None:
        """`name = expr`; a call or a read of memory writes the variable itself."""
        value = self.emit_call(expr, name) if isinstance(expr, s.CallOf) else self.value(expr)
        if value == Var(name):
            return
        code = self.current.instructions
        last = code[-1] if code else None
        temporary = isinstance(value, Var) and value.name[0] == "%"
        if temporary and isinstance(last, (Load, Call)) and value == Var(last.dst or ""):
            code[-1] = last._replace(dst=name)
        else:
            code.append(Assign(name, value, span))

    def write(self, target: s.Expr, value: Value, span: Span) -> None:
        """`target = value` for any lvalue."""
        path = self.place(target)
        if path is None:
            self.havoc("a variable captured by a lambda is written", span)
        else:
            self.current.instructions.append(self._written(target, path, value, span))

    def _written(
        self, target: s.Expr, path: AccessPath, value: Value, span: Span
    ) -> Assign | Store:
        name = None if path.steps else self._scalar_local(target)
        return Assign(name, value, span) if name else Store(path, value, span)

    def update(self, target: s.Expr, op: str, value: Value, span: Span) -> Value:
        """`target op= value`; the result is the new value."""
        path = self.place(target)
        if path is None:
            self.havoc("a variable captured by a lambda is written", span)
            return UNKNOWN
        name = None if path.steps else self._scalar_local(target)
        old = Var(name) if name else self.loaded(path, span)
        new = binary(op, old, value)
        made = Assign(name, new, span) if name else Store(path, new, span)
        self.current.instructions.append(made)
        return Var(name) if name else new

    def step(self, expr: s.Unary, wanted: bool) -> Value:
        op, one = expr.op.replace("x", "")[0], Const(1)
        if not wanted or expr.op[0] != "x":
            return self.update(expr.operand, op, one, expr.span)
        path = self.place(expr.operand)
        if path is None:
            self.havoc("a variable captured by a lambda is written", expr.span)
            return UNKNOWN
        name = None if path.steps else self._scalar_local(expr.operand)
        old = self.held(Var(name), expr.span) if name else self.loaded(path, expr.span)
        new = binary(op, old, one)
        self.current.instructions.append(
            Assign(name, new, expr.span) if name else Store(path, new, expr.span)
        )
        return old

    def initialise(self, path: AccessPath, expr: s.Expr) -> None:
        """Store an initialiser at a place: zero first, then each element that is given."""
        if not isinstance(expr, s.InitList):
            value = self.value(expr)
            self.current.instructions.append(Store(path, value, expr.span))
            return
        self.current.instructions.append(Store(path, Const(0), expr.span))
        self._elements(path, expr)

    def _elements(self, path: AccessPath, expr: s.InitList) -> None:
        for designator, item in expr.items:
            inner = AccessPath(path.root, (*path.steps, *steps_of(designator)))
            if isinstance(item, s.InitList):
                self._elements(inner, item)
            elif not (isinstance(item, s.Integer) and item.value == 0):
                self.initialise(inner, item)

    @abstractmethod
    def emit_call(self, expr: s.CallOf, result: str | None) -> Value:
        """Translate a call; its result goes to this variable, if any."""


def steps_of(designator: tuple[tuple[str, str] | int, ...]) -> tuple[Step, ...]:
    """The access steps of a designator path."""
    return tuple(Element(part) if isinstance(part, int) else Member(*part) for part in designator)
