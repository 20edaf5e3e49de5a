"""What must stand before an event, on a path or in one call of a function: marks, their scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from wfplint.dataflow.engine import Activation
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId
from wfplint.source import Span


class Due(NamedTuple):
    """An event that asks for another: where, by which call, about what, in which function; and the
    status of the call, which may turn out to be a failure.
    """

    span: Span
    call: str
    object: str
    function: str
    macro: Span | None = None
    about: ValueId = -1
    status: ValueId = -1


class _Mark(NamedTuple):
    """Something that happened in a function at a call depth; `passed_on` once that has returned."""

    what: Any
    depth: int
    passed_on: bool = False


class Before:
    """Marks of one checker: `done` for the requirements met, `due` for events that lack theirs but
    count only with a companion, `beside` for the companion.

    With `scoped` all of them concern one call of a function: what happened in a callee counts for
    its caller, and no further.
    """

    def __init__(
        self,
        number: int,
        same_object: bool,
        scoped: bool,
        report: Callable[[Due, State, Activation], None],
    ) -> None:
        self._number = number
        self._same_object = same_object
        self._scoped = scoped
        self._report = report

    def met(self, about: ValueId, state: State, activation: Activation) -> None:
        """The requirement is met for an object."""
        self._set("done", about if self._same_object else -1, True, state, activation)

    def happened(self, due: Due, state: State, activation: Activation) -> None:
        """The event happened; report it if the requirement was not met before."""
        about = due.about if self._same_object else -1
        if not self._counts((self._number, "done", about), state, activation):
            self.missing(due, state, activation)

    def missing(self, due: Due, state: State, activation: Activation) -> None:
        """The requirement is not met; where there is a companion, it may have to come first."""
        if not self._scoped or self._counts((self._number, "beside", -1), state, activation):
            self._report(due, state, activation)
        elif not self._counts((self._number, "due", due.about), state, activation):
            self._set("due", due.about, due, state, activation)

    def accompanied(self, state: State, activation: Activation) -> None:
        """The companion happened: what was due is reported now."""
        if not self._scoped:
            return
        self._set("beside", -1, True, state, activation)
        due = [k for k in self._mine(state) if k[1] == "due"]
        for key in [k for k in due if self._counts(k, state, activation)]:
            self._report(state.marks.pop(key).what, state, activation)

    def returning(self, state: State, activation: Activation) -> None:
        """A function returns: what happened in it counts for its caller, or no more."""
        for key in self._mine(state):
            mark = state.marks[key]
            if mark.depth == activation.depth:
                del state.marks[key]
                if not mark.passed_on:
                    state.marks[key] = _Mark(mark.what, mark.depth - 1, True)

    def _counts(self, key: tuple[int, str, ValueId], state: State, activation: Activation) -> bool:
        """Whether a mark is about this call: made in it or around it, or by what it called."""
        mark = state.marks.get(key)
        if mark is None:
            return False
        return not mark.passed_on or mark.depth == activation.depth

    def _set(
        self, kind: str, about: ValueId, what: Any, state: State, activation: Activation
    ) -> None:
        depth = activation.depth if self._scoped else 0
        state.marks[(self._number, kind, about)] = _Mark(what, depth)

    def _mine(self, state: State) -> list[tuple[int, str, ValueId]]:
        return [
            key for key, mark in state.marks.items()
            if isinstance(mark, _Mark) and isinstance(key, tuple) and key[0] == self._number
        ]  # fmt: skip
