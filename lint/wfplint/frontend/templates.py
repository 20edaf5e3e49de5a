"""Templates and what uses them: read by tree-sitter, since libclang shows no instance of them.

A use has no cursor of the constructors, destructors and methods that it calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wfplint.frontend import syntax as s
from wfplint.frontend.outline import words_of
from wfplint.source import Span


class Template(NamedTuple):
    """The definition of a class or function template."""

    name: str
    span: Span


Gap = tuple[str, str, Span]


def users(
    templates: Iterable[Template],
    functions: Iterable[s.FunctionSyntax],
    texts: Mapping[str, bytes],
) -> list[Gap]:
    """The functions that name a template, as gaps of the unit."""
    names = {template.name.encode() for template in templates}
    return [gap_of(f) for f in functions if names and names & _words(f, texts)]


def members(templates: Iterable[Template], functions: Iterable[s.FunctionSyntax]) -> list[Gap]:
    """Function templates, and the functions of class templates."""
    spans = [template.span for template in templates]
    return [gap_of(f) for f in functions if any(_covers(span, f.name_span) for span in spans)]


def gap_of(function: s.FunctionSyntax) -> Gap:
    return (function.id, function.name, function.span)


def _words(function: s.FunctionSyntax, texts: Mapping[str, bytes]) -> frozenset[bytes]:
    span = function.span
    return words_of(texts.get(span.path, b"")[span.start : span.end])


def _covers(outer: Span, inner: Span) -> bool:
    return outer.path == inner.path and outer.start <= inner.start < outer.end
