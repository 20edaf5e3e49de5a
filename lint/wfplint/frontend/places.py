"""Places: the access path of an expression that names memory, and its address."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Emitter, Slot
from wfplint.frontend.graph import Block
from wfplint.frontend.values import advanced, unary
from wfplint.ir import (
    DEREF,
    UNKNOWN,
    AccessPath,
    Address,
    Assign,
    FunctionRef,
    Load,
    Member,
    Op,
    TypeRef,
    Value,
    Var,
)
from wfplint.source import Span


class Places(Emitter):
    """Lowers lvalues."""

    def place(self, expr: s.Expr) -> AccessPath | None:
        """The path of an lvalue; of any other expression, a temporary's. None: not modelled."""
        lower = _PLACES.get(type(expr))
        if lower is not None:
            return lower(self, expr)
        value = self.value(expr)
        if isinstance(expr, s.CallOf) and expr.type.text.endswith("&"):
            return self.pointee(value, expr.span)
        return None if value == UNKNOWN else AccessPath(self.held(value, expr.span).name)

    def _place_of_name(self, expr: s.Name) -> AccessPath | None:
        if expr.kind != "local":
            return AccessPath(expr.id)
        slot = self.slot(expr)
        if slot is None:
            return None
        if not slot.is_reference:
            return AccessPath(slot.name)
        if slot.is_global:
            return self.pointee(self.loaded(AccessPath(slot.name), expr.span), expr.span)
        return AccessPath(slot.name, (DEREF,))

    def _place_of_member(self, expr: s.MemberOf) -> AccessPath | None:
        if expr.arrow:
            base = self.pointee(self.value(expr.object), expr.object.span)
        else:
            base = self.place(expr.object)
        if base is None or not expr.name:
            return base
        return AccessPath(base.root, (*base.steps, Member(expr.record, expr.name)))

    def _place_of_subscript(self, expr: s.Subscript) -> AccessPath | None:
        if self.is_array(expr.array):
            base = self.place(expr.array)
        else:
            base = self.pointee(self.value(expr.array), expr.array.span)
        index = self.value(expr.index)
        return None if base is None else advanced_element(base, index)

    def _place_of_unary(self, expr: s.Unary) -> AccessPath | None:
        if expr.op == "*":
            return self.pointee(self.value(expr.operand), expr.span)
        if expr.op in ("++x", "--x"):
            self.effect(expr)
            return self.place(expr.operand)
        value = self.value(expr)
        return None if value == UNKNOWN else AccessPath(self.held(value, expr.span).name)

    def _place_of_cast(self, expr: s.CastTo) -> AccessPath | None:
        return self.place(expr.operand)

    def _place_of_binary(self, expr: s.Binary) -> AccessPath | None:
        if expr.op == ",":
            self.effect(expr.left)
            return self.place(expr.right)
        return AccessPath(self.held(self.value(expr), expr.span).name)

    def _place_of_conditional(self, expr: s.Conditional) -> AccessPath | None:
        chosen = self.choice(
            expr.test,
            lambda: self.address(expr.then),
            lambda: self.address(expr.otherwise),
            expr.span,
        )
        return self.pointee(chosen, expr.span)

    def _place_of_assignment(self, expr: s.Assignment) -> AccessPath | None:
        self.effect(expr)
        return self.place(expr.target)

    def pointee(self, pointer: Value, span: Span) -> AccessPath | None:
        """The path that a pointer value leads to."""
        if isinstance(pointer, Address):
            return pointer.path
        if isinstance(pointer, Var):
            return AccessPath(pointer.name, (DEREF,))
        if pointer == UNKNOWN:
            return None
        if isinstance(pointer, Op) and pointer.op in "+-" and len(pointer.args) == 2:
            base = self.pointee(pointer.args[0], span)
            offset = pointer.args[1] if pointer.op == "+" else unary("-", pointer.args[1])
            return None if base is None else advanced(base, offset)
        return AccessPath(self.held(pointer, span).name, (DEREF,))

    def address(self, expr: s.Expr) -> Value:
        """`&expr`."""
        if isinstance(expr, s.Name) and expr.kind == "function":
            return FunctionRef(expr.id)
        path = self.place(expr)
        if path is None:
            return UNKNOWN
        return Var(path.root) if path.steps == (DEREF,) else Address(path)

    def slot(self, name: s.Name) -> Slot | None:
        """The slot of a local; None for a variable of the function around a lambda."""
        slot = self.slots.get(name.id)
        if slot is None:
            if name.id in self.captured:
                return None
            slot = self.declare(name.name, name.id, name.type, name.is_array)
        return slot

    def is_array(self, expr: s.Expr) -> bool:
        if isinstance(expr, s.Name):
            if expr.kind == "local":
                slot = self.slot(expr)
                return slot is not None and slot.is_array and not slot.is_reference
            return expr.is_array or expr.type.text.endswith("]")
        if isinstance(expr, (s.MemberOf, s.Subscript)):
            return expr.is_array or expr.type.text.endswith("]")
        return False

    def is_aggregate(self, type: TypeRef) -> bool:
        """A structure as a whole, as far as the unit's records tell."""
        return not type.pointers and type.record in self.context.records

    # --- reading -------------------------------------------------------------------------

    def read(self, expr: s.Expr) -> Value:
        """The value at the place that an lvalue names: its address if it is an array."""
        path = self.place(expr)
        if path is None:
            return UNKNOWN
        return Address(path) if self.is_array(expr) else self.loaded(path, expr.span)

    def loaded(self, path: AccessPath, span: Span) -> Var:
        name = self.temporary()
        self.current.instructions.append(Load(name, path, span))
        return Var(name)

    def choice(
        self, test: s.Expr, then: Callable[[], Value], other: Callable[[], Value], span: Span
    ) -> Value:
        yes, no, after = self.new_block(), self.new_block(), self.new_block()
        name = self.temporary()
        self.condition(test, yes, no)
        for block, side in ((yes, then), (no, other)):
            self.current = block
            value = side()
            self.current.instructions.append(Assign(name, value, span))
            self.go(after)
        self.current = after
        return Var(name)

    # --- what expressions add ------------------------------------------------------------

    @abstractmethod
    def value(self, expr: s.Expr) -> Value:
        """Translate an expression for its value."""

    @abstractmethod
    def effect(self, expr: s.Expr) -> None:
        """Translate an expression whose value nobody wants."""

    @abstractmethod
    def condition(self, expr: s.Expr, yes: Block, no: Block) -> None:
        """Translate an expression as a test that goes on at one of two blocks."""


def advanced_element(base: AccessPath, index: Value) -> AccessPath:
    """`base[index]`; two subscripts in a row are two steps."""
    step = advanced(AccessPath(base.root), index).steps
    return AccessPath(base.root, (*base.steps, *step))


_PLACES: dict[type, Callable[[Places, Any], AccessPath | None]] = {
    s.Name: Places._place_of_name,
    s.MemberOf: Places._place_of_member,
    s.Subscript: Places._place_of_subscript,
    s.Unary: Places._place_of_unary,
    s.Binary: Places._place_of_binary,
    s.Conditional: Places._place_of_conditional,
    s.CastTo: Places._place_of_cast,
    s.Assignment: Places._place_of_assignment,
}
