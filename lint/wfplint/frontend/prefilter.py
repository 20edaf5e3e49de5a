"""Which files and functions can matter at all, by names alone and before any parser is imported.

A function matters if it names a wanted API, or by name anything that does (upwards), or if it is
named by such a function (downwards). Files that hold nothing of that are dismissed. The answer
errs on the side of keeping: comments are ignored, but a name in a string or a macro counts.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from wfplint.frontend.compilation import SOURCE_ENDINGS
from wfplint.frontend.drivers import ENTRY, Driver, drivers
from wfplint.frontend.outline import Node, outline, words_of
from wfplint.frontend.usermode import UserMode

SOURCE_INCLUDE = re.compile(
    rb'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+\.(?:c|cc|cpp|cxx))"', re.MULTILINE | re.IGNORECASE
)
_SOURCE_NAME = re.compile(rb'\.(?:c|cc|cpp|cxx)"', re.IGNORECASE)
_PREFIX = 4
# A name as a whole string, or one that is followed by no parenthesis; what is assigned; declared.
_MENTION = re.compile(rb'"(\w+)"|\b([A-Za-z_]\w*)\b(?!\s*[("\w])')
_ASSIGNED = re.compile(rb"\b([A-Za-z_]\w*)\s*(?:\[[^\]\n]*\]\s*)?=(?!=)")
_DECLARED = re.compile(rb"[\w*&]\s+\**([A-Za-z_]\w*)\s*(?:\[[^\]\n]*\]\s*)?[=;,]")
_DIGITS = b"0123456789"


class Selection(NamedTuple):
    """The files to parse, and the unqualified names of the functions in them that matter.

    `seeded` are the files that name a wanted API themselves; `apis` every spelling of the wanted
    APIs and of the facts; `sites` those of the functions that pend or complete.
    """

    files: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    seeded: frozenset[str] = frozenset()
    apis: frozenset[bytes] = frozenset()
    sites: frozenset[bytes] = frozenset()


def select(
    files: Mapping[str, bytes],
    seeds: Iterable[str],
    facts: Iterable[str] = (),
    sites: Iterable[str] = (),
) -> Selection:
    """Choose among normalised files by path, headers among them.

    `seeds` are the APIs that rules ask about; `facts` are APIs whose effects the analysis knows,
    for which a function is worth following into a file that nothing else keeps, and matters in a
    file that is kept; `sites`, among the seeds, may nowhere be overlooked.

    A name that ends in digits stands for all its versions and for the alias
    without a number.
    """
    wanted, known = Names(seeds), Names(facts)
    texts = _Texts(files)
    suspects = (path for path, data in files.items() if wanted.may_occur(data))
    seeded = frozenset(path for path in suspects if wanted.named_in(texts.words(path)))
    if not seeded:
        return Selection()
    kept, names = set(seeded), set[bytes]()
    for driver in _drivers(texts):
        paths = (*driver.own, *driver.shared)
        if seeded.isdisjoint(paths):
            continue
        search = _Search(texts, paths)
        search.up(wanted, seeded)
        if driver.own and search.files.keys().isdisjoint(driver.own):
            continue
        search.beside(known)
        search.down(known)
        kept.update(search.files)
        names.update(name for node in search.reached.values() for name in node.names)
    kept |= _including(files, kept)
    functions = frozenset(name.decode("ascii", "replace") for name in names)
    apis = wanted.every | known.every
    return Selection(frozenset(kept), functions, seeded, apis, Names(sites).every)


def _drivers(texts: _Texts) -> Iterator[Driver]:
    """The drivers among the files: a name in one means nothing in another."""
    name = ENTRY.encode()
    mention = re.compile(rb"\b%b\s*\(" % name)
    places: dict[str, list[str]] = {}
    for path, data in texts.files.items():
        if name in data and path.lower().endswith(SOURCE_ENDINGS) and mention.search(data):
            places.setdefault(posixpath.dirname(path), []).append(path)
    entries = list(places)
    if len(places) > 1:
        defines = texts.defines
        entries = [at for at, paths in places.items() if any(defines(name, path) for path in paths)]
    return drivers(texts.files, entries, UserMode(texts.files).holds)


def _including(files: Mapping[str, bytes], kept: Collection[str]) -> frozenset[str]:
    """The sources that include a kept source: only there it has the macros it is written for."""
    found = set()
    for path, data in files.items():
        if path in kept or not _SOURCE_NAME.search(data):
            continue
        folder = posixpath.dirname(path)
        for match in SOURCE_INCLUDE.finditer(data):
            name = match[1].decode("utf-8", "replace").replace("\\", "/")
            if posixpath.normpath(posixpath.join(folder, name)) in kept:
                found.add(path)
    return frozenset(found)


class Names:
    """A set of API names in all their versions."""

    def __init__(self, names: Iterable[str]) -> None:
        exact = {name.encode() for name in names}
        stems = {name.rstrip(_DIGITS) for name in exact if name[-1:] in _DIGITS}
        versions = {stem + bytes([digit]) for stem in stems for digit in _DIGITS}
        self.every = frozenset(exact | stems | versions)
        self._prefixes = {name[:_PREFIX] for name in self.every}

    def may_occur(self, data: bytes) -> bool:
        """A test of 4 bytes a name, cheap enough for every file."""
        return any(prefix in data for prefix in self._prefixes)

    def named_in(self, words: frozenset[bytes]) -> bool:
        """Whether one of the words means one of the APIs."""
        return not self.every.isdisjoint(words)

    def receivers(self, body: bytes) -> set[bytes]:
        """What a function assigns that is no local of its own, where it names one of the APIs
        without calling it: whoever uses these may call through a pointer.
        """
        named = (m[1] or m[2] for m in _MENTION.finditer(body))
        if self.every.isdisjoint(named):
            return set()
        declared = set(_DECLARED.findall(body))
        return {name for name in _ASSIGNED.findall(body) if name not in declared}


class _Texts:
    """The files, and the words and pieces of those that were asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._words: dict[str, frozenset[bytes]] = {}
        self._nodes: dict[str, list[Node]] = {}

    def words(self, path: str) -> frozenset[bytes]:
        if path not in self._words:
            self._words[path] = words_of(self.files[path])
        return self._words[path]

    def nodes(self, path: str) -> list[Node]:
        if path not in self._nodes:
            self._nodes[path] = outline(self.files[path])
        return self._nodes[path]

    def defines(self, name: bytes, path: str) -> bool:
        """Whether a file holds the body of a function."""
        return any(node.body and name in node.names for node in self.nodes(path))


