"""Writes fixed files back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wfplint.errors import UserError
from wfplint.report.diff import Fixed
from wfplint.result import Sources


def write(files: Iterable[Fixed], sources: Sources) -> Iterator[str]:
    """Write each file whole or not at all; yields the paths.

    Raises UserError for a file that is not plain UTF-8, whose bytes are not the ones analysed, or
    that changed since.
    """
    for file in files:
        real = Path(sources.file(file.path).real_path or file.path)
        if real.read_bytes() != file.before:
            raise UserError(
                "is not written: it is not plain UTF-8, or changed since it was analysed",
                path=file.path,
                hint="apply the diff by hand",
            )
        temporary = real.with_name(f".{real.name}.wfplint")
        temporary.write_bytes(file.after)
        temporary.chmod(real.stat().st_mode)
        os.replace(temporary, real)
        yield file.path
