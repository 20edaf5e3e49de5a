"""Random driver programs: guards of every form around completions, teardown, and damage."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from tests.oracle import model as m
from tests.oracle.build import (
    FALSE,
    NULL,
    PEND_CONTEXT,
    TRUE,
    FunctionBuilder,
    ProgramBuilder,
)
from tests.oracle.mutate import damage, extract

Inner = Callable[[FunctionBuilder, m.Expr], m.Block]
GLOBAL_LOCK = m.Object("g", "gLock")
RECORD_LOCK = m.Object("pend", "Lock")
PENDING = "gPending"


class Shared(NamedTuple):
    """A piece of state, the test that lets a completion go on, and what both sides write."""

    at: m.Object
    test: m.Expr
    mine: m.Const
    theirs: m.Const


def shared(rng: random.Random) -> Shared:
    def at(name: str) -> m.Read:
        return m.Read(m.Object("g" if name.startswith("g") else "pend", name))

    pended, zero, one = m.Const("PENDED"), m.Const("0"), m.Const("1")
    theirs = m.Const(rng.choice(["INFLIGHT", "GONE"]))
    choices = [
        Shared(at("Dead").at, m.Not(at("Dead")), TRUE, TRUE),
        Shared(at("State").at, m.Compare(at("State"), "==", pended), m.Const("INFLIGHT"), theirs),
        Shared(at("Claimed").at, m.Compare(at("Claimed"), "==", zero), one, one),
        Shared(at("Context").at, m.Compare(at("Context"), "!=", NULL), NULL, NULL),
        Shared(at("gClosed").at, m.Compare(at("gClosed"), "==", FALSE), TRUE, TRUE),
    ]
    return rng.choices(choices, [3, 4, 2, 2, 1])[0]


class Generator:
    """Makes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.program = ProgramBuilder(self.random)
        self.sites = 0
        self.finishers: list[str] = []
        self.state = shared(self.random)
        on_record = self.state.at.owner == "pend" and self.program.chance(0.5)
        self.lock = RECORD_LOCK if on_record else GLOBAL_LOCK
        self.strategies: list[Callable[[FunctionBuilder, Inner, bool], m.Block]] = [
            self.bare,
            self.rundown,
            self.rundown,
            self.open_test,
            self.claim,
            self.claim,
            self.take,
            self.exchange,
            self.unlink,
            self.either,
        ]

    def make(self) -> m.Program:
        self._teardown()
        for _ in range(self.random.choice([1, 1, 2])):
            maker = self.random.choice([self.worker, self.worker, self.carried, self.classify])
            maker()
        kinds = ["spin", "dpc", "queued", "fast", "push"]
        locks = {n: self.random.choice(kinds) for n in ("Lock", "gLock", "gLock2")}
        made = self.program.finish(locks)
        for _ in range(self.random.choice([0, 0, 1, 2])):
            made = extract(made, self.random, self.program.name("Part"))
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            made = damage(made, self.random)
        return made

    # --- completions -----------------------------------------------------------------------------

    def complete(self, function: FunctionBuilder, context: m.Expr) -> m.Block:
        """A completion, with noise, perhaps in a helper that several callers share."""
        if isinstance(context, m.Read) and self.program.chance(0.25):
            return (m.Do(m.Call(self._finisher())),)
        self.sites += 1
        done: m.Block = (m.Complete(self.sites, context),)
        if isinstance(context, m.Read) and self.program.chance(0.3):
            local = function.var("HANDLE", "completion")
            done = (m.Set(local, context), m.Complete(self.sites, m.Var(local)))
        elif self.program.chance(0.15):
            done = (m.If(m.Ask(), done),)
        return (*function.noise(), *done, *function.noise(0))

    def _finisher(self) -> str:
        if self.finishers and self.program.chance(0.6):
            return self.random.choice(self.finishers)
        self.sites += 1
        helper = FunctionBuilder(self.program, self.program.name("Finish"), "helper")
        done = (*helper.noise(), m.Complete(self.sites, PEND_CONTEXT))
        helper.add(done, "void", ("pend",))
        self.finishers.append(helper.name)
        return helper.name

    # --- guards ----------------------------------------------------------------------------------

    def guard(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        return self.random.choice(self.strategies)(function, inner, tail)

    def bare(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        return inner(function, PEND_CONTEXT)

    def rundown(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        at = self.random.choice(
            [m.Object("pend", "Rundown"), m.Object("pend", "Rundown"), m.Object("g", "gRundown")]
        )
        forms = [self._rundown_plain, self._rundown_flag, self._rundown_retry, self._rundown_out]
        if tail:
            forms.append(self._rundown_cleanup)
        return self.random.choice(forms)(function, inner, at, tail)

    def _rundown_plain(
        self, function: FunctionBuilder, inner: Inner, at: m.Object, tail: bool
    ) -> m.Block:
        before, tested = function.carry(m.Enter(at))
        body = (*inner(function, PEND_CONTEXT), m.Leave(at))
        return (*before, *function.branch(tested, body, tail))

    def _rundown_flag(
        self, function: FunctionBuilder, inner: Inner, at: m.Object, tail: bool
    ) -> m.Block:
        held = function.var("BOOLEAN", "held")
        enter: m.Stmt = m.Set(held, m.Enter(at))
        if self.program.chance(0.5):
            some: list[m.Expr] = [m.Input("gMode0"), m.Ask()]
            enter = m.If(self.random.choice(some), (enter,))
        before, tested = function.carry(m.Var(held))
        body = (*before, *function.noise(), m.If(tested, inner(function, PEND_CONTEXT)))
        return (m.Set(held, FALSE), enter, *body, m.If(m.Var(held), (m.Leave(at),)))

    def _rundown_retry(
        self, function: FunctionBuilder, inner: Inner, at: m.Object, tail: bool
    ) -> m.Block:
        held, i = function.var("BOOLEAN", "held"), function.var("LONG", "i")
        body = (m.Set(held, m.Enter(at)), m.If(m.Var(held), (m.Break(),)))
        loop: m.Stmt = m.Count(i, m.Const(self.random.choice(["1", "2", "3"])), body)
        if self.program.chance(0.4):
            loop = m.Loop(function.loop_form(), m.Not(m.Var(held)), body)
        rest = (*inner(function, PEND_CONTEXT), m.Leave(at))
        return (m.Set(held, FALSE), loop, *function.branch(m.Var(held), rest, tail))

    def _rundown_out(
        self, function: FunctionBuilder, inner: Inner, at: m.Object, tail: bool
    ) -> m.Block:
        """A helper that reports success through a parameter."""
        held = function.var("BOOLEAN", "held")
        helper = FunctionBuilder(self.program, self.program.name("TryEnter"), "helper")
        helper.locals[held] = "BOOLEAN"
        before, tested = helper.carry(m.Enter(at))
        chosen = m.Choose(tested, TRUE, FALSE)
        helper.add((*before, m.Set(held, chosen)), "void", ("pend",), (held,))
        body = (*inner(function, PEND_CONTEXT), m.Leave(at))
        return (m.Do(m.Call(helper.name)), *function.branch(m.Var(held), body, tail))

    def _rundown_cleanup(
        self, function: FunctionBuilder, inner: Inner, at: m.Object, tail: bool
    ) -> m.Block:
        held, label = function.var("BOOLEAN", "held"), self.program.name("Exit")
        before, tested = function.carry(m.Var(held))
        body = inner(function, PEND_CONTEXT)
        function.labels.append((label, (m.If(m.Var(held), (m.Leave(at),)),)))
        failed = m.If(m.Not(tested), (m.Goto(label),))
        return (m.Set(held, m.Enter(at)), *before, failed, *body)

    def open_test(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        before, tested = function.carry(self.state.test)
        if tail and self.program.chance(0.4):
            leave = m.If(m.Not(tested), (m.Unlock(self.lock), m.Return()))
            body = (*before, leave, *inner(function, PEND_CONTEXT))
            return (m.Lock(self.lock), *body, m.Unlock(self.lock))
        yes = inner(function, PEND_CONTEXT)
        return (m.Lock(self.lock), *before, m.If(tested, yes), m.Unlock(self.lock))

    def claim(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        """Test and set under the lock, complete after it."""
        store: m.Stmt = m.Store(self.state.at, self.state.mine)
        context: m.Expr = PEND_CONTEXT
        if self.state.at.name == "Context":
            return self.take(function, inner, tail)
        before, tested = function.carry(self.state.test)
        if tail and self.program.chance(0.4):
            leave = m.If(m.Not(tested), (m.Unlock(self.lock), m.Return()))
            body = (*before, leave, store, m.Unlock(self.lock))
            return (m.Lock(self.lock), *body, *inner(function, context))
        mine = function.var("BOOLEAN", "mine")
        claimed = m.If(tested, (store, m.Set(mine, TRUE)))
        body = (m.Set(mine, FALSE), *before, claimed, m.Unlock(self.lock))
        after, go = function.carry(m.Var(mine))
        rest = function.branch(go, inner(function, context), tail)
        return (m.Lock(self.lock), *body, *after, *rest)

    def take(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        """Take the context and clear it, under a lock; perhaps in a helper that returns it."""
        taken = function.var("HANDLE", "taken")
        if self.program.chance(0.3):
            before, go = function.carry(m.Compare(m.Var(taken), "!=", NULL))
            rest = function.branch(go, inner(function, m.Var(taken)), tail)
            return (m.Set(taken, m.Call(self._taker())), *before, *rest)
        body = (m.Set(taken, PEND_CONTEXT), m.Store(PEND_CONTEXT.at, NULL))
        before, go = function.carry(m.Compare(m.Var(taken), "!=", NULL))
        rest = function.branch(go, inner(function, m.Var(taken)), tail)
        return (m.Lock(self.lock), *body, m.Unlock(self.lock), *before, *rest)

    def _taker(self) -> str:
        helper = FunctionBuilder(self.program, self.program.name("Take"), "helper")
        taken = helper.var("HANDLE", "taken")
        body = (m.Set(taken, PEND_CONTEXT), m.Store(PEND_CONTEXT.at, NULL))
        locked = (m.Lock(self.lock), *body, m.Unlock(self.lock))
        helper.add((*locked, m.Return(m.Var(taken))), "HANDLE", ("pend",))
        return helper.name

    def exchange(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        name = self.random.choice(["Context", "Claimed", "State"])
        at = m.Object("pend", name)
        before: m.Block = ()
        context: m.Expr = PEND_CONTEXT
        if name == "Context":
            taken = function.var("HANDLE", "taken")
            context, before = m.Var(taken), (m.Set(taken, m.Exchange(at, NULL)),)
            test: m.Expr = m.Compare(m.Var(taken), "!=", NULL)
        elif name == "Claimed":
            test = m.Compare(m.Exchange(at, m.Const("1")), "==", m.Const("0"))
        else:
            pended = m.Const("PENDED")
            test = m.Compare(m.Exchange(at, m.Const("INFLIGHT"), pended), "==", pended)
        after, go = function.carry(test)
        return (*before, *after, *function.branch(go, inner(function, context), tail))

    def unlink(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        ok = function.var("BOOLEAN", "found")
        pop = m.Pop(PENDING, ok, self.random.choice(["head", "walk"]))
        locked = (m.Lock(GLOBAL_LOCK), pop, m.Unlock(GLOBAL_LOCK))
        if self.program.chance(0.3):
            found = m.Call(self._finder(pop.form))
            return function.branch(found, inner(function, PEND_CONTEXT), tail)
        if self.program.chance(0.3):
            body = (*locked, m.If(m.Var(ok), inner(function, PEND_CONTEXT)))
            return (m.Set(ok, TRUE), m.Loop("while", m.Var(ok), body))
        after, go = function.carry(m.Var(ok))
        return (*locked, *after, *function.branch(go, inner(function, PEND_CONTEXT), tail))

    def _finder(self, form: str) -> str:
        """A helper that returns a record which it took off the list, or NULL."""
        helper = FunctionBuilder(self.program, self.program.name("Find"), "helper")
        ok = helper.var("BOOLEAN", "found")
        locked = (m.Lock(GLOBAL_LOCK), m.Pop(PENDING, ok, form), m.Unlock(GLOBAL_LOCK))
        helper.add((*locked, m.Return(m.Var("pend"))), "PPEND")
        return helper.name

    def either(self, function: FunctionBuilder, inner: Inner, tail: bool) -> m.Block:
        """One guard or another, told apart by a code."""
        code, at = function.var("LONG", "how"), m.Object("pend", "Rundown")
        one, two = m.Set(code, m.Const("1")), m.Set(code, m.Const("2"))
        store = m.Store(self.state.at, self.state.mine)
        claim = (
            m.Lock(self.lock),
            m.If(self.state.test, (store, two)),
            m.Unlock(self.lock),
        )
        choice = m.If(m.Input("gMode1"), (m.If(m.Enter(at), (one,)),), claim)
        held = m.Compare(m.Var(code), "==", m.Const("1"))
        go = m.If(m.Compare(m.Var(code), "!=", m.Const("0")), inner(function, PEND_CONTEXT))
        return (m.Set(code, m.Const("0")), choice, go, m.If(held, (m.Leave(at),)))

    # --- roots -----------------------------------------------------------------------------------

    def worker(self) -> None:
        role = self.random.choice(["thread", "thread", "plain", "item"])
        function = FunctionBuilder(self.program, self.program.name("Work"), role)
        body = self.guard(function, self.complete, True)
        if self.program.chance(0.2):
            body = (*self.guard(function, self.complete, False), *body)
        function.add((*function.noise(), *body))

    def carried(self) -> None:
        """A submitter takes a reference that a worker, or whoever empties a list, gives back."""
        role = self.random.choice(["item", "thread", "list"])
        at = m.Object("pend", "Rundown") if self.program.chance(0.8) else m.Object("g", "gRundown")
        worker = FunctionBuilder(self.program, self.program.name("Work"), role)
        if role == "list":
            worker.role = "thread"
            queue: m.Stmt = m.Insert("gOthers")
            body = self._drain(worker, at)
        else:
            queue = m.Queue(worker.name, role)
            body = (*self.complete(worker, PEND_CONTEXT), m.Leave(at))
        worker.add((*worker.noise(), *body))
        for _ in range(self.random.choice([1, 1, 2])):
            self._submitter(at, queue)

    def _drain(self, worker: FunctionBuilder, at: m.Object) -> m.Block:
        ok = worker.var("BOOLEAN", "found")
        pop = m.Pop("gOthers", ok, self.random.choice(["head", "walk"]))
        locked = (m.Lock(GLOBAL_LOCK), pop, m.Unlock(GLOBAL_LOCK))
        done = (*self.complete(worker, PEND_CONTEXT), m.Leave(at))
        return (*locked, *worker.branch(m.Var(ok), done, True))

    def _submitter(self, at: m.Object, queue: m.Stmt) -> None:
        function = FunctionBuilder(self.program, self.program.name("Submit"), "plain")
        handed = self._hand_over(function, at, queue)
        before, tested = function.carry(m.Enter(at))
        function.add((*before, *function.branch(tested, handed, True)))

    def _hand_over(self, function: FunctionBuilder, at: m.Object, queue: m.Stmt) -> m.Block:
        """Hand over with the reference held; give it back only if that failed."""
        if isinstance(queue, m.Insert):
            return (m.Lock(GLOBAL_LOCK), queue, m.Unlock(GLOBAL_LOCK))
        assert isinstance(queue, m.Queue)
        if queue.form == "item":
            return (*function.noise(), queue)
        status = function.var("NTSTATUS", "status")
        failed = m.If(m.Not(m.Success(m.Var(status))), (m.Leave(at),))
        return (m.Queue(queue.function, "thread", status), failed)

    def classify(self) -> None:
        """Allocates, pends, completes at once on some path, publishes on another."""
        function = FunctionBuilder(self.program, self.program.name("Classify"), "classify")
        status = function.var("NTSTATUS", "status")
        none = m.If(m.Compare(m.Var("pend"), "==", NULL), (m.Return(),))
        failed = m.If(m.Not(m.Success(m.Var(status))), (m.Free(), m.Return()))
        start = (m.Allocate(), none, m.Store(m.Object("pend", "State"), m.Const("PENDED")))
        back = m.If(m.Ask(), (*self.complete(function, PEND_CONTEXT), m.Free(), m.Return()))
        publish = (m.Lock(GLOBAL_LOCK), m.Insert(PENDING), m.Unlock(GLOBAL_LOCK))
        body: m.Block = (*start, m.Pend(status), failed, back, *publish)
        if self.program.chance(0.4):
            body = (*body, *self.guard(function, self.complete, True))
        function.add((*function.noise(), *body))

    # --- teardown --------------------------------------------------------------------------------

    def _teardown(self) -> None:
        for _ in range(self.random.choice([0, 1, 1, 1, 2])):
            role = self.random.choice(["closure", "flow-delete"])
            function = FunctionBuilder(self.program, self.program.name("Teardown"), role)
            lock = self.lock
            if self.program.chance(0.15):
                lock = self.random.choice([RECORD_LOCK, GLOBAL_LOCK, m.Object("g", "gLock2")])
            change = self._change(function, lock)
            body = self._find(function, change, lock) if role == "closure" else change
            function.add(body)
            if self.program.chance(0.9):
                self.program.registered.add(function.name)

    def _find(self, function: FunctionBuilder, change: m.Block, lock: m.Object) -> m.Block:
        ok = function.var("BOOLEAN", "found")
        form = self.random.choice(["peek", "peek", "walk"])
        if lock == GLOBAL_LOCK:
            change = tuple(s for s in change if not isinstance(s, (m.Lock, m.Unlock)))
        found = m.If(m.Var(ok), change)
        return (m.Lock(GLOBAL_LOCK), m.Pop(PENDING, ok, form), found, m.Unlock(GLOBAL_LOCK))

    def _change(self, function: FunctionBuilder, lock: m.Object) -> m.Block:
        state = self.state
        store = m.Store(state.at, state.theirs)
        if self.program.chance(0.25):
            return self._atomic_change(function)
        if state.at.name == "Context":
            taken = function.var("HANDLE", "taken")
            return (m.Lock(lock), m.Set(taken, PEND_CONTEXT), store, m.Unlock(lock))
        if self.program.chance(0.3):
            return (m.Lock(lock), store, m.Unlock(lock))
        before, tested = function.carry(state.test, 1)
        return (m.Lock(lock), *before, m.If(tested, (store,)), m.Unlock(lock))

    def _atomic_change(self, function: FunctionBuilder) -> m.Block:
        name = self.random.choice(["Context", "Claimed", "State"])
        at = m.Object("pend", name)
        if name == "Context":
            return (m.Do(m.Exchange(at, NULL)),)
        if name == "Claimed":
            return (m.Do(m.Exchange(at, m.Const("1"))),)
        new = m.Const(self.random.choice(["INFLIGHT", "GONE"]))
        return (m.Do(m.Exchange(at, new, m.Const("PENDED"))),)


def generate(seed: int) -> m.Program:
    return Generator(seed).make()
