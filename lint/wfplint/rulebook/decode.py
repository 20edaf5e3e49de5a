"""From nodes to records, strictly: the annotations of a record are its schema.

Every refusal is a `UserError` that names file, line, key and what is allowed. Understood are `str`,
`int`, `bool`, `Literal`, `Enum`, `Operand`, dataclasses, `tuple[X, ...]`, `dict[str, X]`, `Any`,
`X | None`, pairs as a mapping (`tuple[tuple[str, str], ...]`), and a union of dataclasses, which is
a mapping with one key: the class name in kebab-case.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Iterable
from enum import Enum
from functools import cache
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from wfplint.dataflow.effects import Operand
from wfplint.errors import UserError
from wfplint.rulebook.nodes import Mapping, Node, Scalar, Sequence, plain

T = TypeVar("T")


def kebab(name: str) -> str:
    """`ListOperation` -> `list-operation`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


@cache
def hints(cls: Any) -> dict[str, Any]:
    """The resolved annotations of a dataclass."""
    return get_type_hints(cls)


def tagged(union: Any) -> dict[str, type]:
    """The classes of a union by their kebab-case names."""
    return {kebab(cls.__name__): cls for cls in get_args(union) if cls is not type(None)}


def is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def choices(allowed: Iterable[str], near: str = "") -> str:
    """The hint of an error: the closest allowed value if there is one, and all of them."""
    names = sorted(allowed)
    text = "allowed: " + ", ".join(names)
    if near:
        from difflib import get_close_matches

        close = get_close_matches(near, names, 1)
        return f"did you mean '{close[0]}'? {text}" if close else text
    return text


def decode(cls: type[T], node: Node, path: str, key: str = "", /, **preset: Any) -> T:
    """Make a `cls` from a mapping.

    `key` is the dotted place of the node in the file, for messages; `preset` fields are given by
    the caller and may not stand in the mapping.
    """
    return _Decoder(path).dataclass(cls, node, key, preset)


