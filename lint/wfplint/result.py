"""What one run produces, and the sources its places refer to; reports are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wfplint.finding import FileStatus, Finding, Problem, Site
from wfplint.source import SourceFile, Span

if TYPE_CHECKING:
    from wfplint.ir import Notice


class Place(NamedTuple):
    """A span for people: display path, and lines and columns from 1 (columns in characters)."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Sources:
    """Source files by display path; those not given are read when first asked for.

    `real_paths` maps display paths to paths on disk where the two differ. A file that has gone
    since it was analysed is seen as empty, so that a report never fails.
    """

    def __init__(
        self, files: Iterable[SourceFile] = (), real_paths: Mapping[str, str] | None = None
    ) -> None:
        self._files = {file.path: file for file in files}
        self._real_paths = dict(real_paths or {})

    @classmethod
    def of(cls, **texts: str) -> Sources:
        """Files from text by name, `a_c="..."` being `a.c`: for tests and examples."""
        return cls(
            SourceFile.from_bytes(".".join(name.rsplit("_", 1)), text.encode())
            for name, text in texts.items()
        )

    def file(self, path: str) -> SourceFile:
        found = self._files.get(path)
        if found is None:
            found = self._files[path] = self._read(path)
        return found

    def _read(self, path: str) -> SourceFile:
        real = self._real_paths.get(path, path)
        try:
            return SourceFile.from_bytes(path, Path(real).read_bytes(), real)
        except OSError:
            return SourceFile(path, b"")

    def place(self, span: Span) -> Place:
        file = self.file(span.path)
        start, end = file.position(span.start), file.position(max(span.start, span.end))
        return Place(span.path, start.line, start.column, end.line, end.column)

    def line(self, path: str, number: int) -> str:
        """The text of a line, from 1; empty past the end."""
        return self.file(path).line_text(number)


class Analysis(NamedTuple):
    """Everything a run found, in report order.

    `findings` include the suppressed ones, marked; `timings` are seconds by phase; `cached` says
    that the result was read back instead of computed; `stale_baseline` counts baseline entries that
    match nothing any more.
    """

    sources: Sources
    findings: tuple[Finding, ...] = ()
    sites: tuple[Site, ...] = ()
    files: tuple[FileStatus, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    timings: Mapping[str, float] = {}
    cached: bool = False
    stale_baseline: int = 0

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that are neither suppressed nor in the baseline."""
        return tuple(finding for finding in self.findings if not finding.suppressed)
