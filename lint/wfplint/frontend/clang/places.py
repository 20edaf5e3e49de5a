"""From libclang's locations to spans of the project's files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wfplint.frontend.clang.library import CursorHandle, Library, LocationHandle, RangeHandle
from wfplint.source import SourceFile, Span

_MACRO = 0x8000_0000
_NESTING = 4
_WORD = re.compile(rb"\w+")
_DEFINITION = re.compile(
    rb"^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\n\\]|\\\r?\n|\\.)*)", re.MULTILINE
)


@dataclass(frozen=True)
class Mapped:
    """A file of the virtual tree: `source` is None for a model header, a stub or the prelude."""

    virtual: str
    source: SourceFile | None
    data: bytes


class Places:
    """Locations of one parsed unit.

    A location outside macros is a number in one address space for all files; the start of each
    file in it is learnt once, so that most locations cost no call.
    """

    def __init__(self, lib: Library, files: dict[str, Mapped], main: Mapped) -> None:
        self._lib = lib
        self._files = files
        self._main = main
        self._macros: dict[bytes, list[tuple[SourceFile, int, int]]] | None = None
        self._handles: dict[int, Mapped | None] = {}
        self._known: list[tuple[int, int, SourceFile | None]] = []
        self._last: tuple[int, int, SourceFile | None] = (1, 0, None)
        self._in_macros: dict[int, tuple[SourceFile | None, int]] = {}

    def locate(self, range: RangeHandle, raw: int) -> tuple[SourceFile | None, int]:
        """File and offset of one end of a range; the use of a macro, not its body."""
        low, high, source = self._last
        if low <= raw <= high:
            return source, raw - low
        if raw < _MACRO:
            return self._locate_slowly(range, raw)
        known = self._in_macros.get(raw)
        if known is None:
            known = self._in_macros[raw] = self._locate_slowly(range, raw)
        return known

    def _locate_slowly(self, range: RangeHandle, raw: int) -> tuple[SourceFile | None, int]:
        if raw < _MACRO:
            for entry in self._known:
                if entry[0] <= raw <= entry[1]:
                    self._last = entry
                    return entry[2], raw - entry[0]
        handle, offset = self._lib.place(LocationHandle(range.p0, range.p1, raw))
        if handle not in self._handles:
            self._handles[handle] = self._files.get(self._lib.file_name(handle))
        mapped = self._handles[handle]
        source = mapped.source if mapped else None
        if raw < _MACRO and mapped is not None:
            self._last = (raw - offset, raw - offset + len(mapped.data), source)
            self._known.append(self._last)
        return source, offset

    def source_of(self, cursor: CursorHandle) -> SourceFile | None:
        """The project file a cursor begins in; None in model headers and where there is none."""
        extent = self._lib.extent(cursor)
        return self.locate(extent, extent.begin)[0]

    def is_main(self, source: SourceFile) -> bool:
        """Whether this is the file that the unit was parsed for."""
        return source is self._main.source

    def span(self, cursor: CursorHandle) -> Span:
        return self.span_of(self._lib.extent(cursor))

    def span_of(self, extent: RangeHandle) -> Span:
        """The bytes of a range; an empty span of the main file where it lies in no project file."""
        begin, end = extent.begin, extent.end
        low, high, source = self._last
        if low <= begin <= high and low <= end <= high and source is not None:
            return Span(source.path, begin - low, end - low)
        source, start = self.locate(extent, begin)
        other, stop = self.locate(extent, end)
        if source is None:
            return self.nowhere
        return Span(source.path, start, stop if other is source and stop >= start else start)

    @property
    def nowhere(self) -> Span:
        """The start of the main file, for what libclang made up."""
        return Span(self._main.source.path if self._main.source else "", 0, 0)

    def in_macro(self, raw: int) -> bool:
        return raw >= _MACRO

    def name_span(self, location: LocationHandle, name: bytes) -> tuple[Span, Span | None]:
        """Where a name stands, and its place in a macro's body.

        The second is None outside macros, in a macro's argument, and in a model header's macro.
        """
        raw = location.raw
        source, start = self.locate(RangeHandle(location.p0, location.p1, raw, raw), raw)
        if source is None:
            return self.nowhere, None
        if raw < _MACRO:
            return Span(source.path, start, start + len(name)), None
        used = _word(source.data, start)
        span = Span(source.path, start, start + len(used))
        return span, None if used == name else self._in_macro_body(used, name)

    def _in_macro_body(self, macro: bytes, name: bytes, depth: int = 0) -> Span | None:
        """Where a macro's body, or one that it uses, writes a name.

        libclang does not tell where a token of a macro is spelled, so this reads the definitions.
        """
        for source, start, end in self._macro_definitions().get(macro, ()):
            words = list(_WORD.finditer(source.data, start, end))
            for word in words:
                if word[0] == name:
                    return Span(source.path, word.start(), word.end())
            for word in words if depth < _NESTING else ():
                found = self._in_macro_body(word[0], name, depth + 1)
                if found is not None:
                    return found
        return None

    def _macro_definitions(self) -> dict[bytes, list[tuple[SourceFile, int, int]]]:
        if self._macros is None:
            self._macros = {}
            for mapped in self._files.values():
                source = mapped.source
                if source is None:
                    continue
                for match in _DEFINITION.finditer(source.data):
                    entry = (source, match.start(2), match.end(2))
                    self._macros.setdefault(match[1], []).append(entry)
        return self._macros

    def text(self, extent: RangeHandle) -> bytes | None:
        """The source text of a range that involves no macro; None otherwise."""
        begin, end = extent.begin, extent.end
        if begin >= _MACRO or end >= _MACRO:
            return None
        source, start = self.locate(extent, begin)
        return source.data[start : start + end - begin] if source else None


def _word(data: bytes, start: int) -> bytes:
    match = _WORD.match(data, start)
    return match[0] if match else b""
