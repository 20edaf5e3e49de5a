"""References that travel with deferred work: from the root that queued it to the root that runs.

A reference still held when the queueing root ends is taken to belong to the work, if it is on a
global object or on one the work can find from its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wfplint.dataflow import effects as fx
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.state import Handoff, State
from wfplint.dataflow.values import FieldStep, LocationId, Region, ValueId, Values
from wfplint.program.pointers import Cell, PointsTo


class Reference(NamedTuple):
    """A reference of `kind` on the object reached from the context by `hops`, at `fields`; on a
    global when `root` names one.
    """

    kind: str
    root: str
    hops: tuple[tuple[FieldStep, ...], ...]
    fields: tuple[FieldStep, ...]
    amount: int


class Transfer(NamedTuple):
    """What one way of queueing the work hands over; `link` is where its record has the entry."""

    held: tuple[Reference, ...] = ()
    passed_as: int = 0
    link: tuple[FieldStep, ...] = ()


class Given(NamedTuple):
    """What one root leaves for others: lists and routines that it gave work with nothing held, and
    the rest with the state at its end; `members` are the links used by lists.
    """

    bare: frozenset[str]
    handoffs: dict[str, list[tuple[Handoff, State]]]
    members: dict[str, set[str]]


def entry_transfers(
    given: Iterable[Given], points_to: PointsTo, scope: Scope
) -> dict[str, frozenset[Transfer]]:
    """Function id -> all the ways it is started with deferred work, by what comes with it."""
    result: dict[str, set[Transfer]] = {}
    for target, transfer in _transfers(given, scope.values):
        kind, _, name = target.partition(":")
        for function in _functions(kind, name, points_to, scope) if kind != "list" else ():
            result.setdefault(function, set()).add(transfer)
    return {f: frozenset(ts) for f, ts in result.items()}


def _transfers(given: Iterable[Given], values: Values) -> Iterator[tuple[str, Transfer]]:
    """Each target with what one root leaves for it on one path."""
    for each in given:
        for target in sorted(each.bare):
            yield target, Transfer()
        for target, handoffs in each.handoffs.items():
            for handoff, state in handoffs:
                yield target, _transfer(handoff, state, values)


def _functions(kind: str, name: str, points_to: PointsTo, scope: Scope) -> list[str]:
    if kind == "function":
        body = scope.program.resolve(name)
        return [body.id] if body is not None else []
    return [f for f in points_to.cell(Cell("bound", "", name)) if f in scope.program.functions]


def _transfer(handoff: Handoff, state: State, values: Values) -> Transfer:
    references = []
    for (kind, at), count in sorted(state.held.items()):
        reference = express(kind, at, count, handoff.context, state, values)
        if reference is not None:
            references.append(reference)
    if not references:
        return Transfer()
    return Transfer(tuple(references), handoff.passed_as, _link_of(handoff.context, values))


def _link_of(entry: ValueId, values: Values) -> tuple[FieldStep, ...]:
    _, steps = values.locations[values.pointee(entry)]
    return tuple(s for s in steps if isinstance(s, FieldStep))


def list_transfers(given: Sequence[Given], values: Values) -> dict[str, Transfer]:
    """List class (of the head, and of the entries' link) -> what every insertion hands over."""
    found: dict[str, list[Transfer]] = {}
    for target, transfer in _transfers(given, values):
        kind, _, name = target.partition(":")
        if kind == "list":
            found.setdefault(name, []).append(transfer)
    result: dict[str, Transfer] = {}
    for name, transfers in sorted(found.items()):
        common = set(transfers[0].held).intersection(*(t.held for t in transfers))
        if common:
            link = next(t.link for t in transfers if t.held)
            result[name] = Transfer(tuple(sorted(common)), 0, link)
    return {**result, **_by_link(result, sorted(found), given)}


def _by_link(
    heads: dict[str, Transfer], lists: list[str], given: Sequence[Given]
) -> dict[str, Transfer]:
    """Class of a link -> what all lists hand over whose entries use it."""
    result: dict[str, Transfer] = {}
    members = {n: set().union(*(each.members.get(n, set()) for each in given)) for n in lists}
    links = set().union(*(members[name] for name in heads))
    for link in sorted(links - set(lists)):
        using = [name for name in lists if link in members[name]]
        known = [heads.get(name, Transfer()) for name in using]
        common = set(known[0].held).intersection(*(t.held for t in known))
        if common:
            result[link] = Transfer(tuple(sorted(common)), 0, known[0].link)
    return result


def apply_from_list(
    transfers: dict[str, Transfer], at: LocationId, entry: ValueId, state: State, values: Values
) -> None:
    """An entry was taken off the list at `at`: its references are now this path's."""
    names = values.containers.get(entry, []) if values.is_bare(at) else [values.class_of(at)]
    transfer = next((transfers[name] for name in names if name in transfers), None)
    if transfer is None:
        return
    record = values.container(entry, transfer.link) if transfer.link else entry
    apply_transfer(transfer._replace(passed_as=0), state, (record,), values)


def takes_off(effect: fx.Effect) -> bool:
    """Whether an entry is taken off a list, and what came with it is the path's."""
    return isinstance(effect, fx.ListOperation) and effect.operation.startswith("remove")


def express(
    kind: str, at: LocationId, count: int, context: ValueId, state: State, values: Values
) -> Reference | None:
    """A reference as the work that starts with `context` will find it; None if it cannot."""
    region, steps = values.locations[at]
    fields = tuple(s for s in steps if isinstance(s, FieldStep))
    if region.kind == "global":
        return Reference(kind, str(region.key), (), fields, count)
    if region.kind != "at":
        return None
    hops = _path_to(region.key, context, state, values)
    return None if hops is None else Reference(kind, "", hops, fields, count)


def is_handed_over(kind: str, at: LocationId, state: State, values: Values) -> bool:
    """Whether work that this path has put where others find it can find the reference."""
    count = state.held[(kind, at)]
    return any(
        express(kind, at, count, handoff.context, state, values) is not None
        for handoff in state.handoffs
    )


def _path_to(
    wanted: ValueId, context: ValueId, state: State, values: Values
) -> tuple[tuple[FieldStep, ...], ...] | None:
    """The fields to follow from the context to the object `wanted` points to."""
    start = values.base(values.pointee(context))
    if start == Region("at", wanted):
        return ()
    for at, value in sorted(state.mem.items()):
        region, steps = values.locations[at]
        if region == start and value == wanted:
            return (tuple(s for s in steps if isinstance(s, FieldStep)),)
    return _loaded_path(wanted, start, values)


def _loaded_path(
    wanted: ValueId, start: Region, values: Values
) -> tuple[tuple[FieldStep, ...], ...] | None:
    """The path when `wanted` is itself what some field reachable from the start holds."""
    kind, payload = values.terms[wanted]
    if kind != "sym" or payload[0] != "memory":
        return None
    region, steps = values.locations[payload[1]]
    fields = tuple(s for s in steps if isinstance(s, FieldStep))
    if region == start:
        return (fields,)
    if region.kind != "at":
        return None
    before = _loaded_path(region.key, start, values)
    return None if before is None else (*before, fields)


def apply_transfer(
    transfer: Transfer, state: State, arguments: tuple[ValueId, ...], values: Values
) -> None:
    """Start a root with the references of `transfer`."""
    for reference in transfer.held:
        if reference.root:
            at = values.global_location(reference.root)
        elif transfer.passed_as < len(arguments):
            at = _follow(reference.hops, arguments[transfer.passed_as], values)
        else:
            continue
        for step in reference.fields:
            at = values.step(at, step)
        state.held[(reference.kind, at)] = reference.amount


def _follow(
    hops: tuple[tuple[FieldStep, ...], ...], argument: ValueId, values: Values
) -> LocationId:
    at = values.pointee(argument)
    for hop in hops:
        for step in hop:
            at = values.step(at, step)
        at = values.pointee(values.memory(at, 0))
    return at
