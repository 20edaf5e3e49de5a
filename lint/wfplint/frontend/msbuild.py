"""What a Visual Studio project says: its source files, and how each is compiled.

Properties, conditions, property sheets and item metadata are followed as far as they decide
defines and include folders. An entry with a macro that has no known value is left out.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from wfplint.errors import UserError
from wfplint.frontend.compilation import SOURCE_ENDINGS, Settings, absolute, slashed

_MACRO = re.compile(r"\$\((\w+)\)")
_DEFINE = re.compile(r"[A-Za-z_]\w*(\([^)]*\))?(=.*)?$", re.DOTALL)
_COMPARISON = re.compile(r"'([^']*)'\s*(==|!=)\s*'([^']*)'")
_METADATA = (
    "PreprocessorDefinitions",
    "AdditionalIncludeDirectories",
    "ForcedIncludeFiles",
    "UndefinePreprocessorDefinitions",
    "CompileAs",
    "ExcludedFromBuild",
)
_SHEETS = (".props", ".vcxitems", ".projitems", ".targets")
_DEPTH = 8
_HERE = "msbuildthisfiledirectory"
# What a build is started with cannot be changed by the project.
_GIVEN = frozenset(("configuration", "platform", "solutiondir", "projectdir"))


def projects_of_solution(path: str) -> list[str]:
    """The absolute paths of the C++ projects that a solution names and that exist."""
    text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
    named = re.findall(r'"([^"\n]+\.vcxproj)"', text, re.IGNORECASE)
    paths = [absolute(os.path.dirname(path), name) for name in named]
    return [item for item in dict.fromkeys(paths) if os.path.isfile(item)]


def project_files(path: str, shown: str, configuration: str = "") -> dict[str, Settings]:
    """The settings of each C or C++ file of a project, by absolute path.

    `configuration` is a name, or a name and a platform (`Debug|ARM64`); without it, Release for
    x64 is taken where there is one. Raises UserError for a file that is not a project, and for one
    that has no such configuration.
    """
    root = _parsed(path, shown)
    names = _configurations(root)
    if configuration:
        names = _named(names, configuration, shown)
    reader = _Reader(path, *_preferred(names), _every_define(root))
    reader.read(root, path, 0)
    return reader.files()


def _parsed(path: str, shown: str) -> ElementTree.Element:
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise UserError(
            f"not valid XML: {error.msg}",
            path=shown,
            line=error.position[0],
            hint="open and save it in Visual Studio, or give the folder instead",
        ) from error
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", path=shown) from error
    if _tag(root) != "Project":
        raise UserError("not a Visual Studio project", path=shown, hint="its root is no <Project>")
    return root


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _configurations(root: ElementTree.Element) -> list[str]:
    return [item.get("Include", "") for item in root.iter() if _tag(item) == "ProjectConfiguration"]


def _named(names: list[str], configuration: str, shown: str) -> list[str]:
    """The configurations that are meant. Raises UserError if there are none."""
    wanted = configuration.lower()
    found = [name for name in names if wanted in (name.lower(), name.lower().partition("|")[0])]
    if not found:
        raise UserError(
            f"no configuration '{configuration}'",
            path=shown,
            hint=f"there are {', '.join(names)}" if names else "it has none",
        )
    return found


def _preferred(names: list[str]) -> tuple[str, str]:
    def rank(name: str) -> tuple[bool, bool, int]:
        kind, _, platform = name.lower().partition("|")
        return (platform != "x64", "release" not in kind, names.index(name))

    chosen = min(names, key=rank) if names else "Release|x64"
    configuration, _, platform = chosen.partition("|")
    return configuration, platform


def _every_define(root: ElementTree.Element) -> frozenset[str]:
    """The names that any configuration defines: where two are glued together, they tell."""
    texts = (item.text or "" for item in root.iter() if _tag(item) == "PreprocessorDefinitions")
    return frozenset(
        word.partition("=")[0].strip() for text in texts for word in text.split(";") if word.strip()
    )


class _Reader:
    """One walk over a project and its property sheets, in the order of evaluation."""

    def __init__(self, path: str, configuration: str, platform: str, names: frozenset[str]) -> None:
        self._names = names
        self._folder = slashed(os.path.dirname(path)) + "/"
        self._properties = {
            "configuration": configuration,
            "platform": platform,
            "projectdir": self._folder,
            "msbuildprojectdirectory": self._folder.rstrip("/"),
            "projectname": Path(path).stem,
            "msbuildprojectname": Path(path).stem,
            "solutiondir": _solution_folder(self._folder),
        }
        self._defaults = dict.fromkeys(_METADATA, "")
        self._items: dict[str, dict[str, str]] = {}
        self._seen: set[str] = set()
        self._waiting: dict[str, list[tuple[str, ElementTree.Element]]] = {
            "ItemDefinitionGroup": [],
            "ItemGroup": [],
        }

    def files(self) -> dict[str, Settings]:
        for element in self._compiled("ItemDefinitionGroup"):
            self._set(self._defaults, element)
        for element in self._compiled("ItemGroup"):
            self._item(element)
        return {
            path: self._settings(metadata)
            for path, metadata in self._items.items()
            if metadata["ExcludedFromBuild"].strip().lower() != "true"
        }

    # --- evaluation ----------------------------------------------------------------------

    def read(self, root: ElementTree.Element, path: str, depth: int) -> None:
        """Properties and imports, in their order; definitions and items wait for `files`."""
        self._seen.add(os.path.normcase(path))
        outer = self._properties.get(_HERE, "")
        here = self._properties[_HERE] = slashed(os.path.dirname(path)) + "/"
        for element in filter(self._holds, root):
            tag = _tag(element)
            if tag == "PropertyGroup":
                self._set_properties(element)
            elif tag in ("Import", "ImportGroup"):
                for item in [element] if tag == "Import" else filter(self._holds, element):
                    self._import(item, depth)
            elif tag in self._waiting:
                self._waiting[tag].append((here, element))
        self._properties[_HERE] = outer

    def _set_properties(self, group: ElementTree.Element) -> None:
        for item in filter(self._holds, group):
            name = _tag(item).lower()
            if name not in _GIVEN:
                self._properties[name] = self._expanded(item.text or "")

    def _compiled(self, kind: str) -> Iterator[ElementTree.Element]:
        for here, group in self._waiting[kind]:
            self._properties[_HERE] = here
            if self._holds(group):
                for item in filter(self._holds, group):
                    if _tag(item) == "ClCompile":
                        yield item

    def _import(self, element: ElementTree.Element, depth: int) -> None:
        name = self._expanded(element.get("Project", ""))
        path = absolute(self._properties[_HERE], name)
        if (
            "$(" in name
            or not name.lower().endswith(_SHEETS)
            or depth >= _DEPTH
            or os.path.normcase(path) in self._seen
            or not os.path.isfile(path)
        ):
            return
        try:
            root = ElementTree.parse(path).getroot()
        except (ElementTree.ParseError, OSError):
            return
        self.read(root, path, depth + 1)

    def _item(self, element: ElementTree.Element) -> None:
        metadata = dict(self._defaults)
        self._set(metadata, element)
        for path in self._paths(element.get("Include", "")):
            if path.lower().endswith(SOURCE_ENDINGS):
                self._items.setdefault(path, metadata)

    def _paths(self, include: str) -> Iterator[str]:
        for name in self._expanded(include).split(";"):
            if not name.strip() or "$(" in name or "%(" in name:
                continue
            path = absolute(self._folder, name)
            if any(sign in name for sign in "*?"):
                yield from (slashed(found) for found in sorted(glob.glob(path, recursive=True)))
            else:
                yield path

    def _set(self, metadata: dict[str, str], element: ElementTree.Element) -> None:
        for item in filter(self._holds, element):
            name = _tag(item)
            if name in _METADATA:
                text = self._expanded(item.text or "")
                metadata[name] = text.replace(f"%({name})", f";{metadata[name]};")

    def _holds(self, element: ElementTree.Element) -> bool:
        """Whether the condition of an element is true; what cannot be understood is."""
        condition = element.get("Condition")
        if not condition:
            return True
        return any(
            all(self._compares(part) for part in re.split(r"\band\b", alternative, flags=re.I))
            for alternative in re.split(r"\bor\b", condition, flags=re.I)
        )

    def _compares(self, part: str) -> bool:
        match = _COMPARISON.search(part)
        if match is None:
            return True
        left, right = (
            _MACRO.sub("", self._expanded(match[side])).strip().lower() for side in (1, 3)
        )
        return (left == right) == (match[2] == "==")

    def _expanded(self, text: str) -> str:
        """With the values of known properties; unknown ones stay, to be left out later."""
        for _ in range(_DEPTH):
            changed = _MACRO.sub(lambda m: self._properties.get(m[1].lower(), m[0]), text)
            if changed == text:
                break
            text = changed
        return text

    # --- results -------------------------------------------------------------------------

    def _settings(self, metadata: dict[str, str]) -> Settings:
        folders = _listed(metadata["AdditionalIncludeDirectories"])
        kind = metadata["CompileAs"].strip()
        language = {"CompileAsC": "c", "CompileAsCpp": "c++"}.get(kind, "")
        return Settings(
            tuple(self._defines(metadata["PreprocessorDefinitions"])),
            tuple(dict.fromkeys(absolute(self._folder, folder) for folder in folders)),
            tuple(slashed(name) for name in _listed(metadata["ForcedIncludeFiles"])),
            tuple(_listed(metadata["UndefinePreprocessorDefinitions"])),
            language,
        )

    def _defines(self, text: str) -> Iterator[str]:
        for define in _listed(text.replace("\n", ";")):
            define = define.replace('\\"', '"')
            if _DEFINE.match(define):
                yield from self._unglued(define)

    def _unglued(self, define: str) -> Iterator[str]:
        """Two defines that a missing `;` made one, if other configurations have both."""
        name, equals, value = define.partition("=")
        for cut in range(1, len(name)):
            if name[:cut] in self._names and name[cut:] in self._names:
                yield name[:cut]
                yield name[cut:] + equals + value
                return
        yield define


def _listed(text: str) -> list[str]:
    words = (word.strip() for word in text.split(";"))
    return [word for word in dict.fromkeys(words) if word and "$(" not in word and "%(" not in word]


def _solution_folder(folder: str) -> str:
    """The nearest folder upwards that holds a solution; else the folder above the project."""
    at = folder.rstrip("/")
    for _ in range(4):
        at = os.path.dirname(at)
        if glob.glob(os.path.join(glob.escape(at), "*.sln")):
            return slashed(at) + "/"
    return slashed(os.path.dirname(folder.rstrip("/"))) + "/"
