"""Translation of literals."""

from __future__ import annotations

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter import constants
from wfplint.frontend.treesitter.context import Context, Rule, Typed
from wfplint.frontend.treesitter.translation import integer, register, typed
from wfplint.frontend.treesitter.types import BOOL, CHAR, CType, scalar
from wfplint.ir import TypeRef


def _number(context: Context, node: Node) -> Typed:
    known = constants.number(context.text(node))
    if known is None:
        return context.opaque(node, "a floating constant"), scalar("double", 0)
    return integer(known[0], node, context), known[1]


def _character(context: Context, node: Node) -> Typed:
    number, type_ = constants.character(context.text(node))
    return integer(number, node, context), type_


def _inside(text: str) -> str:
    start = text.find('"')
    if "R" in text[:start] and "(" in text:
        return text[text.find("(") + 1 : text.rfind(")")]
    return text[start + 1 :].removesuffix('"')


def _string(context: Context, node: Node) -> Typed:
    text = context.text(node)
    letter = scalar("wchar_t", 16) if text[:1] in "Lu" else CHAR
    letter = letter.const() if context.cpp else letter
    raw = _inside(text)
    shown = raw.encode("latin-1").decode("utf-8", errors="replace")
    return s.String(shown, context.span(node)), letter.array(len(constants.unescape(raw)) + 1)


def _strings(context: Context, node: Node) -> Typed:
    parts = [typed(context, part) for part in node.named_children if part.type != "comment"]
    texts = [part[0].value for part in parts if isinstance(part[0], s.String)]
    type_ = next((part[1] for part in parts), CHAR.array(1))
    size = sum(max(part[1].dims[:1] or (1,)) - 1 for part in parts) + 1
    return s.String("".join(texts), context.span(node)), type_.target().array(size)


def _constant(number: int, type_: CType) -> Rule:
    return lambda context, node: (integer(number, node, context), type_)


register(
    {
        "number_literal": _number,
        "char_literal": _character,
        "string_literal": _string,
        "raw_string_literal": _string,
        "concatenated_string": _strings,
        "true": _constant(1, BOOL),
        "false": _constant(0, BOOL),
        "null": _constant(0, CType(TypeRef("void *", "", 1))),
        "nullptr": _constant(0, CType(TypeRef("void *", "", 1))),
    }
)
