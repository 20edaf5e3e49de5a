"""Files that are not even given to a parser, because it would not survive them or make no sense."""

from __future__ import annotations

import re

from wfplint.finding import Problem
from wfplint.frontend.project import Input
from wfplint.source import SourceFile, utf16_of

LARGEST = 16 << 20
DEEPEST = 2_000
_IF = re.compile(rb"[;}]\s*else\b|\bif\b|[;{}]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1a"))
_CHAIN = re.compile(rb"[!~*&+\-]{%d}" % DEEPEST)


def refused(item: Input, source: SourceFile | None) -> Problem | None:
    """Why a file is not even given to a parser."""
    if source is None:
        return Problem(item.path, 1, "cannot be read: check that it exists and its permissions")
    size = len(source.data)
    if size > LARGEST:
        message = f"{size >> 20} MB: files over {LARGEST >> 20} MB are not analysed; exclude it"
        return Problem(item.path, 1, message)
    if _is_binary(item.real_path):
        return Problem(item.path, 1, "looks like a binary file, not C or C++; exclude it")
    if _is_too_deep(source.data):
        message = f"nested more than {DEEPEST} deep: not analysed; split the function"
        return Problem(item.path, 1, message)
    return None


def _is_binary(path: str) -> bool:
    with open(path, "rb") as stream:
        head = stream.read(4096)
    if utf16_of(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 10 > len(head)


def _is_too_deep(data: bytes) -> bool:
    """Nesting that would overflow the stack of libclang's own parsing thread."""
    return _CHAIN.search(data) is not None or (
        data.count(b"if") > DEEPEST and _if_depth(data) > DEEPEST
    )


def _if_depth(data: bytes) -> int:
    """How deep `if` statements are nested in one another; `else if` counts as nested."""
    deepest = depth = 0
    bases = [0]
    for match in _IF.finditer(data):
        token = match[0]
        if token == b"if":
            depth += 1
            deepest = max(deepest, depth)
        elif token == b"{":
            bases.append(depth)
        elif token[:1] == b"}" and len(bases) > 1:
            depth = bases.pop()
        if token in (b";", b"}"):
            depth = bases[-1]
    return deepest
