"""The facts agree with the model headers, and with each other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wfplint.dataflow.effects import RESULT, FunctionFacts, Operand
from wfplint.rulebook import load_rulebook

clang = pytest.importorskip("clang.cindex")

FACTS = load_rulebook().facts
INCLUDE = Path(__file__).parents[2] / "lint" / "wfplint" / "include"
HEADERS = ("ntifs.h", "wdf.h", "ndis.h", "fwpsk.h", "fwpmk.h", "ntstrsafe.h", "fltkernel.h")
ARGS = ["-target", "x86_64-pc-windows-msvc", "-fms-extensions", f"-I{INCLUDE}",
        "-DNTDDI_VERSION=0x0A00000C"]  # fmt: skip


def parsed(lines: list[str]) -> Any:
    present = [f"#include <{name}>" for name in HEADERS if (INCLUDE / name).exists()]
    source = "\n".join([*present, *lines, ""])
    return clang.Index.create().parse("t.c", args=ARGS, unsaved_files=[("t.c", source)])


@cache
def parameter_counts() -> dict[str, int]:
    """Declared functions of the model headers; variadic ones are left out."""
    counts = {}
    for node in parsed([]).cursor.get_children():
        if node.kind != clang.CursorKind.FUNCTION_DECL:
            continue
        prototype = node.type.kind == clang.TypeKind.FUNCTIONPROTO
        if prototype and not node.type.is_function_variadic():
            counts[node.spelling] = len(list(node.get_arguments()))
    return counts


def test_constants_are_those_of_the_headers() -> None:
    unit = parsed([f"enum {{ c_{name} = (int)({name}) }};" for name in FACTS.constants])
    found = {}
    for node in unit.cursor.get_children():
        for item in node.get_children():
            constant = item.kind == clang.CursorKind.ENUM_CONSTANT_DECL
            if constant and item.spelling.startswith("c_"):
                found[item.spelling[2:]] = item.enum_value & 0xFFFFFFFF
    assert found == FACTS.constants


def operands(value: Any) -> list[Operand]:
    if isinstance(value, Operand):
        return [value]
    if isinstance(value, tuple):
        return [found for item in value for found in operands(item)]
    if hasattr(type(value), "__dataclass_fields__"):
        return [f for name in value.__dataclass_fields__ for f in operands(getattr(value, name))]
    return []


def highest_parameter(function: FunctionFacts) -> int:
    named = [operand.index for operand in operands(function) if operand.index != RESULT]
    for effect in function.effects:
        for field, _ in getattr(effect, "roles", ()):
            if field.startswith("arg"):
                named.append(Operand.parse(field).index)
    return max(named, default=-1)


def test_operands_name_parameters_that_exist() -> None:
    counts = parameter_counts()
    seen = [f for f in FACTS.functions.values() if f.name in counts]
    assert len(seen) > 300
    assert [f.name for f in seen if highest_parameter(f) >= counts[f.name]] == []


def test_layers_have_a_name_for_each_guid() -> None:
    for layer in FACTS.layers.values():
        assert [g.removeprefix("FWPM_") for g in layer.guids] == [
            i.removeprefix("FWPS_") for i in layer.ids
        ]


def test_what_returns_nothing_has_no_condition() -> None:
    for function in FACTS.functions.values():
        whens = [getattr(effect, "when", "always") for effect in function.effects]
        if function.result == "void":
            assert set(whens) <= {"always"}, function.name


def test_roles_with_one_typedef_each() -> None:
    owners: dict[str, str] = {}
    for role in FACTS.roles.values():
        for name in (*role.types, *role.fields):
            assert owners.setdefault(name, role.name) == role.name, name
