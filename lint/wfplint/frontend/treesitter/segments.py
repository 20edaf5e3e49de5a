"""A file after preprocessing: the text that is parsed, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from wfplint.frontend.treesitter.lexing import Token
from wfplint.source import SourceFile, Span

# How the paths of the bundled headers begin, which no message should point into.
MODEL_PATH = "wfplint/include/"


class Invocation(NamedTuple):
    """Where a macro is used: bytes `start:end` of the file that is preprocessed."""

    start: int
    end: int


class Origin(NamedTuple):
    """Where a token of an expansion comes from."""

    invocation: Invocation
    token: Token


class Mark(NamedTuple):
    """An annotation that was blanked: its name, and its place in the parsed text."""

    at: int
    name: str


@dataclass
class Output:
    """Collects the preprocessed text as runs, each copied from the source or from an expansion."""

    text: str
    path: str
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    origins: list[Origin | None] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    copied: int = 0

    def _run(self, piece: str, source: int, origin: Origin | None) -> None:
        self.starts.append(self.length)
        self.sources.append(source)
        self.origins.append(origin)
        self.pieces.append(piece)
        self.length += len(piece)

    def copy_to(self, position: int) -> None:
        """Copy the source up to `position`."""
        if position > self.copied:
            self._run(self.text[self.copied : position], self.copied, None)
            self.copied = position

    def skip(self, start: int, end: int) -> None:
        """Leave out `start:end` of the source, with a space in its place."""
        self.copy_to(start)
        self._run(" ", start, None)
        self.copied = end

    def expansion(self, tokens: list[Token], start: int, end: int) -> None:
        """Put `tokens` in the place of `start:end`."""
        self.copy_to(start)
        self.copied = end
        invocation = Invocation(start, end)
        run, path = self._run, self.path
        for token in tokens:
            if token.body or token.file != path:
                run(token.text + " ", start, Origin(invocation, token))
            else:
                run(token.text + " ", token.offset, None)
        run(" ", start, None)

    def last_character(self) -> str:
        """The last character that is no white space."""
        for piece in reversed(self.pieces):
            stripped = piece.rstrip()
            if stripped:
                return stripped[-1]
        return ""


class Segment:
    """One file's preprocessed text (`data`), with spans of its file on demand."""

    __slots__ = ("_origins", "_sources", "_starts", "data", "file", "marks", "path", "system")

    def __init__(self, file: SourceFile, output: Output, system: bool) -> None:
        self.file = file
        self.path = file.path
        self.system = system
        self.data = "".join(output.pieces).encode("latin-1")
        self.marks = output.marks
        self._starts = output.starts
        self._sources = output.sources
        self._origins = output.origins

    def insert(self, insertions: list[tuple[int, bytes]]) -> None:
        """Insert texts at offsets of `data` (ascending), keeping the way back."""
        pieces: list[bytes] = []
        starts, sources, origins = self._starts, self._sources, self._origins
        new_starts: list[int] = []
        new_sources: list[int] = []
        new_origins: list[Origin | None] = []
        run = previous = shift = 0
        for at, piece in insertions:
            while run < len(starts) and starts[run] <= at:
                new_starts.append(starts[run] + shift)
                new_sources.append(sources[run])
                new_origins.append(origins[run])
                run += 1
            origin = origins[run - 1]
            source = sources[run - 1] + (0 if origin else at - starts[run - 1])
            new_starts += (at + shift, at + shift + len(piece))
            new_sources += (source, source)
            new_origins += (origin, origin)
            pieces += (self.data[previous:at], piece)
            previous = at
            shift += len(piece)
        pieces.append(self.data[previous:])
        new_starts.extend(start + shift for start in starts[run:])
        self.marks = [
            Mark(mark.at + sum(len(p) for at, p in insertions if at < mark.at), mark.name)
            for mark in self.marks
        ]
        self._starts = new_starts
        self._sources = new_sources + sources[run:]
        self._origins = new_origins + origins[run:]
        self.data = b"".join(pieces)

    def span(self, start: int, end: int) -> Span:
        """The source bytes of `data[start:end]`; a macro's part is the whole invocation."""
        starts = self._starts
        run = bisect_right(starts, start) - 1
        if run < 0:
            return Span(self.path, 0, 0)
        origin = self._origins[run]
        if origin is None:
            offset = start - starts[run]
            first = self._sources[run] + offset
            if run + 1 == len(starts) or end <= starts[run + 1]:
                return Span(self.path, first, first + end - start)
        else:
            first = origin.invocation.start
        last = bisect_right(starts, end - 1) - 1
        origin = self._origins[last]
        if origin is None:
            return Span(self.path, first, max(first, self._sources[last] + end - starts[last]))
        return Span(self.path, first, max(first, origin.invocation.end))

    def macro(self, start: int) -> Span | None:
        """Where in a project's macro the token at `data[start]` was written, or None."""
        run = bisect_right(self._starts, start) - 1
        origin = self._origins[run] if run >= 0 else None
        if origin is None or not origin.token.body:
            return None
        token = origin.token
        if token.file.startswith(MODEL_PATH):
            return None
        return Span(token.file or self.path, token.offset, token.offset + len(token.text))
