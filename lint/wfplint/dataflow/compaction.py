"""Cuts a function down to a slice: what does not matter is left out, branches become jumps, and
blocks that only follow one another become one.
"""

from __future__ import annotations

from dataclasses import replace

from wfplint import ir
from wfplint.dataflow.criterion import Slice
from wfplint.dataflow.dependence import Code


def compact(code: Code, kept: Slice) -> ir.Function:
    """The function with only what stays. Blocks keep their order."""
    function = code.function
    instructions: list[list[ir.Instruction]] = [[] for _ in function.cfg.blocks]
    for number, item in enumerate(code.items):
        if number in kept.items:
            instructions[item.block].append(item.instruction)
    edges = [_edges(code, number, kept) for number in range(len(function.cfg.blocks))]
    _skip_empty(instructions, edges, function.cfg.exit)
    _join(instructions, edges, function.cfg.exit)
    return replace(function, cfg=_renumbered(instructions, edges, function.cfg.exit))


def _edges(code: Code, number: int, kept: Slice) -> list[ir.Edge]:
    """The ways out of a block; where no way matters, to the place where all of them lead."""
    edges = code.function.cfg.blocks[number].edges
    if number in code.claims and number not in kept.claims:
        return [ir.Edge(edges[0].target)]
    if len(edges) < 2 or number in kept.branches or code.postdominators[number] < 0:
        return list(edges)
    return [ir.Edge(code.postdominators[number])]


def _skip_empty(
    instructions: list[list[ir.Instruction]], edges: list[list[ir.Edge]], end: int
) -> None:
    """Lead edges past blocks in which nothing happens."""

    def final(block: int) -> int:
        seen: set[int] = set()
        while (
            block not in seen
            and block != end
            and not instructions[block]
            and len(edges[block]) == 1
            and edges[block][0].condition is None
        ):
            seen.add(block)
            block = edges[block][0].target
        return block

    for number, out in enumerate(edges):
        edges[number] = [edge._replace(target=final(edge.target)) for edge in out]


def _join(instructions: list[list[ir.Instruction]], edges: list[list[ir.Edge]], end: int) -> None:
    """Append to a block the one that only it leads to."""
    entries = [0] * len(edges)
    entries[0] = 1
    reached = sorted(_reached(edges))
    for number in reached:
        for edge in edges[number]:
            entries[edge.target] += 1
    for number in reached:
        while len(edges[number]) == 1 and edges[number][0].condition is None:
            target = edges[number][0].target
            if target <= number or target == end or entries[target] != 1:
                break
            instructions[number] += instructions[target]
            edges[number] = edges[target]
            instructions[target], edges[target] = [], []


def _renumbered(
    instructions: list[list[ir.Instruction]], edges: list[list[ir.Edge]], end: int
) -> ir.Cfg:
    """The blocks that can be reached, with the exit, in their old order."""
    order = sorted(_reached(edges) | {end})
    new = {old: n for n, old in enumerate(order)}
    blocks = tuple(
        ir.BasicBlock(
            tuple(instructions[old]),
            tuple(edge._replace(target=new[edge.target]) for edge in edges[old]),
        )
        for old in order
    )
    return ir.Cfg(blocks, new[end])


def _reached(edges: list[list[ir.Edge]]) -> set[int]:
    """The blocks that the first one leads to."""
    seen, work = {0}, [0]
    while work:
        for edge in edges[work.pop()]:
            if edge.target not in seen:
                seen.add(edge.target)
                work.append(edge.target)
    return seen
