"""Translation of names, members and subscripts, and of operators that a class overloads."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, Typed, address_of, operator_of
from wfplint.frontend.treesitter.grammar import child, inner, unspaced
from wfplint.frontend.treesitter.translation import integer, register, typed, value
from wfplint.frontend.treesitter.types import CHAR, UNKNOWN, CType
from wfplint.ir import TypeRef
from wfplint.source import Span

_OWN_NAME = frozenset(("__FUNCTION__", "__func__", "__FUNCSIG__", "__PRETTY_FUNCTION__"))


def _parenthesised(context: Context, node: Node) -> Typed:
    content = inner(node)
    if content is not None and content.type == "compound_statement":
        return context.opaque(node, "a statement expression"), UNKNOWN
    return typed(context, content)


def _name(context: Context, node: Node) -> Typed:
    return named(context, node, unspaced(context.text(node)))


def named(context: Context, node: Node, name: str) -> Typed:
    """What a name in an expression refers to."""
    local = context.local(name)
    if local is not None:
        return variable(context, node, name, "local", local.id, local.type)
    constant = context.constant(name)
    if constant is not None:
        return integer(constant[0], node, context), constant[1]
    own = _own_member(context, node, name)
    if own is not None:
        return own
    function = context.function_decl(name)
    span = context.span(node)
    if name in _OWN_NAME:
        return s.String(context.function_name, span), CHAR.array(len(context.function_name) + 1)
    if function is not None:
        ref = function.type.ref
        return s.Name(function.name, "function", function.id, ref, span), function.type
    known = context.global_decl(name)
    if known is not None:
        return variable(context, node, known.name, "global", known.id, known.type)
    return s.Name(name, "global", f"@{name}", UNKNOWN.ref, span), UNKNOWN


def variable(context: Context, node: Node, name: str, kind: str, id_: str, type_: CType) -> Typed:
    """A use of a variable; of a reference, what it refers to."""
    span = context.span(node)
    held = s.Name(name, kind, id_, type_.ref, span, bool(type_.dims))
    if type_.reference:
        return s.Unary("*", held, type_.target().ref, span), type_.target()
    return held, type_


def _own_member(context: Context, node: Node, name: str) -> Typed | None:
    """A member of the class whose method this is, named without `this`."""
    record = context.record
    found = context.find_member(record, name) if record else None
    if found is None:
        return None
    this = _this(context, node)[0]
    return _member(context, node, this, name, found, True)


def _this(context: Context, node: Node) -> Typed:
    tag = context.record.tag if context.record else ""
    type_ = CType(TypeRef(tag, tag)).pointer()
    return s.Name("this", "local", "this", type_.ref, context.span(node)), type_


def _member(
    context: Context, node: Node, held: s.Expr, name: str, found: tuple[str, CType], arrow: bool
) -> Typed:
    record, type_ = found
    span = context.span(node)
    member = s.MemberOf(held, name, record, arrow, type_.ref, span, bool(type_.dims))
    if type_.reference:
        return s.Unary("*", member, type_.target().ref, span), type_.target()
    return member, type_


def object_of(context: Context, node: Node) -> tuple[s.Expr, CType, bool]:
    """What stands before `.` or `->`: the expression, its type, and whether it is a pointer."""
    held, type_ = typed(context, child(node, "argument"))
    arrow = operator_of(node) == "->"
    if arrow and type_.is_record:
        method = context.find_method(context.record_of(type_), "operator->")
        if method is not None:
            callee = s.Name(method.name, "function", method.id, method.type.ref, held.span)
            type_ = method.type.result()
            return s.CallOf(callee, (address_of(held),), type_.ref, held.span), type_, True
    if not arrow and isinstance(held, s.Unary) and held.op == "*":
        return held.operand, type_, True
    return held, type_, arrow


def _field(context: Context, node: Node) -> Typed:
    held, type_, arrow = object_of(context, node)
    name_node = child(node, "field")
    if name_node is None:
        return context.opaque(node, "a member without its name"), UNKNOWN
    name = context.text(name_node).rsplit("::", 1)[-1].strip()
    found = context.member_of(type_, name)
    return _member(context, node, held, name, found, arrow)


def _subscript(context: Context, node: Node) -> Typed:
    array, type_ = typed(context, child(node, "argument"))
    index_node = child(node, "index")
    if index_node is None:
        listed = child(node, "indices")
        index_node = inner(listed) if listed else None
    index = value(context, index_node)
    span = context.span(node)
    if type_.is_record:
        found = overloaded(context, node, "operator[]", array, type_, (index,))
        if found is not None:
            return found
    target = type_.target()
    return s.Subscript(array, index, target.ref, span, bool(target.dims)), target


def overloaded(
    context: Context,
    node: Node,
    name: str,
    held: s.Expr,
    type_: CType,
    arguments: tuple[s.Expr, ...],
) -> Typed | None:
    """A call of a class's own operator; None if the class has none of that name."""
    if not context.cpp:
        return None
    method = context.find_method(context.record_of(type_), name)
    if method is None:
        return None
    span = context.span(node)
    callee = s.Name(name, "function", method.id, method.type.ref, span)
    first: tuple[s.Expr, ...] = (address_of(held),)
    return result_of(callee, first + arguments, method.type.result(), span, None)


def as_boolean(context: Context, node: Node, held: s.Expr, type_: CType) -> s.Expr:
    """An object that is tested: what its class converts it to."""
    found = overloaded(context, node, "operator bool", held, type_, ()) if type_.is_record else None
    return held if found is None else found[0]


def result_of(
    callee: s.Expr,
    arguments: tuple[s.Expr, ...],
    result: CType,
    span: Span,
    macro: Span | None,
) -> Typed:
    """A call; one that gives a reference stands for what it refers to."""
    call = s.CallOf(callee, arguments, result.ref, span, macro)
    if result.reference:
        return s.Unary("*", call, result.target().ref, span), result.target()
    return call, result


register(
    {
        "identifier": _name,
        "field_identifier": _name,
        "qualified_identifier": _name,
        "type_identifier": _name,
        "this": _this,
        "field_expression": _field,
        "subscript_expression": _subscript,
        "parenthesized_expression": _parenthesised,
    }
)
