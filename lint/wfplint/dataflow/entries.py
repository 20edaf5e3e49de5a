"""In which states the functions of one root are entered: each state is explored once for all its
callers, and too many of a kind are merged.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from wfplint.dataflow.activation import Activation, Continuation
from wfplint.dataflow.meeting import Meeting
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId, Values


class Entry(NamedTuple):
    """A state at the start of a function, after it was merged: what tells it from others, the known
    `activation` for it, and the `earlier` one of the same call that was merged into it.
    """

    key: Any
    kind: Any
    is_merged: bool
    activation: Activation | None
    earlier: Activation | None


class Entries:
    """The activations of the functions below one root."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._table: dict[Any, Activation] = {}
        self._meetings: dict[Any, Meeting] = {}
        self._latest: dict[Any, Activation] = {}

    def clear(self) -> None:
        self._table.clear()
        self._meetings.clear()
        self._latest.clear()

    def meet(
        self,
        place: tuple[str, tuple[ValueId, ...]],
        state: State,
        creator: Continuation | None,
        limit: int,
        typestates: int,
    ) -> Entry:
        """Merge a state with earlier ones of its typestate if there were `limit` of them. `place`
        is the function with the values of its arguments.
        """
        meeting = self._meetings.get(place)
        if meeting is None:
            meeting = self._meetings[place] = Meeting(self._values, typestates)
        kind = (place, state.typestate())
        is_merged = meeting.limit(state, limit)
        key = (place, state.key())
        known = self._table.get(key)
        if known is not None and known.arrived.is_covered:
            known = None
        earlier = self._latest.get(kind) if is_merged else None
        if earlier is not None and not (creator and creator.is_at(earlier.creator)):
            earlier = None  # its paths are not those of this call
        return Entry(key, kind, is_merged or not limit, known, earlier)

    def add(self, entry: Entry, activation: Activation) -> list[Continuation]:
        """Know the activation for this entry. It also stands for the one that was merged into it
        and still waits to begin: the callers of that are returned.
        """
        self._table[entry.key] = activation
        if entry.is_merged:
            self._latest[entry.kind] = activation
        earlier = entry.earlier
        if earlier is None or earlier is activation or earlier.arrived.has_left:
            return []
        earlier.arrived.is_covered = True
        return earlier.callers
