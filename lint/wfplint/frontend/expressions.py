"""Expressions: their side effects become instructions, what remains is a pure value.

Three questions are asked of an expression: its value (`value`), the place it names (`place`), and
nothing but its effects (`effect`). A fourth, where control goes by its truth, is `condition`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.assignments import Assignments
from wfplint.frontend.assumptions import OneOf, claims, is_assertion
from wfplint.frontend.graph import Block
from wfplint.frontend.purity import Effects, address_taken, effects
from wfplint.frontend.values import COMPARISONS, advanced, binary, converted, unary, variables
from wfplint.ir import (
    UNKNOWN,
    AccessPath,
    Address,
    Call,
    Cast,
    Const,
    Container,
    FunctionRef,
    Member,
    Op,
    Text,
    TypeRef,
    Value,
    Var,
)

_ABNORMAL = frozenset(("AbnormalTermination", "_abnormal_termination", "__abnormal_termination"))
_STEPS = frozenset(("++x", "--x", "x++", "x--"))


def static_type(expr: s.Expr) -> TypeRef:
    """The type a front end gave the expression; empty where it gives none."""
    return getattr(expr, "type", None) or TypeRef()


class Expressions(Assignments):
    """Lowers expressions into the current block."""

    _taken: frozenset[str] | None = None

    # --- values --------------------------------------------------------------------------

    def value(self, expr: s.Expr) -> Value:
        return _VALUES[type(expr)](self, expr)

    def _integer(self, expr: s.Integer) -> Value:
        return Const(expr.value)

    def _string(self, expr: s.String) -> Value:
        return Text(expr.value)

    def _name(self, expr: s.Name) -> Value:
        if expr.kind == "function":
            return FunctionRef(expr.id)
        if expr.kind == "local":
            slot = self.slot(expr)
            if slot is None:
                return UNKNOWN
            if not (slot.is_global or slot.is_array or slot.is_reference):
                if not self.is_aggregate(slot.type):
                    return Var(slot.name)
                return self.loaded(AccessPath(slot.name), expr.span)
        return self.read(expr)

    def _unary(self, expr: s.Unary) -> Value:
        op = expr.op
        if op == "&":
            return self.address(expr.operand)
        if op == "*":
            return self.read(expr)
        if op in _STEPS:
            return self.step(expr, True)
        return unary(op, self.value(expr.operand))

    def _binary(self, expr: s.Binary) -> Value:
        op = expr.op
        if op in ("&&", "||"):
            return self._truth_value(expr)
        if op == ",":
            self.effect(expr.left)
            return self.value(expr.right)
        left, right = self.operands((expr.left, expr.right))
        if op in "+-" and isinstance(left, Address):
            return self._moved(op, left, right)
        return binary(op, left, right)

    def _moved(self, op: str, address: Address, offset: Value) -> Value:
        if isinstance(offset, Address):
            return Op(op, (address, offset))
        return Address(advanced(address.path, unary("-", offset) if op == "-" else offset))

    def _truth_value(self, expr: s.Expr) -> Value:
        """1 or 0 by control flow, as the operators that skip their right side need."""
        return self.choice(expr, lambda: Const(1), lambda: Const(0), expr.span)

    def _conditional(self, expr: s.Conditional) -> Value:
        return self.choice(
            expr.test,
            lambda: self.value(expr.then),
            lambda: self.value(expr.otherwise),
            expr.span,
        )

    def _cast(self, expr: s.CastTo) -> Value:
        value = self.value(expr.operand)
        target = expr.type
        if isinstance(value, Const):
            return Const(converted(value.value, target))
        if target.pointers != 1 or not target.record:
            return value
        return value if target.record == static_type(expr.operand).record else _cast(value, target)

    def _container(self, expr: s.ContainerOf) -> Value:
        member = tuple(Member(record, name) for record, name in expr.members)
        return Container(self.value(expr.operand), expr.record, member)

    def _init_list(self, expr: s.InitList) -> Value:
        """A compound literal: an object of its own."""
        slot = self.declare("{}", f"{{}}{self.size}.{self.temporaries}", expr.type)
        self.initialise(AccessPath(slot.name), expr)
        return self.loaded(AccessPath(slot.name), expr.span)

    def _opaque(self, expr: s.Opaque) -> Value:
        self.havoc(expr.reason, expr.span)
        return UNKNOWN

    def _lambda(self, expr: s.LambdaOf) -> Value:
        return self.escaping_lambda(expr)

    def operands(self, exprs: Sequence[s.Expr]) -> list[Value]:
        """Values from left to right; one that a later operand changes is held in a temporary."""
        values = []
        for index, expr in enumerate(exprs):
            value = self.value(expr)
            rest = exprs[index + 1 :]
            if rest and self._changed_by(value, rest):
                value = self.held(value, expr.span)
            values.append(value)
        return values

    def _changed_by(self, value: Value, rest: Sequence[s.Expr]) -> bool:
        names = [name for name in variables(value) if name[0] != "%"]
        if not names:
            return False
        found = Effects()
        for expr in rest:
            effects(expr, found)
        changed = set(found.assigned)
        if found.calls:
            if self._taken is None:
                self._taken = address_taken(self.function.body)
            changed |= self._taken
        slots = (self.slots.get(id) for id in changed)
        return any(slot.name in names for slot in slots if slot)

    # --- calls ---------------------------------------------------------------------------

    def _call_value(self, expr: s.CallOf) -> Value:
        return self.emit_call(expr, "")

    def emit_call(self, expr: s.CallOf, result: str | None) -> Value:
        """Call and give the result's value; `result` names the variable, "" is a temporary."""
        if is_assertion(expr):
            self._assume(expr)
            return UNKNOWN
        expanded = self.expanded_lambda(expr)
        if expanded is not None:
            return expanded
        callee = self._callee(expr.callee)
        if isinstance(callee, FunctionRef) and callee.id in _ABNORMAL:
            known = self.abnormal_termination()
            if known is not None:
                return Const(int(known))
        arguments = self._arguments(callee, expr.arguments)
        name = self.temporary() if result == "" else result
        self.call(Call(name, callee, tuple(arguments), expr.span, expr.macro))
        return Var(name) if name else UNKNOWN

    def _assume(self, assertion: s.CallOf) -> None:
        """Go on only where the claims of an assertion hold."""
        for claim in claims(assertion.arguments[0], self.function):
            holds, fails = self.new_block(), self.new_block()
            if isinstance(claim, OneOf):
                value: Value = Op("in", (self.value(claim.tested), *map(Const, claim.values)))
            else:
                value = self.value(claim)
            self.branch(value, holds, fails, assertion.span)
            self.current.edges = [
                (holds, condition._replace(assumed=True) if condition else None)
                for target, condition in self.current.edges
                if target is holds
            ] or [(holds, None)]
            self.current = holds

    def _arguments(self, callee: Value, exprs: Sequence[s.Expr]) -> list[Value]:
        by_reference: tuple[bool, ...] = ()
        if isinstance(callee, FunctionRef):
            by_reference = self.context.references.get(callee.id, ())
        if not any(by_reference):
            return self.operands(exprs)
        flags = by_reference + (False,) * (len(exprs) - len(by_reference))
        return [
            self.address(expr) if flag else self.value(expr)
            for expr, flag in zip(exprs, flags, strict=False)
        ]

    def _callee(self, expr: s.Expr) -> Value:
        while isinstance(expr, s.Unary) and expr.op in "*&" and not _reads_pointer(expr):
            expr = expr.operand
        value = self.value(expr)
        return value.value if isinstance(value, Cast) else value

    # --- control -------------------------------------------------------------------------

    def condition(self, expr: s.Expr, yes: Block, no: Block) -> None:
        """Go to `yes` or `no` by the truth of the expression."""
        if isinstance(expr, s.Unary) and expr.op == "!":
            self.condition(expr.operand, no, yes)
        elif isinstance(expr, s.Binary) and self._binary_condition(expr, yes, no):
            return
        elif isinstance(expr, s.Conditional):
            then, other = self.new_block(), self.new_block()
            self.condition(expr.test, then, other)
            self.current = then
            self.condition(expr.then, yes, no)
            self.current = other
            self.condition(expr.otherwise, yes, no)
        elif isinstance(expr, s.CastTo) and not expr.type.record:
            self.condition(expr.operand, yes, no)
        else:
            self.branch(self.value(expr), yes, no, expr.span)

    def _binary_condition(self, expr: s.Binary, yes: Block, no: Block) -> bool:
        op = expr.op
        if op in ("&&", "||"):
            middle = self.new_block()
            self.condition(expr.left, *((middle, no) if op == "&&" else (yes, middle)))
            self.current = middle
            self.condition(expr.right, yes, no)
        elif op == ",":
            self.effect(expr.left)
            self.condition(expr.right, yes, no)
        elif op in ("==", "!=") and is_boolean(expr.left) and isinstance(expr.right, s.Integer):
            same = (op == "==") == (expr.right.value != 0)
            if expr.right.value not in (0, 1):
                return False
            self.condition(expr.left, *((yes, no) if same else (no, yes)))
        else:
            return False
        return True

    def effect(self, expr: s.Expr) -> None:
        """Lower an expression whose value nobody wants."""
        if isinstance(expr, s.CallOf):
            self.emit_call(expr, None)
        elif isinstance(expr, s.Assignment):
            self.assignment(expr, False)
        elif isinstance(expr, s.Unary) and expr.op in _STEPS:
            self.step(expr, False)
        elif isinstance(expr, s.CastTo):
            self.effect(expr.operand)
        elif isinstance(expr, s.Binary) and expr.op == ",":
            self.effect(expr.left)
            self.effect(expr.right)
        elif isinstance(expr, s.Conditional) or (
            isinstance(expr, s.Binary) and expr.op in ("&&", "||")
        ):
            self._branching_effect(expr)
        else:
            self.value(expr)

    def _branching_effect(self, expr: s.Conditional | s.Binary) -> None:
        yes, no, after = self.new_block(), self.new_block(), self.new_block()
        if isinstance(expr, s.Conditional):
            sides: list[tuple[Block, s.Expr]] = [(yes, expr.then), (no, expr.otherwise)]
            self.condition(expr.test, yes, no)
        else:
            sides = [(yes, expr.right)]
            skip = (yes, after) if expr.op == "&&" else (after, yes)
            self.condition(expr.left, *skip)
        for block, side in sides:
            self.current = block
            self.effect(side)
            self.go(after)
        self.current = after

    # --- what statements add -------------------------------------------------------------

    @abstractmethod
    def abnormal_termination(self) -> bool | None:
        """Whether a `__finally` block is being left otherwise than at its end; None outside one."""

    @abstractmethod
    def escaping_lambda(self, expr: s.LambdaOf) -> Value:
        """The value of a lambda that is not called where it stands."""

    @abstractmethod
    def expanded_lambda(self, expr: s.CallOf) -> Value | None:
        """The result of a call of a known lambda, translated in place; None for other calls."""


