"""A control-flow graph while it is built, and its final form.

Blocks are appended in any order; `finish` drops what cannot be reached, merges straight lines and
numbers the rest in reverse post-order, so that equal code always gives an equal graph.
"""

from __future__ import annotations

from collections.abc import Iterable

from wfplint.ir import BasicBlock, Cfg, Condition, Edge, Instruction

Exit = tuple["Block", "Condition | None"]


class Block:
    """A basic block under construction; `edges` stays empty until control leaves it."""

    __slots__ = ("edges", "instructions")

    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self.edges: list[Exit] = []


def finish(entry: Block, exit_block: Block) -> Cfg:
    """Freeze the graph; `exit_block` is kept, as the last block, even if nothing reaches it.

    Nothing leads back to the entry: a loop at the very start begins with a block of its own.
    """
    for block in reachable(entry):
        block.edges = _simplify([(_through(target, exit_block), c) for target, c in block.edges])
    entry = _start(_through(entry, exit_block))
    order = _merge(reachable(entry), entry, exit_block)
    order = [block for block in order if block is not exit_block] + [exit_block]
    index = {id(block): number for number, block in enumerate(order)}
    blocks = tuple(
        BasicBlock(
            tuple(block.instructions),
            tuple(Edge(index[id(target)], condition) for target, condition in block.edges),
        )
        for block in order
    )
    return Cfg(blocks, index[id(exit_block)])


def _start(entry: Block) -> Block:
    if all(target is not entry for block in reachable(entry) for target, _ in block.edges):
        return entry
    start = Block()
    start.edges = [(entry, None)]
    return start


def reachable(entry: Block) -> list[Block]:
    """The blocks reachable from `entry`, in reverse post-order, first edges first."""
    order: list[Block] = []
    seen = {id(entry)}
    stack: list[tuple[Block, int]] = [(entry, len(entry.edges))]
    while stack:
        block, left = stack.pop()
        while left:
            left -= 1
            target = block.edges[left][0]
            if id(target) not in seen:
                seen.add(id(target))
                stack.append((block, left))
                stack.append((target, len(target.edges)))
                break
        else:
            order.append(block)
    order.reverse()
    return order


def _through(block: Block, exit_block: Block) -> Block:
    """Skip blocks that only pass control on; an endless empty loop stays where it is."""
    passed: list[Block] = []
    seen: set[int] = set()
    while (
        block is not exit_block
        and not block.instructions
        and len(block.edges) == 1
        and block.edges[0][1] is None
        and id(block) not in seen
    ):
        seen.add(id(block))
        passed.append(block)
        block = block.edges[0][0]
    for shortened in passed:
        if shortened is not block:
            shortened.edges = [(block, None)]
    return block


def _simplify(edges: list[Exit]) -> list[Exit]:
    if len(edges) > 1 and all(target is edges[0][0] for target, _ in edges):
        return [(edges[0][0], None)]
    return edges


def _merge(order: Iterable[Block], entry: Block, exit_block: Block) -> list[Block]:
    """Append each block to its only predecessor where that has no other way out."""
    kept = list(order)
    entering: dict[int, int] = {id(entry): 1}
    for block in kept:
        for target, _ in block.edges:
            entering[id(target)] = entering.get(id(target), 0) + 1
    gone: set[int] = set()
    for block in kept:
        if id(block) in gone or block is exit_block:
            continue
        while len(block.edges) == 1 and block.edges[0][1] is None:
            target = block.edges[0][0]
            if target is exit_block or target is block or entering[id(target)] != 1:
                break
            block.instructions += target.instructions
            block.edges = target.edges
            gone.add(id(target))
    return [block for block in kept if id(block) not in gone]
