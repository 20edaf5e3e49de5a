"""Function definitions: heads, parameters, member initialisers, bodies; and globals."""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter import lambdas, literals
from wfplint.frontend.treesitter.calls import argument_nodes, construct
from wfplint.frontend.treesitter.collect import Definition, Variable
from wfplint.frontend.treesitter.context import Context, address_of
from wfplint.frontend.treesitter.declarators import PARAMETERS, Scope, decayed
from wfplint.frontend.treesitter.grammar import child
from wfplint.frontend.treesitter.initlists import init_list, initialiser
from wfplint.frontend.treesitter.locals import sized
from wfplint.frontend.treesitter.statements import statement
from wfplint.frontend.treesitter.translation import value
from wfplint.frontend.treesitter.types import UNKNOWN, CType
from wfplint.ir import Global, TypeRef
from wfplint.source import Span

__all__ = ["Translated", "global_of", "lambdas", "literals", "translate"]


_DECLSPEC = re.compile(rb"(?:__declspec\s*\([^()]*\)\s*)+\Z")


class Translated(NamedTuple):
    """A function, whether a part of it did not parse, and the calls seen in it."""

    function: s.FunctionSyntax
    has_errors: bool
    calls: tuple[tuple[str, int], ...]


def translate(context: Context, item: Definition) -> Translated:
    """Translate one definition."""
    decl = item.decl
    record = context.table.records.get(decl.record) if decl.record else None
    scope = item.scope if record is None else _method_scope(item.scope, record.qualified)
    context.start_function(decl.id, scope, record)
    context.function_name = decl.name
    result = decl.type.result()
    context.returns_reference = result.reference
    context.result = result
    parameters = _parameters(context, item)
    if record is not None and not decl.is_static:
        ref = TypeRef(f"{record.tag} *", record.tag, 1)
        parameters.insert(0, s.ParameterSyntax("this", "this", ref))
    body = _body(context, item)
    function = s.FunctionSyntax(
        decl.id,
        decl.name,
        _whole_span(context, item),
        _name_span(context, item),
        tuple(parameters),
        result.ref,
        decl.internal,
        body,
        item.annotations,
        "tree-sitter",
    )
    return Translated(function, context.has_errors, tuple(context.calls))


def _method_scope(scope: Scope, qualified: str) -> Scope:
    """The scope inside a method that is defined outside its class."""
    prefix = f"{qualified}::"
    if scope.prefix == prefix:
        return scope
    return scope._replace(prefixes=(prefix, *scope.prefixes), prefix=prefix)


def _whole_span(context: Context, item: Definition) -> Span:
    """Head and body, from a `__declspec` before it on."""
    span = context.span(item.node)
    data = context.segment.file.data
    before = _DECLSPEC.search(data[max(0, span.start - 200) : span.start])
    return span._replace(start=span.start - len(before[0])) if before else span


def _name_span(context: Context, item: Definition) -> Span:
    name = item.name
    while name.type in ("qualified_identifier", "template_function"):
        nested = child(name, "name")
        if nested is None:
            break
        name = nested
    converted = child(name, "type") if name.type == "operator_cast" else None
    return context.segment.span(name.start_byte, (converted or name).end_byte)


def _parameters(context: Context, item: Definition) -> list[s.ParameterSyntax]:
    listed = child(item.declarator, "parameters")
    old_style = _old_style(context, item.node)
    found: list[s.ParameterSyntax] = []
    for part in listed.named_children if listed else ():
        if part.type == "identifier":
            name = context.text(part)
            type_ = old_style.get(name, UNKNOWN)
        elif part.type in PARAMETERS:
            declared = context.parameter(part)
            name, type_ = context.text(declared.name) if declared.name else "", declared.type
            if not name and type_.ref.text == "void":
                continue
        else:
            continue
        local = context.declare(name, type_)
        found.append(s.ParameterSyntax(name, local.id, type_.ref))
    return found


def _old_style(context: Context, node: Node) -> dict[str, CType]:
    """The parameters' types where they stand between the head and the body."""
    found: dict[str, CType] = {}
    for part in node.named_children:
        if part.type != "declaration":
            continue
        base = context.base(part)
        for declarator in part.children_by_field_name("declarator"):
            declared = context.declared(declarator, base)
            if declared.name is not None:
                found[context.text(declared.name)] = decayed(declared.type)
    return found


def _body(context: Context, item: Definition) -> s.Stmt:
    """The body; of a constructor, after its initialisers."""
    first: list[s.Stmt] = []
    for part in item.node.named_children:
        if part.type == "field_initializer_list":
            for field in part.named_children:
                first += _member_initialiser(context, field)
    body = statement(context, child(item.node, "body"))
    if not first:
        return body
    first.append(body)
    return s.Compound(tuple(first), context.span(item.node))


def _member_initialiser(context: Context, node: Node) -> list[s.Stmt]:
    """`member(value)` or `Base(value)` before a constructor's body."""
    record = context.record
    if node.type != "field_initializer" or record is None or len(node.named_children) < 2:
        return []
    name_node, given = node.named_children[0], node.named_children[-1]
    name = context.text(name_node)
    span = context.span(node)
    this = s.Name("this", "local", "this", TypeRef("", "", 1), span)
    type_ = record.members.get(name)
    if type_ is None:
        base = context.type_named(name) or UNKNOWN
        made = construct(context, node, base, this, given)
        return [s.ExpressionStmt(made, made.span)] if made else []
    target = s.MemberOf(this, name, record.tag, True, type_.ref, span, bool(type_.dims))
    made = construct(context, node, type_, address_of(target), given) if type_.is_record else None
    if made is not None:
        return [s.ExpressionStmt(made, made.span)]
    items = argument_nodes(given)
    if type_.is_record and not items:
        return []
    if type_.is_record or type_.dims:
        start: s.Expr = init_list(context, given, type_)
        if len(items) == 1 and not type_.dims:
            start = value(context, items[0])
    else:
        start = value(context, items[0]) if items else s.Integer(0, span)
    start = address_of(start) if type_.reference else start
    return [s.ExpressionStmt(s.Assignment("=", target, start, type_.ref, span), span)]


def global_of(context: Context, item: Variable) -> s.GlobalSyntax:
    """A global with its initialiser; a table of numbers goes without."""
    decl = item.decl
    type_ = decl.type
    context.start_function("", item.scope, None)
    node = item.name
    while node.parent is not None and node.parent.type.endswith("declarator"):
        node = node.parent
    declaration = node.parent or node
    span = context.segment.span(declaration.start_byte, node.end_byte)
    declared = Global(decl.id, decl.name, type_.ref, span, decl.internal)
    if item.init is None or _is_plain_array(type_):
        return s.GlobalSyntax(declared, None)
    if item.init.has_error:
        return s.GlobalSyntax(declared, context.error(item.init))
    if item.init.type == "argument_list":
        return s.GlobalSyntax(declared, context.opaque(item.init, "a constructor at start"))
    given = initialiser(context, item.init, type_)
    if type_.dims[:1] == (-1,):
        declared = declared._replace(type=sized(type_, given).ref)
    return s.GlobalSyntax(declared, given)


def _is_plain_array(type_: CType) -> bool:
    """A table of numbers, which no rule reads and which may be long."""
    return bool(type_.dims) and type_.bits != 0 and type_.ref.pointers == len(type_.dims)
