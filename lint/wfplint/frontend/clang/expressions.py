"""Translation of expressions that are not calls or initialiser lists."""

from __future__ import annotations

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.constants import convert, fold_binary, fold_unary, literal
from wfplint.frontend.clang.context import (
    Context,
    Translator,
    dereferenced,
    strip,
)
from wfplint.frontend.clang.cursors import Node, is_null
from wfplint.frontend.clang.names import Declared
from wfplint.frontend.clang.patterns import container_of, is_offset_of
from wfplint.ir import TypeRef

_NARROW = range(-1, 0x8000_0000)
_ARITHMETIC = frozenset(range(1, 34)) - {1, 2}
_ASSIGN = 22

# --- what only wraps ---------------------------------------------------------------------------


def _inner(context: Context, node: Node) -> s.Expr:
    if not node.children:
        return context.opaque(node, "empty parentheses")
    return context.expr(node.children[0])


def unexposed(context: Context, node: Node) -> s.Expr:
    """An implicit cast, `offsetof`, or something that this libclang has no kind for."""
    children = node.children
    if len(children) == 1 and children[0].kind != k.MEMBER_REF:
        value = context.expr(children[0])
        if isinstance(value, s.Integer) and value.value not in _NARROW:
            kind = context.types.of(node.cursor).kind
            return s.Integer(convert(value.value, kind), value.span)
        return value
    if is_offset_of(node):
        return _evaluated(context, node, "an offset that is not constant")
    if children and _is_overload_set(children[0]):
        return _call_of_overload(context, node)
    return _evaluated(context, node, "an expression that the parser lost or does not expose")


def _is_overload_set(node: Node) -> bool:
    return (
        node.kind == k.DECL_REF_EXPR
        and len(node.children) == 1
        and node.children[0].kind == k.OVERLOADED_DECL_REF
    )


def _call_of_overload(context: Context, node: Node) -> s.Expr:
    """A call in a template: which function is meant is open, its name is known."""
    name = context.lib.spelling(node.children[0].children[0].cursor)
    span = context.span(node)
    callee = s.Name(name, "function", name, TypeRef(), span)
    arguments = tuple(context.expr(child) for child in node.children[1:])
    return s.CallOf(callee, arguments, TypeRef(), span)


def _evaluated(context: Context, node: Node, reason: str) -> s.Expr:
    value = context.lib.integer(node.cursor)
    if value is None:
        return context.opaque(node, reason)
    return s.Integer(value, context.span(node))


# --- literals ----------------------------------------------------------------------------------


def _integer(context: Context, node: Node) -> s.Expr:
    extent = context.lib.extent(node.cursor)
    text = context.places.text(extent)
    value = literal(text) if text else None
    if value is None:
        value = context.lib.integer(node.cursor)
    return s.Integer(value or 0, context.places.span_of(extent))


def _constant(context: Context, node: Node) -> s.Expr:
    return _evaluated(context, node, "a constant that could not be computed")


def _boolean(context: Context, node: Node) -> s.Expr:
    extent = context.lib.extent(node.cursor)
    text = context.places.text(extent)
    value = context.lib.integer(node.cursor) if text is None else int(text == b"true")
    return s.Integer(value or 0, context.places.span_of(extent))


def _null(context: Context, node: Node) -> s.Expr:
    return s.Integer(0, context.span(node))


def _string(context: Context, node: Node) -> s.Expr:
    text = context.lib.spelling(node.cursor)
    start = text.find('"')
    value = text[start + 1 : -1] if start >= 0 and text.endswith('"') else text
    return s.String(value, context.span(node))


# --- names and members -------------------------------------------------------------------------


def _reference(context: Context, node: Node) -> s.Expr:
    declared = context.names.of_reference(node.cursor)
    if declared is None:
        return context.opaque(node, "a name that the parser did not resolve")
    return name_of(context, node, declared)


def name_of(context: Context, node: Node, declared: Declared) -> s.Expr:
    span = context.span(node)
    if declared.kind == "constant":
        return s.Integer(declared.value, span)
    info = declared.type
    name = s.Name(declared.name, declared.kind, declared.id, info.ref, span, info.is_array)
    if info.is_reference:
        return dereferenced(name, context.type(node))
    return name


def this(context: Context, node: Node) -> s.Expr:
    return s.Name("this", "local", "this", context.type(node), context.span(node))


def _member(context: Context, node: Node) -> s.Expr:
    declaration = context.lib.referenced(node.cursor)
    if declaration.kind != k.FIELD_DECL:
        declared = None if is_null(declaration) else context.names.of(declaration)
        if declared is None:
            return context.opaque(node, "a member that the parser did not resolve")
        return name_of(context, node, declared)
    field = context.types.field(declaration)
    base, arrow = base_of(context, node)
    span = context.span(node)
    if not field.name:
        return base
    ref = field.type.ref
    member = s.MemberOf(base, field.name, field.record, arrow, ref, span, field.type.is_array)
    return dereferenced(member, context.type(node)) if field.type.is_reference else member


