"""YAML as plain nodes that remember their line: what the decoder works on.

Only `parse` needs a YAML library, and imports it when called: a run that finds the compiled rules
never loads one.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Union

from wfplint.errors import UserError


class Scalar(NamedTuple):
    """A text; `plain` if it was written without quotes, so that it may mean a number or null."""

    text: str
    line: int
    plain: bool


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    line: int


class Mapping(NamedTuple):
    """Nodes by key, with the line of each key."""

    entries: dict[str, Node]
    key_lines: dict[str, int]
    line: int


Node = Union[Scalar, Sequence, Mapping]

_TAGS = {"map", "seq", "str", "int", "bool", "null", "float", "timestamp", "merge", "value"}
_INTEGER = re.compile(r"[-+]?(?:0x[0-9a-fA-F]+|\d+)\Z")
_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "false": False, "False": False,
    "null": None, "~": None, "": None,
}  # fmt: skip


def parse(text: str, path: str) -> Node:
    """The single document in `text`.

    Raises UserError with file and line for text that is not YAML, for a key that stands twice or is
    not a text, and for tags.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"not YAML: {error.problem}", path=path, line=line) from error
    if root is None:
        raise UserError("the file is empty", path=path, line=1)
    return _convert(root, path, ())


def _convert(node: Any, path: str, around: tuple[Any, ...]) -> Node:
    """`around` are the nodes that this one stands in."""
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    line: int = node.start_mark.line + 1
    if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _TAGS:
        raise UserError(f"a tag ({node.tag}) is not allowed here", path=path, line=line)
    if any(node is outer for outer in around):
        message = f"the alias *{node.anchor} stands in its own value"
        raise UserError(message, path=path, line=line, hint="write the value out")
    if isinstance(node, MappingNode):
        return _convert_mapping(node, line, path, (*around, node))
    if isinstance(node, SequenceNode):
        items = (_convert(item, path, (*around, node)) for item in node.value)
        return Sequence(tuple(items), line)
    return Scalar(str(node.value), line, node.style is None or node.style == "")


def _convert_mapping(node: Any, line: int, path: str, around: tuple[Any, ...]) -> Mapping:
    entries: dict[str, Node] = {}
    key_lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key, key_line = key_node.value, key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise UserError("a key must be a text", path=path, line=key_line)
        if key in entries:
            first = key_lines[key]
            raise UserError(
                f"key '{key}' stands twice (first in line {first})", path=path, line=key_line
            )
        value = _convert(value_node, path, around)
        # What is left empty is marked where the next thing starts: it belongs to its key.
        absent = isinstance(value, Scalar) and not value.text and value.plain
        entries[key] = Scalar("", key_line, True) if absent else value
        key_lines[key] = key_line
    return Mapping(entries, key_lines, line)


def plain(node: Node) -> Any:
    """The node as Python values: dict, tuple, str, int, bool and None."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return tuple(plain(item) for item in node.items)
    if node.plain and node.text in _WORDS:
        return _WORDS[node.text]
    if node.plain and _INTEGER.match(node.text):
        return int(node.text, 0)
    return node.text


def from_plain(value: Any, lines: dict[str, int], key: str = "") -> Node:
    """Nodes for Python values; `lines` gives the line of a dotted key, else its parent's counts."""
    return _from_plain(value, lines, key, lines.get(key, 1))


def _from_plain(value: Any, lines: dict[str, int], key: str, line: int) -> Node:
    line = lines.get(key, line)
    if isinstance(value, dict):
        inner = {name: f"{key}.{name}" if key else name for name in value}
        entries = {n: _from_plain(v, lines, inner[n], line) for n, v in value.items()}
        return Mapping(entries, {n: lines.get(inner[n], line) for n in value}, line)
    if isinstance(value, (tuple, list)):
        items = (_from_plain(v, lines, f"{key}[{i}]", line) for i, v in enumerate(value))
        return Sequence(tuple(items), line)
    if value is None or isinstance(value, bool):
        return Scalar({None: "null", True: "true", False: "false"}[value], line, True)
    return Scalar(str(value), line, isinstance(value, int))


def key_lines(node: Node, key: str = "") -> dict[str, int]:
    """The line of every key under `node`, by its dotted path: `params.kinds`, `basis[0].label`."""
    found: dict[str, int] = {}
    if isinstance(node, Mapping):
        for name, value in node.entries.items():
            inner = f"{key}.{name}" if key else name
            found[inner] = node.key_lines[name]
            found.update(key_lines(value, inner))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            found[f"{key}[{index}]"] = item.line
            found.update(key_lines(item, f"{key}[{index}]"))
    return found
