"""A first `wfplint.yaml` for a tree: what is looked at, and the text that comes of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

C_SUFFIXES = (".c", ".cc", ".cpp", ".cxx")
SKIPPED = {".git", ".vs", "node_modules", "x64", "ARM64", "Debug", "Release", "packages"}
_MARK = b"Fwps"
_MOST = 12


@dataclass(frozen=True)
class Survey:
    """What was found below a folder; paths are relative to it, with `/`, sorted.

    `callouts` are the C files that name a WFP callout function, `projects` the `.vcxproj` files in
    whose folder (or below it) one of them lies.
    """

    callouts: tuple[str, ...]
    projects: tuple[str, ...]
    databases: tuple[str, ...]
    sources: int


def survey(root: Path) -> Survey:
    """Look through a tree; links to folders are not followed, unreadable files are passed over."""
    callouts, projects, databases, sources = [], [], [], 0
    for path in _files(root):
        relative = path.relative_to(root).as_posix()
        if path.suffix.lower() in C_SUFFIXES:
            sources += 1
            if _names_callouts(path):
                callouts.append(relative)
        elif path.suffix.lower() == ".vcxproj":
            projects.append(relative)
        elif path.name == "compile_commands.json":
            databases.append(relative)
    owning = tuple(project for project in projects if _owns(project, callouts))
    return Survey(tuple(callouts), owning, tuple(databases), sources)


def render(found: Survey) -> str:
    """The text of a configuration: what was found is set, everything else is a comment."""
    return "\n".join([*_head(found), *_paths(found), *_REST.splitlines()]) + "\n"


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        yield from (Path(folder) / name for name in sorted(names))


def _names_callouts(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return _MARK in data or _MARK.decode().encode("utf-16-le") in data


def _owns(project: str, callouts: list[str]) -> bool:
    folder = PurePosixPath(project).parent
    return any(folder in PurePosixPath(path).parents for path in callouts)


def _head(found: Survey) -> list[str]:
    named = len(found.callouts)
    lines = [
        "# wfplint: which files to check, and how. Every key may be missing; a path is relative to",
        "# this file. `wfplint check` tells what is wrong with a key.",
        "",
        f"# Of {found.sources} C and C++ files here, {named} name a function of the WFP kernel API"
        + (":" if named else "."),
    ]
    lines += [f"#   {path}" for path in found.callouts[:_MOST]]
    if len(found.callouts) > _MOST:
        lines.append(f"#   and {len(found.callouts) - _MOST} more")
    return [*lines, ""]


def _paths(found: Survey) -> list[str]:
    """The narrowest description of the code that was found."""
    lines = ["# What `wfplint check` analyses when it is given no path."]
    chosen = found.projects or found.databases
    if chosen:
        return [*lines, "paths:", *map(_item, chosen), ""]
    folders = sorted({PurePosixPath(path).parent.as_posix() for path in found.callouts})
    top = [f for f in folders if not any(f.startswith(f"{other}/") for other in folders)]
    if not top or "." in top:
        return [*lines, "paths: [.]", ""]
    return [*lines, "paths:", *map(_item, top), ""]


def _item(path: str) -> str:
    """A list item; whatever could mean something else in YAML is quoted."""
    plain = re.fullmatch(r"[A-Za-z0-9_.][\w./ +-]*", path) and not path.endswith(" ")
    return f"  - {path if plain else json.dumps(path)}"


_REST = """\
# Files to leave out, as patterns.
# exclude: ["**/test/**", "**/*.generated.c"]

# Folders and macros that the project files do not say.
# include_dirs: [inc]
# defines: [DBG=1, MY_BUILD]
# wdk: C:/Program Files (x86)/Windows Kits/10

# default, strict (notes become warnings) or pend-only (only the race with teardown).
# profile: default

# Rules by id, prefix or name; `wfplint rule` lists them.
# select: [WFP1, WFP2]
# ignore: [completion-inside-classify]
# severity: {WFP305: error}

# The lowest severity that makes `wfplint check` fail: note, warning, error or never.
# fail_on: warning

# Folders with your own rules, and facts about your own wrappers and locks (*.yaml, api/*.yaml).
# rules: [wfplint-rules]

# Known findings to hide; written by `wfplint baseline`.
# baseline: wfplint-baseline.json
"""
