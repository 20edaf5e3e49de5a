"""Lowers a snippet that libclang (or tree-sitter) has read."""

from __future__ import annotations

import re
from functools import cache

from tests.frontend import clang_support, treesitter_support
from tests.frontend.machine import Machine
from wfplint.frontend.dump import dump_function
from wfplint.frontend.lowering import lower_unit
from wfplint.ir import Function, TranslationUnit

PROLOGUE = "int a(int); int b(int); int c(int); int d(int); void use(int, ...);\n"


@cache
def unit_of(code: str, name: str = "a.c") -> TranslationUnit:
    """The unit of a snippet that must be free of errors."""
    result = clang_support.parsed(PROLOGUE + code, name)
    assert [notice.message for notice in result.errors] == []
    return lower_unit(result.unit)


def tree_sitter_unit_of(code: str, name: str = "a.c") -> TranslationUnit:
    return lower_unit(treesitter_support.parsed(PROLOGUE + code, name).unit, "tree-sitter")


def function_of(code: str, name: str = "a.c", id: str = "f") -> Function:
    return next(f for f in unit_of(code, name).functions if f.id == id)


def text_of(code: str, name: str = "a.c") -> str:
    """Every function of a snippet as text."""
    return "\n".join(dump_function(function) for function in unit_of(code, name).functions)


def trace(code: str, *arguments: int, answers: tuple[int, ...] = (), name: str = "a.c") -> str:
    """What `f` calls, in order, and what it returns: `a(1) b(2) -> 3`."""
    machine = Machine(unit_of(code, name), answers)
    result = machine.run("f", *arguments)
    calls = [re.sub(r"(\w+::)+", "", call) for call in machine.calls]
    return " ".join([*calls, f"-> {result}"] if result is not None else calls)
