"""Names of interest that stand outside everything that the front ends gave.

A lambda in a global table, a default member initialiser, an argument of a template: a call there
belongs to no function that is analysed, so that its absence from a report must be said.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from wfplint.frontend import syntax as s
from wfplint.frontend.crosscheck import branches
from wfplint.frontend.outline import DIRECTIVE, NOISE, words_of
from wfplint.frontend.purity import nodes
from wfplint.ir import Notice
from wfplint.source import Span

# What precedes a name that is declared, not used: a type, or a `*` of one.
_DECLARES = re.compile(
    rb"(?:(?<!\w)(?!(?:co_)?return\b|else\b|do\b|case\b)[A-Za-z_]\w*\s+|\w[\s*]*\*\s*)\Z"
)
# Operands that are not evaluated, and using-declarations.
_NO_USE = re.compile(
    rb"(?:\b(?:decltype|sizeof|typeof|__typeof__)\s*\(\s*&?|\busing\s+)\s*(?:::\s*)?\Z"
)
_BEFORE = 120


def outside(unit: s.UnitSyntax, data: bytes, names: frozenset[bytes]) -> tuple[Notice, ...]:
    """A notice for each of `names` in the text of the unit's file that no tree accounts for."""
    present = sorted(names & words_of(data))
    if not present:
        return ()
    functions = [f for f in unit.functions if f.span.path == unit.path]
    bodies = [(f.name_span.start, f.span.end) for f in functions]
    pattern = re.compile(rb"\b(?:" + b"|".join(present) + rb")\b")
    places = [
        match
        for match in pattern.finditer(data)
        if not any(start <= match.start() < end for start, end in bodies)
    ]
    if not places:
        return ()
    known = set(_initialisers(unit))
    compiled = _Compiled(data, sorted(known | {start for start, _ in bodies}))
    return tuple(
        _notice(unit.path, match)
        for match in places
        if match.start() not in known and _is_use(data, match) and compiled.holds(match.start())
    )


def _initialisers(unit: s.UnitSyntax) -> Iterator[int]:
    """The places of what initialises globals, without the bodies of lambdas."""
    for item in unit.globals:
        if item.init is not None:
            yield from (n.span.start for n in nodes(item.init) if n.span.path == unit.path)


def _is_use(data: bytes, match: re.Match[bytes]) -> bool:
    before = data[max(0, match.start() - _BEFORE) : match.start()]
    is_called = data[match.end() :].lstrip()[:1] == b"("
    return not (_NO_USE.search(before) or (is_called and _DECLARES.search(before)))


def _notice(path: str, match: re.Match[bytes]) -> Notice:
    message = (
        f"{match[0].decode()} is named here, outside any function that could be read: "
        "a call here is not seen"
    )
    return Notice(Span(path, match.start(), match.end()), message)


class _Compiled:
    """Which places of a text are code, in an `#if` branch of which the trees hold something."""

    def __init__(self, data: bytes, places: list[int]) -> None:
        self._noise = [m.span() for m in NOISE.finditer(data)]
        self._directives = [m.span() for m in DIRECTIVE.finditer(data)]
        self._branches = list(branches(data))
        self._places = places

    def holds(self, at: int) -> bool:
        if _covers(self._noise, at) or _covers(self._directives, at):
            return False
        around = [(start, end) for start, end in self._branches if start <= at < end]
        if not around:
            return True
        start, end = max(around)
        first = bisect_left(self._places, start)
        return first < len(self._places) and self._places[first] < end


def _covers(extents: list[tuple[int, int]], at: int) -> bool:
    place = bisect_right(extents, (at + 1, 0)) - 1
    return place >= 0 and extents[place][0] <= at < extents[place][1]
