"""One rule or facts file -> definitions. A file with `id` is a rule, any other holds facts."""

from __future__ import annotations

from typing import Any

from wfplint.dataflow.effects import FunctionFacts, RoleFacts
from wfplint.errors import UserError
from wfplint.rulebook.decode import choices, decode
from wfplint.rulebook.definition import Definition, Document
from wfplint.rulebook.model import LayerFacts, Rule, Source
from wfplint.rulebook.nodes import Mapping, Node, Scalar, key_lines, parse, plain

# Section of a facts file -> kind of its definitions, and the field that holds the name.
_RECORDS: dict[str, tuple[str, type[Any], str]] = {
    "functions": ("function", FunctionFacts, "name"),
    "roles": ("role", RoleFacts, "name"),
    "layers": ("layer", LayerFacts, "name"),
    "sources": ("source", Source, "key"),
}
# Section -> class and the field that its key fills.
FACT_SECTIONS = {section: (cls, name) for section, (_, cls, name) in _RECORDS.items()}
_PLAIN = {"constants": ("constant", int), "removed": ("removed", str)}
SECTIONS = (*_RECORDS, *_PLAIN, "include", "replaces")


def read(text: str, path: str) -> Document:
    """Decode the text of one file; raises UserError with the file's line."""
    root = parse(text, path)
    if not isinstance(root, Mapping):
        raise UserError("the file must be a mapping", path=path, line=root.line)
    if "id" in root.entries:
        return Document(path, (_rule(root, path),))
    return _facts(root, path)


def _rule(root: Mapping, path: str) -> Definition:
    rule = decode(Rule, root, path, path=path, lines=_kept(key_lines(root)))
    return Definition("rule", rule.id, path, root.key_lines["id"], rule, key_lines(root))


def _kept(lines: dict[str, int]) -> dict[str, int]:
    return {k: v for k, v in lines.items() if "." not in k or k.startswith(("params.", "more["))}


def _facts(root: Mapping, path: str) -> Document:
    definitions: list[Definition] = []
    for section, node in root.entries.items():
        line = root.key_lines[section]
        if section not in SECTIONS:
            raise UserError(
                f"unknown key '{section}'", path=path, line=line, hint=choices(SECTIONS, section)
            )
        if section in _RECORDS or section in _PLAIN:
            definitions += _section(section, node, path)
    includes = tuple(_names(root.entries.get("include"), "include", path))
    replaces = dict(_names(root.entries.get("replaces"), "replaces", path))
    return Document(path, tuple(definitions), includes, replaces)


def _section(section: str, node: Node, path: str) -> list[Definition]:
    if not isinstance(node, Mapping):
        raise UserError(f"{section} must be a mapping", path=path, line=node.line)
    found = []
    for name, value in node.entries.items():
        key, line = f"{section}.{name}", node.key_lines[name]
        if section in _RECORDS:
            kind, cls, naming = _RECORDS[section]
            record = decode(cls, value, path, key, **{naming: name})
            found.append(Definition(kind, name, path, line, record, key_lines(value)))
        else:
            kind, expected = _PLAIN[section]
            found.append(
                Definition(kind, name, path, line, _scalar(expected, value, key, path), {})
            )
    return found


def _scalar(expected: type, node: Node, key: str, path: str) -> Any:
    value = plain(node) if isinstance(node, Scalar) else None
    if type(value) is not expected:
        hint = "allowed: a number" if expected is int else "allowed: a text"
        raise UserError(f"{key} must be a single value", path=path, line=node.line, hint=hint)
    return value


def _names(node: Node | None, section: str, path: str) -> list[tuple[str, int]]:
    if node is None:
        return []
    items = getattr(node, "items", None)
    if isinstance(node, Mapping) or not isinstance(items, tuple):
        raise UserError(
            f"{section} must be a list", path=path, line=node.line, hint="allowed: [a, b]"
        )
    names: list[tuple[str, int]] = []
    for item in items:
        if not isinstance(item, Scalar):
            raise UserError(f"{section} must be a list of names", path=path, line=item.line)
        names.append((item.text, item.line))
    return names
