"""What an instruction depends on: definitions of variables, memory by field names, branches.

Control dependence is that of Ferrante, Ottenstein and Warren (The program dependence graph, TOPLAS
1987). Memory is told apart by field names, and what a plain pointer points to by its type, so that
a store reaches every load of a field of that name: more than can happen, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.postdominance import postdominators
from wfplint.dataflow.prepared import (
    address_taken,
    definition_of,
    fields_of,
    last_name,
    uses_of,
    variables_of,
)
from wfplint.program.link import Program

ANYTHING, PLAIN = "*", "-"
NESTING = 4


class Item(NamedTuple):
    """An instruction with the block and the index at which it stands."""

    block: int
    index: int  # type: ignore[assignment]  # hides tuple.index
    instruction: ir.Instruction


class Names(NamedTuple):
    """Names of the fields that some code loads, and of all that it mentions."""

    loaded: frozenset[str] = frozenset()
    touched: frozenset[str] = frozenset()


NO_NAMES = Names()


class Code:
    """One function: its instructions by number, and which of them define and pass what."""

    def __init__(self, function: ir.Function, program: Program) -> None:
        self.function = function
        self._program = program
        self.items = [
            Item(number, index, instruction)
            for number, block in enumerate(function.cfg.blocks)
            for index, instruction in enumerate(block.instructions)
        ]
        self.taken = address_taken(function)
        self.definitions: dict[str, list[int]] = {}
        self.passing: dict[str, list[int]] = {}
        self.uses: dict[str, list[int]] = {}
        for number, item in enumerate(self.items):
            self._index(number, item.instruction)

    def _index(self, number: int, instruction: ir.Instruction) -> None:
        defined = definition_of(instruction)
        if defined is not None:
            self.definitions.setdefault(defined, []).append(number)
        if isinstance(instruction, ir.Store) and is_local(instruction.path):
            self.definitions.setdefault(instruction.path.root, []).append(number)
        for name in set(uses_of(instruction)):
            self.uses.setdefault(name, []).append(number)
        if isinstance(instruction, ir.Call):
            for argument in instruction.args:
                for name in variables_of(argument):
                    self.passing.setdefault(name, []).append(number)

    @cached_property
    def names(self) -> Names:
        """The fields of the whole function."""
        return self.names_in(range(len(self.items)))

    def names_in(self, numbers: Iterable[int]) -> Names:
        """The fields of some of its instructions."""
        loaded, touched = self._loaded, self._touched
        return Names(
            frozenset(loaded[n] for n in numbers if n in loaded),
            frozenset().union(*(touched[n] for n in numbers)),
        )

    @cached_property
    def _loaded(self) -> dict[int, str]:
        """Number of a load -> the field."""
        return {
            n: last_name(item.instruction.path)
            for n, item in enumerate(self.items)
            if isinstance(item.instruction, ir.Load)
        }

    @cached_property
    def _touched(self) -> list[frozenset[str]]:
        return [fields_of(item.instruction) for item in self.items]

    @cached_property
    def calls(self) -> list[int]:
        return [n for n, item in enumerate(self.items) if isinstance(item.instruction, ir.Call)]

    @cached_property
    def parameters(self) -> dict[str, int]:
        return {p.name: i for i, p in enumerate(self.function.parameters)}

    @cached_property
    def returns(self) -> list[int]:
        """Instructions that say what the function returns."""
        return [
            n
            for n, item in enumerate(self.items)
            if isinstance(item.instruction, ir.Return) and item.instruction.value is not None
        ]

    @cached_property
    def claims(self) -> dict[int, frozenset[str]]:
        """Block with an assertion -> the variables and fields that it says something of."""
        found: dict[int, frozenset[str]] = {}
        for number, block in enumerate(self.function.cfg.blocks):
            condition = block.edges[0].condition if len(block.edges) == 1 else None
            if condition is not None and condition.assumed:
                found[number] = frozenset(self._sources(variables_of(condition.value)))
        return found

    def _sources(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield name
            for number in self.definitions.get(name, ()):
                instruction = self.items[number].instruction
                if isinstance(instruction, ir.Load):
                    yield instruction.path.root
                    yield from read_names(instruction.path)

    # --- types -------------------------------------------------------------------------------

    @cached_property
    def _types(self) -> dict[str, ir.TypeRef]:
        found = {v.name: v.type for v in (*self.function.parameters, *self.function.locals)}
        for _, _, instruction in self.items:
            if isinstance(instruction, ir.Load) and instruction.dst not in found:
                type_ = self._loaded_type(instruction.path, found)
                if type_ is not None:
                    found[instruction.dst] = type_
        return found

    def _loaded_type(self, path: ir.AccessPath, known: dict[str, ir.TypeRef]) -> ir.TypeRef | None:
        if path.steps == (ir.DEREF,):
            return _pointee(known.get(path.root))
        return self._path_type(path)

    def type_of(self, name: str) -> ir.TypeRef | None:
        return self._types.get(name)

    def _path_type(self, path: ir.AccessPath) -> ir.TypeRef | None:
        if path.steps and isinstance(path.steps[-1], ir.Member):
            return self._program.field_type(path.steps[-1].record, path.steps[-1].name)
        item = self._program.globals.get(path.root)
        if item is not None and not path.steps:
            return item.type
        return None

    def target_type(self, value: ir.Value) -> ir.TypeRef | None:
        """The type of what a value points to, as far as declarations tell."""
        if isinstance(value, ir.Var):
            return _pointee(self.type_of(value.name))
        if isinstance(value, ir.Cast):
            return ir.TypeRef(value.record, value.record, 0)
        if isinstance(value, ir.Container):
            return ir.TypeRef(value.record, value.record, 0)
        if isinstance(value, ir.Address):
            return self.path_target(value.path)
        return None

    def path_target(self, path: ir.AccessPath) -> ir.TypeRef | None:
        """The type of the location at a path."""
        if not path.steps:
            return self.type_of(path.root) or self._path_type(path)
        if isinstance(path.steps[-1], ir.Member):
            return self._path_type(path)
        if len(path.steps) == 1 and isinstance(path.steps[0], ir.Deref):
            return _pointee(self.type_of(path.root))
        return None

    # --- branches ----------------------------------------------------------------------------

    @cached_property
    def controls(self) -> list[list[int]]:
        """Block -> the blocks whose branch decides whether it runs."""
        result: list[list[int]] = [[] for _ in self.function.cfg.blocks]
        for number, block in enumerate(self.function.cfg.blocks):
            if len(block.edges) < 2:
                continue
            stop = self.postdominators[number]
            for edge in block.edges:
                at = edge.target
                while at not in (stop, -1):
                    if number not in result[at]:
                        result[at].append(number)
                    at = self.postdominators[at]
        return result

    @cached_property
    def postdominators(self) -> list[int]:
        return postdominators(self.function.cfg)


def _pointee(type_: ir.TypeRef | None) -> ir.TypeRef | None:
    if type_ is None or type_.pointers == 0 or "void" in type_.text.lower():
        return None
    return type_._replace(text="", pointers=type_.pointers - 1)


def is_local(path: ir.AccessPath) -> bool:
    """Whether a location is part of a local variable."""
    return not path.root.startswith("@") and not any(isinstance(s, ir.Deref) for s in path.steps)


def key_of(type_: ir.TypeRef | None) -> str:
    """What tells the targets of plain pointers apart: records by tag and levels of pointers, and
    numbers and handles; `ANYTHING` where the type does not tell.
    """
    if type_ is None or "void" in type_.text.lower():
        return ANYTHING
    return f"{type_.record}/{type_.pointers}" if type_.record else PLAIN


def may_be_same(a: str, b: str) -> bool:
    """Whether what has one key may be what has the other. Whole records are written as such."""
    return a == b or (ANYTHING in (a, b) and not a.endswith("/0") and not b.endswith("/0"))


class Dependence:
    """The code of a program with indexes over all of it; independent of what is sliced for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.codes = {f.id: Code(f, program) for f in program.functions.values()}
        self._nested: dict[str, frozenset[str]] = {}

    @cached_property
    def writers(self) -> dict[str, list[tuple[str, int]]]:
        """Name, or `key` behind a colon -> the stores that may write it."""
        found: dict[str, list[tuple[str, int]]] = {}
        for owner, code in self.codes.items():
            for number, item in enumerate(code.items):
                if isinstance(item.instruction, ir.Store):
                    for name in self.written(code, item.instruction.path):
                        found.setdefault(name, []).append((owner, number))
        return found

    def written(self, code: Code, path: ir.AccessPath) -> Iterator[str]:
        """The names and keys that a write to a path concerns."""
        steps = path.steps
        if steps and isinstance(steps[-1], ir.Member):
            yield steps[-1].name
        elif not any(isinstance(s, ir.Deref) for s in steps):
            yield path.root
        else:
            yield ":" + key_of(code.path_target(path))
        yield from self.within(code.path_target(path))

    def pointed(self, code: Code, value: ir.Value) -> Iterator[str]:
        """The names and keys that a write to what a value points to concerns."""
        if isinstance(value, ir.Address):
            yield from self.written(code, value.path)
        elif not isinstance(value, (ir.Const, ir.Text, ir.FunctionRef)):
            type_ = code.target_type(value)
            yield ":" + key_of(type_)
            yield from self.within(type_)

    def within(self, type_: ir.TypeRef | None) -> frozenset[str]:
        """Names of the fields inside an object of a type, however deep."""
        if type_ is None or not type_.record or type_.pointers:
            return frozenset()
        known = self._nested.get(type_.record)
        if known is None:
            known = self._nested[type_.record] = frozenset(self._fields(type_.record, NESTING))
        return known

    def _fields(self, record: str, depth: int) -> Iterable[str]:
        for item in self.program.records.get(record, ()):
            yield item.name
            if depth and item.type.record and not item.type.pointers:
                yield from self._fields(item.type.record, depth - 1)


