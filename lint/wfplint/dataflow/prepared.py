"""A function made ready for interpretation: liveness, loop heads, joins, fields still to be read.

Live variables are the textbook backward analysis (Aho, Lam, Sethi, Ullman, Compilers, 9.2.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wfplint import ir


def variables_of(value: ir.Value) -> Iterable[str]:
    """The local variables a value reads."""
    if isinstance(value, ir.Var):
        yield value.name
    elif isinstance(value, ir.Op):
        for operand in value.args:
            yield from variables_of(operand)
    elif isinstance(value, ir.Address):
        yield from _variables_in(value.path)
    elif isinstance(value, (ir.Cast, ir.Container)):
        yield from variables_of(value.value)


def _variables_in(path: ir.AccessPath) -> Iterable[str]:
    if not path.root.startswith("@"):
        yield path.root
    for step in path.steps:
        if isinstance(step, ir.Element) and step.variable:
            yield step.variable


def uses_of(instruction: ir.Instruction) -> Iterable[str]:
    """The local variables an instruction reads."""
    if isinstance(instruction, ir.Call):
        yield from variables_of(instruction.callee)
        for argument in instruction.args:
            yield from variables_of(argument)
        return
    value = getattr(instruction, "value", None)
    if value is not None:
        yield from variables_of(value)
    path = getattr(instruction, "path", None)
    if path is not None:
        yield from _variables_in(path)


def definition_of(instruction: ir.Instruction) -> str | None:
    return getattr(instruction, "dst", None)


def address_taken(function: ir.Function) -> frozenset[str]:
    """Locals that live in memory: their address is used, or they are accessed by field."""
    taken = set(addresses_given(function))
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            path = getattr(instruction, "path", None)
            if path is not None and not _through_pointer(path):
                taken.add(path.root)
    return frozenset(t for t in taken if not t.startswith("@"))


def addresses_given(function: ir.Function) -> frozenset[str]:
    """Locals whose address is a value of its own, and not only part of an access path."""
    taken: set[str] = set()
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            for value in values_of(instruction):
                _collect_addresses(value, taken)
        for edge in block.edges:
            if edge.condition is not None:
                _collect_addresses(edge.condition.value, taken)
    return frozenset(taken)


def _through_pointer(path: ir.AccessPath) -> bool:
    return bool(path.steps) and isinstance(path.steps[0], ir.Deref)


def values_of(instruction: ir.Instruction) -> Iterable[ir.Value]:
    if isinstance(instruction, ir.Call):
        yield instruction.callee
        yield from instruction.args
    value = getattr(instruction, "value", None)
    if value is not None:
        yield value


def _collect_addresses(value: ir.Value, into: set[str]) -> None:
    if isinstance(value, ir.Address) and not _through_pointer(value.path):
        into.add(value.path.root)
    elif isinstance(value, ir.Op):
        for operand in value.args:
            _collect_addresses(operand, into)
    elif isinstance(value, (ir.Cast, ir.Container)):
        _collect_addresses(value.value, into)


def fields_of(instruction: ir.Instruction) -> frozenset[str]:
    """Names of all fields and globals in an instruction's access paths."""
    path = getattr(instruction, "path", None)
    names = {last_name(path)} if path is not None else set()
    for value in values_of(instruction):
        names |= _names_in(value)
    return frozenset(names)


def roots_of(instruction: ir.Instruction) -> set[str]:
    """The variables and globals that an instruction's access paths start from."""
    path = getattr(instruction, "path", None)
    roots = {path.root} if path is not None else set()
    for value in values_of(instruction):
        _collect_roots(value, roots)
    return roots


def _collect_roots(value: ir.Value, into: set[str]) -> None:
    if isinstance(value, ir.Address):
        into.add(value.path.root)
    elif isinstance(value, ir.Op):
        for operand in value.args:
            _collect_roots(operand, into)
    elif isinstance(value, (ir.Cast, ir.Container)):
        _collect_roots(value.value, into)


