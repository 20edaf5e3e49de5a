"""A file as a list of named pieces, by its braces alone: functions, tables and macros.

Namespaces, `extern "C"` and classes are looked into. A closing brace in the first column ends
whatever is open, so that an `#if` with two opening braces spoils one function and not the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Each begins with a set of characters, which the search skips to much faster than to alternatives.
NOISE = re.compile(
    rb"""[/"'](?:(?<=/)/[^\n]*|(?<=/)\*.*?(?:\*/|\Z)|"""
    rb"""(?<=")(?:[^"\\\n]|\\.)*"|(?<=')(?:[^'\\\n]|\\.)*')""",
    re.DOTALL,
)
_BRACE = re.compile(rb"""["'{}](?:(?<=[{}])|(?<=")(?:[^"\\\n]|\\.)*"|(?<=')(?:[^'\\\n]|\\.)*')""")
_DEFINE = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)((?:[^\\\n]|\\(?:\r?\n|.))*)", re.MULTILINE)
DIRECTIVE = re.compile(rb"^[ \t]*#(?:[^\\\n]|\\(?:\r?\n|.))*", re.MULTILINE)
_SLASH, _NEWLINE, _OPEN, _CLOSE = b"/\n{}"
_INNER = re.compile(rb"\([^()]*\)")
_NAMED = re.compile(rb"(~?[A-Za-z_]\w*)\s*\x00")
_OPERATOR = re.compile(rb"\boperator\b\s*(\(\s*\)|[^(]+)")
_SCOPE = re.compile(rb"\b(?:namespace|extern|class|struct|union)\b")
_CPLUSPLUS = re.compile(
    rb"[cnto:~](?:(?<=\bc)lass\b|(?<=\bn)amespace\b|(?<=\bt)emplate\b|(?<=\bo)perator\b|"
    rb"(?<=:):|(?<=~)\w+\s*\(\s*\))"
)
_CLASS = re.compile(rb"\b(?:class|struct|union)\s+(?:\w+\s*\([^()]*\)\s*)*(\w+)")
_TABLE = re.compile(rb"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*=\s*(?:\([^()]*\)\s*)?\Z")
# `Ops table{...}`: two words at least, and none that declares a type.
_BRACED = re.compile(rb"(?<!\w)\w+[\s*&>]+([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*\Z")
_ENUM = re.compile(rb"\benum\b")
# `Work(context) PVOID context;`: the parameters are declared between the head and the body.
_OLD_STYLE = re.compile(rb"([A-Za-z_]\w*)\s*\([\w\s,]+\)(?:[^;{}=]+;)+\s*\Z")
_VARIABLE = re.compile(
    rb"^(?:[A-Za-z_]|[ \t]+(?:static|const|extern)\b)[^;={}()]*?"
    rb"([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*=(?!=)\s*([^;]*)",
    re.MULTILINE,
)
_NO_NAMES = frozenset((b"if", b"for", b"while", b"switch", b"return", b"defined", b"sizeof"))


# Splitting at what is no letter, digit or underscore is several times faster than a pattern.
_TO_SPACES = bytes(i if (chr(i).isalnum() and i < 128) or chr(i) == "_" else 32 for i in range(256))


def words_of(data: bytes) -> frozenset[bytes]:
    """Every word of a text; numbers are among them."""
    return frozenset(data.translate(_TO_SPACES).split())


_PLAIN_TYPES = words_of(b"operator bool char const int long short unsigned void noexcept inline")


class Node(NamedTuple):
    """A piece: what it may be called, the words that mean it, the words it holds, and the body of a
    function.
    """

    names: frozenset[bytes]
    keys: frozenset[bytes]
    words: frozenset[bytes]
    body: bytes = b""


def outline(data: bytes) -> list[Node]:
    """The pieces of a file in their order, macros last."""
    text = _without_comments(data)
    nodes = list(_pieces(text))
    if b"#" in text:
        for match in _DEFINE.finditer(text):
            words = words_of(match[2])
            if words:
                nodes.append(_node({match[1]}, words))
    return nodes


def _without_comments(data: bytes) -> bytes:
    if b"//" not in data and b"/*" not in data:
        return data
    pieces = []
    at = 0
    for match in NOISE.finditer(data):
        if data[match.start()] == _SLASH:
            pieces.append(data[at : match.start()])
            at = match.end()
    pieces.append(data[at:])
    return b" ".join(pieces)