def _cast(value: Value, target: TypeRef) -> Value:
    return value if value == UNKNOWN else Cast(value, target.record)


def _reads_pointer(expr: s.Unary) -> bool:
    """Whether `*expr` as a callee reads a function pointer, instead of naming its function."""
    return expr.op == "*" and "(*)" in expr.type.text


def is_boolean(expr: s.Expr) -> bool:
    """Whether the value is 0 or 1 by the form of the expression."""
    if isinstance(expr, s.Unary):
        return expr.op == "!"
    return isinstance(expr, s.Binary) and (expr.op in COMPARISONS or expr.op in ("&&", "||"))


_VALUES: dict[type, Callable[[Expressions, Any], Value]] = {
    s.Integer: Expressions._integer,
    s.String: Expressions._string,
    s.Name: Expressions._name,
    s.MemberOf: Expressions.read,
    s.Subscript: Expressions.read,
    s.Unary: Expressions._unary,
    s.Binary: Expressions._binary,
    s.Assignment: Expressions.assign_value,
    s.Conditional: Expressions._conditional,
    s.CastTo: Expressions._cast,
    s.CallOf: Expressions._call_value,
    s.ContainerOf: Expressions._container,
    s.InitList: Expressions._init_list,
    s.LambdaOf: Expressions._lambda,
    s.Opaque: Expressions._opaque,
}
