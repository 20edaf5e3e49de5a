"""What an exploration is made of: roots, the activations of functions, and where callers go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.meeting import Arrived, Meeting
from wfplint.dataflow.prepared import Prepared
from wfplint.dataflow.reach import Frame
from wfplint.dataflow.state import Choice, State, Trail
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.source import Span

Place = tuple[int, int]


@dataclass(frozen=True)
class Limits:
    """Bounds of one root's exploration; reaching `steps` leaves its result incomplete. `entries`
    bounds the states of one typestate that a function is begun for; with 0 those that arrive before
    it began are one. Turns of a loop are told apart while its counter is known and below `unroll`.
    """

    states: int = 32
    loop_states: int = 10
    entries: int = 16
    typestates: int = 64
    steps: int = 60_000
    candidates: int = 8
    depth: int = 40
    unroll: int = 0


@dataclass
class Activation:
    """One function explored from one entry state. `callers` are resumed at each new exit; `order`
    is where in the program it is called: the blocks and instructions of the calls that led here.
    """

    prepared: Prepared
    root: Root
    arguments: tuple[ValueId, ...]
    creator: Continuation | None
    depth: int
    exits: dict[Any, tuple[ValueId | None, State]] = field(default_factory=dict)
    callers: list[Continuation] = field(default_factory=list)
    meetings: dict[Place, Meeting] = field(default_factory=dict)
    arrived: Arrived = field(default_factory=Arrived)
    order: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.creator is not None:
            above = self.creator
            self.order = (*above.activation.order, above.block, above.index - 1)


@dataclass(frozen=True)
class Continuation:
    """Where a caller goes on: after instruction `index - 1` of `block`, with its frame."""

    activation: Activation
    block: int
    index: int
    dst: str | None
    frame: Frame
    trail: Trail | None
    call: ir.Call
    choices: Choice | None = None

    def is_at(self, other: Continuation | None) -> bool:
        """Whether another one goes on in the same activation after the same instruction."""
        return (
            other is not None
            and self.activation is other.activation
            and (self.block, self.index) == (other.block, other.index)
        )


@dataclass(frozen=True)
class Root:
    """A function called from outside the sources, in a role, and the state it starts in."""

    function: str
    role: str
    entry: Callable[[State, tuple[ValueId, ...]], None] | None = None
    layers: tuple[str, ...] = ()


class Listener(Protocol):
    """What a checker may observe. States must be copied to be kept."""

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None: ...

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None: ...

    def load(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None: ...

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None: ...


class Observer(Protocol):
    """What may be observed besides: each way a known call ends, each branch taken, each return."""

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None: ...

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None: ...

    def returning(self, state: State, activation: Activation) -> None: ...