def base_of(context: Context, node: Node) -> tuple[s.Expr, bool]:
    """What stands before `.` or `->` (anonymous members skipped), and whether it is a pointer."""
    base = _written_base(node)
    while base is not None and strip(base).kind == k.MEMBER_REF_EXPR:
        inner = strip(base)
        declaration = context.lib.referenced(inner.cursor)
        if declaration.kind != k.FIELD_DECL or context.types.field(declaration).name:
            break
        base = _written_base(inner)
    if base is None:
        span = context.span(node)
        return s.Name("this", "local", "this", TypeRef("", "", 1), span), True
    value = context.expr(base)
    if context.types.of(base.cursor).is_pointer:
        return value, True
    if isinstance(value, s.Unary) and value.op == "*":
        return value.operand, True
    return value, False


def _written_base(node: Node) -> Node | None:
    for child in node.children:
        if child.kind >= k.UNEXPOSED_EXPR:
            return child
    return None


def _subscript(context: Context, node: Node) -> s.Expr:
    if len(node.children) != 2:
        return context.opaque(node, "a subscript with a missing part")
    array, index = (context.expr(child) for child in node.children)
    info = context.types.of(node.cursor)
    return s.Subscript(array, index, info.ref, context.span(node), info.is_array)


# --- operators ---------------------------------------------------------------------------------


def _unary(context: Context, node: Node) -> s.Expr:
    op = k.UNARY_OPERATORS.get(context.lib.unary_operator(node.cursor), "")
    if not node.children:
        return context.opaque(node, "an operator without its operand")
    operand = context.expr(node.children[0])
    if op == "__extension__":
        return operand
    info = context.types.of(node.cursor)
    span = context.span(node)
    if isinstance(operand, s.Integer):
        value = fold_unary(op, operand.value, info.kind)
        if value is not None:
            return s.Integer(value, span)
    if op == "&" and isinstance(operand, s.Unary) and operand.op == "*":
        return operand.operand
    if op.startswith(("__", "co_")) or not op:
        return context.opaque(node, "an operator that is not modelled")
    return s.Unary(op, operand, info.ref, span)


def _binary(context: Context, node: Node) -> s.Expr:
    number = context.lib.binary_operator(node.cursor)
    if len(node.children) != 2 or number not in _ARITHMETIC:
        return context.opaque(node, "an operator that is not modelled")
    op = k.BINARY_OPERATORS[number]
    left, right = (context.expr(child) for child in node.children)
    info = context.types.of(node.cursor)
    span = context.span(node)
    if number == _ASSIGN:
        return s.Assignment("=", left, right, info.ref, span)
    if isinstance(left, s.Integer) and isinstance(right, s.Integer):
        value = fold_binary(op, left.value, right.value, info.kind)
        if value is not None:
            return s.Integer(value, span)
    return s.Binary(op, left, right, info.ref, span)


def _compound_assignment(context: Context, node: Node) -> s.Expr:
    op = k.BINARY_OPERATORS.get(context.lib.binary_operator(node.cursor), "")
    if len(node.children) != 2 or not op:
        return context.opaque(node, "an assignment with a missing part")
    target, value = (context.expr(child) for child in node.children)
    return s.Assignment(op, target, value, context.type(node), context.span(node))


def _conditional(context: Context, node: Node) -> s.Expr:
    if len(node.children) != 3:
        return context.opaque(node, "a conditional with a missing part")
    test, then, otherwise = (context.expr(child) for child in node.children)
    return s.Conditional(test, then, otherwise, context.type(node), context.span(node))


def _cast(context: Context, node: Node) -> s.Expr:
    if not node.children:
        return context.opaque(node, "a cast without its operand")
    container = container_of(context, node)
    if container is not None:
        return container
    operand = context.expr(node.children[-1])
    info = context.types.of(node.cursor)
    if isinstance(operand, s.Integer) and not info.is_record:
        return s.Integer(convert(operand.value, info.kind), context.span(node))
    return s.CastTo(operand, info.ref, context.span(node))


EXPRESSIONS: dict[int, Translator] = {
    k.UNEXPOSED_EXPR: unexposed,
    k.PAREN_EXPR: _inner,
    k.INTEGER_LITERAL: _integer,
    k.CHARACTER_LITERAL: _constant,
    k.FLOATING_LITERAL: lambda context, node: context.opaque(node, "a floating constant"),
    k.STRING_LITERAL: _string,
    k.BOOL_LITERAL: _boolean,
    k.NULLPTR_LITERAL: _null,
    k.GNU_NULL: _null,
    k.UNARY_TRAIT: _constant,
    k.DECL_REF_EXPR: _reference,
    k.MEMBER_REF_EXPR: _member,
    k.THIS_EXPR: this,
    k.SUBSCRIPT_EXPR: _subscript,
    k.UNARY_OPERATOR: _unary,
    k.BINARY_OPERATOR: _binary,
    k.COMPOUND_ASSIGNMENT: _compound_assignment,
    k.CONDITIONAL: _conditional,
    **dict.fromkeys(k.CAST_KINDS, _cast),
    k.STATEMENT_EXPR: lambda context, node: context.opaque(node, "a statement expression"),
    k.THROW_EXPR: lambda context, node: context.opaque(node, "a throw"),
}
