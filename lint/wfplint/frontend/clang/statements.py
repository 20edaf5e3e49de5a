"""Translation of statements."""

from __future__ import annotations

import re

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.calls import construct
from wfplint.frontend.clang.context import Context, Translator, address_of, strip
from wfplint.frontend.clang.cursors import Node
from wfplint.source import Span

_STATIC, _EXTERN = 3, 2


def _compound(context: Context, node: Node) -> s.Stmt:
    body: list[s.Stmt] = []
    for child in node.children:
        body += _listed(context, child)
    return s.Compound(tuple(body), context.span(node))


def _listed(context: Context, node: Node) -> list[s.Stmt]:
    """The statements that a child of a block stands for: a declaration may declare several."""
    if node.kind == k.DECL_STMT:
        return [declare(context, child) for child in node.children if child.kind == k.VAR_DECL]
    return [context.stmt(node)]


def _declarations(context: Context, node: Node) -> s.Stmt:
    """A declaration where one statement is expected."""
    found = _listed(context, node)
    return found[0] if len(found) == 1 else s.Compound(tuple(found), context.span(node))


def declare(context: Context, node: Node) -> s.Stmt:
    """A local variable; nothing for an `extern` declaration."""
    storage = context.lib.storage_class(node.cursor)
    declared = context.names.of(node.cursor)
    span = context.span(node)
    if storage == _EXTERN or declared is None:
        return s.Empty(span)
    info = declared.type
    value = _initialiser(context, node, info.is_array)
    constructor = None
    init: s.Expr | None = None
    if value is not None:
        if context.cpp and info.is_record:
            name = s.Name(declared.name, declared.kind, declared.id, info.ref, span)
            constructor = construct(context, value, address_of(name))
        if constructor is None:
            init = _initial_value(context, value, info.is_reference)
    destructor = context.names.destructor(info)
    return s.Declare(
        declared.name,
        declared.id,
        info.ref,
        init,
        span,
        constructor,
        destructor.id if destructor and storage != _STATIC else None,
        info.is_array,
        storage == _STATIC,
    )


def _initial_value(context: Context, value: Node, is_reference: bool) -> s.Expr | None:
    inner = strip(value)
    if context.cpp and inner.kind == k.CALL_EXPR and not inner.children:
        declaration = context.lib.referenced(inner.cursor)
        if declaration.kind == k.CONSTRUCTOR:
            return None
    init = context.expr(value)
    return address_of(init) if is_reference else init


def _initialiser(context: Context, node: Node, is_array: bool) -> Node | None:
    """The child that initialises, which for an array is not the one that gives its size."""
    last = node.children[-1] if node.children else None
    if last is None or last.kind < k.UNEXPOSED_EXPR:
        return None
    if not is_array or last.kind == k.INIT_LIST:
        return last
    found = context.lib.initialiser(node.cursor)
    return last if (found.d0, found.d1) == (last.d0, last.d1) else None


# --- branches ----------------------------------------------------------------------------------


def _if(context: Context, node: Node) -> s.Stmt:
    parts, init = _without_declarations(context, node.children)
    if len(parts) not in (2, 3):
        return context.opaque(node, "an if with a missing part")
    test, then = context.expr(parts[0]), context.stmt(parts[1])
    otherwise = context.stmt(parts[2]) if len(parts) == 3 else None
    span = context.span(node)
    first = init.pop() if init else None
    statement = s.If(test, then, otherwise, span, first)
    return s.Compound((*init, statement), span) if init else statement


def _without_declarations(
    context: Context, children: list[Node]
) -> tuple[list[Node], list[s.Stmt]]:
    """The parts of a statement without `T x = ...;` at its head, and these declarations."""
    init: list[s.Stmt] = []
    while children and children[0].kind in (k.DECL_STMT, k.VAR_DECL):
        first, children = children[0], children[1:]
        init += [declare(context, first)] if first.kind == k.VAR_DECL else _listed(context, first)
    return children, init


def _while(context: Context, node: Node) -> s.Stmt:
    parts, init = _without_declarations(context, node.children)
    if len(parts) != 2:
        return context.opaque(node, "a while with a missing part")
    test, body, span = context.expr(parts[0]), context.stmt(parts[1]), context.span(node)
    if not init:
        return s.While(test, body, span)
    again = s.If(test, body, s.Break(span), span)
    return s.While(s.Integer(1, span), s.Compound((*init, again), span), span)


