"""Makes casts unmistakable: `(Foo)(x)` and `(Foo)&x` look like a call and a sum without types.

A qualifier is put before the type's name, which both grammars read as a cast and nothing else.
"""

from __future__ import annotations

import re

from wfplint.frontend.treesitter.grammar import unspaced
from wfplint.frontend.treesitter.segments import Segment
from wfplint.frontend.treesitter.types import BUILTIN, Table

MARKER = b"_Nonnull "
_CANDIDATE = re.compile(
    rb"([\w$)\]]\s*)?\(\s*((?:[A-Za-z_$][\w$]*\s*::\s*)*[A-Za-z_$][\w$]*)\s*\)\s*"
    rb"(?=([&*+(~!-])(\s?))"
)
_DELETE = re.compile(rb"\bdelete\s*\[\s*\]")
_KEYWORD_BEFORE = re.compile(rb"(?:return|case|else|do|throw|co_return)\s*$")
_TYPEDEF = re.compile(
    rb"\btypedef\b([^;{}()]*);|\}([\w\s*,]*);"
    rb"|\btypedef\b[^;{}()]*\(\s*\*\s*(\w+)\s*\)|\busing\s+(\w+)\s*="
)
_NOT_NAMES = frozenset((b"struct", b"union", b"enum", b"const", b"unsigned", b"int"))
_TYPE_LIKE = re.compile(rb"[A-Z][A-Z0-9_]*[A-Z0-9]")


def mark_casts(segment: Segment, table: Table) -> None:
    """Put the marker into every cast of a segment that would be misread."""
    if b"delete" in segment.data:
        # `delete[] *p` is read as the start of a lambda; which form it is does not matter here
        segment.data = _DELETE.sub(lambda m: b"delete".ljust(len(m[0])), segment.data)
    data = segment.data
    candidates = list(_CANDIDATE.finditer(data))
    if not candidates:
        return
    own = _own_types(data)
    insertions: list[tuple[int, bytes]] = []
    previous = -1
    for match in candidates:
        chained = match.start() == previous
        if (
            match[1]
            and not chained
            and not _KEYWORD_BEFORE.search(data[max(0, match.end(1) - 12) : match.end(1)])
        ):
            continue
        if _is_type(match, table, own):
            insertions.append((match.start(2), MARKER))
            previous = match.end()
    if insertions:
        segment.insert(insertions)


def _own_types(data: bytes) -> set[bytes]:
    names: set[bytes] = set()
    for match in _TYPEDEF.finditer(data):
        names.update(re.findall(rb"\w+", match[match.lastindex or 0]))
    return names - _NOT_NAMES


def _is_type(match: re.Match[bytes], table: Table, own: set[bytes]) -> bool:
    name = unspaced(match[2].decode("latin-1"))
    last = name.rsplit("::", 1)[-1]
    if match[2] in own or last in BUILTIN or table.is_type(name) or table.is_type(last):
        return True
    if name in table.constants or name in table.globals or name in table.functions:
        return False
    if _TYPE_LIKE.fullmatch(match[2]) is None:
        return False
    return match[3] == b"(" or not match[4]