class _Decoder:
    """Decodes one file; `path` is what errors show."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fail(self, message: str, line: int, hint: str = "") -> NoReturn:
        raise UserError(message, path=self.path, line=line, hint=hint)

    def dataclass(
        self, cls: type[T], node: Node, key: str, preset: dict[str, Any] | None = None
    ) -> T:
        preset = preset or {}
        mapping = self.mapping(node, key)
        schema: Any = cls
        fields = {n: needed for n, needed in _fields(schema).items() if n not in preset}
        for name in mapping.entries:
            if name not in fields:
                message = f"unknown key '{name}'" + (f" in {key}" if key else "")
                self.fail(message, mapping.key_lines[name], choices(fields, name))
        values = dict(preset)
        for name, needed in fields.items():
            if name in mapping.entries:
                inner = f"{key}.{name}" if key else name
                values[name] = self.value(hints(schema)[name], mapping.entries[name], inner)
            elif needed:
                place = f" in {key}" if key else ""
                self.fail(f"key '{name}' is missing{place}", mapping.line, choices(fields))
        try:
            return cls(**values)
        except ValueError as error:
            self.fail(f"{key}: {error}", mapping.line)

    def mapping(self, node: Node, key: str) -> Mapping:
        if not isinstance(node, Mapping):
            self.fail(f"{key or 'the file'} must be a mapping", node.line, "allowed: key: value")
        return node

    def value(self, hint: Any, node: Node, key: str) -> Any:
        if hint is Any:
            return plain(node)
        if is_union(hint):
            return self.union(hint, node, key)
        origin = get_origin(hint)
        if origin is tuple:
            return self.sequence(hint, node, key)
        if origin is dict:
            return self.dictionary(hint, node, key)
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self.dataclass(hint, node, key)
        return self.scalar(hint, node, key)

    def union(self, hint: Any, node: Node, key: str) -> Any:
        members = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(members) < len(get_args(hint)) and _is_null(node):
            return None
        if len(members) == 1:
            return self.value(members[0], node, key)
        classes, mapping = tagged(hint), self.mapping(node, key)
        if len(mapping.entries) != 1:
            self.fail(f"{key} must have exactly one key", mapping.line, choices(classes))
        name, inner = next(iter(mapping.entries.items()))
        if name not in classes:
            line = mapping.key_lines[name]
            self.fail(f"unknown key '{name}' in {key}", line, choices(classes, name))
        return self.dataclass(classes[name], inner, f"{key}.{name}")

    def sequence(self, hint: Any, node: Node, key: str) -> tuple[Any, ...]:
        args = get_args(hint)
        if len(args) == 2 and args[1] is Ellipsis:
            if get_origin(args[0]) is tuple and isinstance(node, Mapping):
                first, second = get_args(args[0])
                return self.pairs(first, second, node, key)
            items = self.items(node, key)
            return tuple(self.value(args[0], n, f"{key}[{i}]") for i, n in enumerate(items))
        items = self.items(node, key)
        if len(items) != len(args):
            self.fail(f"{key} must have {len(args)} items", node.line)
        pairs = enumerate(zip(args, items, strict=True))
        return tuple(self.value(arg, item, f"{key}[{i}]") for i, (arg, item) in pairs)

    def pairs(self, first: Any, second: Any, node: Mapping, key: str) -> tuple[Any, ...]:
        """A mapping as pairs, each key decoded as `first`."""
        keys = ((n, Scalar(n, node.key_lines[n], True)) for n in node.entries)
        return tuple(
            (self.value(first, k, f"{key}.{n}"), self.value(second, node.entries[n], f"{key}.{n}"))
            for n, k in keys
        )

    def items(self, node: Node, key: str) -> tuple[Node, ...]:
        if not isinstance(node, Sequence):
            self.fail(f"{key} must be a list", node.line, "allowed: [a, b]")
        return node.items

    def dictionary(self, hint: Any, node: Node, key: str) -> dict[str, Any]:
        value_hint = get_args(hint)[1]
        entries = self.mapping(node, key).entries
        return {k: self.value(value_hint, v, f"{key}.{k}") for k, v in entries.items()}

    def scalar(self, hint: Any, node: Node, key: str) -> Any:
        if not isinstance(node, Scalar):
            self.fail(f"{key} must be a single value", node.line)
        if hint is str:
            return self.text(node, key)
        if hint is bool or hint is int:
            return self.number(hint, node, key)
        if hint is Operand:
            try:
                return Operand.parse(node.text)
            except ValueError as error:
                self.fail(f"{key}: {error}", node.line)
        return self.choice(hint, node, key)

    def text(self, node: Scalar, key: str) -> str:
        if _is_null(node):
            self.fail(f"{key} is empty", node.line, "allowed: a text")
        return node.text

    def number(self, hint: type, node: Scalar, key: str) -> Any:
        value = plain(node)
        if type(value) is not hint:
            allowed = "allowed: false, true" if hint is bool else "allowed: a number"
            self.fail(f"{key}: '{node.text}' is not a {hint.__name__}", node.line, allowed)
        return value

    def choice(self, hint: Any, node: Scalar, key: str) -> Any:
        if isinstance(hint, type) and issubclass(hint, Enum):
            table: dict[str, Any] = {str(member.value): member for member in hint}
        elif get_origin(hint) is Literal:
            table = {str(value): value for value in get_args(hint)}
        else:
            raise TypeError(f"no decoding for {hint!r} ({key})")
        if node.text not in table:
            self.fail(f"{key}: unknown value '{node.text}'", node.line, choices(table, node.text))
        return table[node.text]


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and plain(node) is None


def _fields(cls: Any) -> dict[str, bool]:
    """The fields of a dataclass or a named tuple, each with whether it must be given."""
    if not dataclasses.is_dataclass(cls):
        return {name: name not in cls._field_defaults for name in cls._fields}
    missing = dataclasses.MISSING
    return {
        field.name: field.default is missing and field.default_factory is missing
        for field in dataclasses.fields(cls)
    }
