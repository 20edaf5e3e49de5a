"""What the calls of sliced functions reach, and what they may write."""

from __future__ import annotations

from collections.abc import Callable

from wfplint import ir
from wfplint.dataflow.criterion import Surroundings
from wfplint.dataflow.dependence import Code, Dependence, operands_written

Place = tuple[str, int]


class CallIndex:
    """`callers` are the calls that enter each followed function, `may_write` by name or key the
    calls and positions of arguments through which a call that is not followed may write it, and
    `giving` those by which such a call gets an address that `may_be_state`.
    """

    def __init__(
        self,
        dependence: Dependence,
        codes: dict[str, Code],
        surroundings: Surroundings,
        may_be_state: Callable[[Code, ir.Value], bool],
    ) -> None:
        self._dependence = dependence
        self._codes = codes
        self._around = surroundings
        self._may_be_state = may_be_state
        self.callers: dict[str, list[Place]] = {}
        self.may_write: dict[str, list[tuple[str, int, int]]] = {}
        self.giving: list[tuple[str, int, int]] = []
        for owner, code in codes.items():
            for number in code.calls:
                for target in self.targets(owner, number):
                    self._add(owner, number, target)

    def call(self, owner: str, number: int) -> ir.Call:
        instruction = self._codes[owner].items[number].instruction
        assert isinstance(instruction, ir.Call)
        return instruction

    def targets(self, owner: str, number: int) -> list[str]:
        """Names of what a call may reach; one empty name where nothing is known."""
        return self._around.targets(owner, self.call(owner, number)) or [""]

    def followed(self, target: str) -> ir.Function | None:
        if self._around.facts(target) is not None:
            return None
        body = self._around.body(target)
        if body is None or body.id not in self._codes or not self._around.is_followed(body.id):
            return None
        return body

    def _add(self, owner: str, number: int, target: str) -> None:
        facts = self._around.facts(target)
        if facts is not None:
            for index in operands_written(facts):
                self._note_write(owner, number, index, None)
            return
        body = self.followed(target)
        if body is not None:
            self.callers.setdefault(body.id, []).append((owner, number))
            return
        modified, stored = self._around.written_by(self._around.body(target))
        for index, argument in enumerate(self.call(owner, number).args):
            self._note_write(owner, number, index, modified)
            given = modified is None or index in stored
            if given and self._may_be_state(self._codes[owner], argument):
                self.giving.append((owner, number, index))

    def _note_write(
        self, owner: str, number: int, index: int, modified: frozenset[str] | None
    ) -> None:
        """Remember what the target of an argument is, where the call may write to it."""
        call = self.call(owner, number)
        if index < len(call.args):
            for name in self._dependence.pointed(self._codes[owner], call.args[index]):
                if modified is None or name in modified or name.startswith(":"):
                    self.may_write.setdefault(name, []).append((owner, number, index))
