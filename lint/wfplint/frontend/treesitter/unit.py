"""The entry point: one source file in, its syntax tree out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from wfplint.frontend.syntax import FunctionSyntax, GlobalSyntax, UnitSyntax
from wfplint.frontend.treesitter.blanking import predefined
from wfplint.frontend.treesitter.collect import Collected, collect
from wfplint.frontend.treesitter.context import Context
from wfplint.frontend.treesitter.functions import Translated, global_of, translate
from wfplint.frontend.treesitter.grammar import C
from wfplint.frontend.treesitter.includes import HeaderCache, Includer, Loader
from wfplint.frontend.treesitter.initlists import prepare
from wfplint.frontend.treesitter.macros import Macro, definition
from wfplint.frontend.treesitter.preprocess import Preprocessor
from wfplint.frontend.treesitter.segments import Segment
from wfplint.frontend.treesitter.types import Table
from wfplint.ir import Field, Notice
from wfplint.source import SourceFile, Span

Wanted = Callable[[str], bool]


def _nothing(_path: str) -> SourceFile | None:
    return None


@dataclass(frozen=True)
class TreeSitterOptions:
    """How to read a unit.

    `defines` are `NAME` or `NAME=VALUE`; `forced` headers come before the file; `load` gives the
    file at a path (as joined from the including file's real path or an include folder), or None;
    headers found in `system_dirs`, and the bundled model of the WDK, are read for their
    declarations only. Headers are remembered for options that are equal, `load` included: give the
    same function every time.
    """

    language: str = C
    defines: tuple[str, ...] = ()
    undefines: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    system_dirs: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    load: Loader = _nothing


class TreeSitterResult(NamedTuple):
    """The unit; ids of the functions with parts that did not parse; the calls seen by function.

    `calls` maps a function's id to (name, offset of the name in its file), also where the call
    itself could not be translated.
    """

    unit: UnitSyntax
    with_errors: frozenset[str]
    calls: dict[str, tuple[tuple[str, int], ...]]
    missing_headers: tuple[str, ...] = ()


@dataclass
class Headers:
    """What headers gave, kept for the next unit of the same language, defines and folders."""

    cache: HeaderCache = field(default_factory=HeaderCache)
    declared: dict[int, tuple[Segment, Collected]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_HEADERS: dict[tuple[object, ...], Headers] = {}
_MOST_HEADERS = 16


def forget_headers() -> None:
    """Drop everything that was remembered of headers."""
    _HEADERS.clear()


def parse(
    source: SourceFile, options: TreeSitterOptions, wanted: Wanted | None = None
) -> TreeSitterResult:
    """Translate the functions of a file and of the project's headers it includes.

    `wanted` tells by a function's plain name whether its body is translated; None means all.
    Safe to call from several threads, but one at a time works for equal options.
    """
    headers = _headers(options)
    with headers.lock:
        return _parse(source, options, wanted, headers)


def _parse(
    source: SourceFile, options: TreeSitterOptions, wanted: Wanted | None, headers: Headers
) -> TreeSitterResult:
    includer = Includer(options.load, options.include_dirs, options.system_dirs)
    preprocessor = Preprocessor(_macros(options), includer, headers.cache)
    for forced in options.forced:
        preprocessor.include(forced, source)
    preprocessor.run(source)
    table = Table()
    collected = [
        _collected(segment, table, options.language, headers, segment.file is source)
        for segment in preprocessor.segments
    ]
    missing = tuple(dict.fromkeys(spelled for _, spelled, _ in preprocessor.missing))
    project = [part for part in collected if not part.segment.system]
    return _translated(source, options, table, project, wanted, missing)


def _headers(options: TreeSitterOptions) -> Headers:
    key = (options.language, options.defines, options.undefines, options.include_dirs)
    whole = (*key, options.system_dirs, options.forced, options.load)
    known = _HEADERS.get(whole)
    if known is None:
        while len(_HEADERS) >= _MOST_HEADERS:
            _HEADERS.pop(next(iter(_HEADERS)), None)
        known = _HEADERS.setdefault(whole, Headers())
    return known


def _macros(options: TreeSitterOptions) -> dict[str, Macro]:
    macros = predefined(options.language)
    for item in options.defines:
        name, _, body = item.partition("=")
        macros[name] = definition(name, body or ("" if "=" in item else "1"))
    for name in options.undefines:
        macros.pop(name, None)
    return macros


def _collected(
    segment: Segment, table: Table, language: str, headers: Headers, is_main: bool
) -> Collected:
    """The declarations of a segment, added to `table`; of a header, remembered."""
    if is_main:
        return collect(segment, table, language)
    known = headers.declared.get(id(segment))
    if known is None:
        before = table.copy()
        part = collect(segment, table, language)
        part.table = table.difference(before)
        headers.declared[id(segment)] = (segment, part)
        return part
    table.update(known[1].table)
    return known[1]


def _translated(
    source: SourceFile,
    options: TreeSitterOptions,
    table: Table,
    project: list[Collected],
    wanted: Wanted | None,
    missing: tuple[str, ...],
) -> TreeSitterResult:
    functions: list[Translated] = []
    globals_: list[GlobalSyntax] = []
    seen: set[tuple[str, int]] = set()
    for part in project:
        context = Context(part.segment, table, options.language)
        prepare(context)
        for item in part.definitions:
            key = (part.segment.path, item.node.start_byte)
            if key not in seen and (wanted is None or wanted(item.decl.name)):
                seen.add(key)
                functions.append(translate(context, item))
        globals_ += [global_of(context, item) for item in part.variables]
    functions.sort(key=lambda t: (t.function.span.path, t.function.span.start))
    unit = UnitSyntax(
        source.path,
        options.language,
        tuple(t.function for t in functions),
        tuple(globals_),
        _records(table, [t.function for t in functions]),
        {name: table.annotations[name] for name in sorted(table.annotations)},
        _notices(functions),
    )
    broken = frozenset(t.function.id for t in functions if t.has_errors)
    calls = {t.function.id: t.calls for t in functions}
    return TreeSitterResult(unit, broken, calls, missing)


def _records(table: Table, _functions: list[FunctionSyntax]) -> dict[str, tuple[Field, ...]]:
    return {
        tag: tuple(Field(name, type_.ref) for name, type_ in record.members.items())
        for tag, record in sorted(table.records.items())
        if record.members and not set(tag) & {"#", "@"}
    }


def _notices(functions: list[Translated]) -> tuple[Notice, ...]:
    return tuple(
        Notice(
            Span(*t.function.name_span),
            f"{t.function.name}: a part could not be parsed and is treated as unknown",
        )
        for t in functions
        if t.has_errors
    )
