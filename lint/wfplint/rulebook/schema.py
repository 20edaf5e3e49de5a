"""JSON Schemas for editors, made from the dataclasses that the decoder uses.

A rule file is completed by the parameters of its checker, which the caller passes in: this layer
knows no checker.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from wfplint.dataflow.effects import Operand
from wfplint.rulebook.decode import hints, is_union, tagged
from wfplint.rulebook.document import FACT_SECTIONS
from wfplint.rulebook.model import Binding, Rule

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SET_BY_LOADER = ("path", "lines")
_OPERAND = r"^\*?(arg[0-9]+|result)(\.\w+)*$"


def rule_schema(checkers: Mapping[str, type]) -> Schema:
    """The schema of a rule file; `checkers` maps the name of each checker to its parameters."""
    maker = _Maker()
    root = maker.record(Rule, without=_SET_BY_LOADER)
    bindings = {name: maker.reference(params) for name, params in checkers.items()}
    for owner in (root, maker.definitions[Binding.__name__]):
        owner["properties"]["checker"] = {"enum": sorted(bindings)}
        owner["allOf"] = [_when(name, params) for name, params in bindings.items()]
    return _document("A rule of wfplint", root, maker)


def _when(checker: str, params: Schema) -> Schema:
    return {
        "if": {"properties": {"checker": {"const": checker}}, "required": ["checker"]},
        "then": {"properties": {"params": params}},
    }


def facts_schema() -> Schema:
    """The schema of a facts file: functions, roles, layers, sources, constants."""
    maker = _Maker()
    properties: Schema = {}
    for section, (cls, name) in FACT_SECTIONS.items():
        record = maker.record(cls, without=(name,))
        properties[section] = {"type": "object", "additionalProperties": record}
    properties["constants"] = {"type": "object", "additionalProperties": {"type": "integer"}}
    properties["removed"] = {"type": "object", "additionalProperties": {"type": "string"}}
    names: Schema = {"type": "array", "items": {"type": "string"}}
    properties.update(include=names, replaces=names)
    root = {"type": "object", "properties": properties, "additionalProperties": False}
    return _document("Facts about functions for wfplint", root, maker)


def _document(title: str, root: Schema, maker: _Maker) -> Schema:
    definitions = dict(sorted(maker.definitions.items()))
    return {"$schema": DRAFT, "title": title, **root, "$defs": definitions}


class _Maker:
    """Collects the definition of each class that a schema refers to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def record(self, cls: Any, without: tuple[str, ...] = ()) -> Schema:
        fields = [f for f in dataclasses.fields(cls) if f.name not in without]
        missing = dataclasses.MISSING
        required = [f.name for f in fields if f.default is missing and f.default_factory is missing]
        schema: Schema = {
            "type": "object",
            "description": _first_paragraph(cls),
            "properties": {f.name: self.value(hints(cls)[f.name]) for f in fields},
            "additionalProperties": False,
        }
        return {**schema, "required": required} if required else schema

    def reference(self, cls: Any) -> Schema:
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}
            self.definitions[cls.__name__] = self.record(cls)
        return {"$ref": f"#/$defs/{cls.__name__}"}

    def value(self, hint: Any) -> Schema:
        if hint is Any:
            return {}
        if is_union(hint):
            return self.union(hint)
        if get_origin(hint) is tuple:
            return self.sequence(get_args(hint))
        if get_origin(hint) is dict:
            return {"type": "object", "additionalProperties": self.value(get_args(hint)[1])}
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            return self.reference(hint)
        return _scalar(hint)

    def union(self, hint: Any) -> Schema:
        members = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(members) == 1:
            return self.value(members[0])
        single: Schema = {"type": "object", "minProperties": 1, "maxProperties": 1}
        properties = {name: self.reference(cls) for name, cls in tagged(hint).items()}
        return {**single, "properties": properties, "additionalProperties": False}

    def sequence(self, args: tuple[Any, ...]) -> Schema:
        if get_origin(args[0]) is not tuple:
            return {"type": "array", "items": self.value(args[0])}
        inner = get_args(args[0])
        if inner[-1] is Ellipsis:
            return {"type": "array", "items": self.value(args[0])}
        names = self.value(inner[0])
        pairs: Schema = {"type": "object", "additionalProperties": self.value(inner[1])}
        return {**pairs, "propertyNames": names} if "enum" in names else pairs


def _scalar(hint: Any) -> Schema:
    if hint is Operand:
        return {"type": "string", "pattern": _OPERAND}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def _first_paragraph(cls: Any) -> str:
    text = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")[0]
    return re.sub(r"\s+", " ", text)
