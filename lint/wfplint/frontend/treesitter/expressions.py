"""Translation of expressions other than calls and initialiser lists."""

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
from wfplint.frontend.treesitter.patterns import container_of, null_member, offset_in
from wfplint.frontend.treesitter.types import (
    BOOL,
    INT,
    SIZE,
    UNKNOWN,
    CType,
    arithmetic,
    scalar,
    signed,
)
from wfplint.ir import TypeRef
from wfplint.source import Span

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))
_UNCONVERTED = frozenset(("&&", "||", "<<", ">>", ","))
_WORDS = {"and": "&&", "or": "||", "not": "!", "not_eq": "!=", "bitand": "&", "bitor": "|"}
_RULES: dict[str, Rule] = {}


def register(rules: dict[str, Rule]) -> None:
    """Add translators of further kinds of nodes."""
    _RULES.update(rules)


def typed(context: Context, node: Node | None) -> Typed:
    """Translate an expression, with its type."""
    if node is None:
        return s.Opaque("an operand is missing", context.segment.span(0, 0)), UNKNOWN
    rule = _RULES.get(node.type)
    if rule is not None:
        return rule(context, node)
    if node.type == "ERROR":
        return context.error(node), UNKNOWN
    return context.opaque(node, f"an expression of the kind {node.type}"), UNKNOWN


def value(context: Context, node: Node | None) -> s.Expr:
    """Translate an expression."""
    return typed(context, node)[0]


def whole(context: Context, node: Node | None) -> s.Expr:
    """Translate an expression that stands on its own; one that did not parse is opaque."""
    if node is not None and node.has_error:
        return context.error(node)
    expr, context.tested = typed(context, node)
    return expr


def integer(number: int, node: Node, context: Context) -> s.Integer:
    """A constant."""
    return s.Integer(signed(number), context.span(node))


# --- names and members -------------------------------------------------------------------------


def _parenthesised(context: Context, node: Node) -> Typed:
    content = inner(node)
    if content is not None and content.type == "compound_statement":
        return context.opaque(node, "a statement expression"), UNKNOWN
    return typed(context, content)


def _name(context: Context, node: Node) -> Typed:
    return named(context, node, context.text(node).replace(" ", ""))


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
    left = value(context, child(node, "left"))
    right, type_ = typed(context, child(node, "right"))
    return s.Binary(",", left, right, type_.ref, context.span(node)), type_


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
        "parenthesized_expression": _parenthesised,
        "identifier": _name,
        "field_identifier": _name,
        "qualified_identifier": _name,
        "type_identifier": _name,
        "this": _this,
        "field_expression": _field,
        "subscript_expression": _subscript,
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
