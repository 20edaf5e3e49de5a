"""A fast index of a file: which functions it defines, and which names each of them uses.

Nothing is parsed and no header is read: braces are matched with comments and strings blanked, and
at `#else` the depth is put back to that at `#if`, so that two heads with one body stay one
function. Names are those of every branch. The index is for reaching, and errs to the many.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NOISE = re.compile(
    rb'//(?:[^\n\\]|\\(?s:.))*|/\*(?s:.*?)\*/|"(?:[^"\\\n]|\\(?s:.))*"|(?<!\w)L?\'(?:[^\'\\\n]|\\.)+\''
)
_STRUCTURE = re.compile(
    rb"[{};]|^[ \t]*\#[ \t]*(if|ifdef|ifndef|elif|else|endif|define|\w+)\b(?:[^\n\\]|\\(?s:.))*",
    re.M,
)
_NAME = re.compile(rb"[A-Za-z_]\w*")
_HEAD = re.compile(rb"([A-Za-z_~][\w~]*)\s*\(")
_TRANSPARENT = re.compile(
    rb"\b(?:namespace|extern|class|struct|union)\b(?![^()]*\)\s*(?:const|override|final|noexcept)*\s*$)"
)
_ARGUMENTS = re.compile(rb"\([^()]*\)")
_NOT_FUNCTIONS = frozenset(
    (b"if", b"while", b"for", b"switch", b"return", b"sizeof", b"defined", b"catch", b"__declspec")
)
_ANNOTATION = re.compile(rb"_[A-Z]\w*_|__\w+|DECLSPEC_\w+|alignas|requires")


class IndexedFunction(NamedTuple):
    """A function definition: plain name, bytes of head and body, and the names used in them."""

    name: str
    start: int
    end: int
    names: frozenset[str]


class FileIndex(NamedTuple):
    """The functions of a file, and the names used outside of them (macros, tables, prototypes)."""

    functions: tuple[IndexedFunction, ...]
    names: frozenset[str]


def _blanked(match: re.Match[bytes]) -> bytes:
    text = match[0]
    if b"\n" not in text:
        return b" " * len(text)
    return b"\n".join(b" " * len(line) for line in text.split(b"\n"))


def index(data: bytes) -> FileIndex:
    """Index one file, given as `SourceFile.data`."""
    text = _NOISE.sub(_blanked, data)
    functions: list[IndexedFunction] = []
    outside: set[bytes] = set()
    previous = 0
    for name, start, end in _extents(text):
        outside.update(_NAME.findall(text, previous, start))
        used = frozenset(found.decode("latin-1") for found in set(_NAME.findall(text, start, end)))
        functions.append(IndexedFunction(name, start, end, used))
        previous = end
    outside.update(_NAME.findall(text, previous))
    return FileIndex(tuple(functions), frozenset(name.decode("latin-1") for name in outside))


class _Scan:
    """The state of the brace matching."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.depth = 0
        self.head = 0
        self.open: list[int] = []
        self.body: tuple[str, int, int] | None = None
        self.found: list[tuple[str, int, int]] = []
        self.branches: list[tuple[int, tuple[int, ...], tuple[str, int, int] | None]] = []

    def opening(self, at: int) -> None:
        """A `{`: of a function, of something transparent, or of an initialiser."""
        if self.body is None and self.depth == len(self.open):
            head = self.text[self.head : at]
            name = _function_name(head)
            if name is not None:
                start = self.head + len(head) - len(head.lstrip())
                self.body = (name, start, self.depth)
            elif _TRANSPARENT.search(head) is not None:
                self.open.append(self.depth)
                self.head = at + 1
        self.depth += 1

    def closing(self, at: int) -> None:
        """A `}`."""
        self.depth = max(0, self.depth - 1)
        if self.body is not None:
            if self.depth <= self.body[2]:
                self.found.append((self.body[0], self.body[1], at + 1))
                self.body = None
                self.head = at + 1
        elif self.open and self.depth == self.open[-1]:
            self.open.pop()
            self.head = at + 1

    def directive(self, word: bytes, end: int) -> None:
        """A line with `#`."""
        if word in (b"if", b"ifdef", b"ifndef"):
            self.branches.append((self.depth, tuple(self.open), self.body))
        elif word in (b"elif", b"else") and self.branches:
            self.depth, opened, self.body = self.branches[-1]
            self.open = list(opened)
        elif word == b"endif" and self.branches:
            self.branches.pop()
        if self.body is None and not self.text[self.head : end].split(b"#")[0].strip():
            self.head = end


def _extents(text: bytes) -> list[tuple[str, int, int]]:
    """Name, start and end of every function definition, in order."""
    scan = _Scan(text)
    for match in _STRUCTURE.finditer(text):
        sign = match[0]
        if sign == b"{":
            scan.opening(match.start())
        elif sign == b"}":
            scan.closing(match.start())
        elif sign == b";":
            if scan.body is None and scan.depth == len(scan.open):
                scan.head = match.end()
        else:
            scan.directive(match[1], match.end())
    if scan.body is not None:
        scan.found.append((scan.body[0], scan.body[1], len(text)))
    return sorted(scan.found, key=lambda item: item[1])


def _function_name(head: bytes) -> str | None:
    """The name that the text before a `{` defines as a function, or None."""
    head = re.sub(rb"^[ \t]*\#(?:[^\n\\]|\\(?s:.))*", b"", head, flags=re.M)
    if b"(" not in head or b"=" in _outside_parentheses(head).replace(b"operator", b""):
        return None
    depth = 0
    for match in re.finditer(rb"[()]|[A-Za-z_~][\w~]*(?=\s*\()", head):
        part = match[0]
        if part in (b"(", b")"):
            depth += 1 if part == b"(" else -1
        elif not depth and part not in _NOT_FUNCTIONS and not _ANNOTATION.fullmatch(part):
            return part.decode("latin-1")
    return None


def _outside_parentheses(head: bytes) -> bytes:
    """The head without what stands in parentheses."""
    while True:
        shorter = _ARGUMENTS.sub(b"", head)
        if shorter == head:
            return head
        head = shorter