def _names_in(value: ir.Value) -> set[str]:
    if isinstance(value, ir.Address):
        return {last_name(value.path)}
    if isinstance(value, ir.Op):
        return set().union(*(_names_in(a) for a in value.args))
    if isinstance(value, (ir.Cast, ir.Container)):
        return _names_in(value.value)
    return set()


@dataclass(frozen=True)
class Prepared:
    """`live[b]` and `fields[b]` hold on entry to block `b`: variables that may still be read, and
    names of fields that may still be loaded by this function or what it calls. `joins` are blocks
    with several ways in, `loop_heads` those among them that a back edge enters; `induction[b]` are
    the variables that one turn of the loop headed by `b` changes by arithmetic on themselves.
    """

    function: ir.Function
    id: str
    taken: frozenset[str]
    live: tuple[frozenset[str], ...]
    fields: tuple[frozenset[str], ...]
    joins: frozenset[int]
    loop_heads: frozenset[int]
    induction: dict[int, frozenset[str]]


def prepare(function: ir.Function, callee_fields: Callable[[ir.Call], frozenset[str]]) -> Prepared:
    blocks = function.cfg.blocks
    entries = [0] * len(blocks)
    heads: set[int] = set()
    for index, block in enumerate(blocks):
        for edge in block.edges:
            entries[edge.target] += 1
            if edge.target <= index:
                heads.add(edge.target)
    joins = frozenset(i for i, n in enumerate(entries) if n > 1)
    return Prepared(
        function,
        function.id,
        address_taken(function),
        _backward(blocks, [_gen_kill(b) for b in blocks]),
        _backward(blocks, [(_loads(b, callee_fields), frozenset()) for b in blocks]),
        joins | heads,
        frozenset(heads),
        {h: _induction(blocks, h) for h in heads},
    )


Sets = tuple[frozenset[str], frozenset[str]]


def _gen_kill(block: ir.BasicBlock) -> Sets:
    used: set[str] = set()
    defined: set[str] = set()
    for instruction in block.instructions:
        used |= set(uses_of(instruction)) - defined
        name = definition_of(instruction)
        if name:
            defined.add(name)
    for edge in block.edges:
        if edge.condition is not None:
            used |= set(variables_of(edge.condition.value)) - defined
    return frozenset(used), frozenset(defined)


def _loads(
    block: ir.BasicBlock, callee_fields: Callable[[ir.Call], frozenset[str]]
) -> frozenset[str]:
    names: set[str] = set()
    for instruction in block.instructions:
        if isinstance(instruction, ir.Load):
            names.add(last_name(instruction.path))
        elif isinstance(instruction, ir.Call):
            names |= callee_fields(instruction)
    return frozenset(names)


def last_name(path: ir.AccessPath) -> str:
    """The last field of a path, or its root."""
    for step in reversed(path.steps):
        if isinstance(step, ir.Member):
            return step.name
    return path.root


def _backward(
    blocks: tuple[ir.BasicBlock, ...], transfer: list[Sets]
) -> tuple[frozenset[str], ...]:
    """The least solution of in[b] = gen[b] | (union of in[successors] - kill[b])."""
    result = [gen for gen, _ in transfer]
    changed = True
    while changed:
        changed = False
        for index in range(len(blocks) - 1, -1, -1):
            out: set[str] = set()
            for edge in blocks[index].edges:
                out |= result[edge.target]
            gen, kill = transfer[index]
            new = gen | (out - kill)
            if new != result[index]:
                result[index] = frozenset(new)
                changed = True
    return tuple(result)


def _induction(blocks: tuple[ir.BasicBlock, ...], head: int) -> frozenset[str]:
    last = max(i for i, b in enumerate(blocks) if any(e.target == head for e in b.edges))
    names: set[str] = set()
    for block in blocks[head : last + 1]:
        for instruction in block.instructions:
            if not isinstance(instruction, ir.Assign) or not isinstance(instruction.value, ir.Op):
                continue
            if instruction.dst in set(variables_of(instruction.value)):
                names.add(instruction.dst)
    return frozenset(names)
