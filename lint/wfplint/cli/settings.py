"""From arguments and configuration to the options of a run; the command line wins."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from wfplint import config as configuration
from wfplint.app import Options
from wfplint.config import Config
from wfplint.errors import UserError

_DEFINE = re.compile(r"[A-Za-z_]\w*(\([\w\s,.]*\))?(=|\Z)")


class Settings(NamedTuple):
    """Everything a command needs to know: what to analyse, and when the result is a failure."""

    options: Options
    fail_on: str
    docs_url: str
    config: Config


def settings(arguments: argparse.Namespace) -> Settings:
    """Merge and check. Raises UserError for options that contradict each other or name nothing."""
    config = load_config(arguments.config)
    given = vars(arguments)
    _check(given)
    _check_given(given)
    _check_configured(config, paths=not given["paths"])
    options = Options(
        paths=tuple(given["paths"]) or config.paths or (".",),
        report_only=tuple(given.get("report_only") or ()),
        exclude=(*config.exclude, *_many(given["exclude"])),
        include_dirs=(*_many(given["include_dirs"]), *config.include_dirs),
        defines=(*config.defines, *_many(given["defines"])),
        configuration=given["configuration"],
        wdk=given["wdk"] or config.wdk,
        profile=given.get("profile") or config.profile,
        select=_words(given.get("select")) or config.select,
        ignore=_words(given.get("ignore")) or config.ignore,
        severity=tuple(sorted(config.severity.items())),
        origin=_origin(config),
        rules=config.rules,
        baseline=given.get("baseline") or config.baseline,
        jobs=given["jobs"] or config.jobs or os.cpu_count() or 1,
        cache=not given["no_cache"],
        audit=given["command"] == "audit",
    )
    return Settings(options, given.get("fail_on") or config.fail_on, config.docs_url, config)


def load_config(path: str | None) -> Config:
    """The configuration named on the command line, or the nearest one."""
    if path is None:
        return configuration.load(configuration.find(Path.cwd()))
    return configuration.load(Path(path))


def _check(given: dict[str, Any]) -> None:
    jobs = given["jobs"]
    if jobs is not None and jobs < 1:
        raise UserError(f"--jobs {jobs}: must be at least 1")
    if given.get("write") and not given.get("diff"):
        raise UserError("--write needs --diff")
    if given.get("diff") and given.get("format") != "text":
        raise UserError(f"--diff and --format {given['format']} contradict each other")


def _check_given(given: dict[str, Any]) -> None:
    """What the command line says of compiling, which a compiler would pass over in silence."""
    _check_folders(("-I", folder) for folder in _many(given["include_dirs"]))
    _check_folders(("--wdk", folder) for folder in _many([given["wdk"] or ""]))
    _check_defines(_many(given["defines"]), "-D")


def _check_configured(config: Config, *, paths: bool) -> None:
    """The same of the configuration; its `paths` only if they are used."""
    where = f" in {config.file}"
    named = [("include_dirs", folder) for folder in config.include_dirs]
    named += [("rules", folder) for folder in config.rules] + [("wdk", config.wdk)]
    _check_folders((key + where, folder) for key, folder in named)
    _check_defines(config.defines, config.file)
    for path in config.paths if paths else ():
        if not os.path.exists(path):
            hint = f"given to paths{where}"
            raise UserError("no such file or folder", path=path, hint=hint)


def _check_folders(named: Iterable[tuple[str, str]]) -> None:
    """Every folder (with what it was given to) must be there."""
    for origin, folder in named:
        if folder and not os.path.isdir(folder):
            raise UserError("no such folder", path=folder, hint=f"given to {origin}")


def _check_defines(defines: Iterable[str], origin: str) -> None:
    for define in defines:
        if not _DEFINE.match(define):
            hint = "write NAME or NAME=VALUE"
            raise UserError(f"'{define}' is no macro definition", path=origin, hint=hint)


def _origin(config: Config) -> tuple[tuple[str, str], ...]:
    """The file of each word for rules in the configuration."""
    words = (*config.select, *config.ignore, *config.severity)
    return tuple((word, config.file) for word in words)


def _many(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(values or ())


def _words(values: Iterable[str] | None) -> tuple[str, ...]:
    """Comma-separated words of a repeatable option."""
    return tuple(
        word.strip() for value in values or () for word in value.split(",") if word.strip()
    )
