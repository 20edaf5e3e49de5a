"""From the paths a user gives to the files to analyse, and how each is compiled.

A path is a file, a folder, a `.vcxproj`, a `.sln` or a `compile_commands.json`. A project file
that lies beside a source file counts even if only the source file or the folder was given.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wfplint.errors import UserError
from wfplint.frontend.compilation import (
    CPP_ENDINGS,
    HEADER_ENDINGS,
    SOURCE_ENDINGS,
    Settings,
    absolute,
    compile_commands,
    slashed,
    sources_file,
)

_DATABASE = "compile_commands.json"
_IGNORED = frozenset(("node_modules", "__pycache__", "site-packages"))


class Input(NamedTuple):
    """One file to analyse: path as shown, path on disk, and how it is compiled."""

    path: str
    real_path: str
    settings: Settings

    @property
    def language(self) -> str:
        """`c` or `c++`."""
        named = "c++" if self.path.lower().endswith(CPP_ENDINGS) else "c"
        return self.settings.language or named


@dataclass(frozen=True)
class Project:
    """Source files in the order of their paths, and the headers found beside them.

    `manifests` are the project files that were read, as shown: a result depends on them too.
    """

    inputs: tuple[Input, ...]
    headers: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()


def discover(
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = (),
    include_dirs: Sequence[str] = (),
    defines: Sequence[str] = (),
) -> Project:
    """Expand the paths. Raises UserError for one that is missing or holds nothing to analyse."""
    finder = _Finder(exclude)
    for path in paths:
        finder.add(path)
    extra = [absolute(os.getcwd(), folder) for folder in include_dirs]
    inputs = [
        Input(display(real), real, settings.extended(defines, extra))
        for real, settings in sorted(finder.sources.items())
    ]
    headers = sorted(finder.headers)
    return Project(tuple(inputs), tuple(headers), tuple(sorted(finder.manifests)))


def display(path: str) -> str:
    """A path as shown to people: relative to the working folder where it lies inside."""
    root = slashed(os.getcwd()).rstrip("/") + "/"
    return path.removeprefix(root)


class _Finder:
    """Collects files; each folder's project files are read once."""

    def __init__(self, exclude: Sequence[str]) -> None:
        self._exclude = [slashed(pattern).rstrip("/") for pattern in exclude]
        self._manifests_of: dict[str, dict[str, Settings]] = {}
        self.sources: dict[str, Settings] = {}
        self.headers: dict[str, None] = {}
        self.manifests: dict[str, None] = {}

    def add(self, path: str) -> None:
        if not path.strip():
            raise UserError("an empty path was given", hint="name a file or a folder")
        real = absolute(os.getcwd(), path)
        if not os.path.exists(real):
            raise UserError("no such file or folder", path=path, hint="check the spelling")
        if os.path.isdir(real):
            self._add_folder(real, path)
        elif real.lower().endswith((".vcxproj", ".sln", ".json")):
            self._add_manifest(real, path)
        else:
            self._add_file(real, path)

    def _add_file(self, real: str, shown: str) -> None:
        if real.lower().endswith(HEADER_ENDINGS):
            # A hook gives the headers of a commit too: their code belongs to what includes them.
            self.headers[real] = None
            siblings = self._walk(os.path.dirname(real), deep=False)
            for path in siblings:
                self._found(path)
            return
        if not real.lower().endswith(SOURCE_ENDINGS):
            raise UserError(
                "not a C or C++ file",
                path=shown,
                hint=f"give {', '.join(SOURCE_ENDINGS)}, a folder, .vcxproj, .sln or {_DATABASE}",
            )
        if not os.path.isfile(real):
            raise UserError("not a regular file", path=shown)
        self.sources.setdefault(real, self._settings(real))
        for path in self._walk(os.path.dirname(real), deep=False):
            if path.lower().endswith(HEADER_ENDINGS):
                self.headers[path] = None

    def _add_folder(self, real: str, shown: str) -> None:
        found = list(self._walk(real))
        if not any(path.lower().endswith(SOURCE_ENDINGS) for path in found):
            raise UserError(
                "no C or C++ files in this folder",
                path=shown,
                hint=f"looked for {', '.join(SOURCE_ENDINGS)}, in folders below it too",
            )
        for path in found:
            self._found(path)

    def _found(self, path: str) -> None:
        if path.lower().endswith(HEADER_ENDINGS):
            self.headers[path] = None
        elif path.lower().endswith(SOURCE_ENDINGS) and path not in self.sources:
            self.sources[path] = self._settings(path)

    def _add_manifest(self, real: str, shown: str) -> None:
        found = self._manifest(real, shown)
        existing = {
            path: settings
            for path, settings in found.items()
            if os.path.isfile(path) and not self._is_excluded(path)
        }
        if not existing:
            raise UserError(
                "names no C or C++ file that exists",
                path=shown,
                hint="check out the sources beside it, or give their folder",
            )
        for path, settings in existing.items():
            self.sources.setdefault(path, settings)
        for folder in sorted({os.path.dirname(path) for path in existing}):
            for path in self._walk(folder, deep=False):
                if path.lower().endswith(HEADER_ENDINGS):
                    self.headers[path] = None

    def _manifest(self, real: str, shown: str) -> dict[str, Settings]:
        self.manifests[shown] = None
        if real.lower().endswith(".json"):
            return compile_commands(real, shown)
        # XML and its users are not needed by most runs over a few files.
        from wfplint.frontend.msbuild import project_files, projects_of_solution

        if real.lower().endswith(".vcxproj"):
            return project_files(real, shown)
        found: dict[str, Settings] = {}
        for project in projects_of_solution(real):
            self.manifests[display(project)] = None
            found.update(project_files(project, display(project)))
        return found

    # --- what lies beside a file ---------------------------------------------------------

    def _settings(self, path: str) -> Settings:
        """From a project file in the file's folder or the two above it; empty without one."""
        folder = os.path.dirname(path)
        known = self._beside(folder)
        if path in known:
            return known[path]
        for _ in range(2):
            folder = os.path.dirname(folder)
            above = self._beside(folder)
            if path in above:
                return above[path]
        return known.get("", Settings())

    def _beside(self, folder: str) -> dict[str, Settings]:
        if folder not in self._manifests_of:
            self._manifests_of[folder] = self._read_beside(folder)
        return self._manifests_of[folder]

    def _read_beside(self, folder: str) -> dict[str, Settings]:
        """The settings by file; for "" those of an old `sources` file, or of the one project."""
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return {}
        found: dict[str, Settings] = {}
        for name in names:
            if name.lower().endswith(".vcxproj") or name == _DATABASE:
                for path, settings in self._lenient(absolute(folder, name)).items():
                    found.setdefault(path, settings)
            elif name.lower() == "sources":
                found[""] = sources_file(absolute(folder, name))
                self.manifests[display(absolute(folder, name))] = None
        common = set(found.values())
        if len(common) == 1:
            found[""] = common.pop()
        return found

    def _lenient(self, real: str) -> dict[str, Settings]:
        """A project file nobody named: if it is broken, the file is analysed without it."""
        try:
            return self._manifest(real, display(real))
        except UserError:
            return {}

    def _walk(self, folder: str, deep: bool = True) -> Iterator[str]:
        """C and C++ files and headers; each real folder once, so that links cannot loop."""
        seen: set[str] = set()
        stack = [folder]
        while stack:
            at = stack.pop()
            real = os.path.realpath(at)
            if real in seen:
                continue
            seen.add(real)
            below: list[str] = []
            for entry in _entries(at):
                path = slashed(entry.path)
                if self._is_excluded(path):
                    continue
                if _is_folder(entry):
                    if deep and not entry.name.startswith(".") and entry.name not in _IGNORED:
                        below.append(path)
                elif entry.name.lower().endswith((*SOURCE_ENDINGS, *HEADER_ENDINGS)):
                    yield path
            stack += reversed(below)

    def _is_excluded(self, path: str) -> bool:
        shown = display(path)
        return any(
            fnmatch.fnmatch(shown, pattern) or shown.startswith(pattern + "/")
            for pattern in self._exclude
        )


def _entries(folder: str) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return ()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
