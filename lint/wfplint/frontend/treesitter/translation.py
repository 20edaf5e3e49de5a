"""The table that says which function translates which kind of expression, and how it is used."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, Rule, Typed
from wfplint.frontend.treesitter.types import UNKNOWN, signed

_RULES: dict[str, Rule] = {}


def register(rules: dict[str, Rule]) -> None:
    """Add translators of further kinds of nodes."""
    _RULES.update(rules)


def typed(context: Context, node: Node | None) -> Typed:
    """Translate an expression, with its type."""
    if node is None:
        return s.Opaque("an operand is missing", context.segment.span(0, 0)), UNKNOWN
    rule = _RULES.get(node.type)
    if rule is not None:
        return rule(context, node)
    if node.type == "ERROR":
        return context.error(node), UNKNOWN
    return context.opaque(node, f"an expression of the kind {node.type}"), UNKNOWN


def value(context: Context, node: Node | None) -> s.Expr:
    """Translate an expression."""
    return typed(context, node)[0]


def whole(context: Context, node: Node | None) -> s.Expr:
    """Translate an expression that stands on its own; one that did not parse is opaque."""
    if node is not None and node.has_error:
        return context.error(node)
    expr, context.tested = typed(context, node)
    return expr


def integer(number: int, node: Node, context: Context) -> s.Integer:
    """A constant."""
    return s.Integer(signed(number), context.span(node))
