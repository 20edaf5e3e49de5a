"""Values of constant expressions, over tree-sitter nodes and over numbers already known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from tree_sitter import Node

from wfplint.frontend.treesitter.conditions import BINARY, UNARY, parse_integer
from wfplint.frontend.treesitter.grammar import child, inner
from wfplint.frontend.treesitter.types import (
    INT,
    LONG_LONG,
    UNSIGNED,
    UNSIGNED_LONG_LONG,
    CType,
    arithmetic,
    scalar,
    wrap,
)

Value = tuple[int, CType]


class Names(Protocol):
    """What constant expressions ask of the declarations around them."""

    def text(self, node: Node) -> str: ...
    def constant(self, name: str) -> Value | None: ...
    def type_named(self, name: str) -> CType | None: ...
    def described(self, node: Node) -> CType: ...
    def size(self, type_: CType) -> Value: ...


_SUFFIX = re.compile(r"(?:[uU]|[lL]{1,2}|[iI](?:8|16|32|64))*$")
_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))
_ESCAPES = {
    "n": 10,
    "t": 9,
    "r": 13,
    "0": 0,
    "a": 7,
    "b": 8,
    "f": 12,
    "v": 11,
    "e": 27,
}
_ESCAPE = re.compile(
    r"\\(?:x([\da-fA-F]+)|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(\r?\n)|(.))", re.S
)


def number(text: str) -> Value | None:
    """A number literal, which in the grammar may have a sign; None for one that is no integer."""
    if text[0] in "+-":
        known = number(text[1:].lstrip())
        return unary(text[0], known) if known else None
    value = parse_integer(text)
    if value is None:
        return None
    match = _SUFFIX.search(text)
    suffix = match[0].lower() if match else ""
    hexadecimal = text[:1] == "0" and len(text) > 1
    unsigned = "u" in suffix
    wide = "ll" in suffix or "64" in suffix
    return value, _literal_type(value, unsigned, wide, hexadecimal)


def _literal_type(value: int, unsigned: bool, wide: bool, hexadecimal: bool) -> CType:
    if not wide:
        if not unsigned and value < 1 << 31:
            return INT
        if value < 1 << 32 and (unsigned or hexadecimal):
            return UNSIGNED
    if unsigned or value >= 1 << 63:
        return UNSIGNED_LONG_LONG
    return LONG_LONG


def unescape(text: str) -> str:
    """The characters that a literal's inside stands for."""
    return _ESCAPE.sub(_escaped, text) if "\\" in text else text


def _escaped(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    if match[4]:
        return chr(int(match[4], 8))
    if match[5]:
        return ""
    return chr(_ESCAPES[match[6]]) if match[6] in _ESCAPES else match[6]


def character(text: str) -> Value:
    """A character constant; several characters are put together as Windows compilers do."""
    first = text.find("'")
    inside = unescape(text[first + 1 :].removesuffix("'"))
    if first:
        return (ord(inside[0]) if inside else 0), scalar("wchar_t", 16)
    value = 0
    for letter in inside:
        value = (value << 8) | (ord(letter) & 0xFF)
    return wrap(value, -8 if len(inside) == 1 else -32), INT


def binary(op: str, left: Value, right: Value) -> Value | None:
    """`left op right`, or None where C does not define it here."""
    function = BINARY.get(op)
    if function is None:
        return None
    if op in ("&&", "||"):
        return function(left[0], right[0]), INT
    type_ = arithmetic(left[1], right[1])
    if op in ("<<", ">>"):
        type_ = arithmetic(left[1], INT)
    bits = type_.bits if type_.is_integer else 64
    value = function(wrap(left[0], bits), wrap(right[0], bits if op not in ("<<", ">>") else 64))
    if op in _COMPARISONS:
        return value, INT
    return wrap(value, bits), type_


def unary(op: str, operand: Value) -> Value | None:
    """`op operand` for `! - ~ +`, else None."""
    function = UNARY.get(op)
    if function is None:
        return None
    if op == "!":
        return function(operand[0]), INT
    type_ = arithmetic(operand[1], INT)
    return wrap(function(operand[0]), type_.bits if type_.is_integer else 64), type_


def cast(value: Value, type_: CType) -> Value:
    """`(type_)value`."""
    bits = type_.bits if type_.is_integer else 64 if type_.ref.pointers else -64
    return wrap(value[0], bits), type_


Evaluator = Callable[[Node, Names], "Value | None"]


def evaluate(node: Node | None, context: Names) -> Value | None:
    """The value of a constant expression, or None."""
    if node is None:
        return None
    rule = _RULES.get(node.type)
    return rule(node, context) if rule else None


def _number(node: Node, context: Names) -> Value | None:
    return number(context.text(node))


def _character(node: Node, context: Names) -> Value | None:
    return character(context.text(node))


def _inside(node: Node, context: Names) -> Value | None:
    return evaluate(inner(node), context)


def _name(node: Node, context: Names) -> Value | None:
    return context.constant(context.text(node))


def _binary(node: Node, context: Names) -> Value | None:
    left = evaluate(child(node, "left"), context)
    right = evaluate(child(node, "right"), context)
    operator = child(node, "operator")
    if left is None or right is None or operator is None:
        return None
    return binary(operator.type, left, right)


def _unary(node: Node, context: Names) -> Value | None:
    operand = evaluate(child(node, "argument"), context)
    operator = child(node, "operator")
    return unary(operator.type, operand) if operand and operator else None


def _cast(node: Node, context: Names) -> Value | None:
    operand, wanted = evaluate(child(node, "value"), context), child(node, "type")
    return cast(operand, context.described(wanted)) if operand and wanted else None


def _conditional(node: Node, context: Names) -> Value | None:
    test = evaluate(child(node, "condition"), context)
    if test is None:
        return None
    return evaluate(child(node, "consequence" if test[0] else "alternative"), context)


def _size(node: Node, context: Names) -> Value | None:
    wanted = child(node, "type")
    if wanted is not None:
        return context.size(context.described(wanted))
    operand = child(node, "value")
    name = inner(operand) if operand and operand.type == "parenthesized_expression" else operand
    if name is None or name.type != "identifier":
        return None
    type_ = context.type_named(context.text(name))
    return context.size(type_) if type_ else None


_RULES: dict[str, Evaluator] = {
    "number_literal": _number,
    "char_literal": _character,
    "parenthesized_expression": _inside,
    "identifier": _name,
    "qualified_identifier": _name,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "cast_expression": _cast,
    "conditional_expression": _conditional,
    "sizeof_expression": _size,
    "true": lambda _node, _context: (1, INT),
    "false": lambda _node, _context: (0, INT),
    "null": lambda _node, _context: (0, INT),
}
