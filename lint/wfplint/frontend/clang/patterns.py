"""`CONTAINING_RECORD`, by the model's marker function or written out with an offset."""

from __future__ import annotations

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.context import Context, strip, strip_casts
from wfplint.frontend.clang.cursors import Node

MARKER = "__wfplint_containing_record"
Members = tuple[tuple[str, str], ...]


def container_of(context: Context, cast: Node) -> s.ContainerOf | None:
    """The record around a field, if this cast is the pattern."""
    inner = strip(cast.children[-1])
    if inner.kind == k.CALL_EXPR:
        found = _by_marker(context, inner)
    elif inner.kind == k.BINARY_OPERATOR and len(inner.children) == 2:
        found = _by_offset(context, inner)
    else:
        return None
    if found is None:
        return None
    operand, members = found
    ref = context.type(cast)
    value = context.expr(operand)
    return s.ContainerOf(value, ref.record, members, ref, context.span(cast))


def _by_marker(context: Context, call: Node) -> tuple[Node, Members] | None:
    if len(call.children) != 3 or context.lib.spelling(call.cursor) != MARKER:
        return None
    members = _null_member(context, strip_casts(call.children[2]))
    return (_without_cast(call.children[1]), members) if members else None


def _by_offset(context: Context, minus: Node) -> tuple[Node, Members] | None:
    if context.lib.binary_operator(minus.cursor) != _MINUS:
        return None
    offset = strip_casts(minus.children[1])
    if offset.kind == k.UNEXPOSED_EXPR:
        members = _offset_of(context, offset)
    else:
        members = _null_member(context, offset)
    return (_without_cast(minus.children[0]), members) if members else None


def is_offset_of(node: Node) -> bool:
    """Whether this is `__builtin_offsetof`: designators and nothing else."""
    return bool(node.children) and node.children[0].kind == k.MEMBER_REF


def _offset_of(context: Context, node: Node) -> Members:
    if not is_offset_of(node):
        return ()
    steps = [
        context.types.field(context.lib.referenced(child.cursor))
        for child in node.children
        if child.kind == k.MEMBER_REF
    ]
    return tuple((step.record, step.name) for step in steps if step.name)


def _null_member(context: Context, node: Node) -> Members:
    """The fields of `&((T *)0)->a.b`."""
    if node.kind != k.UNARY_OPERATOR or context.lib.unary_operator(node.cursor) != _ADDRESS:
        return ()
    members: list[tuple[str, str]] = []
    node = strip(node.children[0])
    while node.kind in (k.MEMBER_REF_EXPR, k.SUBSCRIPT_EXPR) and node.children:
        if node.kind == k.MEMBER_REF_EXPR:
            field = context.types.field(context.lib.referenced(node.cursor))
            if field.name:
                members.append((field.record, field.name))
        node = strip(node.children[0])
    base = strip_casts(node)
    if node.kind not in k.CAST_KINDS or base.kind != k.INTEGER_LITERAL:
        return ()
    return tuple(reversed(members))


def _without_cast(node: Node) -> Node:
    """The pointer itself: the macro's own cast is no part of it."""
    node = strip(node)
    return strip(node.children[-1]) if node.kind in k.CAST_KINDS and node.children else node


_MINUS = next(number for number, op in k.BINARY_OPERATORS.items() if op == "-")
_ADDRESS = next(number for number, op in k.UNARY_OPERATORS.items() if op == "&")
