"""Translation of calls: functions, methods, constructors, `new`, `delete`, named casts, lambdas."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, Typed, address_of, converted
from wfplint.frontend.treesitter.expressions import cast
from wfplint.frontend.treesitter.generic import is_open, template_parameters
from wfplint.frontend.treesitter.grammar import child, inner, unspaced
from wfplint.frontend.treesitter.initlists import init_list
from wfplint.frontend.treesitter.layout import size_of
from wfplint.frontend.treesitter.members import object_of, result_of
from wfplint.frontend.treesitter.translation import register, typed, value
from wfplint.frontend.treesitter.types import (
    INT,
    UNKNOWN,
    VOID,
    CType,
    FunctionDecl,
    Record,
    tag_of,
)
from wfplint.ir import TypeRef
from wfplint.source import Span

_CASTS = frozenset(("static_cast", "reinterpret_cast", "const_cast", "dynamic_cast"))
_PASSED_ON = frozenset(("std::move", "std::forward", "__builtin_expect", "std::addressof"))


def _call(context: Context, node: Node) -> Typed:
    callee, listed = child(node, "function"), child(node, "arguments")
    while callee is not None and callee.type == "parenthesized_expression":
        callee = inner(callee)
    if callee is None or listed is None:
        return context.opaque(node, "a call without its callee"), UNKNOWN
    kind = callee.type
    if kind in ("identifier", "qualified_identifier", "template_function"):
        return _named_call(context, node, callee, listed)
    if kind == "field_expression":
        return _member_call(context, node, callee, listed)
    if kind in ("primitive_type", "sized_type_specifier", "template_type", "type_identifier"):
        return construct_temporary(context, node, context.specified(callee), listed)
    return _through_value(context, node, callee, callee, listed)


# --- arguments ---------------------------------------------------------------------------------


def argument_nodes(listed: Node | None) -> list[Node]:
    """The arguments in a list."""
    return [part for part in listed.named_children if part.type != "comment"] if listed else []


def arguments(
    context: Context, listed: Node | None, parameters: tuple[CType, ...]
) -> tuple[s.Expr, ...]:
    """The arguments; for a reference parameter the address of the object."""
    found: list[s.Expr] = []
    for index, node in enumerate(argument_nodes(listed)):
        expected = parameters[index] if index < len(parameters) else UNKNOWN
        if node.type == "initializer_list":
            found.append(init_list(context, node, expected.value()))
            continue
        if node.type == "parameter_declaration":
            found.append(_taken_for_parameter(context, node, expected))
            continue
        if node.type in ("type_descriptor", "compound_statement"):
            found.append(context.opaque(node, "an argument that is no expression"))
            continue
        given = value(context, node)
        found.append(address_of(given) if expected.reference else converted(given, expected))
    return tuple(found)


def _taken_for_parameter(context: Context, node: Node, expected: CType) -> s.Expr:
    """An argument of `T name(f())` or `T name(x)`, which looks like a prototype."""
    named, called = child(node, "type") or node, child(node, "declarator")
    if called is None:
        given = value(context, named)
    else:
        given = _named_call(context, node, named, child(called, "parameters") or called)[0]
    return address_of(given) if expected.reference else converted(given, expected)


def _parameters(type_: CType) -> tuple[CType, ...]:
    return type_.function.parameters if type_.function else ()


def _span(context: Context, node: Node, name: Node) -> tuple[Span, Span, Span | None]:
    """The span of the call from its name on, the name's, and the place in a macro's body."""
    whole = context.segment.span(name.start_byte, node.end_byte)
    own = context.span(name)
    return whole, own, context.segment.macro(name.start_byte)


def _chosen(
    context: Context, candidates: tuple[FunctionDecl, ...], listed: Node | None
) -> FunctionDecl | None:
    """The overload that fits the arguments best, by their number and then by their types."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    nodes = argument_nodes(listed)
    fitting = [decl for decl in candidates if decl.takes(len(nodes))]
    if len(fitting) < 2:
        return fitting[0] if fitting else candidates[0]
    calls, errors, lambdas = len(context.calls), context.has_errors, context.lambdas
    types = [typed(context, node)[1] for node in nodes]
    del context.calls[calls:]
    context.has_errors, context.lambdas = errors, lambdas
    return max(fitting, key=lambda decl: _likeness(types, _parameters(decl.type)))


def _likeness(types: list[CType], parameters: tuple[CType, ...]) -> int:
    score = 0
    for given, wanted in zip(types, parameters, strict=False):
        given, wanted = given.value(), wanted.value()
        if given.ref.pointers == wanted.ref.pointers and given.ref.record == wanted.ref.record:
            score += 3 if given.bits == wanted.bits else 1
    return score


# --- functions ---------------------------------------------------------------------------------