class _Search:
    """The closure over names; a file is outlined when one of its words is first of interest."""

    def __init__(self, texts: _Texts, paths: Iterable[str]) -> None:
        self._texts = texts
        self._words = {path: texts.words(path) for path in paths}
        self.reached: dict[int, Node] = {}
        self.files: dict[str, None] = {}

    def _reach(self, path: str, node: Node) -> bool:
        if id(node) in self.reached:
            return False
        self.reached[id(node)] = node
        self.files[path] = None
        return True

    # --- upwards: who names what is wanted -----------------------------------------------

    def up(self, wanted: Names, seeded: frozenset[str]) -> None:
        fresh: set[bytes] = set()
        for path in sorted(seeded.intersection(self._words)):
            for node in self._texts.nodes(path):
                if wanted.named_in(node.words) and self._reach(path, node):
                    fresh |= node.keys | wanted.receivers(node.body)
        known: set[bytes] = set()
        while fresh:
            known |= fresh
            fresh = self._up_once(fresh, self._words) - known

    def _up_once(self, names: set[bytes], paths: Iterable[str]) -> set[bytes]:
        found: set[bytes] = set()
        for path in paths:
            if names.isdisjoint(self._words[path]):
                continue
            for node in self._texts.nodes(path):
                if not names.isdisjoint(node.words) and self._reach(path, node):
                    found |= node.keys
        return found

    def beside(self, facts: Names) -> None:
        """In the files kept so far, who locks, claims, queues or registers, and who calls for it:
        by the same state, and not by a name, it can have to do with what is pended.
        """
        files = list(self.files)
        fresh: set[bytes] = set()
        for path in files:
            if facts.named_in(self._words[path]):
                for node in self._texts.nodes(path):
                    if facts.named_in(node.words) and self._reach(path, node):
                        fresh |= node.keys
        known: set[bytes] = set()
        while fresh:
            known |= fresh
            fresh = self._up_once(fresh, files) - known

    # --- downwards: what they name -------------------------------------------------------

    def down(self, facts: Names) -> None:
        """Follow names into the files kept so far, and into others where that leads to a fact."""
        factual = {path for path, words in self._words.items() if facts.named_in(words)}
        base = frozenset(self.files)
        paths = [path for path in self._words if path in base or path in factual]
        fresh = {word for node in self.reached.values() for word in node.words}
        known: set[bytes] = set()
        foreign: list[tuple[str, Node]] = []
        seen: set[int] = set()
        while fresh:
            known |= fresh
            found: set[bytes] = set()
            for path, node in self._named(paths, fresh):
                if path in base:
                    found |= node.words if self._reach(path, node) else frozenset()
                elif id(node) not in seen:
                    seen.add(id(node))
                    foreign.append((path, node))
                    found |= node.words
            fresh = found - known
        self._keep_factual(foreign, facts)

    def _named(self, paths: Iterable[str], names: set[bytes]) -> Iterator[tuple[str, Node]]:
        for path in paths:
            if not names.isdisjoint(self._words[path]):
                for node in self._texts.nodes(path):
                    if not names.isdisjoint(node.keys):
                        yield path, node

    def _keep_factual(self, foreign: list[tuple[str, Node]], facts: Names) -> None:
        """Of pieces of other files, those that name a fact or something that does."""
        useful: set[bytes] = set()
        left = foreign
        while left:
            kept = [
                (path, node)
                for path, node in left
                if facts.named_in(node.words) or not useful.isdisjoint(node.words)
            ]
            if not kept:
                return
            for path, node in kept:
                self._reach(path, node)
                useful |= node.keys
            left = [item for item in left if id(item[1]) not in self.reached]
