"""Definitions as JSON and back: the compiled form of the rules.

JSON, because a cache file that someone else could write must not be able to run code. An object is
`{"Class": {field: value}}` without defaults, an operand or enum `{"Class": [...]}`, a mapping
`{"": {...}}`, a tuple a list.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cache
from typing import Any, get_args

from wfplint.dataflow import effects
from wfplint.finding import Severity
from wfplint.rulebook import model
from wfplint.rulebook.definition import Definition, Document

_RECORDS: tuple[Any, ...] = (
    *get_args(effects.Effect),
    effects.FunctionFacts,
    effects.RoleFacts,
    model.LayerFacts,
    model.Source,
    model.Rule,
    model.Binding,
    model.Basis,
    model.Reference,
    model.DcrWords,
)
_BUILD: dict[str, Any] = {cls.__name__: cls for cls in _RECORDS}
_BUILD.update(Operand=effects.Operand, Severity=Severity)


@cache
def schema() -> str:
    """Changes whenever a field of a stored class does."""
    from hashlib import blake2b

    shapes = [
        (c.__name__, [(f.name, str(f.type)) for f in dataclasses.fields(c)]) for c in _RECORDS
    ]
    return blake2b(json.dumps(shapes).encode(), digest_size=16).hexdigest()


def dumps(definitions: tuple[Definition, ...]) -> str:
    """A line for each definition, without any key lines."""
    rows = [_row(_without_lines(item))[:-1] for item in definitions]
    return "".join(f"{_json(row)}\n" for row in rows)


def _without_lines(item: Definition) -> Definition:
    if not isinstance(item.value, model.Rule):
        return item
    return item._replace(value=dataclasses.replace(item.value, lines={}))


def loads(text: str) -> tuple[Definition, ...]:
    """The inverse of `dumps`. Raises ValueError for any other text."""
    body = text.rstrip("\n").replace("\n", ",")
    with _any_damage():
        return tuple(_definition(row) for row in json.loads(f"[{body}]"))


def dump_document(document: Document) -> str:
    """A document with everything in it, key lines included."""
    rows = [_row(item) for item in document.definitions]
    return _json([document.path, rows, document.includes, document.replaces])


def load_document(text: str) -> Document:
    """The inverse of `dump_document`. Raises ValueError for any other text."""
    with _any_damage():
        path, rows, includes, replaces = json.loads(text)
        definitions = tuple(_definition(row) for row in rows)
        return Document(path, definitions, tuple((n, k) for n, k in includes), replaces)


@contextmanager
def _any_damage() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a compiled rulebook: {error}") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(item: Definition) -> list[Any]:
    return [item.kind, item.name, item.path, item.line, _encode(item.value), item.lines]


def _definition(row: list[Any]) -> Definition:
    kind, name, path, line, value, *lines = row
    return Definition(kind, name, path, line, _revive(value), lines[0] if lines else {})


def _encode(value: Any) -> Any:
    if isinstance(value, Enum):
        return {type(value).__name__: [value.value]}
    if isinstance(value, effects.Operand):
        return {"Operand": [value.index, value.deref, [*value.fields]]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {type(value).__name__: _fields(value)}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return {"": {key: _encode(item) for key, item in value.items()}}
    return value


def _fields(value: Any) -> dict[str, Any]:
    given = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
    return {f.name: _encode(item) for f, item in given if not _is_default(f, item)}


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return field.default is not dataclasses.MISSING and bool(value == field.default)


def _revive(value: Any) -> Any:
    kind = type(value)
    if kind is list:
        return tuple([v if type(v) is str else _revive(v) for v in value])
    if kind is not dict:
        return value
    ((tag, inner),) = value.items()
    if type(inner) is list:
        return _BUILD[tag](*[_revive(item) for item in inner])
    revived = {k: v if type(v) is str else _revive(v) for k, v in inner.items()}
    return _BUILD[tag](**revived) if tag else revived
