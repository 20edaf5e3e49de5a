"""What a call of a known function does to a state, from its facts.

A call may end in several ways (an acquire succeeds or fails); each gives a state of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from wfplint.dataflow import effects as fx
from wfplint.dataflow.lifetimes import Lifetimes
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.operands import NEGATED, TESTS, KnownCall, Outcome, is_lock
from wfplint.dataflow.state import (
    State,
)
from wfplint.dataflow.values import ValueId

__all__ = ["NEGATED", "TESTS", "Interpreter", "KnownCall", "Outcome", "is_lock"]

Observer = Callable[[fx.Effect, KnownCall, State, ValueId], None]


class Interpreter(Lifetimes):
    """Applies effects. `observe` is told of every effect just before it happens, with its state."""

    def __init__(
        self, memory: Memory, observe: Observer, tracked: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(memory, tracked)
        self.observe = observe
        self._handlers: dict[type, Callable[..., list[Outcome]]] = {
            fx.Acquire: self._acquire,
            fx.Release: self._release,
            fx.Initialise: self._silent,
            fx.Wait: self._wait,
            fx.Atomic: self._atomic,
            fx.ListOperation: self._list,
            fx.Defer: self._defer,
            fx.Register: self._silent,
            fx.AppliesAt: self._silent,
            fx.ResolveByName: self._silent,
            fx.Allocate: self._allocate,
            fx.Free: self._free,
            fx.Pend: self._pend,
            fx.Complete: self._complete,
            fx.Copy: self._copy,
            fx.Assign: self._assign,
        }

    def call(self, call: KnownCall, state: State) -> list[Outcome]:
        """All ways the call may end; none when the function does not return."""
        for operand in call.facts.writes:
            self._write_unknown(operand, call, state)
        result = self._result(call, state)
        outcomes: list[Outcome] = [(state, result)]
        for effect in call.facts.effects:
            handler = self._handlers[type(effect)]
            following: list[Outcome] = []
            for each, value in outcomes:
                self.observe(effect, call, each, value)
                following += handler(effect, call, each, value)
            outcomes = following
        if call.facts.never_returns:
            return []
        return outcomes

    def _result(self, call: KnownCall, state: State) -> ValueId:
        if call.facts.returns is not None:
            return self.operand_value(call.facts.returns, call, state)
        kind = "pointer" if call.facts.result == "pointer" else "result"
        return self.memory.fresh(state, kind, call.site)

    def _silent(
        self, effect: fx.Effect, call: KnownCall, state: State, result: ValueId
    ) -> list[Outcome]:
        return [(state, result)]
