"""Expressions: their side effects become instructions, what remains is a pure value.

Three questions are asked of an expression: its value (`value`), the place it names (`place`), and
nothing but its effects (`effect`). A fourth, where control goes by its truth, is `condition`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Emitter, Slot
from wfplint.frontend.graph import Block
from wfplint.frontend.purity import Effects, address_taken, effects
from wfplint.frontend.values import COMPARISONS, advanced, binary, converted, unary, variables
from wfplint.ir import (
    DEREF,
    UNKNOWN,
    AccessPath,
    Address,
    Assign,
    Call,
    Cast,
    Const,
    Container,
    FunctionRef,
    Load,
    Member,
    Op,
    Store,
    Text,
    TypeRef,
    Value,
    Var,
)
from wfplint.source import Span

_ABNORMAL = frozenset(("AbnormalTermination", "_abnormal_termination", "__abnormal_termination"))
_STEPS = frozenset(("++x", "--x", "x++", "x--"))


def static_type(expr: s.Expr) -> TypeRef:
    """The type a front end gave the expression; empty where it gives none."""
    return getattr(expr, "type", None) or TypeRef()


class Expressions(Emitter):
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
                return self._loaded(AccessPath(slot.name), expr.span)
        return self._read(expr)

    def _read(self, expr: s.Expr) -> Value:
        """The value at the place that an lvalue names: its address if it is an array."""
        path = self.place(expr)
        if path is None:
            return UNKNOWN
        return Address(path) if self.is_array(expr) else self._loaded(path, expr.span)

    def _loaded(self, path: AccessPath, span: Span) -> Var:
        name = self.temporary()
        self.current.instructions.append(Load(name, path, span))
        return Var(name)

    def _unary(self, expr: s.Unary) -> Value:
        op = expr.op
        if op == "&":
            return self.address(expr.operand)
        if op == "*":
            return self._read(expr)
        if op in _STEPS:
            return self._step(expr, True)
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
        return self._choice(expr, lambda: Const(1), lambda: Const(0), expr.span)

    def _conditional(self, expr: s.Conditional) -> Value:
        return self._choice(
            expr.test,
            lambda: self.value(expr.then),
            lambda: self.value(expr.otherwise),
            expr.span,
        )

    def _choice(
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
        return self._loaded(AccessPath(slot.name), expr.span)

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

    # --- places --------------------------------------------------------------------------

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
            return self.pointee(self._loaded(AccessPath(slot.name), expr.span), expr.span)
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
            self._step(expr, False)
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
        chosen = self._choice(
            expr.test,
            lambda: self.address(expr.then),
            lambda: self.address(expr.otherwise),
            expr.span,
        )
        return self.pointee(chosen, expr.span)

    def _place_of_assignment(self, expr: s.Assignment) -> AccessPath | None:
        self._assignment(expr, False)
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

    # --- assignments ---------------------------------------------------------------------

    def _assign_value(self, expr: s.Assignment) -> Value:
        return self._assignment(expr, True)

    def _assignment(self, expr: s.Assignment, wanted: bool) -> Value:
        if expr.op != "=":
            value = self.value(expr.value)
            return self._update(expr.target, expr.op[:-1], value, expr.span)
        name = self._scalar_local(expr.target)
        if name is not None:
            self.assign_local(name, expr.value, expr.span)
            return Var(name)
        if isinstance(expr.value, s.InitList):
            path = self.place(expr.target)
            if path is not None:
                self.initialise(path, expr.value)
            return self._read(expr.target) if wanted else UNKNOWN
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
        if code and isinstance(code[-1], Load) and value == Var(code[-1].dst):
            code[-1] = code[-1]._replace(dst=name)
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

    def _update(self, target: s.Expr, op: str, value: Value, span: Span) -> Value:
        """`target op= value`; the result is the new value."""
        path = self.place(target)
        if path is None:
            self.havoc("a variable captured by a lambda is written", span)
            return UNKNOWN
        name = None if path.steps else self._scalar_local(target)
        old = Var(name) if name else self._loaded(path, span)
        new = binary(op, old, value)
        made = Assign(name, new, span) if name else Store(path, new, span)
        self.current.instructions.append(made)
        return Var(name) if name else new

    def _step(self, expr: s.Unary, wanted: bool) -> Value:
        op, one = expr.op.replace("x", "")[0], Const(1)
        if not wanted or expr.op[0] != "x":
            return self._update(expr.operand, op, one, expr.span)
        path = self.place(expr.operand)
        if path is None:
            self.havoc("a variable captured by a lambda is written", expr.span)
            return UNKNOWN
        name = None if path.steps else self._scalar_local(expr.operand)
        old = self.held(Var(name), expr.span) if name else self._loaded(path, expr.span)
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

    # --- calls ---------------------------------------------------------------------------

    def _call_value(self, expr: s.CallOf) -> Value:
        return self.emit_call(expr, "")

    def emit_call(self, expr: s.CallOf, result: str | None) -> Value:
        """Call and give the result's value; `result` names the variable, "" is a temporary."""
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
            self._assignment(expr, False)
        elif isinstance(expr, s.Unary) and expr.op in _STEPS:
            self._step(expr, False)
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

    def abnormal_termination(self) -> bool | None:
        raise NotImplementedError

    def escaping_lambda(self, expr: s.LambdaOf) -> Value:
        raise NotImplementedError

    def expanded_lambda(self, expr: s.CallOf) -> Value | None:
        raise NotImplementedError