def _pieces(text: bytes) -> Iterator[Node]:
    depth = start = opened = 0
    classes: list[bytes] | None = [] if _CPLUSPLUS.search(text) else None
    for match in _BRACE.finditer(text):
        at = match.start()
        token = text[at]
        if token == _OPEN and depth:
            depth += 1
        elif token == _OPEN and not _opens_scope(_tail(text[start:at])):
            opened, depth = at, 1
        elif token == _CLOSE and depth:
            depth = 0 if text[at - 1] == _NEWLINE else depth - 1
            if not depth:
                yield from _closed(text[start:opened], text[opened:at], classes)
                start = at + 1
        elif token in (_OPEN, _CLOSE):
            piece = text[start:at]
            yield from _variables(piece)
            yield from _declarations(piece, token, classes)
            start = at + 1
    if depth:
        yield from _closed(text[start:opened], text[opened:], classes)
    else:
        yield from _variables(text[start:])


def _declarations(piece: bytes, token: int, classes: list[bytes] | None) -> Iterator[Node]:
    """Enters or leaves a scope. Whoever names a class means its bases and the types of its members
    too: their constructors, destructors and operators are called without being named.
    """
    if classes is None:
        return
    yield from _members(piece, classes)
    if token == _CLOSE:
        del classes[-1:]
        return
    head = _tail(piece)
    named = _CLASS.search(head)
    classes.append(named[1] if named else b"")
    if named and b":" in head[named.end() :]:
        yield Node(frozenset(), frozenset((named[1],)), words_of(head[named.end() :]))


def _tail(head: bytes) -> bytes:
    """The head of what a brace opens: what follows the last statement."""
    return head[head.rfind(b";") + 1 :]


def _opens_scope(head: bytes) -> bool:
    """Whether the brace after this head opens a scope whose contents are looked at."""
    last = head[head.rfind(b")") + 1 :]
    return b"=" not in last and _SCOPE.search(last) is not None


def _members(piece: bytes, classes: list[bytes] | None) -> Iterator[Node]:
    if classes and classes[-1] and not piece.isspace():
        yield Node(frozenset(), frozenset((classes[-1],)), words_of(piece))


def _closed(head: bytes, body: bytes, classes: list[bytes] | None) -> Iterator[Node]:
    """A function or a table, and the variables before it."""
    tail = _tail(head)
    if len(tail) < len(head):
        before = head[: -len(tail)] if tail else head
        yield from _variables(before)
        yield from _members(before, classes)
    if b"#" in tail:
        tail = DIRECTIVE.sub(b" ", tail)
    words = words_of(body) | words_of(tail)
    operators = _operators(tail)
    if operators:
        within = frozenset(name for name in (classes or ())[-1:] if name)
        yield Node(operators, within or words_of(tail) - _PLAIN_TYPES, words)
        return
    variable = _table(tail)
    if variable is not None:
        yield _node({variable[1]}, words)
        return
    names = _function_names(tail) or _old_style_name(head, tail)
    if names:
        yield _node(names, words - names)._replace(body=body)


def _table(head: bytes) -> re.Match[bytes] | None:
    """The variable that a list in braces initialises."""
    if b"=" in head:
        return _TABLE.search(head)
    return None if b"(" in head or _ENUM.search(head) else _BRACED.search(head)


def _old_style_name(head: bytes, tail: bytes) -> set[bytes]:
    """The function of a body that declarations of its parameters precede."""
    found = _OLD_STYLE.search(head) if tail.isspace() else None
    return {found[1]} if found else set()


def _operators(head: bytes) -> frozenset[bytes]:
    """Names of overloaded operators and conversions, without spaces: no one calls them by name, but
    who uses them names the class.
    """
    if b"operator" not in head:
        return frozenset()
    return frozenset(b"operator" + b"".join(m[1].split()) for m in _OPERATOR.finditer(head))


def _function_names(head: bytes) -> set[bytes]:
    """What may be the name: words before parentheses, annotations left out if others are there."""
    head, count = _INNER.subn(b"\0", head)
    while count:
        head, count = _INNER.subn(b"\0", head)
    names = set(_NAMED.findall(head)) - _NO_NAMES
    plain = {name for name in names if not name.startswith(b"_")}
    return plain or names


def _variables(text: bytes) -> Iterator[Node]:
    """Variables with an initialiser without braces: `PFN complete = FwpsCompleteOperation0;`."""
    if b"=" not in text:
        return
    for match in _VARIABLE.finditer(DIRECTIVE.sub(b" ", text)):
        words = words_of(match[2])
        if words:
            yield _node({match[1]}, words)


def _node(names: set[bytes], words: frozenset[bytes]) -> Node:
    keys = frozenset(name.lstrip(b"~") for name in names)
    return Node(frozenset(names), keys, words)