def _do(context: Context, node: Node) -> s.Stmt:
    if len(node.children) != 2:
        return context.opaque(node, "a do with a missing part")
    body, test = node.children
    return s.DoWhile(context.stmt(body), context.expr(test), context.span(node))


def _switch(context: Context, node: Node) -> s.Stmt:
    parts, init = _without_declarations(context, node.children)
    if len(parts) != 2:
        return context.opaque(node, "a switch with a missing part")
    span = context.span(node)
    if context.cpp and not init and _hides_declaration(context, node, parts[0]):
        return context.opaque(node, "a switch with a declaration at its head")
    statement = s.Switch(context.expr(parts[0]), context.stmt(parts[1]), span)
    return s.Compound((*init, statement), span) if init else statement


def _hides_declaration(context: Context, node: Node, test: Node) -> bool:
    """`switch (T x = f(); x)`: libclang leaves the declaration out."""
    extent = context.lib.extent(node.cursor)
    text = context.places.text(extent)
    if text is None:
        return False
    start = context.span(test).start - context.places.span_of(extent).start
    return b";" in text[:start]


def _case(context: Context, node: Node) -> s.Stmt:
    span = context.span(node)
    children = node.children
    if not children:
        return s.Case(None, None, span)
    value = context.expr(children[0])
    number = value.value if isinstance(value, s.Integer) else None
    if number is None:
        number = context.lib.integer(children[0].cursor)
    body = context.stmt(children[-1]) if len(children) > 1 else None
    return s.Case(number if len(children) < 3 else None, body, span)


def _default(context: Context, node: Node) -> s.Stmt:
    body = context.stmt(node.children[0]) if node.children else None
    return s.Default(body, context.span(node))


# --- for ---------------------------------------------------------------------------------------


def _for(context: Context, node: Node) -> s.Stmt:
    if not node.children:
        return context.opaque(node, "a for with a missing part")
    *head, body = node.children
    span = context.span(node)
    parts = dict(zip(_parts_of_for(context, node, head), head, strict=False))
    before, init = _for_init(context, parts.get("init"))
    test = context.expr(parts["test"]) if "test" in parts else None
    step = context.expr(parts["step"]) if "step" in parts else None
    statement = s.For(init, test, step, context.stmt(body), span)
    return s.Compound((*before, statement), span) if before else statement


def _for_init(context: Context, node: Node | None) -> tuple[list[s.Stmt], s.Stmt | None]:
    """All but the last of the declarations at the head, and the last."""
    if node is None:
        return [], None
    found = _listed(context, node)
    return found[:-1], found[-1] if found else None


_NOISE = re.compile(
    rb"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[();]""", re.DOTALL
)


def _parts_of_for(context: Context, node: Node, head: list[Node]) -> list[str]:
    """Which of `init`, `test` and `step` each child before the body is."""
    if len(head) >= 3:
        return ["init", "test", "step"]
    extent = context.lib.extent(node.cursor)
    text = context.places.text(extent)
    if text is None or not head:
        return _guessed_parts(context, head)
    marks = _semicolons(text)
    base = context.places.span_of(extent).start
    starts = [context.span(child).start - base for child in head]
    return [("init", "test", "step")[sum(mark < start for mark in marks)] for start in starts]


def _semicolons(text: bytes) -> list[int]:
    """The offsets of the two semicolons in the head of a `for`."""
    depth, marks = 0, []
    for match in _NOISE.finditer(text):
        token = match[0]
        if token == b"(":
            depth += 1
        elif token == b")":
            depth -= 1
            if depth == 0:
                break
        elif token == b";" and depth == 1:
            marks.append(match.start())
    return marks[:2]


def _guessed_parts(context: Context, head: list[Node]) -> list[str]:
    """In a macro, where no text tells: by the form of the expressions."""
    names: list[str] = []
    for child in head:
        changes = child.kind in (k.DECL_STMT, k.COMPOUND_ASSIGNMENT) or _assigns(context, child)
        if changes:
            names.append("step" if names or child is not head[0] else "init")
        else:
            names.append("step" if "test" in names else "test")
    return names


