"""From the paths a user gives to the files to analyse, and how each is compiled.

A path is a file, a folder, a `.vcxproj`, a `.sln` or a `compile_commands.json`. A project file
that lies beside a source file counts even if only the source file or the folder was given.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """One file to analyse: path as shown, and on disk."""

    path: str
    real_path: str


class Project(NamedTuple):
    """Source files in the order of their paths, and the paths on disk of headers beside them.

    `manifests` are the project files that may say how they are compiled, as shown: a result
    depends on them too. They are read when the settings of a file (`found` for its path on disk)
    are first asked for, because most files are dismissed before that.
    """

    inputs: tuple[Input, ...]
    headers: tuple[str, ...]
    manifests: tuple[str, ...]
    found: Callable[[str], Settings]

    def settings(self, item: Input) -> Settings:
        """How a file is compiled; its language is always set."""
        named = "c++" if item.path.lower().endswith(CPP_ENDINGS) else "c"
        found = self.found(item.real_path)
        return found if found.language else found._replace(language=named)


def discover(
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = (),
    include_dirs: Sequence[str] = (),
    defines: Sequence[str] = (),
    configuration: str = "",
) -> Project:
    """Expand the paths. Raises UserError for one that is missing or holds nothing to analyse.

    `configuration` is that of the projects and solutions among the paths.
    """
    if configuration and not any(path.lower().endswith((".vcxproj", ".sln")) for path in paths):
        raise UserError(
            f"--configuration {configuration}: no .vcxproj or .sln was given",
            hint="name the project file itself",
        )
    finder = _Finder(exclude, configuration)
    for path in paths:
        finder.add(path)
    extra = [absolute(os.getcwd(), folder) for folder in include_dirs]
    inputs = tuple(Input(display(real), real) for real in sorted(finder.sources))
    manifests = sorted({*finder.manifests, *finder.beside_all()})

    def settings(real: str) -> Settings:
        return finder.settings(real).extended(defines, extra)

    return Project(inputs, tuple(sorted(finder.headers)), tuple(manifests), settings)


def display(path: str) -> str:
    """A path as shown to people: relative to the working folder where it lies inside."""
    root = slashed(os.getcwd()).rstrip("/") + "/"
    return path.removeprefix(root)


class _Finder:
    """Collects files; each folder's project files are read once."""

    def __init__(self, exclude: Sequence[str], configuration: str) -> None:
        self._exclude = [slashed(pattern).rstrip("/") for pattern in exclude]
        self._configuration = configuration
        self._manifests_of: dict[str, dict[str, Settings]] = {}
        self._listed: dict[str, list[str]] = {}
        self.sources: dict[str, Settings | None] = {}
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
        self.sources.setdefault(real, None)
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
        elif path.lower().endswith(SOURCE_ENDINGS):
            self.sources.setdefault(path, None)

    def _add_manifest(self, real: str, shown: str) -> None:
        found = self._manifest(real, shown, self._configuration)
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
            if self.sources.get(path) is None:
                self.sources[path] = settings
        for folder in sorted({os.path.dirname(path) for path in existing}):
            for path in self._walk(folder, deep=False):
                if path.lower().endswith(HEADER_ENDINGS):
                    self.headers[path] = None

    def _manifest(self, real: str, shown: str, configuration: str) -> dict[str, Settings]:
        self.manifests[shown] = None
        if real.lower().endswith(".json"):
            return compile_commands(real, shown)
        # XML and its users are not needed by most runs over a few files.
        from wfplint.frontend.msbuild import project_files, projects_of_solution

        if real.lower().endswith(".vcxproj"):
            return project_files(real, shown, configuration)
        found: dict[str, Settings] = {}
        for project in projects_of_solution(real):
            self.manifests[display(project)] = None
            found.update(project_files(project, display(project), configuration))
        return found

    # --- what lies beside a file ---------------------------------------------------------

    def settings(self, path: str) -> Settings:
        """From a project file in the file's folder or the two above it; empty without one."""
        given = self.sources.get(path)
        if given is not None:
            return given
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

    def beside_all(self) -> list[str]:
        """The project files, as shown, that may hold settings of the files found."""
        folders: dict[str, None] = {}
        for path, given in self.sources.items():
            for _ in range(3 if given is None else 0):
                path = os.path.dirname(path)
                folders[path] = None
        return [display(name) for folder in folders for name in self._manifests_in(folder)]

    def _manifests_in(self, folder: str) -> list[str]:
        if folder not in self._listed:
            self._listed[folder] = [
                slashed(entry.path)
                for entry in _entries(folder)
                if entry.name.lower().endswith((".vcxproj", _DATABASE))
                or entry.name.lower() == "sources"
            ]
        return self._listed[folder]

    def _beside(self, folder: str) -> dict[str, Settings]:
        if folder not in self._manifests_of:
            self._manifests_of[folder] = self._read_beside(folder)
        return self._manifests_of[folder]

    def _read_beside(self, folder: str) -> dict[str, Settings]:
        """The settings by file; for "" those of an old `sources` file, or of the one project."""
        found: dict[str, Settings] = {}
        old = Settings()
        for path in self._manifests_in(folder):
            if path.lower().endswith("/sources"):
                old = sources_file(path)
                continue
            for file, settings in self._lenient(path).items():
                found.setdefault(file, settings)
        common = set(found.values())
        found[""] = common.pop() if len(common) == 1 else old
        return found

    def _lenient(self, real: str) -> dict[str, Settings]:
        """A project file nobody named: if it is broken, the file is analysed without it."""
        try:
            return self._manifest(real, display(real), "")
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
