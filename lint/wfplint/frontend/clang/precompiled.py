"""Headers that many files of a run start with, parsed once.

A precompiled header must change nothing but the time: it holds exactly what stands at the start of
the files that use it, under the same arguments and after the same declarations of inferred names,
and it carries the errors found in it. Only inferred names that do not occur in it at all are
declared behind it.
"""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from collections import Counter
from typing import NamedTuple

from wfplint.frontend.clang.cursors import ParseFailed, parsed
from wfplint.frontend.clang.diagnostics import Diagnostic, errors_of
from wfplint.frontend.clang.headers import PRELUDE, Tree
from wfplint.frontend.clang.leading import Start, Texts, starts
from wfplint.frontend.clang.library import FOR_SERIALISATION, Library
from wfplint.frontend.clang.places import Mapped
from wfplint.frontend.clang.prelude import Inferred, render

# A header is built after so many requests, if it holds as many bytes: it costs about two parses.
REQUESTS = 2
SMALLEST = 60_000
MOST = 16
_NAME = ".wfplint-start.h"
_LANGUAGES = {"c": "c-header", "c++": "c++-header"}


class Header(NamedTuple):
    """A precompiled header on disk, and the errors in it."""

    key: str
    path: str
    errors: list[Diagnostic]


class Beginning(NamedTuple):
    """A unit's start that a header holds, and what is to be declared behind it."""

    header: Header
    start: Start
    behind: Inferred


class Request(NamedTuple):
    """One round over a unit: what it can start with, shortest first, and what is inferred."""

    tree: Tree
    starts: list[Start]
    arguments: list[str]
    inferred: Inferred
    cpp: bool


class _Plan(NamedTuple):
    """A start with the text to be declared before it."""

    key: str
    start: Start
    before: bytes


class Precompiled:
    """The precompiled headers of a run; safe between threads."""

    def __init__(self, requests: int = REQUESTS, smallest: int = SMALLEST) -> None:
        self._requests = requests
        self._smallest = smallest
        self._folder = ""
        self._headers: dict[str, Header] = {}
        self._asked: Counter[str] = Counter()
        self._begun: set[str] = set()
        self._lock = threading.Lock()
        self._texts = Texts()

    def starts(self, tree: Tree, arguments: list[str]) -> list[Start]:
        return starts(tree, arguments, self._texts)

    def beginning(self, lib: Library, request: Request) -> Beginning | None:
        """The longest beginning that there is a header for; one asked for often is built."""
        for start in self._popular(request):
            before, behind = self._split(request, start)
            text = render(before, request.cpp)
            key = start.key + hashlib.sha256(text).hexdigest()
            known = self._headers.get(key)
            if known is None and self._is_due(request.tree, start, key):
                known = self._built(lib, request, _Plan(key, start, text))
            if known is not None:
                return Beginning(known, start, behind)
        return None

    def _popular(self, request: Request) -> list[Start]:
        """The starts, longest first, that were wanted often, whatever was declared before them."""
        with self._lock:
            self._asked.update(start.key for start in request.starts)
            return [s for s in reversed(request.starts) if self._asked[s.key] > self._requests]

    def __len__(self) -> int:
        """How many headers were built."""
        return len(self._headers)

    def refuse(self, header: Header) -> None:
        """Never offer this header again."""
        self._headers.pop(header.key, None)

    def _split(self, request: Request, start: Start) -> tuple[Inferred, Inferred]:
        inferred = request.inferred
        if not inferred.names and not inferred.members:
            return inferred, inferred
        texts = request.tree.texts
        words = self._texts.words(start.key, start.text).union(
            *(self._texts.words(path, texts[path]) for path in start.paths)
        )
        return inferred.split(words)

    def _is_due(self, tree: Tree, start: Start, key: str) -> bool:
        with self._lock:
            self._asked[key] += 1
            if self._asked[key] <= self._requests // 2 or key in self._begun:
                return False
            if len(self._begun) >= MOST:
                return False
            if sum(len(tree.texts[path]) for path in start.paths) < self._smallest:
                return False
            self._begun.add(key)
            return True

    def _built(self, lib: Library, request: Request, plan: _Plan) -> Header | None:
        tree, start = request.tree, plan.start
        path = f"{tree.main.rpartition('/')[0]}/{_NAME}"
        files = {name: tree.texts[name] for name in start.paths}
        files |= {path: start.text, PRELUDE: plan.before}
        mapped = {**tree.mapped, path: Mapped(path, None, start.text)}
        arguments = [*request.arguments, "-include", PRELUDE]
        language = arguments.index("-x") + 1
        arguments[language] = _LANGUAGES[arguments[language]]
        try:
            target = self._place(plan.key)
            with parsed(lib, path, arguments, files, FOR_SERIALISATION) as unit:
                errors = errors_of(lib, unit, mapped)
                if lib.save_unit(unit, target.encode("utf-8"), 0):
                    return None
        except (OSError, ParseFailed):
            return None
        header = self._headers[plan.key] = Header(plan.key, target, errors)
        return header

    def make_room(self) -> None:
        """Have a folder, before there are several processes that would make one each."""
        with self._lock:
            if not self._folder:
                # most runs build nothing, and these import a lot
                import shutil
                import tempfile

                self._folder = tempfile.mkdtemp(prefix="wfplint-")
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def _place(self, key: str) -> str:
        self.make_room()
        name = f"{hashlib.sha256(key.encode()).hexdigest()[:16]}-{os.getpid()}"
        return f"{self._folder}/{name}.pch"
