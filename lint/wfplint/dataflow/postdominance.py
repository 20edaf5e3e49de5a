"""Which block every path to the end of a function runs through next.

Cooper, Harvey and Kennedy, A simple, fast dominance algorithm, 2001, on the reversed graph.
"""

from __future__ import annotations

from wfplint import ir


def postdominators(cfg: ir.Cfg) -> list[int]:
    """Block -> the nearest block that every path from it to the end runs through; -1 for none. A
    loop that never ends is taken to end where it turns back.
    """
    successors = _ending(cfg)
    end = len(cfg.blocks)
    predecessors: list[list[int]] = [[] for _ in range(end + 1)]
    for number, targets in enumerate(successors):
        for target in targets:
            predecessors[target].append(number)
    order = _postorder(end, predecessors)
    rank = {block: n for n, block in enumerate(order)}
    nearest = [-1] * (end + 1)
    nearest[end] = end
    changed = True
    while changed:
        changed = False
        for block in reversed(order[:-1]):
            known = [s for s in successors[block] if nearest[s] >= 0]
            new = known[0]
            for other in known[1:]:
                new = _common(new, other, nearest, rank)
            if nearest[block] != new:
                nearest[block] = new
                changed = True
    return [n if n < end else -1 for n in nearest[:end]]


def _common(a: int, b: int, nearest: list[int], rank: dict[int, int]) -> int:
    while a != b:
        while rank[a] < rank[b]:
            a = nearest[a]
        while rank[b] < rank[a]:
            b = nearest[b]
    return a


def _postorder(start: int, edges: list[list[int]]) -> list[int]:
    order: list[int] = []
    seen = {start}
    stack = [(start, iter(edges[start]))]
    while stack:
        node, rest = stack[-1]
        following = next((n for n in rest if n not in seen), None)
        if following is None:
            order.append(node)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(edges[following])))
    return order


def _ending(cfg: ir.Cfg) -> list[list[int]]:
    """Successors with an end (one more block) that every block reaches."""
    end = len(cfg.blocks)
    successors = [[e.target for e in block.edges] or [end] for block in cfg.blocks]
    reaching = _reaching(end, successors)
    for number in range(end - 1, -1, -1):
        if number not in reaching and any(t <= number for t in successors[number]):
            successors[number].append(end)
            reaching = _reaching(end, successors)
    return successors


def _reaching(end: int, successors: list[list[int]]) -> set[int]:
    predecessors: dict[int, list[int]] = {}
    for number, targets in enumerate(successors):
        for target in targets:
            predecessors.setdefault(target, []).append(number)
    seen, work = {end}, [end]
    while work:
        for other in predecessors.get(work.pop(), ()):
            if other not in seen:
                seen.add(other)
                work.append(other)
    return seen
