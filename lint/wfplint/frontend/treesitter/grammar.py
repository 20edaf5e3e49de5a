"""The two tree-sitter grammars, loaded on first use, and small helpers on their nodes."""

from __future__ import annotations

from functools import cache

from tree_sitter import Language, Node, Parser, Tree

C, CPP = "c", "c++"


@cache
def language(name: str) -> Language:
    """The grammar of `c` or `c++`."""
    if name == CPP:
        import tree_sitter_cpp

        return Language(tree_sitter_cpp.language())
    import tree_sitter_c

    return Language(tree_sitter_c.language())


def parse(data: bytes, name: str) -> Tree:
    """Parse a buffer; errors are in the tree."""
    return Parser(language(name)).parse(data)


def text_of(node: Node, data: bytes) -> str:
    """The text of a node."""
    return data[node.start_byte : node.end_byte].decode("latin-1")


def child(node: Node, name: str) -> Node | None:
    """The child in the named field."""
    return node.child_by_field_name(name)


def inner(node: Node) -> Node | None:
    """The first named child that is no comment, for nodes whose content has no field name."""
    for candidate in node.named_children:
        if candidate.type != "comment":
            return candidate
    return None


def unspaced(text: str) -> str:
    """A qualified name in one piece: `A::f`, where a line may end after `::`."""
    return "".join(text.split())
