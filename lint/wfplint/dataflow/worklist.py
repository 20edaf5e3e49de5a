"""States that wait to go on, in the order of the program."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

from wfplint.dataflow.activation import Activation
from wfplint.dataflow.meeting import Arrived
from wfplint.dataflow.state import State


class Work(NamedTuple):
    """A state before an instruction. `order` puts what is before a place where paths meet first,
    and a callee before what follows its call; `serial` is the order of arrival.
    """

    order: tuple[int, ...]
    serial: int
    arrived: Arrived | None
    activation: Activation
    block: int
    index: int  # type: ignore[assignment]  # hides tuple.index
    state: State


class Worklist:
    """A queue by `Work.order`; a state that a later one stands for is passed over."""

    def __init__(self) -> None:
        self._heap: list[Work] = []
        self._serial = 0

    def clear(self) -> None:
        self._heap.clear()

    def put(
        self,
        activation: Activation,
        block: int,
        index: int,
        state: State,
        arrived: Arrived | None = None,
    ) -> None:
        self._serial += 1
        order = (*activation.order, block, index)
        heappush(self._heap, Work(order, self._serial, arrived, activation, block, index, state))

    def take(self) -> Work | None:
        """The next state; None if there is none."""
        while self._heap:
            work = heappop(self._heap)
            if work.arrived is None:
                return work
            if not work.arrived.is_covered:
                work.arrived.has_left = True
                return work
        return None
