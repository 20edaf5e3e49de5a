"""Which calls are worth following: those whose effects a completion can depend on."""

from __future__ import annotations

from functools import cached_property

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.interpreter import is_lock
from wfplint.dataflow.ownership import Ownership, class_of_operand
from wfplint.dataflow.prepared import uses_of
from wfplint.program.pointers import static_class

SMALL, TINY, MODERATE = 8, 3, 40
INERT = (fx.Register, fx.AppliesAt, fx.ResolveByName, fx.Copy, fx.Assign, fx.Initialise)


class Relevance(Ownership):
    """Adds to ownership what to follow; `also_followed` are functions that listeners want to see
    inside, `pinned` and `kept` fields whose values they read.
    """

    pinned: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    also_followed: frozenset[str] = frozenset()

    @cached_property
    def _effectful(self) -> set[str]:
        """Functions that may change what their callers hold, claim or share."""
        own = {
            f
            for f, found in self.effects_of.items()
            if any(self._matters(f, call, effect) for call, effect in found)
        }
        own |= {f for f in self.program.functions if self._writes_state(f)}
        own |= {f for f in self.program.functions if self._is_unbalanced(f)}
        own |= self.also_followed
        return self.above(own)

    def small(self) -> set[str]:
        """Functions short enough to be worth following for what they return, or for a parameter
        that they set.
        """
        return {
            f.id
            for f in self.program.functions.values()
            if len(f.cfg.blocks) <= (SMALL if _answers(f) else TINY)
        }

    @cached_property
    def _testers(self) -> set[str]:
        """Functions of moderate length that look at shared state: their answer may be the guard."""
        return {
            f.id
            for f in self.program.functions.values()
            if len(f.cfg.blocks) <= MODERATE and self._reads_state(f)
        }

    def _reads_state(self, function: ir.Function) -> bool:
        return any(
            isinstance(i, ir.Load) and self.is_state(static_class(i.path))
            for b in function.cfg.blocks
            for i in b.instructions
        )

    @cached_property
    def _followed(self) -> set[str]:
        return self._effectful | self.small() | self._testers

    @cached_property
    def _needed(self) -> set[str]:
        return self._effectful

    @cached_property
    def _readers(self) -> set[str]:
        """Functions that change nothing at all: no stores, no effects."""
        writers = {
            f.id
            for f in self.program.functions.values()
            if self.effects_of[f.id]
            or any(
                isinstance(i, (ir.Store, ir.Havoc)) for b in f.cfg.blocks for i in b.instructions
            )
        }
        return set(self.program.functions) - self.above(writers)

    def is_reader(self, function_id: str) -> bool:
        """Whether a function and all it calls change nothing."""
        return function_id in self._readers

    def _matters(self, function_id: str, call: ir.Call, effect: fx.Effect) -> bool:
        """Whether a caller can notice the effect. Memory that a function allocates and frees for
        itself, lists of other objects, and references that nobody counts, it cannot. Locks matter
        where they are not given back (`_is_unbalanced`).
        """
        if isinstance(effect, INERT):
            return False
        if isinstance(effect, (fx.Acquire, fx.Release, fx.Wait)):
            return effect.kind in self.tracked
        if isinstance(effect, fx.Allocate):
            return self.makes_state(function_id, call)
        if isinstance(effect, fx.ListOperation):
            return self._is_state_list(function_id, call, effect)
        if isinstance(effect, fx.Atomic):
            return self._is_state_target(call, effect.target)
        if isinstance(effect, fx.Free) and 0 <= effect.object.index < len(call.args):
            return self._may_free_state(function_id, call.args[effect.object.index])
        return True

    @cached_property
    def acquiring(self) -> set[str]:
        """Functions that take a reference that is counted."""
        return {
            f
            for f, found in self.effects_of.items()
            if any(isinstance(e, fx.Acquire) and e.kind in self.tracked for _, e in found)
        }

    def needs_effect(self, function_id: str, call: ir.Call, effect: fx.Effect) -> bool:
        """Whether states change by the effect, whoever looks. What only writes memory does where
        that memory is read.
        """
        if isinstance(effect, (fx.Acquire, fx.Release)) and is_lock(effect.kind):
            return True
        return not isinstance(effect, fx.Allocate) and self._matters(function_id, call, effect)

    def _is_state_target(self, call: ir.Call, operand: fx.Operand) -> bool:
        """Whether an operand is, or may be, shared state that completions depend on."""
        if not 0 <= operand.index < len(call.args):
            return True
        value = call.args[operand.index]
        return not isinstance(value, ir.Address) or self.is_state(static_class(value.path))

    def _is_state_list(self, function_id: str, call: ir.Call, effect: fx.ListOperation) -> bool:
        """Whether the list is, or may be, one of records that hold contexts."""
        if effect.operation in ("is-empty", "initialise"):
            return False
        taken = self._records_of(function_id, call.dst) if call.dst else set()
        if taken:
            return bool(taken & self.state_records)
        for operand in (effect.head, effect.entry):
            if operand is None or not 0 <= operand.index < len(call.args):
                continue
            value = call.args[operand.index]
            if isinstance(value, ir.Address):
                name = static_class(value.path)
                related = self._list_records.get(name, {name.partition(".")[0]})
                if not related & self.state_records:
                    return False
        return True

    def _records_of(self, function_id: str, name: str) -> set[str]:
        """Records that a function makes of a list entry in this variable."""
        holders, records = {name}, set()
        for block in self.program.functions[function_id].cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and holders & set(uses_of(instruction)):
                    holders.add(instruction.dst)
                    if isinstance(instruction.value, (ir.Container, ir.Cast)):
                        records.add(instruction.value.record)
        return records

    @cached_property
    def _list_records(self) -> dict[str, set[str]]:
        """Class of a list's head -> records that are ever put on it, and the other way round."""
        result: dict[str, set[str]] = {}
        for found in self.effects_of.values():
            for call, effect in found:
                if not isinstance(effect, fx.ListOperation) or effect.operation != "insert":
                    continue
                head, entry = (class_of_operand(call, o) for o in (effect.head, effect.entry))
                if head:
                    known = result.setdefault(head, set())
                    known.add(entry.partition(".")[0] if entry else "")
                    if not entry:
                        known |= self.state_records
        return result

    def _is_unbalanced(self, function_id: str) -> bool:
        """Whether a function takes or gives back locks for its caller."""
        taken: dict[str, set[type]] = {}
        for _, effect in self.effects_of[function_id]:
            if isinstance(effect, (fx.Acquire, fx.Release)) and is_lock(effect.kind):
                taken.setdefault(effect.kind, set()).add(type(effect))
        return any(len(kinds) == 1 for kinds in taken.values())

    def _writes_state(self, function_id: str) -> bool:
        return any(
            isinstance(i, ir.Store) and self.is_state(static_class(i.path))
            for b in self.program.functions[function_id].cfg.blocks
            for i in b.instructions
        )

    def follow_only(self, functions: set[str]) -> None:
        """Explore calls of these functions and of small ones, and no others."""
        self.__dict__["_needed"] = functions
        self.__dict__["_followed"] = functions | self.small()

    def is_followed(self, function_id: str) -> bool:
        """Whether a call of this function is explored rather than summarised by what it writes."""
        return function_id in self._followed

    def part(self, targets: list[str], most: int) -> tuple[list[str], list[str]]:
        """The targets of a call that are told apart, for their effects are known or they are
        explored, and those that are summarised together. Of more than `most` only such are explored
        as change what callers depend on.
        """
        apart = [t for t in targets if self._is_apart(t, self._followed)]
        if len(apart) > most:
            apart = [t for t in apart if self._is_apart(t, self._needed)]
        return apart, [t for t in targets if t not in apart]

    def _is_apart(self, target: str, explored: set[str]) -> bool:
        if target in self.facts:
            return True
        body = self.program.resolve(target)
        return body is not None and body.id in explored

    def is_state(self, class_name: str) -> bool:
        record, _, _ = class_name.partition(".")
        return record in self.state_records or class_name in self.state_classes


def _answers(function: ir.Function) -> bool:
    """Whether a function returns something, or stores it where a parameter says."""
    if function.result.text != "void":
        return True
    names = {p.name for p in function.parameters}
    return any(
        isinstance(i, ir.Store) and i.path.root in names and i.path.steps == (ir.DEREF,)
        for b in function.cfg.blocks
        for i in b.instructions
    )
