"""Which locals an expression may change: what must be saved before it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wfplint.frontend import syntax as s

_LEAVES = (s.Integer, s.String, s.Name)
_STEPS = frozenset(("++x", "--x", "x++", "x--"))


class Effects:
    """The ids of locals assigned by name, and whether anything is called."""

    __slots__ = ("assigned", "calls")

    def __init__(self) -> None:
        self.assigned: set[str] = set()
        self.calls = False


def effects(expr: s.Expr, found: Effects) -> None:
    """Add what evaluating the expression may change."""
    if isinstance(expr, _LEAVES):
        return
    for node in nodes(expr):
        target: Any = None
        if isinstance(node, s.Assignment):
            target = node.target
        elif isinstance(node, s.Unary) and node.op in _STEPS:
            target = node.operand
        elif isinstance(node, (s.CallOf, s.Opaque, s.LambdaOf)):
            found.calls = True
        if isinstance(target, s.Name) and target.kind == "local":
            found.assigned.add(target.id)


def address_taken(body: s.Stmt) -> frozenset[str]:
    """The ids of the locals whose address is taken somewhere."""
    return frozenset(
        node.operand.id
        for node in nodes(body)
        if isinstance(node, s.Unary) and node.op == "&" and isinstance(node.operand, s.Name)
    )


def nodes(root: s.Expr | s.Stmt, lambdas: bool = False) -> Iterator[Any]:
    """Every node below and with `root`, in no particular order; lambdas are entered on demand."""
    stack: list[Any] = [root]
    roles = _ROLES
    while stack:
        node = stack.pop()
        role = roles.get(type(node)) or _role(type(node))
        if role == "node":
            yield node
            stack.extend(node)
        elif role == "leaf":
            yield node
        elif role == "items":
            stack.extend(node)
        elif role == "function" and lambdas:
            stack.append(node.body)


_ROLES: dict[type, str] = {}


def _role(kind: type) -> str:
    """What to do with an object of this type that stands in a tree."""
    if issubclass(kind, s.FunctionSyntax):
        role = "function"
    elif not issubclass(kind, tuple):
        role = "value"
    elif not hasattr(kind, "_fields"):
        role = "items"
    elif not hasattr(kind, "span"):
        role = "value"
    else:
        role = "leaf" if issubclass(kind, _LEAVES) else "node"
    _ROLES[kind] = role
    return role
