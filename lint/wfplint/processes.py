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
Tell = Callable[[int], None]

PULSE = 0.2

_tasks: Sequence[Callable[[], object]] = ()


def can_fork() -> bool:
    """On macOS system libraries do not survive a fork; Windows has none."""
    return sys.platform.startswith("linux")


@contextmanager
def begun(
    tasks: Sequence[Callable[[], Result]], jobs: int, tell: Tell | None = None
) -> Iterator[Callable[[], list[Result]]]:
    """Start the tasks; call what this gives for their results, in order. While that waits, it tells
    how many are done, every `PULSE` seconds where they run elsewhere.

    An exception in a task is raised there. Where a process died, its tasks are run in this one.
    """
    if jobs < 2 or len(tasks) < 2 or not can_fork():
        yield lambda: list(_in_turn(tasks, tell))
        return
    # most runs are too small for this, and these import a lot
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _tasks
    _tasks = tasks
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(jobs, len(tasks)), context) as pool:
        futures = [pool.submit(_run, number) for number in range(len(tasks))]

        def results() -> list[Result]:
            if tell is not None:
                _wait(futures, tell)
            return [_result(future, number) for number, future in enumerate(futures)]

        try:
            yield results
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        finally:
            _tasks = ()


def _in_turn(tasks: Sequence[Callable[[], Result]], tell: Tell | None) -> Iterator[Result]:
    for number, task in enumerate(tasks):
        if tell is not None:
            tell(number)
        yield task()
    if tell is not None:
        tell(len(tasks))


def _wait(futures: Sequence[Future[Any]], tell: Tell) -> None:
    """Until all are done, or one has failed."""
    from concurrent.futures import FIRST_EXCEPTION, wait

    while True:
        finished, left = wait(futures, PULSE, return_when=FIRST_EXCEPTION)
        tell(len(finished))
        if not left or any(future.exception() for future in finished):
            return


def _result(future: Future[Any], number: int) -> Any:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        return _run(number)


def _run(number: int) -> object:
    return _tasks[number]()
