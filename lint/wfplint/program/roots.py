"""Roots: functions that something outside the analysed sources calls, and in which role.

A role comes from how a function is handed out (deferred work, a registration, a field such as
`DRIVER_OBJECT.MajorFunction`), from the type it was declared with, or from an annotation. What has
no visible caller and no role is a root all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow.effects import Defer, FunctionFacts, Operand, Register, RoleFacts
from wfplint.program.link import Program, calls_of
from wfplint.program.pointers import Cell, PointsTo

Add = Callable[[Iterable[str], str], None]
UNKNOWN_ROLE = "external"
CALLBACK_ROLE = "callback"


class RootFunction(NamedTuple):
    """A function and the roles it is called in, sorted."""

    function: str
    roles: tuple[str, ...]


def find_roots(
    program: Program,
    points_to: PointsTo,
    facts: Mapping[str, FunctionFacts],
    roles: Mapping[str, RoleFacts],
) -> list[RootFunction]:
    """All roots in the order of the program's functions."""
    found: dict[str, set[str]] = {}

    def add(names: Iterable[str], role: str) -> None:
        for name in names:
            body = program.resolve(name)
            if body is not None:
                found.setdefault(body.id, set()).add(role)

    for names, role in _by_call(program, points_to, facts):
        add(names, role)
    _by_field(points_to, roles, add)
    _by_type(program, roles, add)
    by_pointer = points_to.called()
    callbacks = points_to.stored() - by_pointer
    for function_id in program.functions.keys() - found.keys():
        if function_id in callbacks:
            found[function_id] = {CALLBACK_ROLE}
        elif not program.callers[function_id] and function_id not in by_pointer:
            found[function_id] = {UNKNOWN_ROLE}
    return [RootFunction(f, tuple(sorted(found[f]))) for f in program.functions if f in found]


def _by_call(
    program: Program, points_to: PointsTo, facts: Mapping[str, FunctionFacts]
) -> Iterable[tuple[list[str], str]]:
    """What calls hand to the system, with its role."""
    for function in program.functions.values():
        for call in calls_of(function):
            for effect in _effects(call, function.id, points_to, facts):
                yield from _handed_out(effect, call, function.id, points_to)


def _effects(
    call: ir.Call, owner: str, points_to: PointsTo, facts: Mapping[str, FunctionFacts]
) -> Iterable[Defer | Register]:
    for target in points_to.targets(owner, call.callee):
        known = facts.get(target)
        for effect in known.effects if known else ():
            if isinstance(effect, (Defer, Register)):
                yield effect


def _handed_out(
    effect: Defer | Register, call: ir.Call, owner: str, points_to: PointsTo
) -> Iterable[tuple[list[str], str]]:
    if isinstance(effect, Defer):
        if effect.routine is not None:
            yield operand_targets(effect.routine, call, owner, points_to), effect.role
        return
    for field, role in effect.roles:
        if field.startswith("arg"):
            yield operand_targets(Operand.parse(field), call, owner, points_to), role
        else:
            yield _field_targets(points_to, field), role


def operand_targets(operand: Operand, call: ir.Call, owner: str, points_to: PointsTo) -> list[str]:
    """The functions an operand of a call may be."""
    if operand.fields:
        return _field_targets(points_to, operand.fields[-1])
    if 0 <= operand.index < len(call.args):
        return points_to.targets(owner, call.args[operand.index])
    return []


def _field_targets(points_to: PointsTo, name: str) -> list[str]:
    """Functions stored in any field (or local structure's field) of this name."""
    names: set[str] = set()
    for cell in points_to.fields():
        if cell.name == name or cell.name.endswith("." + name):
            names.update(points_to.cell(cell))
    return sorted(names)


def _by_field(points_to: PointsTo, roles: Mapping[str, RoleFacts], add: Add) -> None:
    for role in roles.values():
        for place in role.fields:
            record, _, name = place.partition(".")
            add(points_to.cell(Cell("field", record.strip("_"), name)), role.name)


def _by_type(program: Program, roles: Mapping[str, RoleFacts], add: Add) -> None:
    by_type = {type_: role.name for role in roles.values() for type_ in role.types}
    for function in program.functions.values():
        declared = program.declarations.get(function.name, ())
        for annotation in (*function.annotations, *declared):
            if annotation in by_type:
                add([function.id], by_type[annotation])
