"""From arguments and configuration to the options of a run; the command line wins."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from wfplint import config as configuration
from wfplint.app import Options
from wfplint.config import Config
from wfplint.errors import UserError


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


def _check(given: dict[str, object]) -> None:
    jobs = given["jobs"]
    if isinstance(jobs, int) and jobs < 1:
        raise UserError(f"--jobs {jobs}: must be at least 1")
    if given.get("write") and not given.get("diff"):
        raise UserError("--write needs --diff")
    if given.get("diff") and given.get("format") != "text":
        raise UserError(f"--diff and --format {given['format']} contradict each other")
    wdk = given["wdk"]
    if isinstance(wdk, str) and not os.path.isdir(wdk):
        raise UserError("no such folder", path=wdk, hint="--wdk takes the folder of a WDK")


def _many(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(values or ())


def _words(values: Iterable[str] | None) -> tuple[str, ...]:
    """Comma-separated words of a repeatable option."""
    return tuple(
        word.strip() for value in values or () for word in value.split(",") if word.strip()
    )
