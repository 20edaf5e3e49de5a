"""How one file is compiled, as far as a checker cares, and command lines that say so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wfplint.errors import UserError

C_ENDINGS = (".c",)
CPP_ENDINGS = (".cpp", ".cc", ".cxx")
SOURCE_ENDINGS = (*C_ENDINGS, *CPP_ENDINGS)
# What every build of a driver defines; code tests it before its first include.
_VERSIONS = {"_WIN32_WINNT": "0x0A00", "WINVER": "0x0A00", "NTDDI_VERSION": "0x0A000010"}
HEADER_ENDINGS = (".h", ".hpp", ".hxx", ".hh", ".inl", ".inc")


class Settings(NamedTuple):
    """Defines (`NAME` or `NAME=VALUE`), absolute include folders, headers included first.

    `language` is `c`, `c++` or empty to go by the file's name.
    """

    defines: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    undefines: tuple[str, ...] = ()
    language: str = ""

    def extended(self, defines: Sequence[str], include_dirs: Sequence[str]) -> Settings:
        """With what the command line adds; its folders are searched first."""
        return Settings(
            (*self.defines, *defines),
            tuple(dict.fromkeys((*include_dirs, *self.include_dirs))),
            self.forced,
            self.undefines,
            self.language,
        )

    def as_built(self) -> Settings:
        """With the defines of a driver's build; one version that is given stands for all.

        The headers derive the versions that are not given from the one that is.
        """
        named = {item.partition("=")[0] for item in (*self.defines, *self.undefines)}
        added = [] if named & _VERSIONS.keys() else [f"{n}={v}" for n, v in _VERSIONS.items()]
        if "WINNT" not in named:
            added.append("WINNT=1")
        return self._replace(defines=(*self.defines, *added))


def slashed(path: str) -> str:
    return path.replace("\\", "/")


def absolute(folder: str, path: str) -> str:
    """An absolute path with `/`; backslashes and `..` in `path` are resolved against `folder`."""
    return slashed(os.path.normpath(os.path.join(folder, slashed(path.strip().strip('"')))))


# --- compile_commands.json -------------------------------------------------------------------


def compile_commands(path: str, shown: str) -> dict[str, Settings]:
    """The settings of each C or C++ file of a compilation database, by absolute path.

    Raises UserError where the file is not a compilation database.
    """
    entries = _entries(path, shown)
    found: dict[str, Settings] = {}
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            raise UserError(
                f"entry {number} has no 'file'",
                path=shown,
                hint="each entry needs directory, file, and command or arguments",
            )
        folder = absolute(os.path.dirname(path), str(entry.get("directory", ".")))
        file = absolute(folder, entry["file"])
        if file.lower().endswith(SOURCE_ENDINGS):
            found.setdefault(file, _settings(folder, _words(entry)))
    return found


def _entries(path: str, shown: str) -> list[Any]:
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UserError(
            f"not valid JSON: {error.msg}", path=shown, line=error.lineno, hint="regenerate it"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot be read: {error}", path=shown) from error
    if not isinstance(data, list):
        raise UserError("not a compilation database", path=shown, hint="it must hold a JSON list")
    return data


def _words(entry: dict[str, Any]) -> list[str]:
    arguments = entry.get("arguments")
    if isinstance(arguments, list):
        return [str(word) for word in arguments]
    return list(split_command(str(entry.get("command", ""))))


def split_command(command: str) -> Iterator[str]:
    """The words of a command line; a backslash is only special before a quote, as on Windows."""
    word, quoted, started = "", False, False
    at = 0
    while at < len(command):
        sign = command[at]
        if sign == "\\" and command[at + 1 : at + 2] == '"':
            word, at, started = word + '"', at + 1, True
        elif sign == '"':
            quoted, started = not quoted, True
        elif sign.isspace() and not quoted:
            if started:
                yield word
            word, started = "", False
        else:
            word, started = word + sign, True
        at += 1
    if started:
        yield word


_OPTIONS = {
    "define": ("-D", "/D"),
    "undefine": ("-U", "/U"),
    "include": ("-isystem", "-imsvc", "-iquote", "-I", "/I", "/external:I", "/imsvc"),
    "force": ("-include", "/FI", "-FI"),
}


def _settings(folder: str, words: Sequence[str]) -> Settings:
    found: dict[str, list[str]] = {kind: [] for kind in _OPTIONS}
    language = ""
    rest = iter(words)
    for word in rest:
        language = _language(word) or language
        kind, value = _option(word)
        if kind:
            found[kind].append(value or next(rest, ""))
    return Settings(
        tuple(found["define"]),
        tuple(absolute(folder, item) for item in found["include"] if item),
        tuple(found["force"]),
        tuple(found["undefine"]),
        language,
    )


def _language(word: str) -> str:
    if word in ("/TP", "-TP", "-xc++") or word.startswith(("-std=c++", "-std=gnu++", "/std:c++")):
        return "c++"
    return "c" if word in ("/TC", "-TC", "-xc") else ""


def _option(word: str) -> tuple[str, str]:
    """The kind of an option and its value, empty where that is the next word."""
    for kind, spellings in _OPTIONS.items():
        for spelling in spellings:
            if word.startswith(spelling):
                return kind, word[len(spelling) :].lstrip("=" if kind == "force" else "")
    return "", ""


# --- old `sources` files ---------------------------------------------------------------------


def sources_file(path: str) -> Settings:
    """Defines and include folders of a `sources` file; anything unclear in it is left out."""
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Settings()
    folder = os.path.dirname(path)
    defines: list[str] = []
    folders: list[str] = []
    for name, value in _macros(text):
        if name == "C_DEFINES":
            defines += [word[2:] for word in value.split() if word[:2] in ("-D", "/D")]
        elif name == "INCLUDES":
            folders += [item.strip() for item in value.split(";") if item.strip()]
    return Settings(
        tuple(define for define in defines if "$(" not in define),
        tuple(absolute(folder, item) for item in folders if "$(" not in item),
    )


def _macros(text: str) -> Iterator[tuple[str, str]]:
    text = text.replace("\\\r\n", " ").replace("\\\n", " ")
    for line in text.splitlines():
        name, equals, value = line.partition("#")[0].partition("=")
        if equals and name.strip().isidentifier():
            yield name.strip(), value.strip()
