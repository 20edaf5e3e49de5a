"""The interrupt request level a path runs at, as far as it shows.

A path starts at the level of its root, is raised by functions that say so and by the locks it
holds, and is believed where it tests the level itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import MIRRORED, OPPOSITE, Range, narrow
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import KnownCall, is_lock
from wfplint.dataflow.state import SHARED, State
from wfplint.dataflow.values import LocationId, ValueId, Values
from wfplint.dataflow.witness import story

LEVELS: dict[str, int] = {"PASSIVE": 0, "APC": 1, "DISPATCH": 2, "HIGH": 15}
_MARK = "irql"


class IrqlOfPaths:
    """Observes calls; the level a function left behind without a lock is a mark of the state."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._raised_by: dict[str, str] = {}
        self._asked: set[ValueId] = set()

    def functions(self, facts: Iterable[fx.FunctionFacts]) -> frozenset[str]:
        """Names of the functions to be observed."""
        return frozenset(f.name for f in facts if f.irql_after or f.irql_to or f.result == "irql")

    def observe(self, call: KnownCall, result: ValueId, state: State) -> None:
        """A call has returned."""
        facts = call.facts
        locks = [e for e in facts.effects if isinstance(e, (fx.Acquire, fx.Release))]
        if any(is_lock(e.kind) for e in locks):
            if facts.irql_after:
                self._note_lock(facts, call, state)
            return
        if facts.irql_after:
            state.marks[_MARK] = facts.irql_after
        elif facts.irql_to is not None:
            self._set(facts.irql_to, call, state)
        elif facts.result == "irql":
            self._asked.add(result)

    def _note_lock(self, facts: fx.FunctionFacts, call: KnownCall, state: State) -> None:
        """Remember which locks raise the level; the newest one held is the one just taken."""
        for at, site in state.locks.items():
            if site & ~SHARED == call.site:
                self._raised_by[self._values.class_of(at)] = str(facts.irql_after)

    def _set(self, operand: fx.Operand, call: KnownCall, state: State) -> None:
        number = None
        if 0 <= operand.index < len(call.args):
            number = self._values.constant(call.args[operand.index])
        name = next((n for n, level in LEVELS.items() if level == number), None)
        if name is None:
            state.marks.pop(_MARK, None)
        else:
            state.marks[_MARK] = name

    def at(self, base: str, state: State, activation: Activation) -> str:
        """The level of a path that started at `base`; PASSIVE where it tested its level."""
        level: str = state.marks.get(_MARK, base)
        if LEVELS[level] > 0:
            level = self._tested(level, state, activation)
        held = [self._level_of(at) for at in state.locks]
        return max((level, *held), key=lambda name: LEVELS[name])

    def _level_of(self, at: LocationId) -> str:
        return self._raised_by.get(self._values.class_of(at), "PASSIVE")

    def _tested(self, level: str, state: State, activation: Activation) -> str:
        """The level that tests of it on the path leave; PASSIVE where they are not understood."""
        if not self._asked:
            return level
        for step in story(activation, state.trail):
            if step.event.kind == "branch":
                value, truth, _ = step.event.detail
                if self._values.support(value) & self._asked:
                    level = min(level, self._left_by(value, truth), key=lambda n: LEVELS[n])
        return level

    def _left_by(self, value: ValueId, truth: bool) -> str:
        """The highest level for which a branch is taken."""
        kind, payload = self._values.terms[value]
        if kind == "op" and payload[0] == "!":
            return self._left_by(payload[1], not truth)
        if kind == "sym":
            return "HIGH" if truth else "PASSIVE"
        if kind != "op" or payload[0] not in OPPOSITE:
            return "PASSIVE"
        operator = payload[0] if truth else OPPOSITE[payload[0]]
        left, right = payload[1:]
        number = self._values.constant(right)
        if number is None:
            number, operator = self._values.constant(left), MIRRORED[operator]
        if number is None:
            return "PASSIVE"
        high = narrow(Range(0, LEVELS["DISPATCH"]), operator, number).high
        return next(name for name in reversed(LEVELS) if LEVELS[name] <= max(high, 0))
