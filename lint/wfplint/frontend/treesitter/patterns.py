"""`CONTAINING_RECORD` and offsets of fields, as a macro or written out."""

from __future__ import annotations

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, Members
from wfplint.frontend.treesitter.layout import size_of
from wfplint.frontend.treesitter.types import CType, Record, Table
from wfplint.source import Span

MARKER = "__wfplint_containing_record"


def container_of(context: Context, operand: s.Expr, type_: CType, span: Span) -> s.Expr | None:
    """The record around a field, if a cast of `operand` to `type_` is the pattern."""
    inner = _without_cast(operand)
    members: Members = ()
    held: s.Expr
    if isinstance(inner, s.CallOf):
        if not isinstance(inner.callee, s.Name) or inner.callee.name != MARKER:
            return None
        if len(inner.arguments) != 2:
            return None
        held, members = inner.arguments[0], _members(context, inner.arguments[1])
    elif isinstance(inner, s.Binary) and inner.op == "-":
        held, members = inner.left, _members(context, inner.right)
    else:
        return None
    if not members:
        return None
    return s.ContainerOf(_without_cast(held), type_.ref.record, members, type_.ref, span)


def _members(context: Context, expr: s.Expr) -> Members:
    known = context.offsets.get(id(expr))
    return known[1] if known else null_member(_without_cast(expr))


def _without_cast(expr: s.Expr) -> s.Expr:
    while isinstance(expr, s.CastTo):
        expr = expr.operand
    return expr


def null_member(expr: s.Expr) -> Members:
    """The fields of `&((T *)0)->a.b`; empty for anything else."""
    if not isinstance(expr, s.Unary) or expr.op != "&":
        return ()
    steps: list[tuple[str, str]] = []
    place: s.Expr = expr.operand
    while isinstance(place, (s.MemberOf, s.Subscript)):
        if isinstance(place, s.Subscript):
            place = place.array
            continue
        steps.append((place.record, place.name))
        place = place.object
    if not steps or not isinstance(_without_cast(place), s.Integer):
        return ()
    return tuple(reversed(steps))


def offset_in(members: Members, table: Table) -> int:
    """The offset of a chain of fields, as far as the records are known."""
    total = 0
    for tag, name in members:
        record = table.records.get(tag)
        total += _offset(record, name, table) if record else 0
    return total


def _offset(record: Record, name: str, table: Table) -> int:
    offset = 0
    for field in record.fields:
        size, alignment = size_of(field.type, table)
        alignment = min(alignment, record.packing or alignment)
        if not record.union:
            offset = -(-offset // alignment) * alignment
        if field.name == name:
            return offset
        inside = table.records.get(field.type.ref.record) if not field.name else None
        if inside is not None and name in inside.members:
            return offset + _offset(inside, name, table)
        if not record.union:
            offset += size
    return 0
