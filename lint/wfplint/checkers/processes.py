"""Runs tasks in processes of their own, where the system can fork; elsewhere one after the other.

A forked process has everything the tasks refer to; only what they return travels back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")

_tasks: Sequence[Callable[[], object]] = ()


def can_fork() -> bool:
    """On macOS system libraries do not survive a fork; Windows has none."""
    return sys.platform.startswith("linux")


@contextmanager
def begun(tasks: Sequence[Callable[[], Result]], jobs: int) -> Iterator[Callable[[], list[Result]]]:
    """Start the tasks; call what this gives for their results, in order.

    An exception in a task is raised there, and so is BrokenProcessPool for a process that died.
    """
    if jobs < 2 or len(tasks) < 2 or not can_fork():
        yield lambda: [task() for task in tasks]
        return
    # most runs are too small for this, and these import a lot
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _tasks
    _tasks = tasks
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(jobs, len(tasks)), context) as pool:
        futures = [pool.submit(_run, number) for number in range(len(tasks))]
        try:
            yield lambda: [future.result() for future in futures]  # type: ignore[misc]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            _tasks = ()


def _run(number: int) -> object:
    return _tasks[number]()
