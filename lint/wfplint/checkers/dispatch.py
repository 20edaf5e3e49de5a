"""Tells each checker only of what it asked for: a rule costs nothing where it cannot apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from wfplint.checkers.base import Checker
from wfplint.dataflow import effects as fx
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import State
from wfplint.dataflow.values import LocationId, ValueId, Values
from wfplint.source import Span

EVERY_STORE = "*"
Key = TypeVar("Key")


class Dispatcher:
    """A listener and observer of the engine that stands for all checkers."""

    def __init__(self, checkers: Sequence[Checker], values: Values) -> None:
        self._values = values
        self._effects: dict[type, list[Checker]] = {}
        self._calls: dict[str, list[Checker]] = {}
        self._stores: dict[str, list[Checker]] = {}
        self._every_store: list[Checker] = []
        self._loads: dict[str, list[Checker]] = {}
        self._branches: list[Checker] = []
        self._ends: list[Checker] = []
        self._returns: list[Checker] = []
        for checker in checkers:
            wants = checker.interests()
            _enter(self._effects, wants.effects, checker)
            _enter(self._calls, wants.calls, checker)
            if wants.every_store or EVERY_STORE in wants.stores:
                self._every_store.append(checker)
            else:
                _enter(self._stores, wants.stores, checker)
            _enter(self._loads, wants.loads, checker)
            if wants.branches:
                self._branches.append(checker)
            if wants.ends:
                self._ends.append(checker)
            if wants.returns:
                self._returns.append(checker)

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        for checker in self._effects.get(type(effect), ()):
            checker.effect(effect, call, state, activation, result)

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        for checker in self._calls.get(call.facts.name, ()):
            checker.called(call, result, state, activation)

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        for checker in self._branches:
            checker.branched(value, truth, state, activation, span)

    def returning(self, state: State, activation: Activation) -> None:
        for checker in self._returns:
            checker.returning(state, activation)

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        for checker in self._every_store:
            checker.store(at, value, state, activation, span)
        if self._stores:
            for checker in self._stores.get(self._values.class_of(at), ()):
                checker.store(at, value, state, activation, span)

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        if self._loads:
            for checker in self._loads.get(self._values.class_of(at), ()):
                checker.load(at, value, state, activation, span)

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        for checker in self._ends:
            checker.leave(value, state, activation)


def _enter(table: dict[Key, list[Checker]], keys: frozenset[Key], checker: Checker) -> None:
    for key in keys:
        table.setdefault(key, []).append(checker)
