"""Initialisers of globals and static locals: one value for each scalar that the source gives."""

from __future__ import annotations

from wfplint.frontend import syntax as s
from wfplint.frontend.values import binary, converted, unary
from wfplint.ir import (
    UNKNOWN,
    AccessPath,
    Address,
    Cast,
    Const,
    Element,
    FunctionRef,
    Initialiser,
    Member,
    Step,
    Text,
    TypeRef,
    Value,
)


def constant_initialisers(expr: s.Expr) -> tuple[Initialiser, ...] | None:
    """As `initialisers`, or None where something has to be computed at run time."""
    found = initialisers(expr)
    return None if any(item.value == UNKNOWN for item in found) else found


def initialisers(expr: s.Expr) -> tuple[Initialiser, ...]:
    """Every scalar of an initialiser with the steps to it; what is left out is zero."""
    found: list[Initialiser] = []
    _collect((), expr, found)
    return tuple(found)


def _collect(steps: tuple[Step, ...], expr: s.Expr, found: list[Initialiser]) -> None:
    if not isinstance(expr, s.InitList):
        found.append(Initialiser(steps, constant(expr)))
        return
    for designator, item in expr.items:
        inner = (Element(part) if isinstance(part, int) else Member(*part) for part in designator)
        _collect((*steps, *inner), item, found)


def is_guid(type_: TypeRef) -> bool:
    """A GUID, or an array of them: known by its name, whatever its bytes."""
    levels = type_.text.count("[")
    return type_.record in ("GUID", "_GUID") and type_.pointers == levels


def constant(expr: s.Expr) -> Value:
    """The value of a constant expression; `UNKNOWN` for anything else."""
    if isinstance(expr, s.Integer):
        return Const(expr.value)
    if isinstance(expr, s.String):
        return Text(expr.value)
    if isinstance(expr, s.Name):
        return _named(expr)
    if isinstance(expr, s.CastTo):
        return _cast(expr)
    return _computed(expr)


def _named(expr: s.Name) -> Value:
    if expr.kind == "function":
        return FunctionRef(expr.id)
    is_array = expr.is_array or expr.type.text.endswith("]")
    return Address(AccessPath(expr.id)) if expr.kind == "global" and is_array else UNKNOWN


def _cast(expr: s.CastTo) -> Value:
    value = constant(expr.operand)
    if isinstance(value, Const):
        return Const(converted(value.value, expr.type))
    if value == UNKNOWN or expr.type.pointers != 1 or not expr.type.record:
        return value
    return Cast(value, expr.type.record)


def _computed(expr: s.Expr) -> Value:
    if isinstance(expr, s.Unary):
        if expr.op == "&":
            return _address(expr.operand)
        if expr.op in "!-~+":
            value = constant(expr.operand)
            return UNKNOWN if value == UNKNOWN else unary(expr.op, value)
    if isinstance(expr, s.Binary):
        left, right = constant(expr.left), constant(expr.right)
        if isinstance(left, Const) and isinstance(right, Const):
            return binary(expr.op, left, right)
    return UNKNOWN


def _address(expr: s.Expr) -> Value:
    if isinstance(expr, s.Name) and expr.kind == "function":
        return FunctionRef(expr.id)
    path = _place(expr)
    return UNKNOWN if path is None else Address(path)


def _place(expr: s.Expr) -> AccessPath | None:
    if isinstance(expr, s.Name):
        return AccessPath(expr.id) if expr.kind == "global" else None
    if isinstance(expr, s.MemberOf) and not expr.arrow:
        base = _place(expr.object)
        step: Step = Member(expr.record, expr.name)
    elif isinstance(expr, s.Subscript):
        base, index = _place(expr.array), constant(expr.index)
        step = Element(index.value if isinstance(index, Const) else None)
    else:
        return None
    return None if base is None else AccessPath(base.root, (*base.steps, step))
