"""C text of abstract programs, several to a file; each has its own record type and globals."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tests.oracle import model as m
from tests.oracle.register import CLASSIFY, registration

HEAD = """#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>
enum { RESERVED, PENDED, INFLIGHT, GONE };
"""
LOCKS = {
    "spin": ("KSPIN_LOCK", "KeAcquireSpinLock(&{0}, &{1})", "KeReleaseSpinLock(&{0}, {1})"),
    "dpc": (
        "KSPIN_LOCK",
        "KeAcquireSpinLockAtDpcLevel(&{0})",
        "KeReleaseSpinLockFromDpcLevel(&{0})",
    ),
    "queued": (
        "KSPIN_LOCK",
        "KeAcquireInStackQueuedSpinLock(&{0}, &{1})",
        "KeReleaseInStackQueuedSpinLock(&{1})",
    ),
    "fast": ("FAST_MUTEX", "ExAcquireFastMutex(&{0})", "ExReleaseFastMutex(&{0})"),
    "push": (
        "EX_PUSH_LOCK",
        "ExAcquirePushLockExclusive(&{0})",
        "ExReleasePushLockExclusive(&{0})",
    ),
}
KEYS = {"spin": "KIRQL", "queued": "KLOCK_QUEUE_HANDLE"}
SITE = re.compile(r"// site (\d+):(\d+)$")


def render(programs: Sequence[m.Program]) -> str:
    return HEAD + "".join(Renderer(p, i).text() for i, p in enumerate(programs))


def site_lines(text: str) -> dict[tuple[int, int], int]:
    """(program, site) -> line."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = SITE.search(line)
        if match:
            found[int(match[1]), int(match[2])] = number
    return found


