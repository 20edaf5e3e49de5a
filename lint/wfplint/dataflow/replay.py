"""Follows one path again, exactly: a path that was followed approximately either really is one, or
ends at the branch that it cannot take.

Checking an abstract counterexample on its own path is the first half of counterexample-guided
abstraction refinement (Clarke, Grumberg, Jha, Lu, Veith, CAV 2000).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow.activation import (
    Activation,
    Continuation,
    Limits,
    Listener,
    Place,
    Root,
)
from wfplint.dataflow.engine import Engine
from wfplint.dataflow.meeting import Arrived
from wfplint.dataflow.state import MERGED, RETURNED, Choice, State
from wfplint.dataflow.values import ValueId

# Paths that are tried for one that was followed approximately.
ALTERNATIVES = 32
ALONE = Limits(states=1, loop_states=1, entries=1, steps=20_000)


def paths_of(
    activation: Activation, choices: Choice | None, most: int = ALTERNATIVES
) -> Iterator[list[Choice]]:
    """The choices of paths from the root's entry on, oldest first: the path itself, then those that
    were merged with it, the latest mergers first.
    """
    ends: list[Choice | None] = [choices]
    while activation.creator is not None:
        ends.append(activation.creator.choices)
        activation = activation.creator.activation
    waiting: deque[_Walk] = deque((_Walk((), tuple(reversed(ends))),))
    for _ in range(most):
        if not waiting:
            return
        walk = waiting.popleft()
        yield _finished(walk, waiting)


class _Walk(NamedTuple):
    """A path that is read backwards: the choices met so far, and where to read on; last first."""

    met: tuple[Choice, ...]
    ends: tuple[Choice | None, ...]


def _finished(walk: _Walk, waiting: deque[_Walk]) -> list[Choice]:
    """Read a path to its beginning; the others that it could have come by wait."""
    met, ends = list(walk.met), list(walk.ends)
    while ends:
        node = ends.pop()
        if node is None:
            continue
        if node.total == MERGED:
            others = (node.others or ())[: ALTERNATIVES - len(waiting)]
            waiting.extend(_Walk(tuple(met), (*ends, other)) for other in others)
            ends.append(node.previous)
        elif node.total == RETURNED:
            ends += [node.previous, node.inner]
        else:
            met.append(node)
            ends.append(node.previous)
    return met[::-1]


class Replay(Engine):
    """An engine whose states never meet, and that goes only the ways it is told; it knows values
    and places by the numbers of the one that found the path.
    """

    def __init__(self, found_by: Engine, listeners: Sequence[Listener]) -> None:
        super().__init__(found_by.scope, listeners, ALONE)
        self.observers = found_by.observers
        self.interpreter.on_unlink = found_by.interpreter.on_unlink
        self._sites = found_by._sites
        self._told: list[Choice] = []

    def follow(self, root: Root, choices: list[Choice]) -> None:
        """Follow this path from the root; listeners hear what happens on it."""
        self._told = choices[::-1]
        self.explore(root)

    def _numbers(self, total: int) -> Iterable[int]:
        if not self._told:
            return ()
        told = self._told.pop()
        if told.total == total:
            return (told.taken,)
        return (0,) if total == 1 else ()

    def _meet(
        self,
        activation: Activation,
        place: Place,
        live: frozenset[str],
        state: State,
        limit: int,
    ) -> Arrived:
        self._prune(activation, place, live, state)
        return Arrived()

    def _enter(
        self,
        function: ir.Function,
        root: Root,
        state: State,
        arguments: tuple[ValueId, ...],
        creator: Continuation | None,
        depth: int,
    ) -> Activation:
        prepared = self._pass(function, arguments, state)
        activation = Activation(prepared, root, arguments, creator, depth)
        state.trail = state.choices = None
        self._worklist.put(activation, 0, 0, state)
        return activation
