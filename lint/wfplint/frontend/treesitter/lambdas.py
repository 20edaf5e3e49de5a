"""Lambdas: functions of their own, whose captured variables keep their ids."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, Typed
from wfplint.frontend.treesitter.grammar import child
from wfplint.frontend.treesitter.locals import lambda_type
from wfplint.frontend.treesitter.statements import statement
from wfplint.frontend.treesitter.translation import register
from wfplint.frontend.treesitter.types import UNKNOWN
from wfplint.ir import TypeRef
from wfplint.source import Span


def _lambda(context: Context, node: Node) -> Typed:
    """A lambda as a function of its own; captured variables keep their ids."""
    span = context.span(node)
    context.lambdas += 1
    id_ = f"{context.function_id}::<lambda#{context.lambdas}>"
    outer = (context.returns_reference, context.result)
    context.returns_reference, context.result = False, UNKNOWN
    context.enter()
    declarator = child(node, "declarator")
    listed = child(declarator, "parameters") if declarator else None
    parameters: list[s.ParameterSyntax] = []
    for part in listed.named_children if listed else ():
        if part.type.endswith("parameter_declaration"):
            declared = context.parameter(part)
            name = context.text(declared.name) if declared.name else ""
            local = context.declare(name, declared.type)
            parameters.append(s.ParameterSyntax(name, local.id, declared.type.ref))
    body = statement(context, child(node, "body"))
    context.leave()
    context.returns_reference, context.result = outer
    name_span = Span(span.path, span.start, span.start + 1)
    function = s.FunctionSyntax(
        id_,
        "<lambda>",
        span,
        name_span,
        tuple(parameters),
        TypeRef(),
        True,
        body,
        frontend="tree-sitter",
    )
    return s.LambdaOf(function, span), lambda_type(context, node)


register({"lambda_expression": _lambda})
