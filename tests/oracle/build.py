"""Pieces that generated functions are built of: fresh names, conditions carried by flags, noise."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.oracle import model as m

NULL, TRUE, FALSE = m.Const("NULL"), m.Const("TRUE"), m.Const("FALSE")
PEND_CONTEXT = m.Read(m.Object("pend", "Context"))


@dataclass
class ProgramBuilder:
    """The functions of a program so far."""

    random: random.Random
    functions: list[m.Function] = field(default_factory=list)
    registered: set[str] = field(default_factory=set)
    counter: int = 0

    def name(self, base: str) -> str:
        self.counter += 1
        return f"{base}{self.counter}"

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def finish(self, locks: dict[str, str]) -> m.Program:
        order = {"helper": 0}
        functions = sorted(self.functions, key=lambda f: order.get(f.role, 1))
        return m.Program(
            tuple(functions),
            tuple(sorted(locks.items())),
            self.random.randrange(1 << 30),
            frozenset(self.registered),
        )


@dataclass
class FunctionBuilder:
    """One function in the making."""

    program: ProgramBuilder
    name: str
    role: str
    locals: dict[str, str] = field(default_factory=dict)
    labels: list[tuple[str, m.Block]] = field(default_factory=list)

    @property
    def random(self) -> random.Random:
        return self.program.random

    def chance(self, probability: float) -> bool:
        return self.program.chance(probability)

    def var(self, type_: str, base: str) -> str:
        name = self.program.name(base)
        self.locals[name] = type_
        return name

    def add(
        self,
        body: m.Block,
        returns: str = "void",
        values: tuple[str, ...] = (),
        outs: tuple[str, ...] = (),
    ) -> None:
        self.program.functions.append(
            m.Function(
                self.name,
                self.role,
                body,
                tuple(self.locals.items()),
                tuple(self.labels),
                returns,
                values,
                outs,
            )
        )

    # --- conditions ------------------------------------------------------------------------------

    def carry(self, condition: m.Expr, depth: int = 2) -> tuple[m.Block, m.Expr]:
        """The condition as it is, or by way of flags, statuses, helpers: statements to run first,
        and what is then tested.
        """
        if depth == 0 or self.chance(0.4):
            return (), condition
        ways: list[Callable[[m.Expr], tuple[m.Block, m.Expr]]] = [
            self._stored,
            self._negated,
            self._status,
            self._by_if,
            self._by_switch,
            self._compared,
            self._helper,
            self._weakened,
        ]
        before, carried = self.random.choice(ways)(condition)
        after, result = self.carry(carried, depth - 1)
        return (*before, *after), result

    def _stored(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        flag = self.var("BOOLEAN", "ok")
        return (m.Set(flag, condition),), m.Var(flag)

    def _negated(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        flag = self.var("BOOLEAN", "bad")
        return (m.Set(flag, m.Not(condition)),), m.Not(m.Var(flag))

    def _status(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        status = self.var("NTSTATUS", "status")
        failure = m.Const(self.random.choice(["STATUS_DELETE_PENDING", "STATUS_UNSUCCESSFUL"]))
        chosen = m.Choose(condition, m.Const("STATUS_SUCCESS"), failure)
        tests: list[m.Expr] = [
            m.Success(m.Var(status)),
            m.Compare(m.Var(status), "==", m.Const("STATUS_SUCCESS")),
            m.Not(m.Compare(m.Var(status), "<", m.Const("0"))),
        ]
        return (m.Set(status, chosen),), self.random.choice(tests)

    def _by_if(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        code = self.var("LONG", "code")
        first, second = m.Set(code, m.Const("0")), m.Set(code, m.Const("2"))
        if self.chance(0.5):
            return (first, m.If(condition, (second,))), m.Compare(m.Var(code), "!=", m.Const("0"))
        return (m.If(condition, (second,), (first,)),), m.Compare(m.Var(code), ">=", m.Const("1"))

    def _by_switch(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        code = self.var("LONG", "code")
        cases = (
            m.Case((FALSE,), (m.Set(code, m.Const("4")),), falls=False),
            m.Case((TRUE,), (m.Set(code, m.Const("7")),), falls=False),
        )
        switch = m.Switch(condition, cases, (m.Set(code, m.Const("5")),))
        return (switch,), m.Compare(m.Var(code), "==", m.Const("7"))

    def _compared(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        return (), m.Compare(condition, "!=", FALSE)

    def _helper(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        """A helper that answers; only for conditions over no variable."""
        if any(isinstance(e, m.Var) for e in (condition, *m.expressions(condition))):
            return self._stored(condition)
        helper = FunctionBuilder(self.program, self.program.name("Test"), "helper")
        before, tested = helper.carry(condition, 1)
        if self.chance(0.5):
            helper.add((*before, m.Return(tested)), "BOOLEAN", ("pend",))
            return (), m.Call(helper.name)
        success, failure = m.Const("STATUS_SUCCESS"), m.Const("STATUS_UNSUCCESSFUL")
        body = (m.If(m.Not(tested), (m.Return(failure),)), m.Return(success))
        helper.add((*before, *body), "NTSTATUS", ("pend",))
        return (), m.Success(m.Call(helper.name))

    def _weakened(self, condition: m.Expr) -> tuple[m.Block, m.Expr]:
        others: list[m.Expr] = [m.Input("gMode0"), m.Ask(), m.Not(m.Input("gMode1"))]
        other = self.random.choice(others)
        if self.chance(0.25):
            return (), m.Both(condition, other, all=False)
        pair = (condition, other) if self.chance(0.5) else (other, condition)
        return (), m.Both(*pair)

    # --- noise -----------------------------------------------------------------------------------

    def noise(self, depth: int = 2) -> m.Block:
        """Statements that have nothing to do with guards."""
        if self.chance(0.6):
            return ()
        count = self.var("LONG", "n")
        starts: list[m.Expr] = [m.Const("0"), m.Input("gMode0")]
        start: m.Stmt = m.Set(count, self.random.choice(starts))
        more: m.Stmt = m.Set(count, m.Const("3"))
        kinds: list[m.Block] = [
            (m.Do(m.Ask()),),
            (start, m.If(m.Ask(), (more,))),
            (start, m.If(m.Compare(m.Var(count), "==", m.Const("1")), (more,), (m.Do(m.Ask()),))),
            (start, m.Loop(self.loop_form(), m.Ask(), (more, m.If(m.Ask(), (m.Break(),))))),
            (m.Count(count, m.Input("gMode1"), self.noise(depth - 1) if depth else ()),),
            (start, m.Switch(m.Var(count), (m.Case((m.Const("1"),), (more,), True),), ())),
        ]
        return self.random.choice(kinds)

    def loop_form(self) -> str:
        return self.random.choice(["while", "do", "jump"])

    # --- shapes ----------------------------------------------------------------------------------

    def branch(self, condition: m.Expr, yes: m.Block, tail: bool) -> m.Block:
        """Run `yes` only if the condition holds; at the end of a function in any of its forms."""
        forms = ["if", "if", "else"] + (["return", "goto"] if tail else [])
        form = self.random.choice(forms)
        if form == "if":
            return (m.If(condition, yes),)
        if form == "else":
            return (m.If(m.Not(condition), self.noise(0), yes),)
        if form == "return":
            return (m.If(m.Not(condition), (m.Return(),)), *yes)
        label = self.program.name("Exit")
        self.labels.append((label, ()))
        return (m.If(m.Not(condition), (m.Goto(label),)), *yes)
