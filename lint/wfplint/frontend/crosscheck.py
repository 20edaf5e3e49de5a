"""Calls that the text has and a syntax tree has not.

libclang drops a whole statement without a trace when something in it is unknown. A call that
stands in the text of a function and not at that place of its tree is such a loss, unless it is in
a comment, a string, a directive, or an `#if` branch that was not compiled.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from wfplint.frontend import syntax as s
from wfplint.frontend.outline import NOISE, words_of
from wfplint.frontend.purity import nodes

_CONDITIONAL = re.compile(rb"^[ \t]*#[ \t]*(if|elif|else|endif)", re.MULTILINE)
_MACRO = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)\(", re.MULTILINE)
# Trace macros come from generated headers, which a checkout lacks.
_TRACE_FUNCTION = re.compile(rb"^[ \t]*//[ \t]*(?:FUNC|USEPREFIX)[ \t]+(\w+)", re.MULTILINE)
TRACE_MACROS = frozenset(
    (b"DoTraceMessage", b"DoTraceLevelMessage", b"WPP_INIT_TRACING", b"WPP_CLEANUP")
)
_PARENTHESIS = re.compile(rb"[()]")


class Lost(NamedTuple):
    """A call that is missing: the function, the name, and the offset of the name."""

    function: s.FunctionSyntax
    name: str
    offset: int


def lost_calls(
    functions: Iterable[s.FunctionSyntax],
    texts: Mapping[str, bytes],
    names: frozenset[bytes],
    macros: Callable[[], frozenset[bytes]],
) -> list[Lost]:
    """The calls of `names` that the trees of the functions lack; `texts` are files by path.

    `macros` gives the names of function-like macros: neither they nor what they swallow as an
    argument need be a call. It is asked only if something seems to be missing.
    """
    by_path: dict[str, list[s.FunctionSyntax]] = {}
    for function in functions:
        by_path.setdefault(function.span.path, []).append(function)
    found: list[Lost] = []
    for path, inside in by_path.items():
        data = texts.get(path)
        present = names & words_of(data) if data else None
        if data and present:
            found += _File(data, inside, macros).lost(present)
    return found


class _File:
    """One text, and the places of everything that the trees of its functions hold."""

    def __init__(
        self,
        data: bytes,
        functions: list[s.FunctionSyntax],
        macros: Callable[[], frozenset[bytes]],
    ) -> None:
        self._data = data
        self._functions = functions
        self._macros = macros
        self._swallowed: list[tuple[int, int]] | None = None
        self._branches: list[tuple[int, int]] | None = None
        self._noise: list[tuple[int, int]] | None = None
        self._places: list[int] | None = None

    def lost(self, names: Iterable[bytes]) -> list[Lost]:
        present = words_of(self._data).intersection(names)
        if not present:
            return []
        pattern = re.compile(rb"\b(" + b"|".join(sorted(present)) + rb")(?=\s*\()")
        calls: dict[int, set[int]] = {}
        found = []
        for match in pattern.finditer(self._data):
            at = match.start()
            owner = self._owner(at)
            if owner is None:
                continue
            number = id(owner)
            if number not in calls:
                calls[number] = _call_offsets(owner)
            if at not in calls[number] and self._is_compiled(at) and not self._in_macro(at):
                found.append(Lost(owner, match[1].decode("ascii"), at))
        return found

    def _owner(self, at: int) -> s.FunctionSyntax | None:
        for function in self._functions:
            if function.name_span.end <= at < function.span.end:
                return function
        return None

    def _is_compiled(self, at: int) -> bool:
        line = self._data.rfind(b"\n", 0, at) + 1
        if self._data[line:at].lstrip()[:1] == b"#" or self._in_noise(at):
            return False
        start, end = self._branch(at)
        if self._places is None:
            self._places = sorted(
                node.span.start for function in self._functions for node in nodes(function.body)
            )
        first = bisect_left(self._places, start)
        return first < len(self._places) and self._places[first] < end

    def _in_noise(self, at: int) -> bool:
        if self._noise is None:
            self._noise = [match.span() for match in NOISE.finditer(self._data)]
        place = bisect_left(self._noise, (at + 1, 0)) - 1
        return place >= 0 and self._noise[place][1] > at

    def _in_macro(self, at: int) -> bool:
        """Whether a place is a macro's name or among its arguments."""
        if self._swallowed is None:
            present = sorted(self._macros() & words_of(self._data))
            found = _invocations(self._data, present) if present else ()
            self._swallowed = list(found)
        return any(start <= at < end for start, end in self._swallowed)

    def _branch(self, at: int) -> tuple[int, int]:
        """The innermost `#if` branch around a place; the whole text without one."""
        if self._branches is None:
            self._branches = [(0, len(self._data)), *branches(self._data)]
        return max(branch for branch in self._branches if branch[0] <= at < branch[1])


def branches(data: bytes) -> Iterator[tuple[int, int]]:
    """The extents between conditional directives of one level."""
    opened: list[int] = []
    for match in _CONDITIONAL.finditer(data):
        if match[1] != b"if" and opened:
            yield opened.pop(), match.start()
        if match[1] != b"endif":
            opened.append(match.end())


def _invocations(data: bytes, names: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """The extents of `NAME(...)`."""
    pattern = re.compile(rb"\b(?:" + b"|".join(names) + rb")\s*\(")
    for match in pattern.finditer(data):
        depth = 1
        for sign in _PARENTHESIS.finditer(data, match.end()):
            depth += 1 if sign[0] == b"(" else -1
            if not depth:
                yield match.start(), sign.end()
                break


def macro_names(data: bytes) -> frozenset[bytes]:
    """The function-like macros that a text defines, or asks the trace preprocessor for."""
    found = frozenset(_MACRO.findall(data)) if b"define" in data else frozenset()
    return found.union(_TRACE_FUNCTION.findall(data)) if b"FUNC" in data else found


def _call_offsets(function: s.FunctionSyntax) -> set[int]:
    return {node.span.start for node in nodes(function.body, True) if isinstance(node, s.CallOf)}
