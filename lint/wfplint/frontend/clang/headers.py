"""The virtual include tree of one unit.

Every file libclang sees is given to it as text: project files in their normalised form, model
headers, stubs. They live below a folder that does not exist, so that nothing is read from disk by
accident. Where the spelling of an `#include` does not lead to its file by itself (other case,
backslashes, another folder, a model header) a forwarding file stands at the place libclang looks.

  ROOT/src/<real path>   project files
  ROOT/inc/<spelling>    forwarding files and stubs for `<>`; those for quotes stand beside
  ROOT/model/<name>      model headers
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass, field

from wfplint.frontend.clang.files import DiskFiles, Files, Include, includes_of, slashed
from wfplint.frontend.clang.places import Mapped
from wfplint.source import SourceFile

ROOT = slashed(os.path.abspath(os.sep + ".wfplint"))
PRELUDE = f"{ROOT}/prelude.h"
BEHIND = f"{ROOT}/behind.h"  # what the prelude leaves for after a precompiled header
_INC, _MODEL, _SRC = f"{ROOT}/inc", f"{ROOT}/model", f"{ROOT}/src"
_MODEL_FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "include")

_KIT = DiskFiles()

_TRACE_STUB = b"""
#define WPP_INIT_TRACING(...) ((void)0)
#define WPP_CLEANUP(...) ((void)0)
#define WPP_LEVEL_ENABLED(...) 0
#define WPP_FLAG_LEVEL_ENABLED(...) 0
#define DoTraceMessage(...) ((void)0)
#define DoTraceLevelMessage(...) ((void)0)
"""
_TRACE_FUNCTION = re.compile(rb"^[ \t]*//[ \t]*(?:FUNC|USEPREFIX)[ \t]+(\w+)", re.MULTILINE)


class Model:
    """The bundled model headers, read as they are needed and kept for the whole process."""

    def __init__(self, folder: str = _MODEL_FOLDER) -> None:
        self._folder = folder
        self._texts: dict[str, bytes] = {}
        self._includes: dict[str, tuple[Include, ...]] = {}
        self._names: dict[str, str] | None = None
        self._lock = threading.Lock()

    def find(self, spelling: str) -> str | None:
        """The stored name of a model header, whatever the case of `spelling`."""
        return self._listed().get(slashed(spelling).lower())

    def _listed(self) -> dict[str, str]:
        with self._lock:
            if self._names is None:
                self._names = {}
                for parent, _, names in os.walk(self._folder):
                    below = slashed(os.path.relpath(parent, self._folder))
                    prefix = "" if below == "." else f"{below}/"
                    for name in names:
                        self._names[(prefix + name).lower()] = prefix + name
            return self._names

    def text(self, name: str) -> bytes:
        known = self._texts.get(name)
        if known is None:
            with open(os.path.join(self._folder, *name.split("/")), "rb") as stream:
                known = self._texts[name] = stream.read()
        return known

    def includes(self, name: str) -> tuple[Include, ...]:
        known = self._includes.get(name)
        if known is None:
            known = self._includes[name] = includes_of(self.text(name))
        return known

    def defined_names(self) -> frozenset[bytes]:
        """Every macro of the headers for annotations."""
        names: set[bytes] = set()
        for name in ("sal.h", "driverspecs.h", "wfplint_model.h", "ntdef.h"):
            if self.find(name):
                names.update(re.findall(rb"#\s*define\s+(\w+)", self.text(name)))
        return frozenset(names)


@dataclass
class Tree:
    """The files of one unit, by virtual path: texts for libclang, and what they map to.

    `edges` say for each file where its includes lead; one that only libclang can find is left out.
    """

    main: str
    texts: dict[str, bytes] = field(default_factory=dict)
    mapped: dict[str, Mapped] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    edges: dict[str, dict[Include, str]] = field(default_factory=dict)

    @property
    def sources(self) -> list[SourceFile]:
        """The project's files, the main one first."""
        return [m.source for m in self.mapped.values() if m.source is not None]

    @property
    def include_arguments(self) -> list[str]:
        return ["-I", _INC, "-I", _MODEL]


