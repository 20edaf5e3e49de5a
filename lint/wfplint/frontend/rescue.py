"""Calls that are in the text of a function but in no tree: put where the gap is.

What a parser could not understand is an `Opaque`. A call of a known API inside it must stay a
call, even with unknown arguments: otherwise a completion could vanish from the analysis.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.purity import nodes
from wfplint.ir import TypeRef
from wfplint.source import Span


def with_calls(
    function: s.FunctionSyntax, calls: Iterable[tuple[str, int]], names: frozenset[bytes]
) -> s.FunctionSyntax:
    """The function with each of `calls` (name, offset) that is in `names` and not in its tree."""
    there = {node.span.start for node in nodes(function.body, True) if isinstance(node, s.CallOf)}
    body = function.body
    for name, offset in calls:
        if offset in there or name.encode() not in names:
            continue
        span = Span(function.span.path, offset, offset + len(name))
        call = s.CallOf(s.Name(name, "function", name, TypeRef(), span), (), TypeRef(), span)
        body = _placed(body, s.ExpressionStmt(call, span))
    return function if body is function.body else replace(function, body=body)


def _placed(body: s.Stmt, call: s.ExpressionStmt) -> s.Stmt:
    """The call after the gap that holds its place; else, in doubt, before everything."""
    gap = _statement_gap(body, call.span.start)
    if gap is None:
        unknown = s.Opaque("a call at an unknown place", call.span)
        return s.Compound((unknown, call, body), body.span)
    both = s.Compound((gap, call), gap.span)
    rewritten: s.Stmt = _rewritten(body, gap, both)
    return rewritten


def _statement_gap(body: s.Stmt, offset: int) -> s.Opaque | None:
    """The smallest opaque statement around an offset."""
    blocks = [node.body for node in nodes(body) if isinstance(node, s.Compound)]
    found = [
        part
        for part in (body, *chain.from_iterable(blocks))
        if isinstance(part, s.Opaque) and part.span.start <= offset < part.span.end
    ]
    return min(found, key=lambda part: part.span.end - part.span.start, default=None)


def _rewritten(node: Any, old: s.Opaque, new: s.Stmt) -> Any:
    """The tree with one node exchanged."""
    if node is old:
        return new
    if not isinstance(node, tuple) or isinstance(node, Span):
        return node
    parts = [_rewritten(part, old, new) for part in node]
    return type(node)(*parts) if hasattr(node, "_fields") else tuple(parts)
