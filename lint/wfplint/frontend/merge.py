"""One unit from what two front ends saw: each function from the one that understood it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wfplint.frontend import syntax as s
from wfplint.ir import Field, TypeRef
from wfplint.source import Span

TREE_SITTER = "tree-sitter"
LIBCLANG = "libclang"
_UNREAD = "no front end understood this function"


def merged(
    first: s.UnitSyntax,
    gaps: Iterable[tuple[str, str, Span]],
    second: s.UnitSyntax | None,
) -> s.UnitSyntax:
    """`first` with each gap (id, name, extent) filled from `second`.

    A gap replaces what `first` has at that place. One that `second` cannot fill becomes a function
    that is not modelled, so that its callers do not take it for foreign code.
    """
    gaps = list(gaps)
    there = list(second.functions) if second else []
    filled = [_at(there, span) or _unknown(id, name, span) for id, name, span in gaps]
    taken = [span for _, _, span in gaps]
    kept = [f for f in first.functions if not any(_covers(span, f.name_span) for span in taken)]
    functions = sorted((*kept, *filled), key=lambda f: (f.span.path, f.span.start, f.id))
    if second is None:
        return replace(first, functions=tuple(functions))
    return replace(
        first,
        functions=tuple(functions),
        globals=_globals(first.globals, second.globals),
        records=_records(first.records, second.records),
        declarations={**second.declarations, **first.declarations},
    )


def _covers(outer: Span, inner: Span) -> bool:
    return outer.path == inner.path and outer.start <= inner.start < outer.end


def _at(functions: Iterable[s.FunctionSyntax], span: Span) -> s.FunctionSyntax | None:
    return next((f for f in functions if _covers(span, f.name_span)), None)


def _unknown(id: str, name: str, span: Span) -> s.FunctionSyntax:
    body = s.Opaque(_UNREAD, span)
    internal = "::" in id and id.rpartition("::")[0] == span.path
    return s.FunctionSyntax(
        id, name, span, Span(span.path, span.start, span.start), (), TypeRef(), internal, body
    )


def unread(functions: Iterable[s.FunctionSyntax]) -> list[s.FunctionSyntax]:
    """The functions that neither front end could fill."""
    return [f for f in functions if isinstance(f.body, s.Opaque) and f.body.reason == _UNREAD]


def _globals(
    first: tuple[s.GlobalSyntax, ...], second: tuple[s.GlobalSyntax, ...]
) -> tuple[s.GlobalSyntax, ...]:
    """Every global once; an initialiser that only one front end kept is taken from it."""
    known = {item.declared.id: item for item in second}
    joined = []
    for item in first:
        other = known.pop(item.declared.id, None)
        joined.append(other if other is not None and item.init is None else item)
    return (*joined, *known.values())


def _records(
    first: Mapping[str, tuple[Field, ...]], second: Mapping[str, tuple[Field, ...]]
) -> dict[str, tuple[Field, ...]]:
    joined = dict(second)
    for tag, fields in first.items():
        if len(fields) >= len(joined.get(tag, ())):
            joined[tag] = fields
    return joined


def label(functions: Iterable[s.FunctionSyntax], otherwise: str) -> str:
    """`libclang`, `tree-sitter` or `mixed`."""
    seen = {function.frontend for function in functions}
    if not seen:
        return otherwise
    return seen.pop() if len(seen) == 1 else "mixed"
