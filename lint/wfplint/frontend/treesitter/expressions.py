"""Translation of operators, casts and `sizeof`."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter import constants
from wfplint.frontend.treesitter.context import (
    Context,
    Rule,
    Typed,
    address_of,
    converted,
    operator_of,
)
from wfplint.frontend.treesitter.grammar import child, inner
from wfplint.frontend.treesitter.layout import size_of
from wfplint.frontend.treesitter.members import as_boolean, overloaded, result_of
from wfplint.frontend.treesitter.patterns import container_of, null_member, offset_in
from wfplint.frontend.treesitter.translation import integer, register, typed, value
from wfplint.frontend.treesitter.types import (
    BOOL,
    INT,
    SIZE,
    UNKNOWN,
    CType,
    arithmetic,
    scalar,
)

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))
_UNCONVERTED = frozenset(("&&", "||", "<<", ">>", ","))
_WORDS = {"and": "&&", "or": "||", "not": "!", "not_eq": "!=", "bitand": "&", "bitor": "|"}
# --- operators ---------------------------------------------------------------------------------


def _pointer(context: Context, node: Node) -> Typed:
    operand, type_ = typed(context, child(node, "argument"))
    span = context.span(node)
    if operator_of(node) == "*":
        found = overloaded(context, node, "operator*", operand, type_, ())
        if type_.is_record and found is not None:
            return found
        if type_.is_function:
            return operand, type_
        target = type_.target()
        return s.Unary("*", operand, target.ref, span), target
    if isinstance(operand, s.Unary) and operand.op == "*":
        return operand.operand, type_.pointer()
    pointer = type_.pointer()
    expr = s.Unary("&", operand, pointer.ref, span)
    members = null_member(expr)
    if members:
        offset = s.Integer(offset_in(members, context.table), span)
        context.offsets[id(offset)] = (offset, members)
        return offset, pointer
    return expr, pointer


def _unary(context: Context, node: Node) -> Typed:
    operand, type_ = typed(context, child(node, "argument"))
    op = operator_of(node)
    op = _WORDS.get(op, op)
    if isinstance(operand, s.Integer):
        known = constants.unary(op, (operand.value, type_))
        if known is not None:
            return integer(known[0], node, context), known[1]
    if type_.is_record:
        found = overloaded(context, node, f"operator{op}", operand, type_, ())
        if found is not None:
            return found
        if op == "!":
            operand = as_boolean(context, child(node, "argument") or node, operand, type_)
    if op not in ("!", "-", "~", "+"):
        return context.opaque(node, "an operator that is not modelled"), type_
    result = INT if op == "!" else arithmetic(type_, INT)
    return s.Unary(op, operand, result.ref, context.span(node)), result


def _update(context: Context, node: Node) -> Typed:
    argument = child(node, "argument")
    operand, type_ = typed(context, argument)
    op = operator_of(node)
    before = argument is not None and argument.start_byte > node.start_byte
    if type_.is_record:
        found = overloaded(context, node, f"operator{op}", operand, type_, ())
        if found is not None:
            return found
    shown = f"{op}x" if before else f"x{op}"
    return s.Unary(shown, operand, type_.ref, context.span(node)), type_


def _binary(context: Context, node: Node) -> Typed:
    op = operator_of(node)
    op = _WORDS.get(op, op)
    left, left_type = typed(context, child(node, "left"))
    right, right_type = typed(context, child(node, "right"))
    if isinstance(left, s.Integer) and isinstance(right, s.Integer):
        known = constants.binary(op, (left.value, left_type), (right.value, right_type))
        if known is not None:
            return integer(known[0], node, context), known[1]
    if left_type.is_record or right_type.is_record:
        found = _operator(context, node, op, (left, left_type), (right, right_type))
        if found is not None:
            return found
        if op in ("&&", "||"):
            left = as_boolean(context, child(node, "left") or node, left, left_type)
            right = as_boolean(context, child(node, "right") or node, right, right_type)
    result = _result_type(op, left_type, right_type, context)
    if op not in _UNCONVERTED and left_type.bits and right_type.bits:
        common = arithmetic(left_type, right_type)
        left, right = converted(left, common), converted(right, common)
    return s.Binary(op, left, right, result.ref, context.span(node)), result


def _operator(context: Context, node: Node, op: str, left: Typed, right: Typed) -> Typed | None:
    """An operator that a class or a free function overloads."""
    name = f"operator{op}"
    argument = right[0]
    method = context.find_method(context.record_of(left[1]), name) if left[1].is_record else None
    signature = method.type.function if method else None
    if signature and signature.parameters and signature.parameters[0].reference:
        argument = address_of(argument)
    if method is not None:
        return overloaded(context, node, name, left[0], left[1], (argument,))
    free = context.function_decl(name) if context.cpp else None
    if free is None or free.type.function is None:
        return None
    operands: list[s.Expr] = [left[0], right[0]]
    for index, parameter in enumerate(free.type.function.parameters[:2]):
        if parameter.reference:
            operands[index] = address_of(operands[index])
    span = context.span(node)
    callee = s.Name(name, "function", free.id, free.type.ref, span)
    return result_of(callee, tuple(operands), free.type.result(), span, None)


def _result_type(op: str, left: CType, right: CType, context: Context) -> CType:
    if op in _COMPARISONS:
        return BOOL if context.cpp else INT
    if op == "-" and left.ref.pointers and right.ref.pointers:
        return scalar("long long", -64)
    if op in ("<<", ">>"):
        return arithmetic(left, INT)
    return arithmetic(left, right)


def _assignment(context: Context, node: Node) -> Typed:
    target, type_ = typed(context, child(node, "left"))
    right = child(node, "right")
    given = value(context, right)
    if right is not None and right.type == "initializer_list" and type_.is_record:
        given = context.listed(right, type_)
    op = operator_of(node)
    if op not in ("<<=", ">>="):
        given = converted(given, type_)
    if type_.is_record and context.cpp:
        method = context.find_method(context.record_of(type_), f"operator{op}")
        signature = method.type.function if method else None
        if signature and signature.parameters and signature.parameters[0].reference:
            given = address_of(given)
        found = overloaded(context, node, f"operator{op}", target, type_, (given,))
        if found is not None:
            return found
    return s.Assignment(op, target, given, type_.ref, context.span(node)), type_


def _conditional(context: Context, node: Node) -> Typed:
    test, test_type = typed(context, child(node, "condition"))
    consequence = child(node, "consequence")
    then, then_type = test, test_type
    if consequence is not None:
        then, then_type = typed(context, consequence)
    otherwise, other_type = typed(context, child(node, "alternative"))
    type_ = then_type
    if not then_type.ref.pointers and then_type.ref != other_type.ref:
        type_ = other_type if other_type.ref.pointers else arithmetic(then_type, other_type)
        type_ = then_type if then_type.is_record else type_
    return s.Conditional(test, then, otherwise, type_.ref, context.span(node)), type_


def _comma(context: Context, node: Node) -> Typed:
    """`a, b, c`, which the grammars nest to the right, as `(a, b), c`."""
    expr = value(context, child(node, "left"))
    rest = child(node, "right")
    while rest is not None and rest.type == "comma_expression":
        middle, rest = child(rest, "left"), child(rest, "right")
        expr = _pair(context, node, expr, middle)[0]
    return _pair(context, node, expr, rest)


def _pair(context: Context, node: Node, left: s.Expr, right: Node | None) -> Typed:
    second, type_ = typed(context, right)
    end = right.end_byte if right is not None else node.end_byte
    span = context.segment.span(node.start_byte, end)
    return s.Binary(",", left, second, type_.ref, span), type_


def _cast(context: Context, node: Node) -> Typed:
    described = child(node, "type")
    type_ = context.described(described) if described else UNKNOWN
    return cast(context, node, child(node, "value"), type_)


def cast(context: Context, node: Node, operand_node: Node | None, type_: CType) -> Typed:
    """An explicit cast of any spelling; of a constant, the constant."""
    operand, operand_type = typed(context, operand_node)
    if type_.ref.pointers:
        container = container_of(context, operand, type_, context.span(node))
        if container is not None:
            return container, type_
    if type_.reference:
        held = s.CastTo(address_of(operand), type_.ref, context.span(node))
        return s.Unary("*", held, type_.target().ref, held.span), type_.target()
    if isinstance(operand, s.Integer) and not type_.is_record:
        number, _ = constants.cast((operand.value, operand_type), type_)
        made = integer(number, node, context)
        if id(operand) in context.offsets:
            context.offsets[id(made)] = (made, context.offsets[id(operand)][1])
        return made, type_
    return s.CastTo(operand, type_.ref, context.span(node)), type_


def _size(context: Context, node: Node) -> Typed:
    described = child(node, "type")
    if described is not None:
        type_ = context.described(described)
    else:
        type_ = _unevaluated(context, child(node, "value"))
    size, alignment = size_of(type_.value(), context.table)
    wanted = alignment if node.type == "alignof_expression" else size
    return integer(wanted, node, context), SIZE


def _unevaluated(context: Context, node: Node | None) -> CType:
    """The type of an operand that is not executed: the calls in it do not count."""
    name = inner(node) if node and node.type == "parenthesized_expression" else node
    if name is not None and name.type == "identifier":
        text = context.text(name)
        type_ = None if context.local(text) else context.type_named(text)
        if type_ is not None:
            return type_
    calls = len(context.calls)
    type_ = typed(context, node)[1]
    del context.calls[calls:]
    return type_


def _extension(context: Context, node: Node) -> Typed:
    return typed(context, inner(node))


def _opaque(reason: str) -> Rule:
    return lambda context, node: (context.opaque(node, reason), UNKNOWN)


register(
    {
        "pointer_expression": _pointer,
        "unary_expression": _unary,
        "update_expression": _update,
        "binary_expression": _binary,
        "assignment_expression": _assignment,
        "conditional_expression": _conditional,
        "comma_expression": _comma,
        "cast_expression": _cast,
        "sizeof_expression": _size,
        "alignof_expression": _size,
        "extension_expression": _extension,
        "generic_expression": _opaque("a generic selection"),
        "gnu_asm_expression": _opaque("inline assembly"),
        "throw_statement": _opaque("a throw"),
        "user_defined_literal": _opaque("a literal of a class"),
    }
)
