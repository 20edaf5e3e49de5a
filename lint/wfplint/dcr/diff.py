"""Git patches over bytes: make one, read one back, and apply it strictly."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping

from wfplint.errors import UserError

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NO_END = b"\\ No newline at end of file\n"


def blob_id(data: bytes) -> str:
    """The id that git gives to a file with these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def split_lines(data: bytes) -> list[bytes]:
    """Lines with their ends, split at line feeds only, as git does."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def make_patch(path: str, old: bytes, new: bytes, context: int = 3) -> bytes:
    """A unified diff of one file in git's form; empty if nothing changed."""
    if old == new:
        return b""
    name = path.encode()
    head = b"diff --git a/%b b/%b\nindex %b..%b 100644\n" % (
        name, name, blob_id(old)[:12].encode(), blob_id(new)[:12].encode(),
    )  # fmt: skip
    body = difflib.diff_bytes(
        difflib.unified_diff, split_lines(old), split_lines(new),
        b"a/" + name, b"b/" + name, lineterm=b"\n", n=context,
    )  # fmt: skip
    return head + b"".join(
        line if line.endswith(b"\n") else line + b"\n" + _NO_END for line in body
    )


def apply_patch(patch: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that the patch touches, changed.

    Context must match byte for byte at the stated line, else UserError. This is the check that a
    patch says what was meant; git's own check comes on top where git is there.
    """
    result: dict[str, bytes] = {}
    for part in re.split(rb"(?m)^diff --git .*\n", patch)[1:]:
        match = re.search(rb"(?m)^--- a/(.+)\n\+\+\+ b/(.+)\n", part)
        if match is None:
            raise UserError("a patch without file names")
        path = match.group(2).decode()
        result[path] = _apply_one(part[match.end() :], files[path], path)
    return result


def _apply_one(body: bytes, old: bytes, path: str) -> bytes:
    source, result, at = split_lines(old), list[bytes](), 0
    for header, hunk in _hunks(body):
        start = header - 1
        result += source[at:start]
        at = start
        for sign, line in hunk:
            if sign in b" -":
                if at >= len(source) or source[at] != line:
                    raise UserError("the patch does not match", path=path, line=at + 1)
                at += 1
            if sign in b" +":
                result.append(line)
    return b"".join([*result, *source[at:]])


def _hunks(body: bytes) -> list[tuple[int, list[tuple[bytes, bytes]]]]:
    found: list[tuple[int, list[tuple[bytes, bytes]]]] = []
    for line in split_lines(body):
        match = _HUNK.match(line)
        if match:
            # a hunk that only adds names the line before it
            start = int(match[1]) + (match[2] == b"0")
            found.append((start, []))
        elif line == _NO_END:
            sign, text = found[-1][1][-1]
            found[-1][1][-1] = (sign, text[:-1])
        else:
            found[-1][1].append((line[:1], line[1:]))
    return found
