"""Both front ends must make the same of every hard snippet: ids, heads, bodies, globals, spans."""

from __future__ import annotations

import pytest

from tests.frontend import clang_support, treesitter_support
from tests.frontend.clang_support import show
from tests.frontend.hard_snippets import PROJECT_HEADER, SNIPPETS, Snippet
from tests.frontend.treesitter_support import calls_in
from wfplint.frontend import syntax as s

# libclang gives the body of a lambda that captures by copy as the body of the function around it
_OPEN = {"lambda-copy"}
_ALL = [pytest.param(snippet, id=snippet.name) for snippet in SNIPPETS]
_BODIES = [
    pytest.param(
        snippet,
        id=snippet.name,
        marks=[pytest.mark.xfail(strict=True)] if snippet.name in _OPEN else [],
    )
    for snippet in SNIPPETS
]


def _units(snippet: Snippet) -> tuple[s.UnitSyntax, s.UnitSyntax]:
    name = "a.cpp" if snippet.language == "c++" else "a.c"
    files = {"project.h": PROJECT_HEADER}
    clang = clang_support.parsed(snippet.code, name, files=files)
    assert [notice.message for notice in clang.errors] == []
    mine = treesitter_support.parsed(snippet.code, name, files=files)
    assert mine.with_errors == frozenset()
    return clang.unit, mine.unit


def _head(function: s.FunctionSyntax) -> object:
    parameters = [(p.name, p.id, p.type) for p in function.parameters]
    return (function.id, function.name, function.span, function.name_span, parameters)


@pytest.mark.parametrize("snippet", _BODIES)
def test_functions_agree(snippet: Snippet) -> None:
    clang, mine = _units(snippet)
    assert [_head(f) for f in mine.functions] == [_head(f) for f in clang.functions]
    for one, other in zip(clang.functions, mine.functions, strict=True):
        assert show(other.body) == show(one.body)
        assert (other.internal, other.annotations) == (one.internal, one.annotations)


@pytest.mark.parametrize("snippet", _BODIES)
def test_calls_stand_at_the_same_places(snippet: Snippet) -> None:
    clang, mine = _units(snippet)
    for one, other in zip(clang.functions, mine.functions, strict=True):
        there = [(c.span.path, c.span.start, c.macro) for c in calls_in(one.body)]
        here = [(c.span.path, c.span.start, c.macro) for c in calls_in(other.body)]
        assert here == there


@pytest.mark.parametrize("snippet", _ALL)
def test_globals_agree(snippet: Snippet) -> None:
    clang, mine = _units(snippet)
    there = [(g.declared.id, g.declared.type, show(g.init)) for g in clang.globals]
    assert [(g.declared.id, g.declared.type, show(g.init)) for g in mine.globals] == there
