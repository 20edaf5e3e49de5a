"""What a call may do whose effects are not followed, and code that was not modelled at all."""

from __future__ import annotations

from wfplint import ir
from wfplint.dataflow.memory import Memory
from wfplint.dataflow.state import PENDED, PUBLISHED, Event, State
from wfplint.dataflow.values import LocationId, ValueId, Values


def pass_to_unknown(
    memory: Memory,
    arguments: tuple[ValueId, ...],
    modified: frozenset[str] | None,
    site: int,
    state: State,
    stored: frozenset[int] = frozenset(),
) -> None:
    """Forget what a call may write: the fields `modified`, or anything its arguments point to where
    the body is not in the sources (None). Objects given whole to such code, or to a function that
    stores that parameter (`stored` are their positions), may be found by others.
    """
    for index, argument in enumerate(arguments):
        given = argument in state.private or argument in state.contexts
        if given and (modified is None or index in stored):
            memory.escape(argument, state)
    for argument in arguments:
        _clobber(memory, argument, modified, site, state)


def _clobber(
    memory: Memory, argument: ValueId, modified: frozenset[str] | None, site: int, state: State
) -> None:
    values = memory.values
    if values.terms[argument].kind in ("const", "func", "text", "op"):
        return
    at = values.pointee(argument)
    region = values.base(at)
    if region.kind == "global":
        return
    _, steps = values.locations[at]
    is_part = _is_known_by_its_whole(memory, at, state)
    for other in list(state.mem):
        where, path = values.locations[other]
        if where != region or path[: len(steps)] != steps:
            continue
        if modified is None or values.field_name(other) in modified or path == steps:
            _lose(state.mem[other], state)
            state.mem[other] = memory.fresh(state, "clobbered", site, other)
    if is_part:
        state.mem[at] = memory.fresh(state, "clobbered", site, at)
    if modified is None:
        state.epochs[region] = site


def _is_known_by_its_whole(memory: Memory, at: LocationId, state: State) -> bool:
    """Whether what is known of a location is that of a structure around it, zeroed or copied."""
    region, steps = memory.values.locations[at]
    outer = (memory.values.location(region, steps[:cut]) for cut in range(len(steps)))
    return at not in state.mem and any(location in state.mem for location in outer)


def forget_everything(values: Values, ins: ir.Havoc, site: int, state: State) -> None:
    """Whatever was not modelled may have released, unlocked, changed or called anything."""
    state.mem = {a: v for a, v in state.mem.items() if values.base(a).kind == "local"}
    state.epochs = {None: site}
    state.held.clear()
    state.locks.clear()
    state.claims = frozenset()
    state.private = frozenset()
    state.marks["havoc"] = ins.span
    state.note(Event("not-lowered", ins.span, ins.reason))


def _lose(value: ValueId, state: State) -> None:
    """A context that was there may have been taken; it is no longer this path's alone."""
    if state.contexts.get(value) == PENDED:
        state.contexts[value] = PUBLISHED
