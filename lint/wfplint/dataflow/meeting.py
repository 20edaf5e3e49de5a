"""Where paths meet: which state is new, and which are merged because there are too many.

States of one typestate are merged first (property simulation); beyond a number of different
typestates these are merged as well, to what they agree on. Either way the result is marked widened.
"""

from __future__ import annotations

from typing import Any

from wfplint.dataflow.state import MERGED, Choice, State, merge
from wfplint.dataflow.values import Values

# Paths remembered of those that were merged into one state.
WAYS = 16


class Arrived:
    """A state on its way from a place where paths meet; `has_left` once it went on, `is_covered`
    once a later one, which was merged from it, stands for it.
    """

    __slots__ = ("has_left", "is_covered")

    def __init__(self) -> None:
        self.has_left = False
        self.is_covered = False


class Meeting:
    """The states that arrived at one place. `typestates` bounds how many kinds are kept apart."""

    __slots__ = ("_groups", "_merged", "_rest", "_seen", "_values", "_ways", "typestates")

    def __init__(self, values: Values, typestates: int) -> None:
        self._values = values
        self.typestates = typestates
        self._seen: set[Any] = set()
        self._groups: dict[Any, tuple[int, State | None]] = {}
        self._merged: dict[Any, Arrived] = {}
        self._ways: dict[Any, list[Choice | None] | None] = {}
        self._rest: State | None = None

    def admits(self, state: State, limit: int) -> Arrived | None:
        """The state on its way, if it is new here; it may be merged with earlier ones first."""
        key = state.key()
        if key in self._seen:
            return None
        came_by = state.choices
        is_merged = self._limit(key[0], state, limit)
        if is_merged:
            key = state.key()
            if key in self._seen:
                self._came_too(key, came_by)
                return None
            self._ways[key] = state.choices.others if state.choices else None
        self._seen.add(key)
        arrived = Arrived()
        if is_merged:
            self._cover(key[0], arrived)
        return arrived

    def _came_too(self, key: Any, choices: Choice | None) -> None:
        """Another way to a merged state that is here already."""
        ways = self._ways.get(key)
        if ways is not None and len(ways) < WAYS:
            ways.append(choices)

    def _cover(self, typestate: Any, arrived: Arrived) -> None:
        """What was merged before is part of this."""
        earlier = self._merged.get(typestate)
        if earlier is not None:
            earlier.is_covered = True
        self._merged[typestate] = arrived

    def limit(self, state: State, limit: int) -> bool:
        """Merge the state with what came before if there was too much; True if it changed."""
        return self._limit(state.typestate(), state, limit)

    def _limit(self, typestate: Any, state: State, limit: int) -> bool:
        known = self._groups.get(typestate)
        if known is None and len(self._groups) >= self.typestates:
            return self._join_rest(state)
        count, last = known or (0, None)
        changed = count >= limit and last is not None
        if changed and last is not None:
            _merge_into(state, merge(self._values, last, state), last)
        kept = state.copy() if count + 1 >= limit else None
        self._groups[typestate] = (count + 1, kept)
        return changed

    def _join_rest(self, state: State) -> bool:
        if self._rest is not None:
            _merge_into(state, merge(self._values, *agreeing(self._rest, state)), self._rest)
        self._rest = state.copy()
        return True


def _merge_into(state: State, merged: State, other: State) -> None:
    """Let a state go on for another as well, knowing the ways of both."""
    state.take(merged)
    state.choices = Choice(state.choices, 0, MERGED, None, [other.choices])


def agreeing(a: State, b: State) -> tuple[State, State]:
    """Copies of two states with the typestate that both have."""
    left, right = a.copy(), b.copy()
    held = {k: min(n, b.held[k]) for k, n in a.held.items() if k in b.held}
    locks = {k: s for k, s in a.locks.items() if b.locks.get(k) == s}
    contexts = {k: t for k, t in a.contexts.items() if b.contexts.get(k) == t}
    marks = {k: m for k, m in a.marks.items() if k in b.marks and b.marks[k] == m}
    for state in (left, right):
        state.held, state.locks = dict(held), dict(locks)
        state.contexts, state.marks = dict(contexts), dict(marks)
        state.claims = a.claims & b.claims
        state.private = a.private & b.private
        state.handoffs = a.handoffs | b.handoffs
    return left, right
