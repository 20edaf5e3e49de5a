"""How the front end reads project files: from disk, or from memory in an editor and in tests."""

from __future__ import annotations

import os
import re
import threading
from functools import lru_cache
from typing import NamedTuple, Protocol

from wfplint.source import SourceFile


class Include(NamedTuple):
    """One `#include`, as spelled."""

    name: str
    quoted: bool


class Files(Protocol):
    """What the front end asks of the project's files. Paths are absolute, with `/`."""

    def read(self, path: str) -> SourceFile | None:
        """The file, normalised; None if there is none."""

    def find(self, folder: str, name: str) -> str | None:
        """The path of `folder/name`, in whatever case it is stored; None if there is none."""


_INCLUDE = re.compile(
    rb'^[ \t]*#[ \t]*(?:include|import)[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE
)


@lru_cache(maxsize=1024)
def includes_of(data: bytes) -> tuple[Include, ...]:
    """The includes of a file, those in a branch not taken among them."""
    if b"#" not in data:
        return ()
    found = (
        Include((m[1] or m[2]).decode("utf-8", errors="replace").strip(), m[1] is not None)
        for m in _INCLUDE.finditer(data)
    )
    return tuple(dict.fromkeys(found))


class DiskFiles:
    """Files of the file system, each read and each folder listed once; safe between threads.

    Display paths are relative to `root` (the working folder by default) where that is possible.
    """

    def __init__(self, root: str | None = None) -> None:
        self._root = slashed(os.path.abspath(root or os.getcwd())).rstrip("/") + "/"
        self._sources: dict[str, SourceFile | None] = {}
        self._folders: dict[str, dict[str, str]] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        self._lock = threading.Lock()

    def read(self, path: str) -> SourceFile | None:
        if path not in self._sources:
            source = self._load(path)
            with self._lock:
                self._sources.setdefault(path, source)
        return self._sources[path]

    def _load(self, path: str) -> SourceFile | None:
        try:
            with open(path, "rb") as stream:
                raw = stream.read()
        except OSError:
            return None
        return SourceFile.from_bytes(path.removeprefix(self._root), raw, path)

    def find(self, folder: str, name: str) -> str | None:
        key = (folder, name)
        if key not in self._found:
            self._found[key] = self._stored(joined(folder, name))
        return self._found[key]

    def _stored(self, path: str) -> str | None:
        parent, _, last = path.rpartition("/")
        stored = self._listed(parent).get(last.lower())
        return joined(parent, stored) if stored else None

    def _listed(self, folder: str) -> dict[str, str]:
        """The files of a folder by their names in lower case."""
        known = self._folders.get(folder)
        if known is None:
            try:
                known = {entry.lower(): entry for entry in os.listdir(folder or "/")}
            except OSError:
                known = self._listed_in_other_case(folder)
            with self._lock:
                self._folders[folder] = known
        return known

    def _listed_in_other_case(self, folder: str) -> dict[str, str]:
        parent, _, last = folder.rpartition("/")
        stored = self._listed(parent).get(last.lower()) if parent else None
        if stored is None or stored == last:
            return {}
        prefix = f"../{stored}/"
        return {key: prefix + value for key, value in self._listed(f"{parent}/{stored}").items()}


class MemoryFiles:
    """Files given as a mapping from absolute path to text; for tests and editors."""

    def __init__(self, texts: dict[str, bytes]) -> None:
        self._texts = texts
        self._stored = {path.lower(): path for path in texts}

    def read(self, path: str) -> SourceFile | None:
        raw = self._texts.get(path)
        return None if raw is None else SourceFile.from_bytes(path.lstrip("/"), raw, path)

    def find(self, folder: str, name: str) -> str | None:
        return self._stored.get(joined(folder, name).lower())


def slashed(path: str) -> str:
    return path.replace("\\", "/")


def joined(folder: str, name: str) -> str:
    """`folder/name` with backslashes turned and `.` and `..` resolved."""
    name = slashed(name)
    if name.startswith("/") or name[1:2] == ":":
        folder = ""
    parts: list[str] = []
    for part in f"{folder}/{name}".split("/") if folder else name.split("/"):
        if part == ".." and parts and parts[-1] not in ("", ".."):
            parts.pop()
        elif part not in (".", "") or not parts:
            parts.append(part)
    return "/".join(parts)
