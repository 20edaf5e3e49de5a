"""What the translators of expressions and statements share while they work on one unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.cursors import Node
from wfplint.frontend.clang.library import Library
from wfplint.frontend.clang.names import Names
from wfplint.frontend.clang.places import Places
from wfplint.frontend.clang.types import Types
from wfplint.ir import TypeRef
from wfplint.source import Span

Translator = Callable[["Context", Node], Any]


class Context:
    """The readers of one unit, and the tables that say which function translates which kind."""

    def __init__(
        self,
        lib: Library,
        places: Places,
        cpp: bool,
        expressions: dict[int, Translator],
        statements: dict[int, Translator],
    ) -> None:
        self.lib = lib
        self.places = places
        self.cpp = cpp
        self.types = Types(lib, places)
        self.names = Names(lib, places, self.types, cpp)
        self.function_id = ""
        self.returns_reference = False
        self.lambdas = 0
        self._expressions = expressions
        self._statements = statements

    def expr(self, node: Node) -> s.Expr:
        """Translate an expression; what has no translator becomes `Opaque`."""
        translate = self._expressions.get(node.kind)
        if translate is None:
            return self.opaque(node, "an expression of an unknown kind")
        result: s.Expr = translate(self, node)
        return result

    def stmt(self, node: Node) -> s.Stmt:
        """Translate a statement; an expression becomes an expression statement."""
        translate = self._statements.get(node.kind)
        if translate is not None:
            result: s.Stmt = translate(self, node)
            return result
        if node.kind in self._expressions:
            value = self.expr(node)
            return value if isinstance(value, s.Opaque) else s.ExpressionStmt(value, value.span)
        return self.opaque(node, "a statement of an unknown kind")

    def span(self, node: Node) -> Span:
        return self.places.span(node.cursor)

    def type(self, node: Node) -> TypeRef:
        return self.types.of(node.cursor).ref

    def opaque(self, node: Node, reason: str) -> s.Opaque:
        return s.Opaque(reason, self.span(node))


def strip(node: Node) -> Node:
    """The expression inside parentheses and implicit casts."""
    while node.kind in (k.PAREN_EXPR, k.UNEXPOSED_EXPR) and len(node.children) == 1:
        child = node.children[0]
        if child.kind == k.MEMBER_REF:
            break
        node = child
    return node


def strip_casts(node: Node) -> Node:
    """The expression inside parentheses and casts of every sort."""
    node = strip(node)
    while node.kind in k.CAST_KINDS and node.children:
        node = strip(node.children[-1])
    return node


def pointer_to(ref: TypeRef) -> TypeRef:
    return TypeRef(f"{ref.text} *" if ref.text else "", ref.record, ref.pointers + 1)


def address_of(expr: s.Expr) -> s.Expr:
    """`&expr`; a value without an address stays as it is."""
    if isinstance(expr, s.Unary) and expr.op == "*":
        return expr.operand
    if isinstance(expr, (s.Name, s.MemberOf, s.Subscript, s.Conditional)):
        if isinstance(expr, s.Name) and expr.kind == "function":
            return expr
        return s.Unary("&", expr, pointer_to(expr.type), expr.span)
    return expr


def dereferenced(expr: s.Expr, ref: TypeRef) -> s.Expr:
    """The object that a reference, held as the pointer `expr`, stands for."""
    return s.Unary("*", expr, ref, expr.span)
