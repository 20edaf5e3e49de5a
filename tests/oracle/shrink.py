"""Makes a program that shows a mismatch smaller: takes parts away while the mismatch stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.oracle import model as m
from tests.oracle.compare import Answer, compare
from tests.oracle.mutate import change_at, variables
from tests.oracle.state import InvalidError
from tests.oracle.truth import truths

MAX_TRIALS = 600


def answers_of(program: m.Program) -> list[Answer]:
    """What both sides say of a program; nothing where it has no meaning."""
    if not program.functions:
        return []
    try:
        return compare([(program, truths(program))])[0]
    except (InvalidError, KeyError):
        return []


def shrink(program: m.Program, kind: str) -> m.Program:
    """A smaller program in which some site still has an answer of this kind."""
    trials = 0
    again = True
    while again and trials < MAX_TRIALS:
        again = False
        for smaller in _smaller(program):
            trials += 1
            if any(a.kind == kind for a in answers_of(smaller)):
                program, again = smaller, True
                break
            if trials >= MAX_TRIALS:
                break
    return program


def _smaller(program: m.Program) -> Iterator[m.Program]:
    for function in program.functions:
        others = tuple(f for f in program.functions if f is not function)
        yield replace(program, functions=others)
    for function in program.functions:
        for index in range(len(list(m.all_statements(function)))):
            for change in (_gone, _first, _second, _plainer):
                changed = tidy(change_at(function, index, change), program)
                if changed != function:
                    yield program.with_function(changed)
    for name, kind in program.locks:
        if kind != "dpc":
            locks = dict(program.locks)
            locks[name] = "dpc"
            yield replace(program, locks=tuple(locks.items()))


def tidy(function: m.Function, program: m.Program) -> m.Function:
    """Without the locals and labels that nothing uses."""
    targets = {s.label for s in m.all_statements(function) if isinstance(s, m.Goto)}
    labels = tuple((n, b) for n, b in function.labels if b or n in targets)
    function = replace(function, labels=labels)
    everything = (*function.body, *(s for _, b in labels for s in b))
    try:
        used, assigned = variables(everything, program)
    except KeyError:
        return function
    keep = used | assigned | set(function.values) | set(function.outs)
    return replace(function, locals=tuple(p for p in function.locals if p[0] in keep))


def _gone(stmt: m.Stmt) -> m.Block:
    return ()


def _first(stmt: m.Stmt) -> m.Block:
    blocks = m.blocks_of(stmt)
    return blocks[0] if blocks else (stmt,)


def _second(stmt: m.Stmt) -> m.Block:
    blocks = m.blocks_of(stmt)
    return blocks[1] if len(blocks) > 1 else (stmt,)


def _plainer(stmt: m.Stmt) -> m.Block:
    """The same with a simpler expression."""
    simpler: Callable[[m.Expr], m.Expr] = _simpler
    if isinstance(stmt, m.If):
        return (replace(stmt, condition=simpler(stmt.condition)),)
    if isinstance(stmt, m.Set):
        return (replace(stmt, value=simpler(stmt.value)),)
    return (stmt,)


def _simpler(expr: m.Expr) -> m.Expr:
    if isinstance(expr, m.Both):
        return expr.left
    if isinstance(expr, (m.Compare, m.Not)):
        inner = expr.left if isinstance(expr, m.Compare) else expr.inner
        if isinstance(inner, m.Not):
            return inner.inner
        return inner if isinstance(inner, m.Compare) else expr
    return expr
