"""The part of a program that what is watched can depend on.

A backward slice (Weiser, Program slicing, ICSE 1981) over the dependences of all functions together
(Horwitz, Reps, Binkley, Interprocedural slicing using dependence graphs, PLDI 1988, without call
contexts): what stays behaves as before in all that is watched, and paths that differ in nothing
else become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.call_index import CallIndex, Place
from wfplint.dataflow.criterion import Criterion, Slice, Surroundings
from wfplint.dataflow.dependence import (
    Code,
    Dependence,
    is_local,
    key_of,
    may_be_same,
    names_read,
    operands_read,
    read_names,
)
from wfplint.dataflow.prepared import uses_of, variables_of
from wfplint.dataflow.watching import Watch
from wfplint.program.pointers import static_class


@dataclass
class _Kept:
    """What is known to stay of one function."""

    items: set[int] = field(default_factory=set)
    branches: set[int] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)
    blocks: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    tested: set[str] = field(default_factory=set)
    parameters: set[int] = field(default_factory=set)
    has_result: bool = False
    has_content: bool = False


class Slicer:
    """Computes the slices of some functions of a program for one criterion. `read` are the names
    and keys of the memory that matters.
    """

    def __init__(
        self,
        dependence: Dependence,
        functions: Iterable[str],
        criterion: Criterion,
        surroundings: Surroundings,
    ) -> None:
        self._dependence = dependence
        self._criterion = criterion
        self._around = surroundings
        self._codes = {f: dependence.codes[f] for f in functions}
        self._kept = {f: _Kept() for f in self._codes}
        self.read: set[str] = set()
        self._work: list[Place] = []
        self._watch = Watch(criterion, surroundings)
        self._calls = CallIndex(dependence, self._codes, surroundings, self._watch.may_be_state)

    def slices(self) -> dict[str, Slice]:
        """Function id -> what of it stays: the least fixed point, whatever the order of work."""
        for name in sorted(self._criterion.fields | self._criterion.tested):
            self._read(name)
        self._seed_all()
        self._settle()
        while self._believe():
            self._settle()
        return {
            f: Slice(frozenset(k.items), frozenset(k.branches), frozenset(k.claims))
            for f, k in self._kept.items()
        }

    def _settle(self) -> None:
        while self._work:
            owner, number = self._work.pop()
            self._depend(owner, self._codes[owner], number)

    def _believe(self) -> bool:
        """Keep assertions about what matters; whether that brought anything new."""
        for owner, code in self._codes.items():
            kept = self._kept[owner]
            for block, sources in code.claims.items() if kept.items else ():
                if block not in kept.claims and not sources.isdisjoint(kept.names | self.read):
                    kept.claims.add(block)
                    self._reach(owner, code, block)
                    self._need_condition(owner, code, block)
        return bool(self._work)

    def _seed_all(self) -> None:
        for owner, number, index in self._calls.giving:
            self._keep(owner, number)
            self._need_argument(owner, number, index)
        for owner, code in self._codes.items():
            for number, item in enumerate(code.items):
                self._seed(owner, code, number, item.instruction)

    # --- seeds -------------------------------------------------------------------------------

    def _seed(self, owner: str, code: Code, number: int, instruction: ir.Instruction) -> None:
        if isinstance(instruction, ir.Call):
            self._seed_call(owner, code, number, instruction)
        elif isinstance(instruction, ir.Store):
            if self._watch.needs_store(code, instruction):
                self._keep(owner, number)
        elif isinstance(instruction, ir.Load):
            if self._watch.is_tested(instruction):
                self._test(owner, instruction.dst)
            if static_class(instruction.path) in self._criterion.loads:
                self._keep(owner, number)
        elif isinstance(instruction, ir.Havoc):
            self._keep(owner, number)

    def _seed_call(self, owner: str, code: Code, number: int, call: ir.Call) -> None:
        for target in self._calls.targets(owner, number):
            facts = self._around.facts(target)
            if facts is None:
                continue
            if any(self._watch.needs_effect(code, call, e) for e in facts.effects):
                self._use(owner, number, facts, range(len(call.args)))
            elif facts.never_returns or facts.name in self._criterion.calls:
                wanted = (i for name, i in self._criterion.operands if name == facts.name)
                self._use(owner, number, facts, wanted)
            else:
                continue
            if call.dst is not None and self._criterion.results:
                self._test(owner, call.dst)

    def _use(
        self, owner: str, number: int, facts: fx.FunctionFacts, positions: Iterable[int]
    ) -> None:
        """What a call does matters: so do arguments and what it reads through them."""
        self._keep(owner, number)
        code, call = self._codes[owner], self._calls.call(owner, number)
        wanted = set(positions)
        for index in sorted(wanted):
            self._need_argument(owner, number, index)
        for name in names_read(facts):
            self._read(name)
        for operand in operands_read(facts):
            if operand.index not in wanted:
                continue
            if not operand.fields and 0 <= operand.index < len(call.args):
                for name in self._dependence.pointed(code, call.args[operand.index]):
                    self._read(name)

    # --- what stays --------------------------------------------------------------------------

    def _keep(self, owner: str, number: int) -> None:
        kept = self._kept[owner]
        if number not in kept.items:
            kept.items.add(number)
            self._work.append((owner, number))

    def _depend(self, owner: str, code: Code, number: int) -> None:
        """An instruction stays: so does what it depends on."""
        item = code.items[number]
        instruction = item.instruction
        self._reach(owner, code, item.block)
        if not isinstance(instruction, ir.Return):
            self._content(owner)
        if isinstance(instruction, ir.Call):
            self._depend_call(owner, number, instruction)
            return
        for name in uses_of(instruction):
            self._need(owner, name)
        if isinstance(instruction, ir.Load):
            self._read_path(code, instruction.path)
        for name in _addressed(instruction):
            self._read(name)

    def _depend_call(self, owner: str, number: int, call: ir.Call) -> None:
        """A call stays; its arguments only as far as its targets need them."""
        for name in variables_of(call.callee):
            self._need(owner, name)
        for target in self._calls.targets(owner, number):
            facts = self._around.facts(target)
            body = self._calls.followed(target)
            if body is not None:
                for index in sorted(self._kept[body.id].parameters):
                    self._need_argument(owner, number, index)
            if call.dst is not None and call.dst in self._kept[owner].names:
                if body is not None:
                    self._result(body.id)
                elif facts is not None and facts.returns is not None:
                    self._use(owner, number, facts, (facts.returns.index,))

    def _need_argument(self, owner: str, number: int, index: int) -> None:
        call = self._calls.call(owner, number)
        if 0 <= index < len(call.args):
            for name in variables_of(call.args[index]):
                self._need(owner, name)

    def _need(self, owner: str, name: str) -> None:
        """The value of a variable matters."""
        kept = self._kept[owner]
        if name.startswith("@") or name in kept.names:
            return
        kept.names.add(name)
        code = self._codes[owner]
        for number in code.definitions.get(name, ()):
            self._keep(owner, number)
            instruction = code.items[number].instruction
            if isinstance(instruction, ir.Call):
                self._depend_call(owner, number, instruction)
        if name in code.taken:
            self._need_memory(owner, code, name)
        index = code.parameters.get(name)
        if index is not None and index not in kept.parameters:
            kept.parameters.add(index)
            for caller, number in self._calls.callers.get(owner, ()):
                if number in self._kept[caller].items:
                    self._need_argument(caller, number, index)

    def _need_memory(self, owner: str, code: Code, name: str) -> None:
        """A local that lives in memory: whoever gets its address may write it."""
        type_ = code.type_of(name)
        self._read(":" + key_of(type_))
        for number in code.passing.get(name, ()):
            if any(
                self._calls.followed(target) is None
                for target in self._calls.targets(owner, number)
            ):
                self._keep_writer(owner, number, name)

    def _keep_writer(self, owner: str, number: int, name: str) -> None:
        """Keep a call that gets the address of a local, and may write to it."""
        call = self._calls.call(owner, number)
        for index, argument in enumerate(call.args):
            if name in variables_of(argument):
                self._keep(owner, number)
                self._need_argument(owner, number, index)

    def _read_path(self, code: Code, path: ir.AccessPath) -> None:
        for name in read_names(path):
            self._read(name)
        if path.steps and not isinstance(path.steps[-1], ir.Member) and not is_local(path):
            type_ = code.path_target(path)
            self._read(":" + key_of(type_))
            for name in self._dependence.within(type_):
                self._read(name)

    def _read(self, name: str) -> None:
        """Memory of this name, or key, matters: so does whatever writes it."""
        if name in self.read:
            return
        self.read.add(name)
        if name.startswith(":"):
            keys = [k for k in self._keys() if may_be_same(k[1:], name[1:])]
        else:
            keys = [name]
        for key in keys:
            for owner, number in self._dependence.writers.get(key, ()):
                if owner in self._codes:
                    self._keep(owner, number)
            for owner, number, index in self._calls.may_write.get(key, ()):
                self._keep(owner, number)
                self._need_argument(owner, number, index)

    def _keys(self) -> set[str]:
        names = {*self._dependence.writers, *self._calls.may_write}
        return {n for n in names if n.startswith(":")}

    def _result(self, function: str) -> None:
        kept = self._kept[function]
        if not kept.has_result:
            kept.has_result = True
            for number in self._codes[function].returns:
                self._keep(function, number)

    def _content(self, function: str) -> None:
        """Something in a function matters: so do its calls."""
        kept = self._kept[function]
        if not kept.has_content:
            kept.has_content = True
            for caller, number in self._calls.callers.get(function, ()):
                self._keep(caller, number)

    def _reach(self, owner: str, code: Code, block: int) -> None:
        """A block matters: so do the branches that lead to it, however many in a row."""
        kept = self._kept[owner]
        waiting = [block]
        while waiting:
            reached = waiting.pop()
            if reached not in kept.blocks:
                kept.blocks.add(reached)
                waiting += [b for b in code.controls[reached] if self._is_new(owner, code, b)]

    def _decide(self, owner: str, code: Code, branch: int) -> None:
        if self._is_new(owner, code, branch):
            self._reach(owner, code, branch)

    def _is_new(self, owner: str, code: Code, branch: int) -> bool:
        """Whether a branch that matters did not before; what it tests matters then."""
        kept = self._kept[owner]
        if branch in kept.branches:
            return False
        kept.branches.add(branch)
        self._need_condition(owner, code, branch)
        return True

    def _need_condition(self, owner: str, code: Code, block: int) -> None:
        for edge in code.function.cfg.blocks[block].edges:
            if edge.condition is not None:
                for name in variables_of(edge.condition.value):
                    self._need(owner, name)

    # --- tests that matter -------------------------------------------------------------------

    def _test(self, owner: str, name: str) -> None:
        """Branches on a variable matter, wherever its value goes."""
        kept = self._kept[owner]
        if name in kept.tested:
            return
        kept.tested.add(name)
        code = self._codes[owner]
        for number in code.uses.get(name, ()):
            instruction = code.items[number].instruction
            if isinstance(instruction, ir.Assign):
                self._test(owner, instruction.dst)
            elif isinstance(instruction, ir.Return):
                self._test_results(owner)
            elif isinstance(instruction, ir.Call):
                self._test_parameters(owner, number, name)
        for branch, block in enumerate(code.function.cfg.blocks):
            if any(
                e.condition is not None and name in variables_of(e.condition.value)
                for e in block.edges
            ):
                self._decide(owner, code, branch)
                self._content(owner)

    def _test_results(self, function: str) -> None:
        for caller, number in self._calls.callers.get(function, ()):
            call = self._calls.call(caller, number)
            if call.dst is not None:
                self._test(caller, call.dst)

    def _test_parameters(self, owner: str, number: int, name: str) -> None:
        call = self._calls.call(owner, number)
        for target in self._calls.targets(owner, number):
            body = self._calls.followed(target)
            if body is None:
                continue
            for index, argument in enumerate(call.args[: len(body.parameters)]):
                if name in variables_of(argument):
                    self._test(body.id, body.parameters[index].name)


def _addressed(instruction: ir.Instruction) -> Iterable[str]:
    """Globals whose address an instruction computes: they may be read through it."""
    value = getattr(instruction, "value", None)
    if isinstance(value, ir.Address):
        yield from read_names(value.path)
