"""What the instructions that are no calls do to a state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wfplint import ir
from wfplint.dataflow.activation import Activation, Listener
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.opaque import forget_everything
from wfplint.dataflow.prepared import Prepared
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import Event, State
from wfplint.dataflow.values import ValueId

RETURN = "<return>"


class Instructions:
    """Executes them one by one; listeners are told of loads and stores."""

    def __init__(self, scope: Scope, listeners: Sequence[Listener]) -> None:
        self.scope = scope
        self.values = scope.values
        self.listeners: list[Listener] = list(listeners)
        self.evaluator = Evaluator(self.values)
        self.memory = Memory(self.values, self.evaluator, scope)
        self._execute: dict[type, Callable[[Activation, Any, State, int], None]] = {
            ir.Assign: self._assign,
            ir.Load: self._load,
            ir.Store: self._store,
            ir.Return: self._return,
            ir.Havoc: self._havoc,
        }

    def _set(self, prepared: Prepared, name: str, value: ValueId, state: State) -> None:
        if name in prepared.taken:
            self.memory.write(self.values.local_location(prepared.id, name), value, state)
        else:
            state.env[name] = value

    def _value(self, activation: Activation, value: ir.Value, state: State, site: int) -> ValueId:
        if isinstance(value, ir.Unknown):
            return self.memory.fresh(state, "unknown", site)
        return self.evaluator.evaluate(activation.prepared, value, state)

    def _assign(self, activation: Activation, ins: ir.Assign, state: State, site: int) -> None:
        value = self._value(activation, ins.value, state, site)
        self._set(activation.prepared, ins.dst, value, state)

    def _load(self, activation: Activation, ins: ir.Load, state: State, site: int) -> None:
        at = self.evaluator.location(activation.prepared, ins.path, state)
        value = self.memory.load(at, state)
        for listener in self.listeners:
            listener.load(at, value, state, activation, ins.span)
        self._set(activation.prepared, ins.dst, value, state)

    def _store(self, activation: Activation, ins: ir.Store, state: State, site: int) -> None:
        at = self.evaluator.location(activation.prepared, ins.path, state)
        value = self._value(activation, ins.value, state, site)
        for listener in self.listeners:
            listener.store(at, value, state, activation, ins.span)
        claims, name = state.claims, self.values.class_of(at)
        self.memory.store(at, value, state)
        if state.claims != claims or (not state.locks and self.scope.is_state(name)):
            state.note(Event("stored", ins.span, name, at))

    def _return(self, activation: Activation, ins: ir.Return, state: State, site: int) -> None:
        if ins.value is not None:
            state.env[RETURN] = self._value(activation, ins.value, state, site)

    def _havoc(self, activation: Activation, ins: ir.Havoc, state: State, site: int) -> None:
        for name in ins.clobbers:
            value = self.memory.fresh(state, "unknown", site, name)
            self._set(activation.prepared, name, value, state)
        forget_everything(self.values, ins, site, state)
