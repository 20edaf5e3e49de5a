"""What the parameters of the templates around some code leave open."""

from __future__ import annotations

import re

from tree_sitter import Node

from wfplint.frontend.treesitter.context import Context
from wfplint.frontend.treesitter.grammar import child
from wfplint.frontend.treesitter.types import CType

_WORD = re.compile(r"\w+")


def template_parameters(context: Context, node: Node) -> frozenset[str]:
    """The words in the parameter lists of the templates around a node."""
    words: set[str] = set()
    around: Node | None = node if context.cpp else None
    while around is not None:
        listed = child(around, "parameters") if around.type == "template_declaration" else None
        if listed is not None:
            words.update(_WORD.findall(context.text(listed)))
        around = around.parent
    return frozenset(words)


def is_open(context: Context, node: Node, type_: CType) -> bool:
    """Whether a template's parameter decides which class an object has."""
    parameters = template_parameters(context, node)
    return bool(parameters) and (not type_.ref.record or type_.ref.record in parameters)
