"""Declarations inside functions: variables with their initialisers, constructors, destructors."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.calls import argument_nodes, construct, constructor_of
from wfplint.frontend.treesitter.constants import unescape
from wfplint.frontend.treesitter.context import Context, address_of, converted
from wfplint.frontend.treesitter.declarators import Declared
from wfplint.frontend.treesitter.grammar import child, inner, unspaced
from wfplint.frontend.treesitter.initlists import init_list
from wfplint.frontend.treesitter.translation import typed, value
from wfplint.frontend.treesitter.types import (
    UNKNOWN,
    CType,
    FunctionDecl,
    GlobalDecl,
    Signature,
)
from wfplint.ir import TypeRef

_LISTS = frozenset(("argument_list", "initializer_list"))


def local_type(context: Context, node: Node) -> None:
    """A type declared inside a function."""
    if node.type in ("type_definition", "alias_declaration"):
        context.alias(None, node)
    else:
        context.specified(node)


def declarations(context: Context, node: Node) -> list[s.Stmt]:
    """The variables that one declaration declares."""
    base = context.base(node)
    words = {context.text(p) for p in node.children if p.type == "storage_class_specifier"}
    found: list[s.Stmt] = []
    for declarator in node.children_by_field_name("declarator"):
        target, init = declarator, None
        if declarator.type == "init_declarator":
            target, init = child(declarator, "declarator") or declarator, child(declarator, "value")
        if init is None:
            init = child(node, "value") or child(node, "default_value")
        declared = context.declared(target, base)
        if declared.name is None:
            found.append(context.opaque(declarator, "a declaration without a name"))
            continue
        declared = _deduced(context, declared, init)
        found += _declare(context, declarator, declared, init, words)
    return found


def _deduced(context: Context, declared: Declared, init: Node | None) -> Declared:
    """`auto` replaced by the type of the initialiser."""
    if not context.cpp or init is None or "auto" not in declared.type.ref.text.split():
        return declared
    calls, errors, lambdas = len(context.calls), context.has_errors, context.lambdas
    first = init if init.type not in _LISTS else inner(init)
    if first is None:
        return declared
    if first.type == "lambda_expression":
        return declared._replace(type=lambda_type(context, first))
    type_ = typed(context, first)[1]
    del context.calls[calls:]
    context.has_errors, context.lambdas = errors, lambdas
    if type_.dims:
        type_ = type_.target().pointer()
    if not type_.ref.pointers and type_.ref.text.startswith("const "):
        type_ = type_.named(type_.ref.text.removeprefix("const "))
    if "const" in declared.type.ref.text.split() and not type_.ref.text.endswith("const"):
        type_ = type_.const()
    return declared._replace(type=type_.refer() if declared.type.reference else type_)


def lambda_type(context: Context, node: Node) -> CType:
    """The type of a lambda: what a call of it needs to know."""
    declarator = child(node, "declarator")
    if declarator is None:
        return CType(TypeRef(), function=Signature(UNKNOWN, ()))
    type_ = context.function(declarator, UNKNOWN)
    return CType(TypeRef(), function=type_.function)


def _declare(
    context: Context, node: Node, declared: Declared, init: Node | None, words: set[str]
) -> list[s.Stmt]:
    assert declared.name is not None
    name = context.text(declared.name)
    type_ = declared.type
    listed = init
    if type_.is_function and declared.function is not None:
        listed = _constructor_arguments(context, declared)
        if listed is None:
            context.hide(name)
            decl = FunctionDecl(name, name, type_)
            if context.function_decl(name) is None:
                context.table.functions[name] = decl
            return []
        type_ = type_.result()
    if "extern" in words:
        context.hide(name)
        if context.global_decl(name) is None:
            context.table.globals[name] = GlobalDecl(f"@{name}", name, type_)
        return []
    declared = declared._replace(type=type_)
    return [_variable(context, node, declared, listed, "static" in words)]


def _constructor_arguments(context: Context, declared: Declared) -> Node | None:
    """The list of `T name(a, b)` that looks like a prototype and is a constructor's call."""
    if not context.cpp or declared.function is None:
        return None
    listed = child(declared.function, "parameters")
    if listed is None or not listed.named_children:
        return None
    for part in listed.named_children:
        first, rest = child(part, "type"), child(part, "declarator")
        if first is None or (rest is not None and rest.type != "abstract_function_declarator"):
            return None
        if first.type not in ("type_identifier", "qualified_identifier"):
            return None
        text = unspaced(context.text(first))
        if context.type_named(text) is not None and context.local(text) is None:
            return None
    return listed


