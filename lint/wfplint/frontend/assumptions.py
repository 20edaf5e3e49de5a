"""Assertions about what a function is lent for reading: nothing it does could make them true.

`NT_ASSERT` of a free build tests nothing, and so guards nothing. But a claim about an object that
came in through a pointer to const says what the caller gives, as an annotation would. All other
claims (about a status, a flag, a record) are dropped: they would hide a missing test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from wfplint.frontend import syntax as s
from wfplint.frontend.purity import nodes

# What the model headers make of an assertion.
ASSERTION = "WfplintAssume"
_PLAIN = (s.Name, s.MemberOf, s.Integer, s.CastTo, s.Unary, s.Binary)


class OneOf(NamedTuple):
    """`x == 1 || x == 2`."""

    tested: s.Expr
    values: tuple[int, ...]


def is_assertion(expr: s.CallOf) -> bool:
    return isinstance(expr.callee, s.Name) and expr.callee.name == ASSERTION


def claims(expr: s.Expr, function: s.FunctionSyntax) -> Iterator[s.Expr | OneOf]:
    """The parts of an assertion that all hold and are about what the function is lent."""
    lent = frozenset(
        p.id for p in function.parameters
        if p.type.pointers == 1 and p.type.text.startswith("const ")
    )  # fmt: skip
    if lent:
        for part in _conjuncts(expr):
            alternatives = _alternatives(part)
            if _is_about(alternatives.tested if alternatives else part, lent):
                yield alternatives or part


def _conjuncts(expr: s.Expr) -> Iterator[s.Expr]:
    if isinstance(expr, s.Binary) and expr.op == "&&":
        yield from _conjuncts(expr.left)
        yield from _conjuncts(expr.right)
    elif isinstance(expr, s.CastTo):
        yield from _conjuncts(expr.operand)
    elif (
        isinstance(expr, s.Unary)
        and expr.op == "!"
        and isinstance(expr.operand, s.Unary)
        and expr.operand.op == "!"
    ):
        yield from _conjuncts(expr.operand.operand)
    else:
        yield expr


def _alternatives(expr: s.Expr) -> OneOf | None:
    if not (isinstance(expr, s.Binary) and expr.op == "||"):
        return None
    found = [equality for equality in _equalities(expr) if equality is not None]
    if None in _equalities(expr) or any(not _same(found[0][0], left) for left, _ in found):
        return None
    return OneOf(found[0][0], tuple(number for _, number in found))


def _equalities(expr: s.Expr) -> Iterator[tuple[s.Expr, int] | None]:
    if isinstance(expr, s.Binary) and expr.op == "||":
        yield from _equalities(expr.left)
        yield from _equalities(expr.right)
    elif isinstance(expr, s.Binary) and expr.op == "==" and isinstance(expr.right, s.Integer):
        yield expr.left, expr.right.value
    else:
        yield None


def _same(a: Any, b: Any) -> bool:
    """Whether two expressions are equal but for where they stand."""
    if not isinstance(a, tuple) or not hasattr(a, "_fields"):
        return bool(a == b)
    return type(a) is type(b) and all(
        _same(getattr(a, field), getattr(b, field)) for field in a._fields if field != "span"
    )


def _is_about(expr: s.Expr, lent: frozenset[str]) -> bool:
    """Whether an expression only reads what those parameters point to."""
    names = [node.id for node in nodes(expr) if isinstance(node, s.Name)]
    plain = all(
        isinstance(node, _PLAIN)
        and not (isinstance(node, s.Unary) and node.op not in "!~-*&")
        and not (isinstance(node, s.Binary) and node.op in ("&&", "||", ","))
        for node in nodes(expr)
    )
    return plain and bool(names) and lent.issuperset(names)
