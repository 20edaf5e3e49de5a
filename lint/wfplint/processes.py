"""Runs tasks in processes of their own, where the system can fork; elsewhere one after the other.

A forked process has everything the tasks refer to; only what they return travels back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Result = TypeVar("Result")

_tasks: Sequence[Callable[[], object]] = ()


def can_fork() -> bool:
    """On macOS system libraries do not survive a fork; Windows has none."""
    return sys.platform.startswith("linux")


@contextmanager
def begun(tasks: Sequence[Callable[[], Result]], jobs: int) -> Iterator[Callable[[], list[Result]]]:
    """Start the tasks; call what this gives for their results, in order.

    An exception in a task is raised there. Where a process died, its tasks are run in this one.
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
            yield lambda: [_result(future, number) for number, future in enumerate(futures)]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            _tasks = ()


def _result(future: Future[Any], number: int) -> Any:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return _run(number)


def _run(number: int) -> object:
    return _tasks[number]()