def read_names(path: ir.AccessPath) -> Iterator[str]:
    """The names that a load from a path reads on its way: fields, and the global it starts at."""
    if path.root.startswith("@"):
        yield path.root
    for step in path.steps:
        if isinstance(step, ir.Member):
            yield step.name


def operands_written(facts: fx.FunctionFacts) -> set[int]:
    """Positions of arguments whose target a known function writes."""
    found = {operand.index for operand in facts.writes}
    for effect in facts.effects:
        if isinstance(effect, (fx.Complete, fx.Defer, fx.Free)):
            continue
        for name in ("target", "context", "key", "object", "head", "entry"):
            operand = getattr(effect, name, None)
            if operand is not None:
                found.add(operand.index)
    return found - {fx.RESULT}


def operands_of(facts: fx.FunctionFacts) -> Iterator[fx.Operand]:
    """Everything that facts say of the arguments and the result of a function."""
    for holder in (facts, *facts.effects):
        for each in fields(holder):
            value = getattr(holder, each.name)
            if isinstance(value, fx.Operand):
                yield value


def operands_read(facts: fx.FunctionFacts) -> list[fx.Operand]:
    """Operands for which a known function looks at the target of an argument."""
    effects = [getattr(e, f.name) for e in facts.effects for f in fields(e) if f.name != "target"]
    atomic = [e.target for e in facts.effects if isinstance(e, fx.Atomic)]
    operands = [o for o in (facts.returns, *effects, *atomic) if isinstance(o, fx.Operand)]
    return [o for o in operands if o.deref]


def names_read(facts: fx.FunctionFacts) -> set[str]:
    """Names of fields that a known function reads in structures it is given."""
    paths = {".".join(operand.fields) for operand in operands_read(facts)}
    for effect in facts.effects:
        if isinstance(effect, fx.Register):
            paths |= {effect.identity, *(f for f, _ in effect.roles)}
        elif isinstance(effect, fx.AppliesAt):
            paths |= {effect.identity, effect.layer}
    return {name for path in paths for name in path.split(".")} - {""}
