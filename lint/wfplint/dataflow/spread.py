"""Where the value of a parameter may go, without following paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from wfplint import ir
from wfplint.dataflow.prepared import variables_of


class Calls(Protocol):
    """What a program says of its calls."""

    def targets(self, function_id: str, call: ir.Call) -> list[str]: ...

    def body(self, name: str) -> ir.Function | None: ...


class Spread:
    """Follows a parameter through copies and calls, without paths."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._seen: set[tuple[str, str]] = set()

    def reaches_memory(self, function: ir.Function, name: str) -> bool:
        """Whether the value of a variable may be stored to memory."""
        if (function.id, name) in self._seen:
            return False
        self._seen.add((function.id, name))
        names = {name}
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and _holds(instruction.value, names):
                    names.add(instruction.dst)
                elif self._keeps(function.id, instruction, names):
                    return True
        return False

    def _keeps(self, owner: str, instruction: ir.Instruction, names: set[str]) -> bool:
        if isinstance(instruction, ir.Store):
            return _holds(instruction.value, names) and not _is_local(instruction.path)
        return isinstance(instruction, ir.Call) and self._in_callees(owner, instruction, names)

    def _in_callees(self, owner: str, call: ir.Call, names: set[str]) -> bool:
        positions = [i for i, a in enumerate(call.args) if _holds(a, names)]
        if not positions:
            return False
        for target in self._calls.targets(owner, call):
            body = self._calls.body(target)
            parameters = body.parameters if body is not None else ()
            for index in positions:
                if (
                    body is not None
                    and index < len(parameters)
                    and self.reaches_memory(body, parameters[index].name)
                ):
                    return True
        return False


def _holds(value: ir.Value, names: Iterable[str]) -> bool:
    return isinstance(value, (ir.Var, ir.Cast, ir.Address)) and bool(
        set(variables_of(value)) & set(names)
    )


def _is_local(path: ir.AccessPath) -> bool:
    through = any(isinstance(s, ir.Deref) for s in path.steps)
    return not path.root.startswith("@") and not through
