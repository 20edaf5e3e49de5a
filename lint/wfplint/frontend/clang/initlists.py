"""Initialiser lists: each expression with the path of fields and indexes it initialises."""

from __future__ import annotations

from collections import deque

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.context import Context, Translator, strip
from wfplint.frontend.clang.cursors import Node
from wfplint.frontend.clang.types import TypeInfo

Path = tuple[tuple[str, str] | int, ...]
Items = list[tuple[Path, s.Expr]]


def init_list(context: Context, node: Node) -> s.Expr:
    info = context.types.of(node.cursor)
    if not (info.is_record or info.is_array):
        if len(node.children) == 1:
            return context.expr(node.children[0])
        return s.Integer(0, context.span(node))
    return s.InitList(tuple(_listed(context, node, info)), info.ref, context.span(node))


def _listed(context: Context, node: Node, info: TypeInfo) -> Items:
    found: Items = []
    _fill(context, deque(node.children), info, (), found, braced=True)
    return found


def _fill(
    context: Context, items: deque[Node], info: TypeInfo, path: Path, found: Items, braced: bool
) -> None:
    """Take from `items` what initialises an aggregate; without braces stop at a designator."""
    if info.is_array:
        _fill_array(context, items, info, path, found, braced)
    else:
        _fill_record(context, items, info, path, found, braced)


def _fill_array(
    context: Context, items: deque[Node], info: TypeInfo, path: Path, found: Items, braced: bool
) -> None:
    element = context.types.element(info)
    size = context.lib.array_size(context.lib.canonical(info.handle))
    index = 0
    while items and (braced or size < 0 or index < size):
        if _is_designated(context, items[0]):
            if not braced:
                return
            index = _designated(context, items.popleft(), info, path, found) + 1
            continue
        _place(context, items, element, (*path, index), found)
        index += 1


def _fill_record(
    context: Context, items: deque[Node], info: TypeInfo, path: Path, found: Items, braced: bool
) -> None:
    declaration = context.types.record_declaration(info)
    members = context.types.members(declaration)
    if declaration.kind == k.UNION_DECL:
        members = members[:1]
    index = 0
    while items:
        if _is_designated(context, items[0]):
            if not braced:
                return
            index = _designated(context, items.popleft(), info, path, found) + 1
            continue
        if index >= len(members):
            return
        member = members[index]
        inner: Path = (*path, (member.record, member.name)) if member.name else path
        _place(context, items, member.type, inner, found)
        index += 1


def _place(context: Context, items: deque[Node], info: TypeInfo, path: Path, found: Items) -> None:
    """Initialise the object at `path` from the next item; from several where it has no braces."""
    item = items[0]
    inner = strip(item)
    if inner.kind == k.INIT_LIST:
        items.popleft()
        if info.is_array or info.is_record:
            _fill(context, deque(inner.children), info, path, found, braced=True)
        else:
            found.append((path, context.expr(inner)))
        return
    if info.is_record and context.types.of(item.cursor).is_record:
        found.append((path, context.expr(items.popleft())))
    elif info.is_record or (info.is_array and inner.kind != k.STRING_LITERAL):
        before = len(items)
        _fill(context, items, info, path, found, braced=False)
        if len(items) == before:
            found.append((path, context.expr(items.popleft())))
    else:
        found.append((path, context.expr(items.popleft())))


def _is_designated(context: Context, node: Node) -> bool:
    """`.field = value` or `[index] = value`: of type void, and no implicit cast is."""
    if node.kind != k.UNEXPOSED_EXPR or len(node.children) < 2:
        return False
    return context.lib.type_of(node.cursor).kind == k.T_VOID


def _designated(context: Context, node: Node, info: TypeInfo, path: Path, found: Items) -> int:
    """Add a designated item; return the position of its first designator in the aggregate."""
    position = -1
    for child in node.children[:-1]:
        if child.kind == k.MEMBER_REF:
            field = context.types.field(context.lib.referenced(child.cursor))
            if position < 0:
                position = _position(context, info, field.name)
            if field.name:
                path = (*path, (field.record, field.name))
            info = field.type
        else:
            index = context.lib.integer(child.cursor) or 0
            position = index if position < 0 else position
            path = (*path, index)
            info = context.types.element(info) if info.is_array else info
    _place(context, deque((node.children[-1],)), info, path, found)
    return position


def _position(context: Context, info: TypeInfo, name: str) -> int:
    members = context.types.members(context.types.record_declaration(info))
    for index, member in enumerate(members):
        if member.name == name:
            return index
    return len(members)


LISTS: dict[int, Translator] = {
    k.INIT_LIST: init_list,
    k.COMPOUND_LITERAL: lambda context, node: context.expr(node.children[-1]),
}
