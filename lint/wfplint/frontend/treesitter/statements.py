"""Translation of statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.context import Context, address_of, converted
from wfplint.frontend.treesitter.grammar import child, inner
from wfplint.frontend.treesitter.locals import declarations, local_type, range_variable
from wfplint.frontend.treesitter.members import as_boolean
from wfplint.frontend.treesitter.translation import typed, whole
from wfplint.source import Span

Rule = Callable[[Context, Node], s.Stmt]
_IGNORED = frozenset(("comment", "using_declaration", "static_assert_declaration", ";"))


def statement(context: Context, node: Node | None) -> s.Stmt:
    """Translate one statement; several declarations become a block."""
    if node is None:
        return s.Opaque("a statement is missing", context.segment.span(0, 0))
    found = _listed(context, node)
    if len(found) == 1:
        return found[0]
    span = context.span(node)
    return s.Compound(tuple(found), span) if found else s.Empty(span)


def _listed(context: Context, node: Node) -> list[s.Stmt]:
    """The statements that one child of a block stands for."""
    kind = node.type
    rule = _RULES.get(kind)
    if rule is not None:
        return [rule(context, node)]
    several = _SEVERAL.get(kind)
    if several is not None:
        return several(context, node)
    if kind in _IGNORED:
        return []
    return [context.opaque(node, f"a statement of the kind {kind}")]


def _declaration(context: Context, node: Node) -> list[s.Stmt]:
    return [context.error(node)] if node.has_error else declarations(context, node)


def _local_type(context: Context, node: Node) -> list[s.Stmt]:
    local_type(context, node)
    return []


def body_of(context: Context, nodes: list[Node]) -> list[s.Stmt]:
    """The statements of a block."""
    found: list[s.Stmt] = []
    for node in nodes:
        if node.is_named:
            found += _listed(context, node)
        elif node.is_missing:
            context.has_errors = True
    return _joined(found)


def _joined(found: list[s.Stmt]) -> list[s.Stmt]:
    """Labels joined with the statement they stand before, as in `case 1: case 2: f();`."""
    out: list[s.Stmt] = []
    for item in reversed(found):
        out.append(_with_body(item, out.pop()) if out and _waits(item) else item)
    out.reverse()
    return out


# `Any`, because mypy takes minutes to narrow the recursive union of all statements.
def _waits(item: Any) -> bool:
    return type(item) in (s.Case, s.Default, s.Label) and item.body is None


def _with_body(label: Any, body: s.Stmt) -> s.Stmt:
    """A label with the statement after it, which its span then covers."""
    end = max(label.span.end, body.span.end)
    joined: s.Stmt = label._replace(body=body, span=label.span._replace(end=end))
    return joined


def _block(before: list[s.Stmt], made: s.Stmt, span: Span) -> s.Stmt:
    """A statement after declarations that belong to it."""
    if not before:
        return made
    before = before.copy()
    before.append(made)
    return s.Compound(tuple(before), span)


def _compound(context: Context, node: Node) -> s.Stmt:
    context.enter()
    body = body_of(context, node.children)
    context.leave()
    return s.Compound(tuple(body), context.span(node))


def _expression(context: Context, node: Node) -> s.Stmt:
    content = inner(node)
    if node.has_error and not _only_misses_semicolon(node):
        return context.error(node)
    if content is None:
        return s.Empty(context.span(node))
    return _evaluated(typed(context, content)[0])


def _evaluated(value: s.Expr) -> s.Stmt:
    """An expression as a statement."""
    if isinstance(value, s.Opaque):
        return value
    return s.ExpressionStmt(value, value.span)


def _only_misses_semicolon(node: Node) -> bool:
    """A label before `}`, or a statement macro without its semicolon."""
    last = node.children[-1] if node.children else None
    if last is None or not last.is_missing or last.type != ";":
        return False
    return not any(part.has_error for part in node.children[:-1])


# --- branches and loops ------------------------------------------------------------------------


def _condition(context: Context, node: Node | None) -> tuple[list[s.Stmt], s.Expr]:
    """The declarations at the head of a statement, and the condition."""
    if node is None:
        return [], s.Opaque("a condition is missing", context.segment.span(0, 0))
    if node.has_error:
        return [], context.error(node)
    if node.type != "condition_clause":
        return [], _tested(context, node)
    before: list[s.Stmt] = []
    first = child(node, "initializer")
    if first is not None:
        for part in first.named_children if first.type == "init_statement" else [first]:
            before += _listed(context, part)
    tested = child(node, "value")
    if tested is not None and tested.type == "declaration":
        before += declarations(context, tested)
        return before, _declared_value(context, before, tested)
    return before, _tested(context, tested)


def _declared_value(context: Context, before: list[s.Stmt], node: Node) -> s.Expr:
    last = before[-1] if before else None
    if not isinstance(last, s.Declare):
        return context.opaque(node, "a condition that declares nothing")
    held = s.Name(last.name, "local", last.id, last.type, last.span)
    local = context.local(last.name)
    if local is None:
        return held
    return as_boolean(context, child(node, "declarator") or node, held, local.type)


def _tested(context: Context, node: Node | None) -> s.Expr:
    expr = whole(context, node)
    return as_boolean(context, node, expr, context.tested) if node is not None else expr


def _if(context: Context, node: Node) -> s.Stmt:
    context.enter()
    before, test = _condition(context, child(node, "condition"))
    then = statement(context, child(node, "consequence"))
    branch = child(node, "alternative")
    if branch is not None and branch.type == "else_clause":
        branch = inner(branch)
    otherwise = statement(context, branch) if branch is not None else None
    context.leave()
    span = context.span(node)
    first = before.pop() if before else None
    return _block(before, s.If(test, then, otherwise, span, first), span)


def _while(context: Context, node: Node) -> s.Stmt:
    context.enter()
    before, test = _condition(context, child(node, "condition"))
    body = statement(context, child(node, "body"))
    context.leave()
    span = context.span(node)
    if not before:
        return s.While(test, body, span)
    again = s.If(test, body, s.Break(span), span)
    return s.While(s.Integer(1, span), _block(before, again, span), span)


def _do(context: Context, node: Node) -> s.Stmt:
    body = statement(context, child(node, "body"))
    return s.DoWhile(body, _tested(context, child(node, "condition")), context.span(node))


def _for(context: Context, node: Node) -> s.Stmt:
    context.enter()
    first, test_node, step_node = (
        child(node, name) for name in ("initializer", "condition", "update")
    )
    found: list[s.Stmt] = []
    if first is not None and first.type in ("declaration", "init_statement"):
        parts = first.named_children if first.type == "init_statement" else [first]
        for part in parts:
            found += _listed(context, part)
    elif first is not None:
        found.append(_evaluated(whole(context, first)))
    test = _tested(context, test_node) if test_node is not None else None
    step = whole(context, step_node) if step_node is not None else None
    body = statement(context, child(node, "body"))
    context.leave()
    span = context.span(node)
    made = s.For(found[-1] if found else None, test, step, body, span)
    return _block(found[:-1], made, span)


def _for_each(context: Context, node: Node) -> s.Stmt:
    context.enter()
    right = child(node, "right")
    ranged, type_ = typed(context, right)
    variable = range_variable(context, node, type_)
    body = statement(context, child(node, "body"))
    context.leave()
    return s.ForEach(variable, ranged, body, context.span(node))


def _switch(context: Context, node: Node) -> s.Stmt:
    context.enter()
    before, test = _condition(context, child(node, "condition"))
    outer, context.switched = context.switched, context.tested
    body = statement(context, child(node, "body"))
    context.switched = outer
    context.leave()
    span = context.span(node)
    return _block(before, s.Switch(test, body, span), span)


def _labelled(context: Context, node: Node) -> list[s.Stmt]:
    """A label, `case` or `default`, and the statements that this grammar puts below it."""
    span = context.span(node)
    if node.type == "labeled_statement":
        label = child(node, "label")
        rest = [part for part in node.named_children if part != label]
        name = context.text(label) if label else ""
        return _with_label(context, s.Label(name, None, span), rest)
    value = child(node, "value")
    rest = [part for part in node.children if part.is_named and part != value]
    if value is None:
        return _with_label(context, s.Default(None, span), rest)
    constant = converted(whole(context, value), context.switched)
    number = constant.value if isinstance(constant, s.Integer) else None
    return _with_label(context, s.Case(number, None, span), rest)


def _with_label(
    context: Context, label: s.Case | s.Default | s.Label, rest: list[Node]
) -> list[s.Stmt]:
    found = body_of(context, rest)
    if isinstance(label, s.Label) and len(found) == 1 and _is_missing_statement(found[0], rest):
        found = []
    out: list[s.Stmt] = []
    out.append(_with_body(label, found[0]) if found else label)
    out.extend(found[1:])
    return out


def _is_missing_statement(found: s.Stmt, rest: list[Node]) -> bool:
    """Whether what follows a label is nothing but the `;` that the parser put in."""
    return isinstance(found, s.Empty) and rest[-1].has_error


# --- jumps -------------------------------------------------------------------------------------


def _return(context: Context, node: Node) -> s.Stmt:
    if node.has_error:
        return context.error(node)
    content = inner(node)
    value = typed(context, content)[0] if content is not None else None
    if value is None:
        return s.ReturnStmt(None, context.span(node))
    if context.returns_reference:
        return s.ReturnStmt(address_of(value), context.span(node))
    return s.ReturnStmt(converted(value, context.result), context.span(node))


def _goto(context: Context, node: Node) -> s.Stmt:
    label = child(node, "label")
    return s.Goto(context.text(label) if label else "", context.span(node))


def _simple(kind: type[s.Break | s.Continue | s.Leave]) -> Rule:
    def translate(context: Context, node: Node) -> s.Stmt:
        span: Span = context.span(node)
        return kind(span)

    return translate


# --- exceptions --------------------------------------------------------------------------------


def _seh(context: Context, node: Node) -> s.Stmt:
    body = statement(context, child(node, "body"))
    span = context.span(node)
    for clause in node.named_children:
        if clause.type == "seh_finally_clause":
            return s.TryFinally(body, statement(context, child(clause, "body")), span)
        if clause.type == "seh_except_clause":
            tested = child(clause, "filter")
            filter_ = whole(context, tested) if tested is not None else None
            return s.TryExcept(body, filter_, statement(context, child(clause, "body")), span)
    return context.error(node)


def _try(context: Context, node: Node) -> s.Stmt:
    made = statement(context, child(node, "body"))
    span = context.span(node)
    for clause in node.named_children:
        if clause.type == "catch_clause":
            context.enter()
            caught = _caught(context, child(clause, "parameters"))
            body = statement(context, child(clause, "body"))
            context.leave()
            caught.append(body)
            made = s.TryExcept(made, None, s.Compound(tuple(caught), body.span), span)
    return made


def _caught(context: Context, listed: Node | None) -> list[s.Stmt]:
    found: list[s.Stmt] = []
    for part in listed.named_children if listed else ():
        if part.type == "parameter_declaration":
            declared = context.parameter(part)
            if declared.name is not None:
                name = context.text(declared.name)
                local = context.declare(name, declared.type)
                found.append(s.Declare(name, local.id, declared.type.ref, None, context.span(part)))
    return found


_SEVERAL: dict[str, Callable[[Context, Node], list[s.Stmt]]] = {
    "declaration": _declaration,
    "type_definition": _local_type,
    "alias_declaration": _local_type,
    "struct_specifier": _local_type,
    "union_specifier": _local_type,
    "class_specifier": _local_type,
    "enum_specifier": _local_type,
    "case_statement": _labelled,
    "labeled_statement": _labelled,
}
_RULES: dict[str, Rule] = {
    "expression_statement": _expression,
    "ERROR": lambda context, node: context.error(node),
    "compound_statement": _compound,
    "if_statement": _if,
    "while_statement": _while,
    "do_statement": _do,
    "for_statement": _for,
    "for_range_loop": _for_each,
    "switch_statement": _switch,
    "return_statement": _return,
    "goto_statement": _goto,
    "break_statement": _simple(s.Break),
    "continue_statement": _simple(s.Continue),
    "seh_leave_statement": _simple(s.Leave),
    "seh_try_statement": _seh,
    "try_statement": _try,
    "attributed_statement": lambda context, node: statement(
        context, node.named_children[-1] if node.named_children else None
    ),
    "throw_statement": lambda context, node: context.opaque(node, "a throw"),
}