class Renderer:
    """The text of one program; `style` decides between ways to write the same."""

    def __init__(self, program: m.Program, number: int) -> None:
        self.program = program
        self.number = number
        self.prefix = f"P{number}_"
        self.kinds = dict(program.locks)
        self.random = random.Random(program.style)
        self.lines: list[str] = []
        self.depth = 0
        self.function = program.functions[0]
        self.loops: list[tuple[str, str] | None] = []
        self.labels = 0
        self._statements: dict[type, Callable[[Any], None]] = {
            m.Set: lambda s: self.line(f"{self.var(s.var)} = {self.value(s.value)};"),
            m.Store: lambda s: self.line(f"{self.at(s.at)} = {s.value.text};"),
            m.Lock: lambda s: self._lock(s.at, 1),
            m.Unlock: lambda s: self._lock(s.at, 2),
            m.Leave: lambda s: self.line(f"ExReleaseRundownProtection(&{self.at(s.at)});"),
            m.Do: lambda s: self.line(f"{self.value(s.value)};"),
            m.If: self._if,
            m.Switch: self._switch,
            m.Loop: self._loop,
            m.Count: self._count,
            m.Break: lambda s: self._jump(0, "break"),
            m.Continue: lambda s: self._jump(1, "continue"),
            m.Return: self._return,
            m.Goto: lambda s: self.line(f"goto {s.label};"),
            m.Complete: self._complete,
            m.Pop: self._pop,
            m.Insert: self._insert,
            m.Queue: self._queue,
            m.Free: lambda s: self.line(f"ExFreePoolWithTag({self.var('pend')}, 'dneP');"),
            m.Allocate: self._allocate,
            m.Pend: self._pend,
        }

    # --- layout ----------------------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def inside(self, head: str, block: m.Block, tail: str = "}") -> None:
        self.line(head)
        self.depth += 1
        self.block(block)
        self.depth -= 1
        self.line(tail)

    def block(self, block: m.Block) -> None:
        for stmt in block:
            self._statements[type(stmt)](stmt)

    def text(self) -> str:
        return "".join(self.pieces())

    def pieces(self) -> list[str]:
        """The declarations, each function, and the registration."""
        steps: list[Callable[[], None]] = [self._globals]
        steps += [partial(self._function, f) for f in self.program.functions]
        steps.append(self._registration)
        pieces = []
        for step in steps:
            self.lines = []
            step()
            pieces.append("".join(line + "\n" for line in self.lines))
        return pieces

    def _registration(self) -> None:
        self.lines = registration(self.program, self.prefix, self.number)

    def _globals(self) -> None:
        p = self.prefix
        lock_types = {n: LOCKS[k][0] for n, k in self.kinds.items()}
        self.lines += [
            f"typedef struct _{p}PEND {{",
            "    LIST_ENTRY Link;",
            "    HANDLE Context;",
            "    LONG State;",
            "    LONG Claimed;",
            "    BOOLEAN Dead;",
            "    ULONG Id;",
            f"    {lock_types['Lock']} Lock;",
            "    EX_RUNDOWN_REF Rundown;",
            "    PIO_WORKITEM WorkItem;",
            f"}} {p}PEND;",
            f"extern LIST_ENTRY {p}gPending, {p}gOthers;",
            f"extern EX_RUNDOWN_REF {p}gRundown;",
            f"extern {p}PEND *{p}gOther;",
            f"extern BOOLEAN {p}gClosed;",
            f"extern LONG {p}gMode0, {p}gMode1;",
            f"extern ULONG {p}gKey;",
            f"BOOLEAN {p}Ask(void);",
        ]
        for name in ("gLock", "gLock2"):
            self.lines.append(f"extern {lock_types[name]} {p}{name};")
        for function in self.program.functions:
            self.lines.append(self._signature(function) + ";")

    def _signature(self, function: m.Function) -> str:
        name, record = self.prefix + function.name, f"{self.prefix}PEND"
        if function.role in ("classify", "closure"):
            return f"void NTAPI {name}{CLASSIFY}"
        if function.role == "flow-delete":
            return f"void NTAPI {name}(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)"
        if function.role == "item":
            return f"void NTAPI {name}(PDEVICE_OBJECT device, PVOID context)"
        if function.role == "thread":
            return f"void NTAPI {name}(PVOID context)"
        if function.role == "plain":
            return f"void {name}({record} *pend)"
        types = {"pend": record + " *", **{n: self._type(t) for n, t in function.locals}}
        parameters = [f"{types[n]} {n}" for n in function.values]
        parameters += [f"{types[n]} *{n}" for n in function.outs]
        returns = record + " *" if function.returns == "PPEND" else function.returns
        return f"static {returns} {name}({', '.join(parameters) or 'void'})"

    def _type(self, name: str) -> str:
        return f"{self.prefix}PEND *" if name == "PPEND" else name

    def _function(self, function: m.Function) -> None:
        self.function = function
        self.line(self._signature(function))
        self.line("{")
        self.depth = 1
        self._locals(function)
        self.block(function.body)
        for label, block in function.labels:
            self.depth = 0
            self.line(f"{label}:")
            self.depth = 1
            self.block(block)
            self.line(";")
        self.depth = 0
        self.line("}")

    def _locals(self, function: m.Function) -> None:
        record = f"{self.prefix}PEND"
        given = {*function.values, *function.outs}
        if function.role in ("item", "thread"):
            self.line(f"{record} *pend = ({record} *)context;")
        elif function.role == "flow-delete":
            self.line(f"{record} *pend = ({record} *)(ULONG_PTR)flowContext;")
        elif function.role != "plain" and "pend" not in given:
            self.line(f"{record} *pend;")
        for name, type_ in function.locals:
            if name not in given:
                self.line(f"{self._type(type_)} {name};")
        self._hidden_locals(function)

    def _hidden_locals(self, function: m.Function) -> None:
        """What only the text needs: the keys of locks, list entries, thread handles."""
        body = list(m.all_statements(function))
        for name in sorted({s.at.name for s in body if isinstance(s, (m.Lock, m.Unlock))}):
            if self.kinds[name] in KEYS:
                self.line(f"{KEYS[self.kinds[name]]} key{name};")
        if any(isinstance(s, m.Pop) for s in body):
            self.line("PLIST_ENTRY entry;")
        if any(isinstance(s, m.Queue) and s.form == "thread" for s in body):
            self.line("HANDLE thread;")

    # --- expressions -----------------------------------------------------------------------------

    def var(self, name: str) -> str:
        return f"(*{name})" if name in self.function.outs else name

    def at(self, at: m.Object) -> str:
        if at.owner == "g":
            return self.prefix + at.name
        record = f"{self.prefix}gOther" if at.owner == "other" else self.var("pend")
        return f"{record}->{at.name}"

    def value(self, expr: m.Expr) -> str:
        if isinstance(expr, m.Const):
            return expr.text
        if isinstance(expr, m.Var):
            return self.var(expr.name)
        if isinstance(expr, m.Read):
            return self.at(expr.at)
        if isinstance(expr, m.Input):
            return self.prefix + expr.name
        if isinstance(expr, m.Ask):
            return f"{self.prefix}Ask()"
        return self._compound(expr)

    def _compound(self, expr: m.Expr) -> str:
        if isinstance(expr, m.Not):
            inner = self.value(expr.inner)
            return self.random.choice([f"!({inner})", f"(({inner}) == FALSE)"])
        if isinstance(expr, m.Both):
            operator = "&&" if expr.all else "||"
            return f"({self.value(expr.left)} {operator} {self.value(expr.right)})"
        if isinstance(expr, m.Compare):
            return self._comparison(self.value(expr.left), expr.operator, expr.right.text)
        if isinstance(expr, m.Success):
            return f"NT_SUCCESS({self.value(expr.inner)})"
        if isinstance(expr, m.Choose):
            return f"({self.value(expr.condition)} ? {expr.yes.text} : {expr.no.text})"
        return self._operation(expr)

    def _comparison(self, left: str, operator: str, right: str) -> str:
        if operator in ("==", "!=") and self.random.random() < 0.2:
            return f"({right} {operator} {left})"
        return f"({left} {operator} {right})"

    def _operation(self, expr: m.Expr) -> str:
        if isinstance(expr, m.Enter):
            return f"ExAcquireRundownProtection(&{self.at(expr.at)})"
        if isinstance(expr, m.Exchange):
            return self._exchange(expr)
        assert isinstance(expr, m.Call)
        function = self.program.function(expr.function)
        arguments = [self.var(n) for n in function.values]
        arguments += [n if n in self.function.outs else f"&{n}" for n in function.outs]
        call = f"{self.prefix}{function.name}({', '.join(arguments)})"
        if function.returns == "PPEND":
            return f"(({self.var('pend')} = {call}) != NULL)"
        return call

    def _exchange(self, expr: m.Exchange) -> str:
        pointer = "Pointer" if expr.at.name == "Context" else ""
        at = f"&{self.at(expr.at)}"
        if expr.expected is None:
            return f"InterlockedExchange{pointer}({at}, {expr.new.text})"
        return f"InterlockedCompareExchange{pointer}({at}, {expr.new.text}, {expr.expected.text})"

    # --- statements ------------------------------------------------------------------------------

    def _lock(self, at: m.Object, which: int) -> None:
        text = LOCKS[self.kinds[at.name]][which]
        self.line(text.format(self.at(at), f"key{at.name}") + ";")

    def _if(self, stmt: m.If) -> None:
        head = f"if ({self.value(stmt.condition)}) {{"
        if stmt.no:
            self.inside(head, stmt.yes, "} else {")
            self.depth += 1
            self.block(stmt.no)
            self.depth -= 1
            self.line("}")
        else:
            self.inside(head, stmt.yes)

    def _switch(self, stmt: m.Switch) -> None:
        self.line(f"switch ({self.value(stmt.value)}) {{")
        for case in stmt.cases:
            for label in case.labels:
                self.line(f"case {label.text}:")
            self._case(case.body, case.falls)
        self.line("default:")
        self._case(stmt.default, False)
        self.line("}")

    def _case(self, body: m.Block, falls: bool) -> None:
        self.depth += 1
        self.block(body)
        if not falls:
            self.line("break;")
        self.depth -= 1

    def _loop(self, stmt: m.Loop) -> None:
        condition = self.value(stmt.condition)
        if stmt.form == "jump":
            self._jumping(condition, stmt.body)
            return
        self.loops.append(None)
        if stmt.form == "do":
            self.inside("do {", stmt.body, f"}} while ({condition});")
        else:
            self.inside(f"while ({condition}) {{", stmt.body)
        self.loops.pop()

    def _jumping(self, condition: str, body: m.Block) -> None:
        self.labels += 1
        again, done = f"Again{self.labels}", f"Done{self.labels}"
        self.line(f"{again}:")
        self.loops.append((done, again))
        self.line(f"if ({condition}) {{")
        self.depth += 1
        self.block(body)
        self.line(f"goto {again};")
        self.depth -= 1
        self.line("}")
        self.loops.pop()
        self.line(f"{done}: ;")

    def _jump(self, which: int, word: str) -> None:
        target = self.loops[-1] if self.loops else None
        self.line(f"goto {target[which]};" if target else f"{word};")

    def _count(self, stmt: m.Count) -> None:
        var = self.var(stmt.var)
        self.loops.append(None)
        self.inside(f"for ({var} = 0; {var} < {self.value(stmt.limit)}; {var}++) {{", stmt.body)
        self.loops.pop()

    def _return(self, stmt: m.Return) -> None:
        self.line(f"return {self.value(stmt.value)};" if stmt.value else "return;")

    def _complete(self, stmt: m.Complete) -> None:
        context = self.value(stmt.context)
        site = f"// site {self.number}:{stmt.site}"
        self.line(f"FwpsCompleteOperation0({context}, NULL); {site}")

    def _pop(self, stmt: m.Pop) -> None:
        queue, record = self.prefix + stmt.queue, f"{self.prefix}PEND"
        pend, ok = self.var("pend"), self.var(stmt.ok)
        self.line(f"{ok} = FALSE;")
        self.line(f"{pend} = NULL;")
        if stmt.form == "head":
            self.line(f"if (!IsListEmpty(&{queue})) {{")
            self.line(f"    entry = RemoveHeadList(&{queue});")
            self.line(f"    {pend} = CONTAINING_RECORD(entry, {record}, Link);")
            self.line(f"    {ok} = TRUE;")
            self.line("}")
            return
        self.line(f"for (entry = {queue}.Flink; entry != &{queue}; entry = entry->Flink) {{")
        self.line(f"    {record} *each = CONTAINING_RECORD(entry, {record}, Link);")
        self.line(f"    if (each->Id == {self.prefix}gKey) {{")
        if stmt.form == "walk":
            self.line(
                "        RemoveEntryList(" + self.random.choice(["entry", "&each->Link"]) + ");"
            )
        self.line(f"        {pend} = each;")
        self.line(f"        {ok} = TRUE;")
        self.line("        break;")
        self.line("    }")
        self.line("}")

    def _insert(self, stmt: m.Insert) -> None:
        self.line(f"InsertTailList(&{self.prefix}{stmt.queue}, &{self.var('pend')}->Link);")

    def _queue(self, stmt: m.Queue) -> None:
        name, pend = self.prefix + stmt.function, self.var("pend")
        if stmt.form == "item":
            self.line(f"IoQueueWorkItem({pend}->WorkItem, {name}, DelayedWorkQueue, {pend});")
            return
        arguments = f"&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, {name}, {pend}"
        self.line(f"{self.var(stmt.status)} = PsCreateSystemThread({arguments});")

    def _allocate(self, stmt: m.Allocate) -> None:
        pend = self.var("pend")
        made = f"ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*{pend}), 'dneP')"
        self.line(f"{pend} = ({self.prefix}PEND *){made};")

    def _pend(self, stmt: m.Pend) -> None:
        at = f"&{self.var('pend')}->Context"
        self.line(f"{self.var(stmt.status)} = FwpsPendOperation0(meta->completionHandle, {at});")
