"""The configuration: `wfplint.yaml`, or `[tool.wfplint]` in `pyproject.toml`, found upwards.

The fields of `Config` are the keys; anything else is a `UserError` with file, line and what is
allowed. Paths in a file are relative to its folder, and come out relative to the working folder.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, TypeVar

from wfplint.errors import UserError
from wfplint.finding import Severity

NAMES = ("wfplint.yaml", "wfplint.yml", "pyproject.toml")
FailOn = Literal["note", "warning", "error", "never"]
Profile = Literal["default", "strict", "pend-only"]
T = TypeVar("T")


class Config(NamedTuple):
    """What a configuration file says; every key may be left out.

    `file` is the file itself, empty when there is none.
    """

    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()
    wdk: str = ""
    profile: Profile = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}  # noqa: RUF012 - never changed
    fail_on: FailOn = "warning"
    rules: tuple[str, ...] = ()
    baseline: str = ""
    jobs: int = 0
    docs_url: str = ""
    file: str = ""


def find(start: Path) -> Path | None:
    """The nearest configuration file, from `start` upwards to the repository's root."""
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or b"[tool.wfplint" in _read(path)):
                return path
        if (folder / ".git").exists():
            break
    return None


def load(path: Path | None) -> Config:
    """Read a configuration file; None gives the defaults. Raises UserError."""
    if path is None:
        return Config()
    from wfplint.rulebook.decode import decode
    from wfplint.rulebook.nodes import Mapping, Node, parse

    shown = display(path)
    text = _text(path, shown)
    if not _has_keys(text):
        return Config(file=shown)
    node: Node = _toml(text, shown) if path.suffix == ".toml" else parse(text, shown)
    config = decode(Config, node, shown, file=shown)
    lines = node.key_lines if isinstance(node, Mapping) else {}
    if "jobs" in lines and config.jobs < 1:
        raise UserError("jobs must be at least 1", path=shown, line=lines["jobs"])
    return _relative(config, path.parent)


def display(path: Path) -> str:
    """A path as shown to people: relative to the working folder where that is possible."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _relative(config: Config, folder: Path) -> Config:
    def path(text: str) -> str:
        return display(folder / text) if text else ""

    def paths(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(path, texts))

    return config._replace(
        paths=paths(config.paths),
        include_dirs=paths(config.include_dirs),
        rules=paths(config.rules),
        wdk=path(config.wdk),
        baseline=path(config.baseline),
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", path=display(path)) from None


def _text(path: Path, shown: str) -> str:
    try:
        return _read(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("is not UTF-8 text", path=shown) from None


def _has_keys(text: str) -> bool:
    """Whether there is more than comments: a new wfplint.yaml has none, and needs no parser."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _toml(text: str, shown: str) -> Any:
    from wfplint.rulebook.nodes import from_plain

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _broken_toml(str(error), shown)
    table = data.get("tool", {}).get("wfplint", {})
    return from_plain(table, {key: _toml_line(text, key) for key in ("", *table)})


def _broken_toml(problem: str, shown: str) -> NoReturn:
    found = re.search(r" \(at line (\d+), column \d+\)", problem)
    message = "not TOML: " + (problem.replace(found[0], "") if found else problem)
    raise UserError(message, path=shown, line=int(found[1]) if found else None)


def _toml_line(text: str, key: str) -> int:
    """The line of a key of the table; the table's own line where the key is written another way."""
    header = re.search(r"^\s*\[tool\.wfplint", text, re.MULTILINE)
    start = header.end() if header else 0
    pattern = rf"^\s*(?:\[tool\.wfplint\.)?[\"']?{re.escape(key)}[\"']?\s*[=\]]"
    found = re.compile(pattern, re.MULTILINE).search(text, start) if key else None
    return text.count("\n", 0, found.end() if found else start) + 1
