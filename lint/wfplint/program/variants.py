"""Files of one folder that define the same function: variants of a file, or drivers of a file each.

No definition is dropped. What has nothing to do with the other variant is a program of its own;
what shares callers or callees with it stays beside it, under a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from wfplint.ir import Function, FunctionRef, TranslationUnit
from wfplint.source import Span

# Where each function is defined.
Definitions = dict[str, Span]


def programs(units: Sequence[TranslationUnit]) -> list[list[TranslationUnit]]:
    """The units of one folder by program, in which as few functions as may be are defined twice."""
    if not _has_variants(units):
        return [list(units)]
    found: list[_Draft] = []
    for part in _connected(units):
        defined = {f.id: f.name_span for unit in part for f in _external(unit)}
        draft = next((d for d in found if not _differ(d.defined, defined)), None)
        if draft is None:
            draft = _Draft([], {})
            found.append(draft)
        draft.units.extend(part)
        draft.defined.update(defined)
    return [sorted(draft.units, key=units.index) for draft in found]


def told_apart(unit: TranslationUnit, defined: Mapping[str, Function]) -> TranslationUnit:
    """The unit with names of its own for the functions that are defined elsewhere too."""
    twice = {
        f.id: f"{f.name_span.path}::{f.id}"
        for f in _external(unit)
        if f.id in defined and defined[f.id].name_span != f.name_span
    }
    return _renamed(unit, twice) if twice else unit


class _Draft(NamedTuple):
    units: list[TranslationUnit]
    defined: Definitions


def _external(unit: TranslationUnit) -> Iterator[Function]:
    return (function for function in unit.functions if not function.internal)


def _has_variants(units: Sequence[TranslationUnit]) -> bool:
    defined: Definitions = {}
    return any(
        defined.setdefault(function.id, function.name_span) != function.name_span
        for unit in units
        for function in _external(unit)
    )


def _differ(one: Definitions, other: Definitions) -> bool:
    return any(one.get(id, place) != place for id, place in other.items())


def _connected(units: Sequence[TranslationUnit]) -> list[list[TranslationUnit]]:
    """The units by what they refer to in one another; each means a function of its own first."""
    home: dict[str, int] = {}
    for number, unit in enumerate(units):
        for function in _external(unit):
            home.setdefault(function.id, number)
    leader = list(range(len(units)))
    for number, unit in enumerate(units):
        own = {function.id for function in unit.functions}
        for id in {ref.id for ref in _references(_parts(unit))} - own:
            leader = _joined(leader, number, home.get(id, number))
    groups: dict[int, list[TranslationUnit]] = {}
    for number, unit in enumerate(units):
        groups.setdefault(leader[number], []).append(unit)
    return list(groups.values())


def _joined(leader: list[int], one: int, other: int) -> list[int]:
    old, new = leader[other], leader[one]
    return leader if old == new else [new if each == old else each for each in leader]


def _parts(unit: TranslationUnit) -> Iterable[Any]:
    return (*(function.cfg for function in unit.functions), *unit.globals)


def _references(nodes: Iterable[Any]) -> Iterator[FunctionRef]:
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, FunctionRef):
            yield node
        elif isinstance(node, tuple) and not isinstance(node, Span):
            todo.extend(node)


def _renamed(unit: TranslationUnit, names: Mapping[str, str]) -> TranslationUnit:
    return replace(
        unit,
        functions=tuple(
            replace(f, id=names.get(f.id, f.id), cfg=_with_references(f.cfg, names))
            for f in unit.functions
        ),
        globals=_with_references(unit.globals, names),
    )


def _with_references(node: Any, names: Mapping[str, str]) -> Any:
    if isinstance(node, FunctionRef):
        return FunctionRef(names.get(node.id, node.id))
    if not isinstance(node, tuple) or isinstance(node, Span):
        return node
    parts = [_with_references(part, names) for part in node]
    return type(node)(*parts) if hasattr(node, "_fields") else tuple(parts)
