"""Translation of calls: functions, methods, operators, constructors, `new`, `delete`, lambdas."""

from __future__ import annotations

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.context import (
    Context,
    Translator,
    address_of,
    dereferenced,
    pointer_to,
    strip,
)
from wfplint.frontend.clang.cursors import Node
from wfplint.frontend.clang.expressions import base_of
from wfplint.frontend.clang.names import Declared
from wfplint.ir import TypeRef
from wfplint.source import Span

_NAMED = frozenset({k.DECL_REF_EXPR, k.MEMBER_REF_EXPR})
_METHODS = frozenset({k.CXX_METHOD, k.DESTRUCTOR, k.CONVERSION_FUNCTION})


def call(context: Context, node: Node) -> s.Expr:
    declared = context.names.of_reference(node.cursor)
    if declared is None or declared.kind != "function":
        return _through_value(context, node)
    if declared.cursor.kind == k.CONSTRUCTOR:
        return _temporary(context, node, declared)
    if context.cpp and declared.name.startswith("operator"):
        written = _as_operator(context, node, declared)
        if written is not None:
            return written
    if not node.children:
        return context.opaque(node, "a call without its callee")
    callee = strip(node.children[0])
    objects: tuple[s.Expr, ...] = ()
    is_method = declared.cursor.kind in _METHODS and callee.kind == k.MEMBER_REF_EXPR
    if is_method and not context.lib.is_static_method(declared.cursor):
        base, arrow = base_of(context, callee)
        objects = (base if arrow else address_of(base),)
    span, macro = _span(context, node, callee, declared.name.encode())
    arguments = objects + _arguments(context, node.children[1:], declared)
    return _call(context, node, declared, arguments, span, macro)


def _call(
    context: Context,
    node: Node,
    declared: Declared,
    arguments: tuple[s.Expr, ...],
    span: Span,
    macro: Span | None,
) -> s.Expr:
    name_end = min(span.end, span.start + len(declared.name))
    name_span = Span(span.path, span.start, name_end)
    callee = s.Name(declared.name, "function", declared.id, declared.type.ref, name_span)
    ref = context.type(node)
    if declared.returns_reference:
        return dereferenced(s.CallOf(callee, arguments, pointer_to(ref), span, macro), ref)
    return s.CallOf(callee, arguments, ref, span, macro)


def _span(context: Context, node: Node, callee: Node, called: bytes) -> tuple[Span, Span | None]:
    """From the called name as written to the end of the call."""
    location = context.lib.location(callee.cursor)
    name, macro = context.places.name_span(location, called)
    whole = context.places.span(node.cursor)
    if name == context.places.nowhere:
        return whole, None
    if whole.path == name.path and whole.end > name.end:
        return Span(name.path, name.start, whole.end), macro
    return name, macro


def _arguments(
    context: Context, nodes: list[Node], declared: Declared | None
) -> tuple[s.Expr, ...]:
    """The arguments; for a reference parameter the address of the object."""
    flags = declared.by_reference if declared else ()
    found: list[s.Expr] = []
    for index, node in enumerate(nodes):
        value = _argument(context, node)
        if value is None:
            break
        by_reference = index < len(flags) and flags[index]
        found.append(address_of(value) if by_reference else value)
    return tuple(found)


def _argument(context: Context, node: Node) -> s.Expr | None:
    """One argument; None for a default argument that is not an integer constant."""
    if node.kind == k.UNEXPOSED_EXPR and not node.children:
        extent = context.lib.extent(node.cursor)
        if extent.begin == 0:
            value = context.lib.integer(node.cursor)
            return None if value is None else s.Integer(value, context.places.nowhere)
    return context.expr(node)


def _through_value(context: Context, node: Node) -> s.Expr:
    """A call through a pointer, or of something libclang could not resolve."""
    if not node.children:
        return context.opaque(node, "a call without its callee")
    callee = strip(node.children[0])
    value = context.expr(callee)
    if isinstance(value, s.Opaque):
        name = context.lib.spelling(node.cursor)
        if name:
            value = s.Name(name, "function", name, TypeRef(), value.span)
    inner = callee
    while inner.kind in (k.UNARY_OPERATOR, *k.CAST_KINDS) and inner.children:
        inner = strip(inner.children[-1])
    called = context.lib.spelling(inner.cursor) if inner.kind in _NAMED else ""
    span, macro = _span(context, node, inner, called.encode())
    arguments = _arguments(context, node.children[1:], None)
    return s.CallOf(value, arguments, context.type(node), span, macro)


# --- operators, lambdas ------------------------------------------------------------------------


def _as_operator(context: Context, node: Node, declared: Declared) -> s.Expr | None:
    """`a == b`, `a[i]`, `*a`, `a->`, `f()` on objects; None for a call by the operator's name."""
    children = node.children
    if len(children) < 2 or not _names(context, children[1], declared):
        return None
    span = context.span(node)
    operands = [children[0], *children[2:]]
    if declared.cursor.kind != k.CXX_METHOD:
        arguments = _arguments(context, operands, declared)
        return _call(context, node, declared, arguments, span, None)
    if declared.name == "operator()" and _is_lambda(context, declared):
        arguments = _arguments(context, operands[1:], declared)
        return s.CallOf(context.expr(operands[0]), arguments, context.type(node), span)
    written = context.expr(operands[0])
    if declared.name == "operator=" and len(operands) == 2 and _is_implicit(context, declared):
        value = context.expr(operands[1])
        return s.Assignment("=", written, value, context.type(node), span)
    arguments = (address_of(written), *_arguments(context, operands[1:], declared))
    return _call(context, node, declared, arguments, span, None)


