"""What a run reads: every source file, header and project file, each once, by its display path."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wfplint import cache
from wfplint.finding import Problem
from wfplint.frontend.project import Project, discover, display


class Intake(NamedTuple):
    """A project whose `inputs` can all be read, the bytes of its files, and what could not be read.

    `raw` holds inputs and headers by display path; `others` further files that a result depends on.
    """

    project: Project
    raw: dict[str, bytes]
    others: dict[str, bytes]
    problems: tuple[Problem, ...] = ()

    def key(self, words: Iterable[str]) -> str:
        """Names everything that the outcome of a run over these files depends on."""
        names = [*words, os.getcwd(), *(item.path for item in self.project.inputs)]
        names += [problem.path for problem in self.problems]
        return cache.key(names, (*self.raw.items(), *self.others.items()))


def take_in(
    paths: Sequence[str],
    *,
    exclude: Sequence[str],
    include_dirs: Sequence[str],
    defines: Sequence[str],
    configuration: str,
    rules: Sequence[str],
) -> Intake:
    """Find and read everything. Raises UserError as `discover` does."""
    project = discover(
        paths,
        exclude=exclude,
        include_dirs=include_dirs,
        defines=defines,
        configuration=configuration,
    )
    raw: dict[str, bytes] = {}
    problems: list[Problem] = []
    places = [(item.path, item.real_path) for item in project.inputs]
    places += [(display(path), path) for path in project.headers]
    for shown, real in places:
        data = _read(real)
        if isinstance(data, OSError):
            problems.append(Problem(shown, 1, f"cannot be read: {data.strerror}; exclude it"))
        else:
            raw[shown] = data
    readable = tuple(item for item in project.inputs if item.path in raw)
    files = ((path, _read(path)) for path in (*project.manifests, *_rule_files(rules)))
    others = {path: data for path, data in files if isinstance(data, bytes)}
    return Intake(project._replace(inputs=readable), raw, others, tuple(problems))


def _rule_files(directories: Iterable[str]) -> Iterator[str]:
    for directory in directories:
        for pattern in ("*.yaml", "api/*.yaml"):
            yield from (path.as_posix() for path in sorted(Path(directory).glob(pattern)))


def _read(path: str) -> bytes | OSError:
    try:
        # A pipe would keep its reader waiting.
        if not stat.S_ISREG(os.stat(path).st_mode):
            return OSError(errno.EINVAL, "not a regular file")
        return Path(path).read_bytes()
    except OSError as error:
        return error
