"""Finding headers, and remembering what reading one did, so that it is read once.

A header's result is used again where every macro that it asked for has the same definition.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from wfplint.frontend.treesitter.macros import Macro, definition
from wfplint.frontend.treesitter.segments import MODEL_PATH, Segment
from wfplint.source import SourceFile

Loader = Callable[[str], "SourceFile | None"]
MODEL_FOLDER = Path(__file__).resolve().parents[2] / "include"


class Included(NamedTuple):
    """A header and whether it is the system's (or the bundled model of one)."""

    file: SourceFile
    system: bool


@lru_cache(maxsize=1)
def _model_names() -> dict[str, Path]:
    paths = [path for path in MODEL_FOLDER.rglob("*") if path.is_file()]
    return {path.relative_to(MODEL_FOLDER).as_posix().lower(): path for path in sorted(paths)}


@cache
def model_header(name: str) -> SourceFile | None:
    """The bundled header of that name, in any case; None if there is none."""
    path = _model_names().get(name.lower())
    if path is None:
        return None
    display = MODEL_PATH + path.relative_to(MODEL_FOLDER).as_posix()
    return SourceFile.from_bytes(display, path.read_bytes(), display)


def once(file: SourceFile) -> Macro:
    """The pseudo macro that says that a file with `#pragma once` was read."""
    return definition("once").__class__(f"#once {file.real_path or file.path}", None, "")


class Includer:
    """Resolves `#include`: the including folder, the given folders, then the bundled model."""

    def __init__(
        self, load: Loader, folders: tuple[str, ...] = (), system: tuple[str, ...] = ()
    ) -> None:
        self._load = load
        self._folders = [(folder, False) for folder in folders]
        self._folders += [(folder, True) for folder in system]

    def find(self, spelled: str, includer: SourceFile) -> Included | None:
        """The file that `"name"` or `<name>` means, or None."""
        name = spelled[1:-1].replace("\\", "/").strip()
        if not name:
            return None
        own = posixpath.dirname((includer.real_path or includer.path).replace("\\", "/"))
        folders = [(own, False), *self._folders] if spelled[0] == '"' else self._folders
        for folder, system in folders:
            file = self._load(posixpath.normpath(posixpath.join(folder, name)))
            if file is not None:
                return Included(file, system)
        model = model_header(name) or model_header(posixpath.basename(name))
        return Included(model, True) if model else None

    def has(self, includer: SourceFile) -> Callable[[str], bool]:
        """A test for `__has_include`."""
        return lambda name: self.find(f'"{name}"', includer) is not None


class Entry(NamedTuple):
    """What reading a header asked for, what it changed, and the texts it gave."""

    reads: dict[str, Macro | None]
    writes: dict[str, Macro | None]
    segments: list[Segment]
    missing: list[tuple[str, str, int]]


@dataclass
class Frame:
    """The macros that a header reads and writes while it is read."""

    reads: dict[str, Macro | None] = field(default_factory=dict)
    writes: dict[str, Macro | None] = field(default_factory=dict)

    def written(self, name: str, before: Macro | None, used: set[str]) -> None:
        """Note that `name` gets a new definition, which was `before`."""
        if name not in self.writes:
            if name in used:
                self.reads.setdefault(name, before)
            self.writes[name] = None

    def entry(
        self,
        macros: dict[str, Macro],
        used: set[str],
        segments: list[Segment],
        missing: list[tuple[str, str, int]],
    ) -> Entry:
        """The result, once the header is read."""
        reads, writes = self.reads, self.writes
        for name in used:
            if name not in writes:
                reads.setdefault(name, macros.get(name))
        return Entry(reads, {name: macros.get(name) for name in writes}, segments, missing)

    def note(self, entry: Entry, used: set[str]) -> None:
        """Take over what an inner header did."""
        for name, value in entry.reads.items():
            if name not in self.writes:
                self.reads.setdefault(name, value)
        for name in entry.writes:
            if name not in self.writes and name in used:
                self.reads.setdefault(name, entry.reads.get(name))
        self.writes.update(entry.writes)

    def merge(self, entry: Entry, macros: dict[str, Macro], used: set[str]) -> None:
        """Do to `macros` what reading the header again would do."""
        self.note(entry, used)
        for name, macro in entry.writes.items():
            if macro is None:
                macros.pop(name, None)
            else:
                macros[name] = macro


class HeaderCache:
    """Results of headers, by file; valid for one language and one set of definitions."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, bytes], list[Entry]] = {}

    def find(self, file: SourceFile, macros: dict[str, Macro]) -> Entry | None:
        """A result whose every question to `macros` has the same answer now."""
        get = macros.get
        for entry in self._entries.get((file.real_path, file.data), ()):
            if all(get(name) == value for name, value in entry.reads.items()):
                return entry
        return None

    def add(self, file: SourceFile, entry: Entry) -> None:
        """Remember a result."""
        self._entries.setdefault((file.real_path, file.data), []).append(entry)
