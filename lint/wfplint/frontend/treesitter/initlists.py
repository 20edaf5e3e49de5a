"""Initialiser lists: each expression with the path of fields and indexes it initialises."""

from __future__ import annotations

from collections import deque

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter import constants
from wfplint.frontend.treesitter.context import Context, Typed, converted
from wfplint.frontend.treesitter.grammar import child, inner
from wfplint.frontend.treesitter.translation import register, typed, value
from wfplint.frontend.treesitter.types import UNKNOWN, CType, Record
from wfplint.ir import TypeRef

Path = tuple[tuple[str, str] | int, ...]
Items = list[tuple[Path, s.Expr]]
_STRINGS = frozenset(("string_literal", "concatenated_string", "raw_string_literal"))


def init_list(context: Context, node: Node, type_: CType) -> s.Expr:
    """Translate `{...}` for an object of `type_`; for a scalar its only expression."""
    items = _elements(node)
    if not (type_.dims or type_.is_record) and (type_.ref.pointers or type_.bits):
        if len(items) == 1 and items[0].type != "initializer_pair":
            return value(context, items[0])
        return s.Integer(0, context.span(node))
    found: Items = []
    _fill(context, deque(items), type_, (), found, True)
    return s.InitList(tuple(found), type_.ref, context.span(node))


def prepare(context: Context) -> None:
    """Let the context translate lists, too."""
    context.listed = lambda node, type_: init_list(context, node, type_)


def initialiser(context: Context, node: Node, type_: CType) -> s.Expr:
    """Translate what stands after `=`."""
    if node.type == "initializer_list":
        return init_list(context, node, type_)
    return value(context, node)


def _elements(node: Node) -> list[Node]:
    return [part for part in node.named_children if part.type != "comment"]


def _aggregate(context: Context, type_: CType) -> Record | None:
    record = context.record_of(type_) if type_.is_record else None
    return record if record is not None and record.complete else None


def _fill(
    context: Context, items: deque[Node], type_: CType, path: Path, found: Items, braced: bool
) -> None:
    """Take from `items` what initialises an aggregate; without braces stop at a designator."""
    if type_.dims:
        _fill_array(context, items, type_, path, found, braced)
        return
    record = _aggregate(context, type_)
    if record is not None:
        _fill_record(context, items, record, record.tag, path, found, braced)
    else:
        _fill_unknown(context, items, type_, path, found, braced)


def _fill_array(
    context: Context, items: deque[Node], type_: CType, path: Path, found: Items, braced: bool
) -> None:
    element, size = type_.target(), type_.dims[0]
    index = 0
    while items and (braced or size < 0 or index < size):
        if items[0].type == "initializer_pair":
            if not braced:
                return
            index = _designated(context, items.popleft(), type_, path, found) + 1
            continue
        _place(context, items, element, (*path, index), found)
        index += 1


def _fill_record(
    context: Context,
    items: deque[Node],
    record: Record,
    tag: str,
    path: Path,
    found: Items,
    braced: bool,
) -> None:
    fields = record.fields[:1] if record.union else record.fields
    index = 0
    while items:
        if items[0].type == "initializer_pair":
            if not braced:
                return
            type_ = CType(record_type(record, tag))
            index = _designated(context, items.popleft(), type_, path, found) + 1
            continue
        if index >= len(fields):
            return
        field = fields[index]
        if field.name:
            _place(context, items, field.type, (*path, (tag, field.name)), found)
        else:
            nested = context.record_of(field.type)
            if nested is not None:
                _fill_record(context, items, nested, tag, path, found, False)
        index += 1


def record_type(record: Record, tag: str) -> TypeRef:
    """The type of a record by its tag; an anonymous one goes by the tag around it."""
    return TypeRef(record.tag, record.tag or tag)


def _fill_unknown(
    context: Context, items: deque[Node], type_: CType, path: Path, found: Items, braced: bool
) -> None:
    """An aggregate whose fields are not known: positions stay numbers; `{0}` says nothing."""
    index = 0
    while items:
        if items[0].type == "initializer_pair":
            if not braced:
                return
            _designated(context, items.popleft(), type_, path, found)
            continue
        item = items.popleft()
        given = initialiser(context, item, UNKNOWN)
        if not (isinstance(given, s.Integer) and not given.value and not index):
            found.append(((*path, index), given))
        index += 1


def _place(context: Context, items: deque[Node], type_: CType, path: Path, found: Items) -> None:
    """Initialise the object at `path` from the next item, or from several without braces."""
    item = items[0]
    if item.type == "initializer_list":
        items.popleft()
        if type_.dims or _aggregate(context, type_):
            _fill(context, deque(_elements(item)), type_, path, found, True)
        else:
            found.append((path, init_list(context, item, type_)))
        return
    if type_.dims:
        several = item.type not in _STRINGS
    else:
        several = _aggregate(context, type_) is not None and not _is_record(context, item)
    if several:
        _without_braces(context, items, type_, path, found)
    else:
        found.append((path, converted(value(context, items.popleft()), type_)))


def _without_braces(
    context: Context, items: deque[Node], type_: CType, path: Path, found: Items
) -> None:
    before = len(items)
    _fill(context, items, type_, path, found, False)
    if len(items) == before:
        found.append((path, value(context, items.popleft())))


def _is_record(context: Context, node: Node) -> bool:
    """Whether an expression is a whole record, which initialises a record as it is."""
    if node.type in ("number_literal", "char_literal", "null", "initializer_pair"):
        return False
    calls = len(context.calls)
    errors = context.has_errors
    type_ = typed(context, node)[1]
    del context.calls[calls:]
    context.has_errors = errors
    return type_.is_record


def _designated(context: Context, node: Node, type_: CType, path: Path, found: Items) -> int:
    """Add a designated item; return the position of its first designator in the aggregate."""
    position = -1
    for part in node.children_by_field_name("designator"):
        if part.type == "field_designator":
            name = context.text(inner(part) or part).strip()
            tag, field = context.member_of(type_, name)
            if position < 0:
                position = _position(context, type_, name)
            path, type_ = (*path, (tag, name)), field
        elif part.type == "subscript_designator":
            known = constants.evaluate(inner(part), context)
            index = known[0] if known else 0
            position = index if position < 0 else position
            path, type_ = (*path, index), type_.target()
    item = child(node, "value")
    if item is not None:
        _place(context, deque((item,)), type_, path, found)
    return position


def _position(context: Context, type_: CType, name: str) -> int:
    record = context.record_of(type_)
    for index, field in enumerate(record.fields if record else ()):
        inside = context.table.records.get(field.type.ref.record) if not field.name else None
        if field.name == name or (inside is not None and name in inside.members):
            return index
    return len(record.fields) if record else 0


def _list(context: Context, node: Node) -> Typed:
    return init_list(context, node, UNKNOWN), UNKNOWN


register({"initializer_list": _list})
