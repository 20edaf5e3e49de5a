"""Ways to write the same program differently: over abstract programs, and over their text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from tests.oracle import model as m
from tests.oracle.mutate import extract
from tests.oracle.render import HEAD, Renderer

Rewrite = Callable[[m.Program, random.Random], m.Program]
NO_EXIT = (m.Break, m.Continue, m.Return, m.Goto)


def _everywhere(program: m.Program, change: Callable[[m.Stmt, m.Function], m.Block]) -> m.Program:
    """The program with every statement changed, and with the locals that appear in it."""
    functions = []
    for function in program.functions:
        body = m.rewrite(function.body, lambda s, f=function: change(s, f))  # type: ignore[misc]
        labels = tuple(
            (n, m.rewrite(b, lambda s, f=function: change(s, f)))  # type: ignore[misc]
            for n, b in function.labels
        )
        functions.append(replace(function, body=body, labels=labels))
    return replace(program, functions=tuple(functions))


def _leaves(block: m.Block) -> bool:
    return any(isinstance(s, NO_EXIT) for s in m.statements(block))


# --- over programs -------------------------------------------------------------------------------


def swapped(program: m.Program, rng: random.Random) -> m.Program:
    """Conditions negated and branches exchanged."""

    def change(stmt: m.Stmt, _: m.Function) -> m.Block:
        if isinstance(stmt, m.If):
            return (m.If(m.Not(stmt.condition), stmt.no, stmt.yes),)
        return (stmt,)

    return _everywhere(program, change)


def stored(program: m.Program, rng: random.Random) -> m.Program:
    """Conditions kept in a flag first."""
    flags: dict[str, list[tuple[str, str]]] = {}

    def change(stmt: m.Stmt, function: m.Function) -> m.Block:
        if not isinstance(stmt, m.If):
            return (stmt,)
        made = flags.setdefault(function.name, [])
        name = f"flag{len(made)}"
        made.append((name, "LONG"))
        one = m.Choose(stmt.condition, m.Const("1"), m.Const("0"))
        tested = m.Compare(m.Var(name), "!=", m.Const("0"))
        return (m.Set(name, one), replace(stmt, condition=tested))

    result = _everywhere(program, change)
    functions = (replace(f, locals=(*f.locals, *flags.get(f.name, ()))) for f in result.functions)
    return replace(result, functions=tuple(functions))


def switched(program: m.Program, rng: random.Random) -> m.Program:
    """A switch in place of each if."""

    def change(stmt: m.Stmt, _: m.Function) -> m.Block:
        if not isinstance(stmt, m.If) or any(isinstance(s, m.Break) for s in m.statements((stmt,))):
            return (stmt,)
        chosen = m.Choose(stmt.condition, m.Const("1"), m.Const("0"))
        return (m.Switch(chosen, (m.Case((m.Const("0"),), stmt.no),), stmt.yes),)

    return _everywhere(program, change)


def wrapped(program: m.Program, rng: random.Random) -> m.Program:
    """Each if that control leaves at its end, in a do/while(0)."""

    def change(stmt: m.Stmt, _: m.Function) -> m.Block:
        if isinstance(stmt, m.If) and not _leaves((stmt,)):
            return (m.Loop("do", m.Const("FALSE"), (stmt,)),)
        return (stmt,)

    return _everywhere(program, change)


def jumping(program: m.Program, rng: random.Random) -> m.Program:
    """A last `if` becomes a goto over what it guards; so does an early return."""
    functions = []
    for function in program.functions:
        last = function.body[-1] if function.body else None
        if isinstance(last, m.If) and not last.no and function.returns == "void":
            over = m.If(m.Not(last.condition), (m.Goto("Over"),))
            body = (*function.body[:-1], over, *last.yes)
            function = replace(function, body=body, labels=(("Over", ()), *function.labels))
        functions.append(function)
    return replace(program, functions=tuple(functions))


def nested(program: m.Program, rng: random.Random) -> m.Program:
    """`if (c) return; rest` becomes `if (!c) { rest }`."""
    functions = []
    for function in program.functions:
        if function.returns == "void" and not function.labels:
            function = replace(function, body=_nested(function.body))
        functions.append(function)
    return replace(program, functions=tuple(functions))


def _nested(body: m.Block) -> m.Block:
    for i, stmt in enumerate(body):
        if isinstance(stmt, m.If) and not stmt.no and stmt.yes[-1:] == (m.Return(),):
            rest = _nested(body[i + 1 :])
            return (*body[:i], m.If(stmt.condition, stmt.yes[:-1], rest))
    return body


def extracted(program: m.Program, rng: random.Random) -> m.Program:
    """Some statements moved to helpers."""
    for i in range(4):
        program = extract(program, rng, f"Moved{i}")
    return program


def inlined(program: m.Program, rng: random.Random) -> m.Program:
    """The bodies of helpers in place of their calls, where there is one call only."""
    calls = _calls(program)
    added: dict[str, list[tuple[str, str]]] = {}

    def change(stmt: m.Stmt, function: m.Function) -> m.Block:
        if not (isinstance(stmt, m.Do) and isinstance(stmt.value, m.Call)):
            return (stmt,)
        helper = program.function(stmt.value.function)
        if calls.count(helper.name) > 1 or helper.labels or _leaves(helper.body):
            return (stmt,)
        added.setdefault(function.name, []).extend(helper.locals)
        return helper.body

    result = _everywhere(program, change)
    functions = []
    for f in result.functions:
        merged = dict([*added.get(f.name, ()), *f.locals])
        functions.append(replace(f, locals=tuple(merged.items())))
    return _without_unused(replace(result, functions=tuple(functions)))


def _without_unused(program: m.Program) -> m.Program:
    """Helpers that nothing calls any more are left out."""
    called = _calls(program)
    kept = tuple(f for f in program.functions if f.role != "helper" or f.name in called)
    smaller = replace(program, functions=kept)
    return smaller if kept == program.functions else _without_unused(smaller)


def _calls(program: m.Program) -> list[str]:
    return [
        e.function
        for f in program.functions
        for s in m.all_statements(f)
        for e in m.expressions(s)
        if isinstance(e, m.Call)
    ]


PROGRAM_REWRITES: tuple[Rewrite, ...] = (
    swapped,
    stored,
    switched,
    wrapped,
    jumping,
    nested,
    extracted,
    inlined,
)

# --- over text -----------------------------------------------------------------------------------

NAMES = {
    "Context": "Cookie",
    "State": "Phase",
    "Claimed": "Owner",
    "Dead": "Gone_",
    "Lock": "Guard",
    "Rundown": "Alive",
    "Link": "Chain",
    "WorkItem": "Job",
    "Id": "Key",
    "pend": "r",
}


def renamed(text: str) -> str:
    """Every name of the program changed."""
    text = re.sub(r"\bP(\d+)_g?(\w+)", r"drv\1\2", text)
    text = text.replace("struct _P", "struct tag_")
    return re.sub(r"\b(" + "|".join(NAMES) + r")\b", lambda match: NAMES[match[1]], text)


def by_macros(text: str) -> str:
    """The calls that matter behind macros."""
    calls = {
        "COMPLETE_IT": "FwpsCompleteOperation0",
        "ENTER_IT": "ExAcquireRundownProtection",
        "LEAVE_IT": "ExReleaseRundownProtection",
        "TAKE_IT": "InterlockedExchangePointer",
        "UNLOCK_IT": "ExReleaseFastMutex",
    }
    for macro, name in calls.items():
        text = text.replace(name + "(", macro + "(")
    defines = "".join(
        f"#define {macro}(...) {name}(__VA_ARGS__)\n" for macro, name in calls.items()
    )
    return text.replace(HEAD, HEAD + defines)


TEXT_REWRITES: tuple[Callable[[str], str], ...] = (renamed, by_macros)


def split(programs: list[m.Program]) -> tuple[str, str]:
    """Two files: every second function in the other one, nothing static."""
    first, second = [HEAD], [HEAD]
    for number, program in enumerate(programs):
        head, *functions = Renderer(program, number).pieces()
        both = (head, *functions)
        head, *functions = (re.sub(r"^static ", "", piece, flags=re.M) for piece in both)
        first += [head, *functions[::2]]
        second += [head, *functions[1::2]]
    return "".join(first), "".join(second)
