"""Follows one path again, exactly: a path that was followed approximately either really is one, or
ends at the branch that it cannot take.

Checking an abstract counterexample on its own path is the first half of counterexample-guided
abstraction refinement (Clarke, Grumberg, Jha, Lu, Veith, CAV 2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
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

# Paths that are tried for one that was followed approximately, and that wait to be.
ALTERNATIVES, WAITING = 64, 256
ALONE = Limits(states=1, loop_states=1, entries=1, steps=20_000)


@dataclass
class Path:
    """The choices of a path from the root's entry on, oldest first. Whoever follows it says how far
    that was possible: `followed` counts choices, with the one that could not be taken.
    """

    choices: list[Choice]
    followed: int = 0


def paths_of(
    activation: Activation, choices: Choice | None, most: int = ALTERNATIVES
) -> Iterator[Path]:
    """The path itself, then those that were merged with it: first the ones that came together near
    the place where the last could not go on, so that others with the same contradiction come last.
    """
    ends: list[Choice | None] = [choices]
    while activation.creator is not None:
        ends.append(activation.creator.choices)
        activation = activation.creator.activation
    waiting: list[_Way] = []
    path = _read([], ends[::-1], waiting)
    for _ in range(most):
        yield path
        if not waiting:
            return
        waiting.sort(key=partial(_nearness, path.followed))
        del waiting[:-WAITING]
        way = waiting.pop()
        path = _read(way.met, [*way.ends, way.other], waiting)


class _Way(NamedTuple):
    """Another way to a place where paths were merged, `position` choices from the root: what was
    read of the path behind it, and where to read on; last first.
    """

    position: int
    met: list[Choice]
    ends: tuple[Choice | None, ...]
    other: Choice | None


def _nearness(stuck: int, way: _Way) -> tuple[bool, int]:
    """Before the place where a path could not go on, the nearer the better; what parts later may
    have come by the same beginning.
    """
    is_before = way.position <= stuck
    return is_before, way.position if is_before else -way.position


def _read(behind: list[Choice], ends: list[Choice | None], waiting: list[_Way]) -> Path:
    """Read a path to its beginning; the others that it could have come by wait."""
    met = behind.copy()
    merged: list[tuple[int, tuple[Choice | None, ...], list[Choice | None]]] = []
    while ends:
        node = ends.pop()
        if node is None:
            continue
        if node.total == MERGED:
            if node.others:
                merged.append((len(met), tuple(ends), node.others))
            ends.append(node.previous)
        elif node.total == RETURNED:
            ends += [node.previous, node.inner]
        else:
            met.append(node)
            ends.append(node.previous)
    for count, rest, others in merged:
        position = len(met) - count
        waiting += (_Way(position, met[:count], rest, other) for other in others)
    return Path(met[::-1])


class _Beginnings:
    """Beginnings of paths; there are few lengths among them."""

    def __init__(self) -> None:
        self._by_length: dict[int, set[tuple[tuple[int, int], ...]]] = {}

    def add(self, path: tuple[tuple[int, int], ...]) -> None:
        self._by_length.setdefault(len(path), set()).add(path)

    def length_in(self, path: tuple[tuple[int, int], ...]) -> int:
        """How long the one is that a path begins with; 0 if none."""
        return next((n for n, known in self._by_length.items() if path[:n] in known), 0)


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
        self._refuted: dict[Root, _Beginnings] = {}

    def follow(self, root: Root, path: Path) -> None:
        """Follow this path from the root; listeners hear what happens on it. Nothing is done where
        another one showed that its beginning cannot be.
        """
        self.steps = 0
        refuted = self._refuted.setdefault(root, _Beginnings())
        choices = tuple((choice.taken, choice.total) for choice in path.choices)
        path.followed = refuted.length_in(choices)
        if path.followed:
            return
        self._told = path.choices[::-1]
        self.explore(root)
        path.followed = len(choices) - len(self._told)
        if self._told:
            refuted.add(choices[: path.followed])

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
