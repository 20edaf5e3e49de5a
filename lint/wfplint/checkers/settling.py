"""Settles which references travel between roots: what one root leaves for another may let that one
leave something for a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from wfplint.checkers.handoff import (
    Given,
    Transfer,
    apply_from_list,
    apply_transfer,
    entry_transfers,
    list_transfers,
)
from wfplint.dataflow.engine import Engine, Root
from wfplint.dataflow.evidence import Evidence
from wfplint.dataflow.state import State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.program.pointers import PointsTo

ROUNDS = 6


class Transfers(NamedTuple):
    """What comes with deferred work, by the function that starts with it, and with entries of
    lists, by the list's class.
    """

    entries: dict[str, frozenset[Transfer]]
    lists: dict[str, Transfer]

    def starts(self, root: Root, engine: Engine) -> list[Root]:
        """The root in each way that it is started."""
        ways = sorted(self.entries.get(root.function, {Transfer()}))
        return [_starting_with(root, transfer, engine) for transfer in ways]

    def unlinked(self, engine: Engine, at: LocationId, entry: ValueId, state: State) -> None:
        """An entry was taken off a list."""
        apply_from_list(self.lists, at, entry, state, engine.values)


NOTHING = Transfers({}, {})


def attach(transfers: Transfers, engine: Engine) -> None:
    """Have entries that are taken off lists bring along what comes with them."""
    engine.interpreter.on_unlink = partial(transfers.unlinked, engine)


class Settling:
    """Explores roots, and again those that start with more than they were thought to, while the
    `budget` of steps lasts.
    """

    def __init__(self, engine: Engine, points_to: PointsTo, budget: int) -> None:
        self._engine = engine
        self._left = budget
        self._points_to = points_to
        self._given: dict[str, Given] = {}
        self._unlinking: set[str] = set()
        self._function = ""

    def settle(self, roots: Sequence[Root], taking: set[str]) -> Transfers:
        """What travels, after as many rounds as that changes, or `ROUNDS`. Nothing does, unless
        some root that is one of the functions `taking` references leaves one to others.
        """
        self._explore([root for root in roots if root.function in taking], NOTHING)
        known = self._found()
        if not _carries(known):
            return NOTHING
        todo = {root.function for root in roots}
        todo -= taking - set(known.entries) - (self._unlinking if known.lists else set())
        for _ in range(ROUNDS):
            self._explore([root for root in roots if root.function in todo], known)
            found = self._found()
            todo = _changed(known.entries, found.entries)
            if found.lists != known.lists:
                todo |= self._unlinking
            known = found
            if not todo:
                break
        return known

    def _explore(self, roots: Iterable[Root], known: Transfers) -> None:
        by_function: dict[str, list[Root]] = {}
        for root in roots:
            by_function.setdefault(root.function, []).append(root)
        engine, interpreter = self._engine, self._engine.interpreter
        interpreter.on_unlink = partial(self._unlinked, known)
        for function, same in by_function.items():
            self._function = function
            evidence = Evidence(engine)
            engine.listeners, engine.observers = [evidence], []
            interpreter.bare_handoffs.clear()
            for root in same:
                for start in known.starts(root, engine):
                    if self._left > 0:
                        engine.explore(start)
                        self._left -= engine.steps
            bare = frozenset(interpreter.bare_handoffs)
            self._given[function] = Given(bare, evidence.handoffs, evidence.members)

    def _unlinked(self, known: Transfers, at: LocationId, entry: ValueId, state: State) -> None:
        self._unlinking.add(self._function)
        known.unlinked(self._engine, at, entry, state)

    def _found(self) -> Transfers:
        given = list(self._given.values())
        scope = self._engine.scope
        return Transfers(
            entry_transfers(given, self._points_to, scope), list_transfers(given, scope.values)
        )


def _carries(transfers: Transfers) -> bool:
    """Whether any reference travels at all."""
    ways = transfers.entries.values()
    return bool(transfers.lists) or any(t.held for way in ways for t in way)


def _changed(
    before: dict[str, frozenset[Transfer]], after: dict[str, frozenset[Transfer]]
) -> set[str]:
    return {f for f in {*before, *after} if before.get(f) != after.get(f)}


def _starting_with(root: Root, transfer: Transfer, engine: Engine) -> Root:
    if not transfer.held:
        return root

    def enter(state: State, arguments: tuple[ValueId, ...]) -> None:
        apply_transfer(transfer, state, arguments, engine.values)

    return Root(root.function, root.role, enter, root.layers)
