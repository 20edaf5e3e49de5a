"""Links translation units to programs: one for each driver found among the files.

A tree of samples holds several drivers that define the same names. Units are parted where two of
them define one external function differently, at the folder where their paths part; within one
folder, `variants` parts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname

from wfplint.frontend.drivers import group_of, partings
from wfplint.ir import Call, Field, Function, FunctionRef, Global, Notice, TranslationUnit, TypeRef
from wfplint.program import variants


@dataclass(frozen=True)
class Program:
    """The linked units of one driver. Functions and globals are looked up by id."""

    units: tuple[TranslationUnit, ...]
    functions: dict[str, Function]
    globals: dict[str, Global]
    records: dict[str, tuple[Field, ...]]
    declarations: dict[str, tuple[str, ...]]
    notices: tuple[Notice, ...] = ()
    _by_name: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def resolve(self, function_id: str) -> Function | None:
        """The definition that a reference means, or None where it is not in the sources.

        A C++ name that was declared in one scope and referred to in another is found by its last
        part where that is unambiguous.
        """
        found = self.functions.get(function_id)
        if found is None and function_id in self._by_name:
            candidates = self._by_name[function_id]
            found = self.functions[candidates[0]] if len(candidates) == 1 else None
        return found

    def field_type(self, record: str, name: str) -> TypeRef | None:
        return self._field_types.get((record, name))

    @cached_property
    def _field_types(self) -> dict[tuple[str, str], TypeRef]:
        return {(tag, f.name): f.type for tag, fields in self.records.items() for f in fields}

    @cached_property
    def callers(self) -> dict[str, set[str]]:
        """Function id -> ids of the functions that name it in a call."""
        result: dict[str, set[str]] = {f: set() for f in self.functions}
        for caller, callees in self.callees.items():
            for callee in callees:
                result[callee].add(caller)
        return result

    @cached_property
    def callees(self) -> dict[str, list[str]]:
        """Function id -> ids of the defined functions it calls by name, in order, each once."""
        result: dict[str, list[str]] = {}
        for function in self.functions.values():
            names: dict[str, None] = {}
            for call in calls_of(function):
                if isinstance(call.callee, FunctionRef):
                    target = self.resolve(call.callee.id)
                    if target is not None:
                        names[target.id] = None
            result[function.id] = list(names)
        return result


def calls_of(function: Function) -> Iterable[Call]:
    """Every call instruction of a function, in block order."""
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            if isinstance(instruction, Call):
                yield instruction


def link(units: Sequence[TranslationUnit]) -> list[Program]:
    """One program per driver, in the order of their first units."""
    parted = partings(_places_of_definitions(units))
    groups: dict[str, list[TranslationUnit]] = {}
    for unit in units:
        groups.setdefault(group_of(unit.path, parted), []).append(unit)
    return [_link_group(part) for group in groups.values() for part in variants.programs(group)]


def _places_of_definitions(units: Sequence[TranslationUnit]) -> Iterable[set[str]]:
    """For each external function the folders that define it."""
    defined_in: dict[str, set[str]] = {}
    for unit in units:
        for function in unit.functions:
            if not function.internal:
                defined_in.setdefault(function.id, set()).add(dirname(function.name_span.path))
    return defined_in.values()


def _link_group(units: list[TranslationUnit]) -> Program:
    functions: dict[str, Function] = {}
    records: dict[str, tuple[Field, ...]] = {}
    declarations: dict[str, tuple[str, ...]] = {}
    for number, unit in enumerate(units):
        units[number] = unit = variants.told_apart(unit, functions)
        for function in unit.functions:
            functions.setdefault(function.id, function)
        for tag, fields in unit.records.items():
            if len(fields) > len(records.get(tag, ())):
                records[tag] = fields
        for name, declared in unit.declarations.items():
            declarations[name] = (*declarations.get(name, ()), *declared)
    by_name: dict[str, list[str]] = {}
    for id_, function in functions.items():
        if id_ != function.name:
            by_name.setdefault(function.name, []).append(id_)
    notices = tuple(n for unit in units for n in unit.notices)
    return Program(
        tuple(units), functions, _globals(units), records, declarations, notices, by_name
    )


def _globals(units: list[TranslationUnit]) -> dict[str, Global]:
    """By id: the first that says what is in it, else the first."""
    found: dict[str, Global] = {}
    for unit in units:
        for item in unit.globals:
            known = found.get(item.id)
            if known is None or (item.initialisers and not known.initialisers):
                found[item.id] = item
    return found
