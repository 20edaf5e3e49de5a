"""How the files of a run are parted for parsing: into batches that learn from those before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar


class Sized(Protocol):
    """Something with a size in bytes."""

    @property
    def size(self) -> int: ...


Task = TypeVar("Task", bound=Sized)


def batches(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """1, 3, 9, ... tasks, the smallest first: each batch starts with what those before it inferred,
    and little waits for that. They are the same for any number of processes, so that the results
    are, too.
    """
    ordered = sorted(tasks, key=lambda task: task.size)
    start, count = 0, 1
    while start < len(ordered):
        yield ordered[start : start + count]
        start, count = start + count, count * 3
