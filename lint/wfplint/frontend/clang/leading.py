"""The directives that a file begins with, as far as other files may begin with the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from wfplint.frontend.clang.files import Include
from wfplint.frontend.clang.headers import Tree

# comments, and pragmas that mean nothing to libclang
_NOTHING = re.compile(
    rb"(?:\s+|\xef\xbb\xbf|//(?:[^\\\n]|\\(?!\r?\n))*\n|/\*.*?\*/"
    rb"|#[ \t]*pragma[ \t]+(?:warning|region|endregion|comment|prefast)\b[^\\\n]*\n)",
    re.DOTALL,
)
_END = rb"[ \t]*(?://[^\\\n]*|/\*[^*\n]*\*/[ \t]*)?\r?\n"
_INCLUDE = re.compile(rb'#[ \t]*include[ \t]*("([^"\n\\]+)"|<([^>\n\\]+)>)' + _END)
_MACRO = re.compile(rb"#[ \t]*(?:define|undef)[ \t]+\w+[^\\\n]*\n")
_SEPARATORS = "".join(chr(c) if chr(c).isalnum() or c in b"_" else " " for c in range(256))
_BLANK = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))


class Start(NamedTuple):
    """The first directives of a file up to one of its includes, which ends at `end`.

    `key` stands for the text and for everything that it includes, `paths` are those files.
    """

    text: bytes
    end: int
    key: str
    paths: tuple[str, ...]


class _Directive(NamedTuple):
    text: bytes
    end: int
    include: Include | None


def _directives(data: bytes) -> Iterator[_Directive]:
    at = 0
    while True:
        skipped = _NOTHING.match(data, at)
        if skipped is not None:
            at = skipped.end()
            continue
        include = _INCLUDE.match(data, at)
        match = include or _MACRO.match(data, at)
        if match is None or (include is None and b"/*" in match[0]):
            return
        at = match.end()
        if include is None:
            yield _Directive(match[0], at, None)
        else:
            name = (include[2] or include[3]).decode("utf-8", errors="replace").strip()
            text = b"#include " + include[1] + b"\n"
            yield _Directive(text, at, Include(name, include[2] is not None))


def starts(tree: Tree, arguments: list[str], texts: Texts) -> list[Start]:
    """What the main file can start with, from its first include to its last leading one."""
    found: list[Start] = []
    main = tree.main
    digest = hashlib.sha256("\0".join((main.rpartition("/")[0], *arguments)).encode("utf-8"))
    text = b""
    reached: dict[str, None] = {}
    for directive in _directives(tree.texts[main]):
        text += directive.text
        digest.update(directive.text)
        if directive.include is None:
            continue
        target = tree.edges.get(main, {}).get(directive.include, "")
        for path in _closure(tree, target, reached):
            digest.update(path.encode("utf-8") + texts.digest(path, tree.texts[path]))
        found.append(Start(text, directive.end, digest.hexdigest(), tuple(reached)))
    return found


def _closure(tree: Tree, path: str, reached: dict[str, None]) -> list[str]:
    """The files that are included with `path` and were not reached before."""
    found: list[str] = []
    pending = [path]
    while pending:
        at = pending.pop()
        if at in reached or at not in tree.texts:
            continue
        reached[at] = None
        found.append(at)
        pending += tree.edges.get(at, {}).values()
    return found


class Texts:
    """Facts about the text of each file, computed once."""

    def __init__(self) -> None:
        self._digests: dict[str, tuple[bytes, bytes]] = {}
        self._words: dict[str, tuple[bytes, frozenset[str]]] = {}

    def digest(self, path: str, data: bytes) -> bytes:
        known = self._digests.get(path)
        if known is None or known[0] is not data:
            known = self._digests[path] = (data, hashlib.sha256(data).digest())
        return known[1]

    def words(self, path: str, data: bytes) -> frozenset[str]:
        """The identifiers in a text."""
        known = self._words.get(path)
        if known is None or known[0] is not data:
            words = data.decode("latin-1").translate(_SEPARATORS).split()
            known = self._words[path] = (data, frozenset(words))
        return known[1]


def without_start(data: bytes, start: Start) -> bytes:
    """The text with its start blanked, so that every offset stays."""
    return data[: start.end].translate(_BLANK) + data[start.end :]