def _assigns(context: Context, node: Node) -> bool:
    return node.kind == k.BINARY_OPERATOR and context.lib.binary_operator(node.cursor) == 22


def _for_each(context: Context, node: Node) -> s.Stmt:
    variables = [child for child in node.children if child.kind == k.VAR_DECL]
    rest = [child for child in node.children if child.kind not in (k.VAR_DECL, k.DECL_STMT)]
    if not variables or len(rest) != 2:
        return context.opaque(node, "a range-based for with a missing part")
    declared = context.names.of(variables[0].cursor)
    if declared is None:
        return context.opaque(node, "a range-based for with a missing part")
    span = context.span(variables[0])
    variable = s.Declare(declared.name, declared.id, declared.type.ref, None, span)
    return s.ForEach(variable, context.expr(rest[0]), context.stmt(rest[1]), context.span(node))


# --- jumps -------------------------------------------------------------------------------------


def _return(context: Context, node: Node) -> s.Stmt:
    value = context.expr(node.children[0]) if node.children else None
    if value is not None and context.returns_reference:
        value = address_of(value)
    return s.ReturnStmt(value, context.span(node))


def _goto(context: Context, node: Node) -> s.Stmt:
    if not node.children:
        return context.opaque(node, "a goto without its label")
    return s.Goto(context.lib.spelling(node.children[0].cursor), context.span(node))


def _label(context: Context, node: Node) -> s.Stmt:
    body = context.stmt(node.children[-1]) if node.children else None
    return s.Label(context.lib.spelling(node.cursor), body, context.span(node))


# --- exceptions --------------------------------------------------------------------------------


def _seh_try(context: Context, node: Node) -> s.Stmt:
    if len(node.children) != 2 or not node.children[1].children:
        return context.opaque(node, "a __try with a missing part")
    body, handler = node.children
    span = context.span(node)
    if handler.kind == k.SEH_FINALLY:
        return s.TryFinally(context.stmt(body), context.stmt(handler.children[-1]), span)
    filter = context.expr(handler.children[0]) if len(handler.children) == 2 else None
    return s.TryExcept(context.stmt(body), filter, context.stmt(handler.children[-1]), span)


def _cxx_try(context: Context, node: Node) -> s.Stmt:
    if len(node.children) < 2:
        return context.opaque(node, "a try with a missing part")
    statement = context.stmt(node.children[0])
    span = context.span(node)
    for handler in node.children[1:]:
        variables = [declare(context, c) for c in handler.children if c.kind == k.VAR_DECL]
        body = context.stmt(handler.children[-1])
        statement = s.TryExcept(statement, None, s.Compound((*variables, body), body.span), span)
    return statement


def _unexposed(context: Context, node: Node) -> s.Stmt:
    if len(node.children) == 1:
        return context.stmt(node.children[0])
    return context.opaque(node, "a statement that the parser does not expose")


def _simple(kind: type[s.Break | s.Continue | s.Leave | s.Empty]) -> Translator:
    def translate(context: Context, node: Node) -> s.Stmt:
        span: Span = context.span(node)
        return kind(span)

    return translate


STATEMENTS: dict[int, Translator] = {
    k.COMPOUND_STMT: _compound,
    k.DECL_STMT: _declarations,
    k.IF_STMT: _if,
    k.WHILE_STMT: _while,
    k.DO_STMT: _do,
    k.SWITCH_STMT: _switch,
    k.CASE_STMT: _case,
    k.DEFAULT_STMT: _default,
    k.FOR_STMT: _for,
    k.FOR_RANGE_STMT: _for_each,
    k.RETURN_STMT: _return,
    k.GOTO_STMT: _goto,
    k.LABEL_STMT: _label,
    k.SEH_TRY: _seh_try,
    k.CXX_TRY_STMT: _cxx_try,
    k.UNEXPOSED_STMT: _unexposed,
    k.BREAK_STMT: _simple(s.Break),
    k.CONTINUE_STMT: _simple(s.Continue),
    k.SEH_LEAVE: _simple(s.Leave),
    k.NULL_STMT: _simple(s.Empty),
}