def _named_call(context: Context, node: Node, callee: Node, listed: Node) -> Typed:
    name_node = callee
    if callee.type == "template_function":
        name_node = child(callee, "name") or callee
    name = unspaced(context.text(name_node))
    if name_node is not callee and name in _CASTS:
        return _named_cast(context, node, callee, listed)
    if name.rsplit("::", 1)[-1] in ("move", "forward") and name in _PASSED_ON:
        return typed(context, inner(listed))
    if context.local(name) is not None:
        return _through_value(context, node, callee, name_node, listed)
    last = _last_part(name_node)
    short = context.text(last).split("<")[0].strip()
    method = _own_method(context, name, short)
    if method is not None:
        return _method_call(context, node, last, listed, method)
    decl = _chosen(context, context.overloads(name.split("<")[0]), listed)
    if decl is None:
        return _undeclared_call(context, node, name, name_node, last, listed)
    context.note_call(decl.name, last)
    span, own, macro = _span(context, node, last)
    target = s.Name(decl.name, "function", decl.id, decl.type.ref, own)
    given = arguments(context, listed, _parameters(decl.type))
    given += _defaults(decl, len(given), span)
    return result_of(target, given, decl.type.result(), span, macro)


def _defaults(decl: FunctionDecl, given: int, span: Span) -> tuple[s.Expr, ...]:
    """The default arguments that are constants, for those left out."""
    found: list[s.Expr] = []
    for default in decl.defaults[max(0, given - max(decl.required, 0)) :]:
        if decl.required < 0 or default is None:
            break
        found.append(s.Integer(default, Span(span.path, 0, 0)))
    return tuple(found)


def _last_part(node: Node) -> Node:
    """The last name of a qualified one."""
    while node.type in ("qualified_identifier", "template_function"):
        name = child(node, "name")
        if name is None:
            break
        node = name
    return node


def _undeclared_call(
    context: Context, node: Node, name: str, name_node: Node, last: Node, listed: Node
) -> Typed:
    """A call of a variable, of a type (a temporary), or of something not declared."""
    if context.global_decl(name) is not None:
        return _through_value(context, node, name_node, last, listed)
    record = context.record
    if record is not None and context.find_member(record, name) is not None:
        return _through_value(context, node, name_node, last, listed)
    type_ = context.type_named(name) if context.cpp else None
    if type_ is not None:
        return construct_temporary(context, node, type_, listed)
    short = context.text(last).split("<")[0].strip()
    if short in template_parameters(context, node):
        return context.opaque(node, "a call of what a template parameter stands for"), UNKNOWN
    context.note_call(short, last)
    span, own, macro = _span(context, node, last)
    target = s.Name(short, "function", name, TypeRef(), own)
    return s.CallOf(target, arguments(context, listed, ()), INT.ref, span, macro), INT


def _through_value(context: Context, node: Node, callee: Node, name: Node, listed: Node) -> Typed:
    """A call through a pointer."""
    held, type_ = typed(context, callee)
    if type_.is_record:
        method = context.find_method(context.record_of(type_), "operator()")
        if method is not None:
            return _call_of(context, node, name, listed, method, (address_of(held),))
    while name.type in ("parenthesized_expression", "pointer_expression", "cast_expression"):
        name = child(name, "argument") or child(name, "value") or inner(name) or name
    if name.type == "field_expression":
        name = child(name, "field") or name
    if name.type in ("identifier", "field_identifier"):
        context.note_call(context.text(name), name)
    span, _, macro = _span(context, node, name)
    given = arguments(context, listed, _parameters(type_))
    return result_of(held, given, type_.result(), span, macro)


# --- methods -----------------------------------------------------------------------------------


def _own_method(context: Context, name: str, short: str) -> FunctionDecl | None:
    """A method that is called without an object, from a method of its class."""
    if not context.cpp:
        return None
    if "::" in name:
        record = context.table.records.get(tag_of(name.rsplit("::", 2)[-2]))
        return context.find_method(record, short) if record and record.complete else None
    return context.find_method(context.record, short)


def _method_call(
    context: Context, node: Node, name: Node, listed: Node, method: FunctionDecl
) -> Typed:
    if method.is_static:
        return _call_of(context, node, name, listed, method, ())
    tag = context.record.tag if context.record else method.record
    this = s.Name("this", "local", "this", TypeRef(f"{tag} *", tag, 1), context.span(name))
    return _call_of(context, node, name, listed, method, (this,))


def _call_of(
    context: Context,
    node: Node,
    name: Node,
    listed: Node | None,
    method: FunctionDecl,
    before: tuple[s.Expr, ...],
) -> Typed:
    method = _chosen(context, context.table.overloads.get(method.id, ()), listed) or method
    context.note_call(method.name, name)
    span, own, macro = _span(context, node, name)
    target = s.Name(method.name, "function", method.id, method.type.ref, own)
    given = arguments(context, listed, _parameters(method.type))
    given += _defaults(method, len(given), span)
    return result_of(target, before + given, method.type.result(), span, macro)


def _member_call(context: Context, node: Node, callee: Node, listed: Node) -> Typed:
    name = child(callee, "field")
    if name is None:
        return context.opaque(node, "a member call without its name"), UNKNOWN
    if not context.cpp:
        return _through_value(context, node, callee, name, listed)
    calls = len(context.calls)
    held, type_, arrow = object_of(context, callee)
    last = _method_name(name)
    method = context.find_method(context.record_of(type_), unspaced(context.text(last)))
    if method is None and is_open(context, node, type_):
        method = context.only_method(context.text(last))
    if method is None:
        del context.calls[calls:]
        return _through_value(context, node, callee, last, listed)
    before = () if method.is_static else (held if arrow else address_of(held),)
    return _call_of(context, node, last, listed, method, before)