def _cast(value: Value, target: TypeRef) -> Value:
    return value if value == UNKNOWN else Cast(value, target.record)


def _reads_pointer(expr: s.Unary) -> bool:
    """Whether `*expr` as a callee reads a function pointer, instead of naming its function."""
    return expr.op == "*" and "(*)" in expr.type.text


def advanced_element(base: AccessPath, index: Value) -> AccessPath:
    """`base[index]`; two subscripts in a row are two steps."""
    step = advanced(AccessPath(base.root), index).steps
    return AccessPath(base.root, (*base.steps, *step))


def steps_of(designator: tuple[tuple[str, str] | int, ...]) -> tuple[Any, ...]:
    """The access steps of a designator path."""
    return tuple(
        advanced(AccessPath(""), Const(part)).steps[0] if isinstance(part, int) else Member(*part)
        for part in designator
    )


def is_boolean(expr: s.Expr) -> bool:
    """Whether the value is 0 or 1 by the form of the expression."""
    if isinstance(expr, s.Unary):
        return expr.op == "!"
    return isinstance(expr, s.Binary) and (expr.op in COMPARISONS or expr.op in ("&&", "||"))


_VALUES: dict[type, Callable[[Expressions, Any], Value]] = {
    s.Integer: Expressions._integer,
    s.String: Expressions._string,
    s.Name: Expressions._name,
    s.MemberOf: Expressions._read,
    s.Subscript: Expressions._read,
    s.Unary: Expressions._unary,
    s.Binary: Expressions._binary,
    s.Assignment: Expressions._assign_value,
    s.Conditional: Expressions._conditional,
    s.CastTo: Expressions._cast,
    s.CallOf: Expressions._call_value,
    s.ContainerOf: Expressions._container,
    s.InitList: Expressions._init_list,
    s.LambdaOf: Expressions._lambda,
    s.Opaque: Expressions._opaque,
}
_PLACES: dict[type, Callable[[Expressions, Any], AccessPath | None]] = {
    s.Name: Expressions._place_of_name,
    s.MemberOf: Expressions._place_of_member,
    s.Subscript: Expressions._place_of_subscript,
    s.Unary: Expressions._place_of_unary,
    s.Binary: Expressions._place_of_binary,
    s.Conditional: Expressions._place_of_conditional,
    s.CastTo: Expressions._place_of_cast,
    s.Assignment: Expressions._place_of_assignment,
}
