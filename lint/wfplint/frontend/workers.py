"""Threads with deep stacks, and a time limit for each task.

libclang releases the interpreter lock, so threads are enough. They need stacks far larger than
usual because both parsers and what walks their trees recurse with the nesting of the source. A
task beyond its limit is left alone, since nothing can stop a parser from outside: its thread ends
with the process.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

from wfplint.collector import nothing_to_find

Task = TypeVar("Task")
Result = TypeVar("Result")

STACK = 128 << 20
DEPTH = 12_000


class Overdue(Exception):
    """The task took longer than it may."""


class _Run(Generic[Task, Result]):
    """The state that the workers and the waiting thread share."""

    def __init__(self, tasks: Sequence[Task], work: Callable[[Task], Result]) -> None:
        self.tasks = tasks
        self.work = work
        self.changed = threading.Condition()
        self.next = 0
        self.started: dict[int, float] = {}
        self.results: dict[int, Result | BaseException] = {}

    def worker(self) -> None:
        while True:
            with self.changed:
                number = self.next
                if number >= len(self.tasks):
                    return
                self.next += 1
                self.started[number] = time.monotonic()
            result: Result | BaseException
            try:
                result = self.work(self.tasks[number])
            except BaseException as error:  # noqa: BLE001 - handed to the caller
                result = error
            with self.changed:
                if number in self.results:  # given up meanwhile; another worker took over
                    return
                self.results[number] = result
                del self.started[number]
                self.changed.notify()


def run(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    jobs: int,
    seconds: float,
    on_done: Callable[[int], None],
    meanwhile: Callable[[], None] | None = None,
) -> list[Result | BaseException]:
    """The result, or the exception, of each task in order; `Overdue` for one beyond its limit.

    `on_done` is called in the calling thread with the number of finished tasks, `meanwhile` once,
    there, as soon as the tasks were begun.
    """
    state = _Run(tasks, work)
    with _deep_stacks(), nothing_to_find():
        for _ in range(min(jobs, len(tasks))):
            threading.Thread(target=state.worker, daemon=True).start()
        if meanwhile is not None:
            meanwhile()
        with state.changed:
            while len(state.results) < len(tasks):
                state.changed.wait(timeout=min(1.0, seconds))
                for _ in range(_give_up(state, seconds)):
                    threading.Thread(target=state.worker, daemon=True).start()
                on_done(len(state.results))
    return [state.results[number] for number in range(len(tasks))]


def _give_up(state: _Run[Task, Result], seconds: float) -> int:
    """Mark overdue tasks; the number of workers that hang in one."""
    now = time.monotonic()
    late = [number for number, begin in state.started.items() if now - begin > seconds]
    for number in late:
        del state.started[number]
        state.results[number] = Overdue()
    return len(late)


@contextmanager
def _deep_stacks() -> Iterator[None]:
    depth = sys.getrecursionlimit()
    try:
        stack = threading.stack_size(STACK)
    except (ValueError, RuntimeError):
        stack = -1
    else:
        sys.setrecursionlimit(max(depth, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(depth)
        if stack >= 0:
            threading.stack_size(stack)