def _names(context: Context, node: Node, declared: Declared) -> bool:
    inner = strip(node)
    if inner.kind != k.DECL_REF_EXPR:
        return False
    found = context.names.of_reference(inner.cursor)
    return found is not None and found.id == declared.id


def _is_lambda(context: Context, declared: Declared) -> bool:
    parent = context.lib.semantic_parent(declared.cursor)
    return "(lambda" in context.lib.spelling(parent) or "(lambda" in context.lib.type_spelling(
        context.lib.type_of(parent)
    )


def lambda_of(context: Context, node: Node) -> s.Expr:
    """A lambda as a function of its own; captured variables keep their ids."""
    span = context.span(node)
    body: s.Stmt = s.Empty(span)
    parameters: list[s.ParameterSyntax] = []
    context.lambdas += 1
    id = f"{context.function_id}::<lambda#{context.lambdas}>"
    outer, context.returns_reference = context.returns_reference, False
    for child in node.children:
        if child.kind == k.PARM_DECL:
            declared = context.names.of(child.cursor)
            if declared is not None:
                name, ref = declared.name, declared.type.ref
                parameters.append(s.ParameterSyntax(name, declared.id, ref))
        elif child.kind == k.COMPOUND_STMT:
            body = context.stmt(child)
    context.returns_reference = outer
    name_span = Span(span.path, span.start, span.start + 1)
    function = s.FunctionSyntax(
        id, "<lambda>", span, name_span, tuple(parameters), TypeRef(), True, body
    )
    return s.LambdaOf(function, span)


# --- objects -----------------------------------------------------------------------------------


def construct(context: Context, node: Node, target: s.Expr) -> s.CallOf | None:
    """The constructor call that initialises the object at `target`; None if it does nothing.

    Constructors that the compiler wrote are taken to do nothing but copy.
    """
    node = strip(node)
    if node.kind != k.CALL_EXPR:
        return None
    declared = context.names.of_reference(node.cursor)
    if declared is None or declared.cursor.kind != k.CONSTRUCTOR or _is_implicit(context, declared):
        return None
    span = context.span(node)
    arguments = (target, *_arguments(context, node.children, declared))
    name_span = Span(span.path, span.start, span.start)
    callee = s.Name(declared.name, "function", declared.id, declared.type.ref, name_span)
    return s.CallOf(callee, arguments, TypeRef(), span)


def _is_implicit(context: Context, declared: Declared) -> bool:
    """Whether the compiler wrote this member: it then stands where the class's name stands."""
    parent = context.lib.semantic_parent(declared.cursor)
    location = context.lib.location
    return location(declared.cursor).raw == location(parent).raw


def _temporary(context: Context, node: Node, declared: Declared) -> s.Expr:
    """An object without a name: a copy of its only argument, or a call with a null address."""
    if _is_implicit(context, declared):
        if len(node.children) == 1:
            return context.expr(node.children[0])
        return s.Integer(0, context.span(node))
    made = construct(context, node, s.Integer(0, context.span(node)))
    if made is None:
        return context.opaque(node, "an object without a name")
    return made._replace(type=context.type(node))


def _new(context: Context, node: Node) -> s.Expr:
    """`operator new(size, placement..., constructor arguments...)`."""
    info = context.types.of(node.cursor)
    span = context.span(node)
    size = context.lib.size_of(context.types.pointee(info).handle) if info.is_pointer else 0
    arguments: list[s.Expr] = [s.Integer(max(size, 0), span)]
    for child in node.children:
        inner = strip(child)
        made = context.names.of_reference(inner.cursor) if inner.kind == k.CALL_EXPR else None
        if made is not None and made.cursor.kind == k.CONSTRUCTOR:
            arguments += _arguments(context, inner.children, made)
        else:
            arguments.append(context.expr(child))
    callee = s.Name("operator new", "function", "operator new", TypeRef(), span)
    return s.CallOf(callee, tuple(arguments), info.ref, span)


def _delete(context: Context, node: Node) -> s.Expr:
    """`operator delete(pointer)`, after the destructor where there is one."""
    if not node.children:
        return context.opaque(node, "a delete without its operand")
    pointer = context.expr(node.children[0])
    span = context.span(node)
    callee = s.Name("operator delete", "function", "operator delete", TypeRef(), span)
    release = s.CallOf(callee, (pointer,), TypeRef("void"), span)
    info = context.types.of(node.children[0].cursor)
    destructor = context.names.destructor(context.types.pointee(info)) if info.is_pointer else None
    if destructor is None:
        return release
    name = s.Name(destructor.name, "function", destructor.id, TypeRef(), span)
    destroy = s.CallOf(name, (pointer,), TypeRef("void"), span)
    return s.Binary(",", destroy, release, TypeRef("void"), span)


CALLS: dict[int, Translator] = {
    k.CALL_EXPR: call,
    k.LAMBDA_EXPR: lambda_of,
    k.NEW_EXPR: _new,
    k.DELETE_EXPR: _delete,
}
