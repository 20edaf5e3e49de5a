"""What each rule costs in a run, for people who write rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from time import perf_counter
from typing import NamedTuple, ParamSpec, TypeVar

from wfplint.checkers.base import Checker

P = ParamSpec("P")
R = TypeVar("R")
LISTENS = ("called", "branched", "returning", "effect", "store", "load", "leave", "uncertain")


class Exploration(NamedTuple):
    """The time that rules which explore together took, with what they did themselves."""

    rules: tuple[str, ...]
    seconds: float


class Costs:
    """Filled in by a run: seconds in the code of each rule's checkers, and by exploration."""

    def __init__(self) -> None:
        self.own: dict[str, float] = {}
        self._explorations: dict[tuple[str, ...], float] = {}

    @property
    def explorations(self) -> list[Exploration]:
        return [Exploration(rules, took) for rules, took in self._explorations.items()]

    @contextmanager
    def exploring(self, rules: Sequence[str]) -> Iterator[None]:
        key = tuple(dict.fromkeys(rules))
        begin = perf_counter()
        try:
            yield
        finally:
            took = perf_counter() - begin
            self._explorations[key] = self._explorations.get(key, 0.0) + took

    def watch(self, checkers: Iterable[Checker]) -> None:
        """Measure these from now on."""
        for checker in checkers:
            rule = checker.bound.rule.id
            self.own.setdefault(rule, 0.0)
            for name in LISTENS:
                setattr(checker, name, self._timed(getattr(checker, name), rule))

    def _timed(self, method: Callable[P, R], rule: str) -> Callable[P, R]:
        @wraps(method)
        def measured(*args: P.args, **kwargs: P.kwargs) -> R:
            begin = perf_counter()
            try:
                return method(*args, **kwargs)
            finally:
                self.own[rule] += perf_counter() - begin

        return measured
