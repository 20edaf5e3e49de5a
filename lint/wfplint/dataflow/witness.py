"""From a trail to the story of a path: its events in order, across calls, with their functions."""

from __future__ import annotations

from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.state import Event, Trail
from wfplint.source import Span


class Step(NamedTuple):
    """An event of a path. `depth` counts calls below the root; `open` says that the call it is in
    has not returned where the path ends (its frame is on the stack).
    """

    event: Event
    function: str
    depth: int
    open: bool


def story(activation: Activation, trail: Trail | None) -> list[Step]:
    """All events from the root's entry to the end of `trail`, oldest first."""
    steps: list[Step] = []
    creator = activation.creator
    if creator is not None:
        steps = story(creator.activation, creator.trail)
        call = Event("entered", creator.call.span, activation.prepared.id)
        caller = creator.activation.prepared.id
        steps.append(Step(call, caller, creator.activation.depth, True))
    return steps + _flatten(trail, activation.prepared.id, activation.depth, True)


def length(activation: Activation, trail: Trail | None) -> int:
    """How many events the story has, without telling it."""
    total = trail.length if trail else 0
    creator = activation.creator
    return total + (1 + length(creator.activation, creator.trail) if creator else 0)


def _flatten(trail: Trail | None, function: str, depth: int, open_: bool) -> list[Step]:
    nodes: list[Trail] = []
    while trail is not None:
        nodes.append(trail)
        trail = trail.previous
    steps: list[Step] = []
    for node in reversed(nodes):
        steps.append(Step(node.event, function, depth, open_))
        if node.inner is not None:
            callee = callee_name(node.event)
            steps += _flatten(node.inner, callee, depth + 1, False)
    return steps


def callee_name(event: Event) -> str:
    """The function that a call event leads into, if it was named there."""
    call = event.detail
    if isinstance(call, ir.Call) and isinstance(call.callee, ir.FunctionRef):
        return call.callee.id
    return ""


def first_span(steps: list[Step]) -> Span | None:
    return steps[0].event.span if steps else None