class _Builder:
    def __init__(
        self,
        main: SourceFile,
        files: Files,
        folders: tuple[str, ...],
        model: Model | None,
        system: tuple[str, ...],
    ) -> None:
        self.files = files
        self.folders = folders
        self.model = model
        self.system = system
        path = slashed(os.path.abspath(main.real_path))
        self.main_folder = path.rpartition("/")[0]
        self.tree = Tree(virtual(path))
        self.pending: list[tuple[str, str, tuple[Include, ...]]] = []
        self.add_source(path, main)

    def add_source(self, path: str, source: SourceFile) -> str:
        name = virtual(path)
        if name not in self.tree.texts:
            self.tree.texts[name] = source.data
            self.tree.mapped[name] = Mapped(name, source, source.data)
            self.pending.append((name, path.rpartition("/")[0], includes_of(source.data)))
        return name

    def add_model(self, model: Model, name: str) -> str:
        path = f"{_MODEL}/{name}"
        if path not in self.tree.texts:
            self.tree.texts[path] = model.text(name)
            self.tree.mapped[path] = Mapped(path, None, self.tree.texts[path])
            self.pending.append((path, "", model.includes(name)))
        return path

    def add_text(self, path: str, text: bytes) -> None:
        if path not in self.tree.texts:
            self.tree.texts[path] = text
            self.tree.mapped[path] = Mapped(path, None, text)

    def run(self) -> Tree:
        while self.pending:
            includer, folder, includes = self.pending.pop()
            for include in includes:
                self.resolve(includer, folder, include)
        return self.tree

    def resolve(self, includer: str, folder: str, include: Include) -> None:
        beside = f"{includer.rpartition('/')[0]}/{include.name}"
        target = self.target(folder, include)
        if target is None:
            target = self.outside(beside, include)
        elif target not in (beside if include.quoted else "", f"{_MODEL}/{include.name}"):
            text = b'#include "%s"\n' % target.encode("utf-8")
            forwarding = self.forward(beside, include, text)
            self.tree.edges[forwarding] = {include: target}
            target = forwarding
        if target is not None:
            self.tree.edges.setdefault(includer, {})[include] = target

    def outside(self, beside: str, include: Include) -> str | None:
        """A header of the real WDK, which libclang reads itself, or one that exists nowhere."""
        for place in self.system:
            path = _KIT.find(place, include.name)
            if path is not None:
                if path != f"{place}/{include.name}":
                    self.forward(beside, include, b'#include "%s"\n' % path.encode("utf-8"))
                return None
        return self.add_stub(beside, include)

    def forward(self, beside: str, include: Include, text: bytes) -> str:
        """Put a file where libclang looks first: beside the includer, or in the include folder."""
        path = beside if include.quoted else f"{_INC}/{include.name}"
        self.add_text(path, text)
        if "\\" not in path:
            return path
        self.add_text(slashed(path), text)
        return slashed(path)

    def target(self, folder: str, include: Include) -> str | None:
        """The virtual path of the file meant; a model header wins over a project's in `<>`."""
        name = include.name
        if include.quoted and folder:
            found = self.project_file((folder, self.main_folder, *self.folders), name)
            if found is not None:
                return found
        if self.model is not None:
            stored = self.model.find(name)
            if stored is not None:
                return self.add_model(self.model, stored)
        if folder and not include.quoted:
            return self.project_file((*self.folders, folder, self.main_folder), name)
        return None

    def project_file(self, folders: tuple[str, ...], name: str) -> str | None:
        for folder in folders:
            path = self.files.find(folder, name)
            if path is None:
                continue
            source = self.files.read(path)
            if source is not None:
                return self.add_source(path, source)
        return None

    def add_stub(self, beside: str, include: Include) -> str:
        self.tree.missing.append(include.name)
        text = b""
        if include.name.lower().endswith(".tmh"):
            text = _TRACE_STUB + self.trace_functions()
        return self.forward(beside, include, text)

    def trace_functions(self) -> bytes:
        """The project's own trace macros, which its WPP configuration comments name."""
        names: set[bytes] = set()
        for source in self.tree.sources:
            if b"WPP" in source.data:
                names.update(_TRACE_FUNCTION.findall(source.data))
        return b"".join(b"#define %s(...) ((void)0)\n" % name for name in sorted(names))


def virtual(path: str) -> str:
    """The virtual path of a real file: `C:/x.c` becomes `ROOT/src/C/x.c`."""
    return f"{_SRC}/{path.lstrip('/').replace(':', '', 1)}"


def build(
    main: SourceFile,
    files: Files,
    folders: tuple[str, ...] = (),
    forced: tuple[str, ...] = (),
    model: Model | None = None,
    system: tuple[str, ...] = (),
) -> Tree:
    """The tree of everything that `main` includes, directly or not.

    `folders` are the project's include folders, `forced` headers included before the file,
    `system` folders of a real WDK, which libclang reads itself; then `model` is None.
    """
    absolute = tuple(slashed(os.path.abspath(folder)) for folder in folders)
    kit = tuple(slashed(os.path.abspath(folder)) for folder in system)
    builder = _Builder(main, files, absolute, model, kit)
    for name in forced:
        builder.resolve(builder.tree.main, builder.main_folder, Include(name, True))
    return builder.run()
