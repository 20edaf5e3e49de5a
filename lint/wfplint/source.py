"""Source files as bytes, normalised once for every parser, with lines and columns on demand.

Both parsers see the same buffer (`SourceFile.data`) and speak in byte offsets into it. Lines are
those of the file split at line feeds; columns count characters, both from 1.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """Bytes `start:end` of the normalised buffer of the file with this display path."""

    path: str
    start: int
    end: int


class Position(NamedTuple):
    """A place for people: line and column from 1, the column in characters."""

    line: int
    column: int


_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
# A double-byte comment may end in 0x5C, which a compiler takes for a line splice; see
# "Encodings" in the documentation of the front ends.
_SPLICE_IN_COMMENT = re.compile(rb"[\x80-\xff]\\(?=\r?\n)")


def normalise(raw: bytes) -> tuple[bytes, str]:
    """Return the buffer that the parsers see, and the name of the encoding it was read as.

    UTF-16, with a byte order mark or without one, becomes UTF-8; a UTF-8 byte order mark becomes
    spaces, so that offsets stay; bytes that are not UTF-8 become `?` one for one; NUL and Ctrl-Z
    become spaces, because a compiler stops at them without a word.
    """
    wide = utf16_of(raw)
    if wide:
        text = raw.decode(wide, errors="replace").removeprefix("\ufeff")
        return _without_controls(text.encode("utf-8", errors="replace")), wide
    encoding = "utf-8"
    if raw.startswith(codecs.BOM_UTF8):
        raw, encoding = b"   " + raw[3:], "utf-8-sig"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raw = _SPLICE_IN_COMMENT.sub(lambda m: m[0][:1] + b"?", raw)
        raw = re.sub(rb"[\x80-\xff]", b"?", raw)
        encoding = "cp1252"
    return _without_controls(raw), encoding


def utf16_of(raw: bytes) -> str:
    """The codec of UTF-16 text; empty for other text. Without a mark, C has a NUL in nearly every
    pair of bytes, always on the same side.
    """
    for mark, codec in _UTF16:
        if raw.startswith(mark):
            return codec
    head = raw[:_HEAD]
    if b"\x00" not in head:
        return ""
    for low, high, codec in ((0, 1, "utf-16-le"), (1, 0, "utf-16-be")):
        if head[high::2].count(0) * 10 >= len(head[high::2]) * 9 and 0 not in head[low::2]:
            return codec
    return ""


def _without_controls(data: bytes) -> bytes:
    return data.replace(b"\x00", b" ").replace(b"\x1a", b" ")


class SourceFile:
    """One file: `path` as shown to people (relative, with `/`), `data` as seen by the parsers."""

    def __init__(
        self, path: str, data: bytes, encoding: str = "utf-8", real_path: str = ""
    ) -> None:
        self.path = path
        self.data = data
        self.encoding = encoding
        self.real_path = real_path

    @classmethod
    def from_bytes(cls, path: str, raw: bytes, real_path: str = "") -> SourceFile:
        data, encoding = normalise(raw)
        return cls(path, data, encoding, real_path or path)

    @cached_property
    def line_starts(self) -> list[int]:
        starts = [0]
        find = self.data.find
        at = find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = find(b"\n", at + 1)
        return starts

    def position(self, offset: int) -> Position:
        """Line and column (from 1, in characters) of a byte offset."""
        line = bisect_right(self.line_starts, offset)
        before = self.data[self.line_starts[line - 1] : offset]
        return Position(line, len(before.decode("utf-8", errors="replace")) + 1)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end; empty past the end of the file."""
        if not 1 <= line <= len(self.line_starts):
            return ""
        start = self.line_starts[line - 1]
        stop = self.line_starts[line] if line < len(self.line_starts) else len(self.data)
        return self.data[start:stop].decode("utf-8", errors="replace").rstrip("\r\n")