def _variable(
    context: Context, node: Node, declared: Declared, init: Node | None, is_static: bool
) -> s.Stmt:
    assert declared.name is not None
    name, type_ = context.text(declared.name), declared.type
    span = context.span(node)
    local = context.declare(name, type_)
    held = s.Name(name, "local", local.id, type_.ref, span, bool(type_.dims))
    made, given = _start(context, node, type_, held, init)
    if type_.dims[:1] == (-1,):
        type_ = sized(type_, given)
        context.redeclare(name, local, type_)
    destructor = None if is_static else context.destructor(type_)
    return s.Declare(
        name, local.id, type_.ref, given, span, made, destructor, bool(type_.dims), is_static
    )


def _start(
    context: Context, node: Node, type_: CType, held: s.Expr, init: Node | None
) -> tuple[s.CallOf | None, s.Expr | None]:
    """The constructor's call or the value that a variable begins with."""
    if context.cpp and type_.is_record:
        return _object(context, node, type_, address_of(held), init)
    if init is None:
        return None, None
    return None, _initial(context, init, type_)


def sized(type_: CType, given: s.Expr | None) -> CType:
    """An array without a bound, with the one that its initialiser gives."""
    size = 0
    if isinstance(given, s.InitList):
        firsts = [path[0] for path, _ in given.items if path and isinstance(path[0], int)]
        size = max(firsts, default=-1) + 1
    elif isinstance(given, s.String):
        size = len(unescape(given.value)) + 1
    return type_.target().array(size)


def _initial(context: Context, init: Node, type_: CType) -> s.Expr:
    if init.type == "argument_list":
        nodes = argument_nodes(init)
        if len(nodes) != 1:
            return context.opaque(init, "an initialiser with several values")
        init = nodes[0]
    if init.type == "initializer_list":
        given = init_list(context, init, type_.value())
    else:
        given = value(context, init)
    return address_of(given) if type_.reference else converted(given, type_)


def _object(
    context: Context, node: Node, type_: CType, target: s.Expr, init: Node | None
) -> tuple[s.CallOf | None, s.Expr | None]:
    """How an object of a class begins: the constructor's call, or a value."""
    found = constructor_of(context, type_)
    if init is None:
        if found is None or not found[0].default_constructor:
            return None, None
        return construct(context, node, type_, target, None), None
    if init.type in _LISTS or init.type == "parameter_list":
        if found is not None:
            return construct(context, node, type_, target, init), None
        nodes = argument_nodes(init)
        if init.type != "initializer_list" and len(nodes) == 1:
            return None, value(context, nodes[0])
        return None, init_list(context, init, type_)
    given = value(context, init)
    if found is not None and _makes(given, found[1]):
        assert isinstance(given, s.CallOf)
        arguments: list[s.Expr] = [target]
        arguments.extend(given.arguments[1:])
        return s.CallOf(given.callee, tuple(arguments), given.type, given.span), None
    return None, given


def _makes(given: s.Expr, constructor: str) -> bool:
    """Whether a value is an object without a name, which becomes the variable itself."""
    if not isinstance(given, s.CallOf) or not isinstance(given.callee, s.Name):
        return False
    return given.callee.id.startswith(constructor) and isinstance(given.arguments[0], s.Integer)


def range_variable(context: Context, node: Node, ranged: CType) -> s.Declare:
    """The variable of a range-based `for`."""
    base = context.base(node)
    declared = context.declared(child(node, "declarator"), base)
    type_ = declared.type
    if "auto" in type_.ref.text:
        element = ranged.target() if ranged.dims else UNKNOWN
        type_ = element.refer() if type_.reference else element
    name = context.text(declared.name) if declared.name else ""
    local = context.declare(name, type_)
    span = context.span(declared.name or node)
    return s.Declare(name, local.id, type_.ref, None, span)
