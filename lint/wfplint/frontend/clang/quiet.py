"""Keeps off the terminal what libclang prints when it survives a crash of its own.

It writes the whole invocation to C's `stderr` and has no switch against that. A crash is reported
as the problem of one file instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from ctypes import CDLL, c_char_p, c_void_p
from functools import cache
from threading import Lock


def quiet_c_errors() -> AbstractContextManager[None]:
    """Have C's `stderr` lead nowhere meanwhile, where it is documented to be a variable: in glibc.

    File descriptor 2, and with it everything that Python writes, stays as it is. Blocks in several
    threads may overlap.
    """
    errors = _errors()
    return errors.silenced() if errors else nullcontext()


class _Errors:
    """C's variable `stderr`, what was in it, and a stream that leads nowhere."""

    def __init__(self, stderr: c_void_p, nowhere: int) -> None:
        self._stderr = stderr
        self._usual = stderr.value
        self._nowhere = nowhere
        self._inside = 0
        self._lock = Lock()

    @contextmanager
    def silenced(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._inside += change
            self._stderr.value = self._nowhere if self._inside else self._usual


@cache
def _errors() -> _Errors | None:
    """Opened once in a process; None where `stderr` is no variable."""
    try:
        c = CDLL(None)
        _ = c.gnu_get_libc_version
        stderr = c_void_p.in_dll(c, "stderr")
    except (OSError, AttributeError, ValueError, TypeError):
        return None
    c.fopen.restype, c.fopen.argtypes = c_void_p, (c_char_p, c_char_p)
    nowhere = c.fopen(os.devnull.encode(), b"we")
    return _Errors(stderr, nowhere) if nowhere else None
