"""When Python searches for unreachable cycles: each time it walks much of what is alive."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two searches: exploring leaves cycles behind, but not many at a time.
SELDOM = 50_000


@contextmanager
def no_search() -> Iterator[None]:
    """For code whose objects all stay alive."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def nothing_to_find() -> Iterator[None]:
    """For code whose objects stay alive to the end of the run: searches to come pass over them,
    until the next run.
    """
    enabled = gc.isenabled()
    gc.unfreeze()
    with no_search():
        yield
    if enabled:
        gc.freeze()


@contextmanager
def seldom_searched() -> Iterator[None]:
    """For code that makes many objects, and a cycle now and then."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