def _method_name(name: Node) -> Node:
    while name.type in ("template_method", "qualified_identifier", "dependent_field_identifier"):
        nested = child(name, "name")
        if nested is None:
            break
        name = nested
    return name


# --- objects -----------------------------------------------------------------------------------


def constructor_of(context: Context, type_: CType) -> tuple[Record, str] | None:
    """The class and the id of the constructor that somebody wrote for it."""
    record = context.record_of(type_) if context.cpp and type_.is_record else None
    return (record, record.constructor) if record and record.constructor else None


def construct(
    context: Context, node: Node, type_: CType, target: s.Expr, listed: Node | None
) -> s.CallOf | None:
    """The constructor call that initialises the object at `target`; None if it has none."""
    found = constructor_of(context, type_)
    if found is None:
        return None
    record, id_ = found
    name = id_.rsplit("::", 1)[-1]
    decl = _chosen(context, context.table.overloads.get(id_, ()), listed) or record.methods[name]
    span = context.span(node)
    own = Span(span.path, span.start, span.start)
    callee = s.Name(name, "function", decl.id, decl.type.ref, own)
    given = arguments(context, listed, _parameters(decl.type))
    given += _defaults(decl, len(given), span)
    return s.CallOf(callee, _joined(target, given), TypeRef(), span)


def _joined(first: s.Expr, rest: tuple[s.Expr, ...]) -> tuple[s.Expr, ...]:
    items: list[s.Expr] = [first]
    items.extend(rest)
    return tuple(items)


def construct_temporary(context: Context, node: Node, type_: CType, listed: Node | None) -> Typed:
    """`T(x)`: a cast, an object without a name, or a copy."""
    nodes = argument_nodes(listed)
    if not type_.is_record:
        if len(nodes) == 1:
            return cast(context, node, nodes[0], type_)
        return s.Integer(0, context.span(node)), type_
    made = construct(context, node, type_, s.Integer(0, context.span(node)), listed)
    if made is not None:
        return s.CallOf(made.callee, made.arguments, type_.ref, made.span, made.macro), type_
    if len(nodes) == 1:
        return value(context, nodes[0]), type_
    return s.Integer(0, context.span(node)), type_


def _named_cast(context: Context, node: Node, callee: Node, listed: Node) -> Typed:
    described = child(callee, "arguments")
    first = inner(described) if described else None
    type_ = context.described(first) if first else UNKNOWN
    return cast(context, node, inner(listed), type_)


def _literal(context: Context, node: Node) -> Typed:
    """`(T){...}` in C, `T{...}` in C++."""
    described, listed = child(node, "type"), child(node, "value")
    type_ = _named_type(context, described)
    if listed is None:
        return context.opaque(node, "a literal without its value"), type_
    if context.cpp and type_.is_record and constructor_of(context, type_) is not None:
        return construct_temporary(context, node, type_, listed)
    return init_list(context, listed, type_), type_


def _named_type(context: Context, node: Node | None) -> CType:
    if node is None:
        return UNKNOWN
    if node.type == "type_descriptor":
        return context.described(node)
    return context.specified(node)


def _new(context: Context, node: Node) -> Typed:
    """`operator new(size, constructor arguments..., placement...)`."""
    type_ = _named_type(context, child(node, "type"))
    bound = child(node, "declarator")
    span = context.span(node)
    given: list[s.Expr] = [s.Integer(size_of(type_, context.table)[0], span)]
    if bound is not None:
        given.append(value(context, child(bound, "length") or inner(bound)))
    found = constructor_of(context, type_)
    listed = child(node, "arguments")
    parameters = _parameters(found[0].methods[found[1].rsplit("::", 1)[-1]].type) if found else ()
    given += arguments(context, child(node, "placement"), ())
    given += arguments(context, listed, parameters)
    context.note_call("operator new", node)
    callee = s.Name("operator new", "function", "operator new", TypeRef(), span)
    result = type_.pointer()
    return s.CallOf(callee, tuple(given), result.ref, span), result


def _delete(context: Context, node: Node) -> Typed:
    """`operator delete(pointer)`, after the destructor where there is one."""
    pointer, type_ = typed(context, inner(node))
    span = context.span(node)
    callee = s.Name("operator delete", "function", "operator delete", TypeRef(), span)
    release = s.CallOf(callee, (pointer,), VOID.ref, span)
    destructor = context.destructor(type_.target()) if type_.ref.pointers else None
    if destructor is None:
        return release, VOID
    short = destructor.rsplit("::", 1)[-1]
    name = s.Name(short, "function", destructor, TypeRef(), span)
    destroy = s.CallOf(name, (pointer,), VOID.ref, span)
    return s.Binary(",", destroy, release, VOID.ref, span), VOID


register(
    {
        "call_expression": _call,
        "compound_literal_expression": _literal,
        "new_expression": _new,
        "delete_expression": _delete,
    }
)
