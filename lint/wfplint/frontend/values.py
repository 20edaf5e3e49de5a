"""Pure values: folding of constants, and the normal form of a tested value."""

from __future__ import annotations

import operator
from collections.abc import Callable

from wfplint.ir import (
    AccessPath,
    Address,
    Cast,
    Const,
    Container,
    Deref,
    Element,
    FunctionRef,
    Op,
    Text,
    TypeRef,
    Value,
    Var,
)


def _quotient(left: int, right: int) -> int:
    return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)


_BINARY: dict[str, Callable[[int, int], int]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "/": _quotient,
    "%": lambda left, right: left - right * _quotient(left, right),
    "<<": operator.lshift,
    ">>": operator.rshift,
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
COMPARISONS = frozenset(_MIRRORED)
_SIGNED_32 = frozenset(
    ("NTSTATUS", "LONG", "long", "int", "INT", "INT32", "LONG32", "int32_t", "HRESULT", "BOOL")
)
_UNSIGNED_32 = frozenset(
    ("ULONG", "UINT", "UINT32", "ULONG32", "DWORD", "uint32_t", "unsigned int", "unsigned long")
)


def signed(value: int, bits: int = 64) -> int:
    """The two's complement reading of the low `bits` bits."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def converted(value: int, type: TypeRef) -> int:
    """A constant after an explicit cast; only casts to 32-bit integers change it."""
    if type.pointers:
        return value
    if type.text in _SIGNED_32:
        return signed(value, 32)
    return value & 0xFFFFFFFF if type.text in _UNSIGNED_32 else value


def binary(op: str, left: Value, right: Value) -> Value:
    """`left op right`, computed where both are constants, with a constant on the right side."""
    if isinstance(left, Const):
        if isinstance(right, Const):
            return _computed(op, left.value, right.value)
        if op in _MIRRORED:
            return Op(_MIRRORED[op], (right, left))
    return Op(op, (left, right))


def _computed(op: str, left: int, right: int) -> Value:
    unusable = (op in "/%" and right == 0) or (op in ("<<", ">>") and not 0 <= right < 64)
    if unusable or op not in _BINARY:
        return Op(op, (Const(left), Const(right)))
    return Const(signed(int(_BINARY[op](left, right))))


def unary(op: str, operand: Value) -> Value:
    """`! - ~ +` applied to a value."""
    if op == "+":
        return operand
    if isinstance(operand, Const):
        if op == "!":
            return Const(int(not operand.value))
        return Const(signed(-operand.value if op == "-" else ~operand.value))
    return Op(op, (operand,))


def tested(value: Value, truth: bool) -> tuple[Value, bool]:
    """The normal form of a condition: negations and comparisons with zero are peeled off."""
    if isinstance(value, Op):
        if value.op == "!":
            return tested(value.args[0], not truth)
        if value.op in ("==", "!=") and value.args[1] == Const(0):
            return tested(value.args[0], truth == (value.op == "!="))
    return value, truth


def constant_truth(value: Value) -> bool | None:
    """Whether a value is known to be non-zero or zero; None if that depends on the run."""
    if isinstance(value, Const):
        return value.value != 0
    if isinstance(value, (Text, FunctionRef)):
        return True
    if isinstance(value, Address) and not any(isinstance(s, Deref) for s in value.path.steps):
        return True
    return None


def variables(value: Value) -> list[str]:
    """The locals and temporaries that a value reads."""
    if isinstance(value, Var):
        return [value.name]
    if isinstance(value, Op):
        return [name for argument in value.args for name in variables(argument)]
    if isinstance(value, (Cast, Container)):
        return variables(value.value)
    if isinstance(value, Address):
        steps = value.path.steps
        through = [value.path.root] if steps and isinstance(steps[0], Deref) else []
        return through + [s.variable for s in steps if isinstance(s, Element) and s.variable]
    return []


def advanced(path: AccessPath, index: Value) -> AccessPath:
    """The path of the element `index` places after the one at `path`."""
    number = index.value if isinstance(index, Const) else None
    variable = index.name if isinstance(index, Var) else ""
    last = path.steps[-1] if path.steps else None
    if isinstance(last, Element):
        known = last.index is not None and number is not None
        total = (last.index or 0) + (number or 0) if known else None
        if last == Element(0):
            return AccessPath(path.root, (*path.steps[:-1], Element(number, variable)))
        return AccessPath(path.root, (*path.steps[:-1], Element(total)))
    return AccessPath(path.root, (*path.steps, Element(number, variable)))
