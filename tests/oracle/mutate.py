"""Random changes of programs: damage that may break a guard, and extraction that keeps meaning."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.oracle import model as m

Change = Callable[[m.Stmt, random.Random], m.Block]


def damage(program: m.Program, rng: random.Random) -> m.Program:
    """Change one statement somewhere."""
    roots = [f for f in program.functions if list(m.all_statements(f))]
    function = rng.choice(roots)
    target = rng.randrange(len(list(m.all_statements(function))))
    kind = rng.choice(CHANGES)
    return program.with_function(change_at(function, target, lambda s: kind(s, rng)))


def change_at(function: m.Function, target: int, change: Callable[[m.Stmt], m.Block]) -> m.Function:
    """The function with its statement number `target` (in `rewrite` order) changed."""
    counter = -1

    def visit(stmt: m.Stmt) -> m.Block:
        nonlocal counter
        counter += 1
        return change(stmt) if counter == target else (stmt,)

    body = m.rewrite(function.body, visit)
    labels = tuple((n, m.rewrite(b, visit)) for n, b in function.labels)
    return replace(function, body=body, labels=labels)


# --- damage --------------------------------------------------------------------------------------


def _delete(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return () if not isinstance(stmt, m.Complete) else (stmt,)


def _twice(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return (stmt, stmt) if not isinstance(stmt, m.Complete) else (stmt,)


def _negate(stmt: m.Stmt, rng: random.Random) -> m.Block:
    if isinstance(stmt, m.If):
        return (replace(stmt, condition=m.Not(stmt.condition)),)
    return _delete(stmt, rng)


def _sometimes(stmt: m.Stmt, rng: random.Random) -> m.Block:
    if isinstance(stmt, (m.Break, m.Continue, m.Set, m.Count)):
        return (stmt,)
    some: list[m.Expr] = [m.Ask(), m.Input("gMode0"), m.Input("gMode1")]
    return (m.If(rng.choice(some), (stmt,)),)


def _unwrap(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return stmt.yes if isinstance(stmt, m.If) else (stmt,)


def _other_lock(stmt: m.Stmt, rng: random.Random) -> m.Block:
    locks = [("g", "gLock"), ("g", "gLock2"), ("pend", "Lock"), ("other", "Lock")]
    at = m.Object(*rng.choice(locks))
    if isinstance(stmt, (m.Lock, m.Unlock)):
        return (replace(stmt, at=at),)
    return (m.Lock(at), stmt, m.Unlock(at))


def _retake(stmt: m.Stmt, rng: random.Random) -> m.Block:
    """Drop a lock and take it again."""
    at = m.Object(*rng.choice([("g", "gLock"), ("pend", "Lock")]))
    return (m.Unlock(at), m.Lock(at), stmt)


def _leave_before(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return (m.Leave(m.Object("pend", "Rundown")), stmt)


def _leave_after(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return (stmt, m.Leave(m.Object("pend", "Rundown")))


def _free_before(stmt: m.Stmt, rng: random.Random) -> m.Block:
    return (m.Free(), stmt)


def _store_other(stmt: m.Stmt, rng: random.Random) -> m.Block:
    if isinstance(stmt, m.Store):
        return (replace(stmt, at=m.Object("pend", "Claimed"), value=m.Const("1")),)
    return _sometimes(stmt, rng)


def _ignore(stmt: m.Stmt, rng: random.Random) -> m.Block:
    """Act whatever the condition says."""
    if isinstance(stmt, m.If):
        return (m.Do(stmt.condition), *stmt.yes)
    return _twice(stmt, rng)


def _in_loop(stmt: m.Stmt, rng: random.Random) -> m.Block:
    if isinstance(stmt, (m.Break, m.Continue, m.Set)):
        return (stmt,)
    return (m.Loop(rng.choice(["while", "do", "jump"]), m.Ask(), (stmt,)),)


CHANGES: tuple[Change, ...] = (
    _delete,
    _delete,
    _twice,
    _negate,
    _sometimes,
    _sometimes,
    _unwrap,
    _other_lock,
    _retake,
    _leave_before,
    _leave_after,
    _free_before,
    _store_other,
    _ignore,
    _in_loop,
)

# --- extraction ----------------------------------------------------------------------------------

KEYED = ("spin", "queued")


def extract(program: m.Program, rng: random.Random, name: str) -> m.Program:
    """Move some statements of a function to a helper, if that can be done."""
    function = rng.choice(program.functions)
    blocks = [function.body, *(b for s in m.all_statements(function) for b in m.blocks_of(s))]
    block = rng.choice([b for b in blocks if b] or [()])
    if not block:
        return program
    start = rng.randrange(len(block))
    part = block[start : start + rng.randint(1, 4)]
    if not _is_closed(part, program):
        return program
    helper = _helper(part, function, program, name)
    call = m.Do(m.Call(name))
    new = (*block[:start], call, *block[start + len(part) :])
    changed = replace(
        function,
        body=_replaced(function.body, block, new),
        labels=tuple((n, _replaced(b, block, new)) for n, b in function.labels),
    )
    others = tuple(changed if f is function else f for f in program.functions)
    return replace(program, functions=(helper, *others))


def _replaced(block: m.Block, old: m.Block, new: m.Block) -> m.Block:
    if block is old:
        return new

    def visit(stmt: m.Stmt) -> m.Stmt:
        inner = m.blocks_of(stmt)
        return m.with_blocks(stmt, tuple(_replaced(b, old, new) for b in inner)) if inner else stmt

    return tuple(visit(s) for s in block)


def _is_closed(part: m.Block, program: m.Program) -> bool:
    """Whether control only leaves the statements at their end, and locks with keys are paired."""
    depth = {n: 0 for n, k in program.locks if k in KEYED}
    for stmt in m.statements(part):
        if isinstance(stmt, (m.Return, m.Goto, m.Break, m.Continue, m.Pend)):
            return False
        if isinstance(stmt, (m.Lock, m.Unlock)) and stmt.at.name in depth:
            depth[stmt.at.name] += 1 if isinstance(stmt, m.Lock) else -1
            if depth[stmt.at.name] not in (0, 1):
                return False
    return not any(depth.values())


def _helper(part: m.Block, function: m.Function, program: m.Program, name: str) -> m.Function:
    used, assigned = variables(part, program)
    types = {n: t for n, t in function.locals if n in used | assigned}
    values = tuple(sorted((used | {"pend"}) - assigned))
    return m.Function(
        name, "helper", part, tuple(types.items()), (), "void", values, tuple(sorted(assigned))
    )


def variables(part: m.Block, program: m.Program) -> tuple[set[str], set[str]]:
    """Variables of the function that the statements read, and those they may set."""
    used: set[str] = set()
    assigned: set[str] = set()
    for stmt in m.statements(part):
        assigned |= _assigned(stmt)
        for each in m.expressions(stmt):
            if isinstance(each, m.Var):
                used.add(each.name)
            elif isinstance(each, m.Call):
                called = program.function(each.function)
                used |= set(called.values)
                assigned |= set(called.outs) | ({"pend"} if called.returns == "PPEND" else set())
    return used, assigned


def _assigned(stmt: m.Stmt) -> set[str]:
    if isinstance(stmt, (m.Set, m.Count)):
        return {stmt.var}
    if isinstance(stmt, m.Pop):
        return {stmt.ok, "pend"}
    if isinstance(stmt, m.Allocate):
        return {"pend"}
    if isinstance(stmt, (m.Queue, m.Pend)) and stmt.status:
        return {stmt.status}
    return set()
