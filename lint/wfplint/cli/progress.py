"""A progress bar for each phase, on a terminal, for runs that take longer than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 2.0


class Bar:
    """Call it with (phase, done, total), a total of 0 for one that is not known; it shows nothing
    before `patience` seconds have passed. A new phase ends the one before it.
    """

    def __init__(self, stream: TextIO | None = None, patience: float | None = None) -> None:
        self._stream = stream or sys.stderr
        self._start = time.monotonic()
        self._patience = PATIENCE if patience is None else patience
        self._quiet = not self._stream.isatty()
        self._bar: Progress | None = None
        self._phase: str = ""
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, phase: str, done: int, total: int) -> None:
        if self._quiet or time.monotonic() - self._start < self._patience:
            return
        bar = self._bar or self._open()
        if self._task is None or phase != self._phase:
            self._end(bar)
            self._phase, self._task = phase, bar.add_task(phase, total=None)
        bar.update(self._task, completed=done, total=total or None)

    def _end(self, bar: Progress) -> None:
        """The phase before is done, whatever it told last."""
        if self._task is not None:
            total = bar.tasks[-1].total or 1
            bar.update(self._task, completed=total, total=total)

    def _open(self) -> Progress:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        # Processes that are forked while it shows must find the streams as they are.
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(file=self._stream),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bar.start()
        return self._bar
