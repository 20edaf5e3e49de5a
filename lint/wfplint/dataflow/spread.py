"""Where the value of a parameter may go, without following paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        return next(self.stores(function, name), None) is not None

    def stores(self, function: ir.Function, name: str) -> Iterator[tuple[str, ir.Store]]:
        """The stores that may put the value of a variable into memory, each with its function."""
        if (function.id, name) in self._seen:
            return
        self._seen.add((function.id, name))
        names = {name}
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                if isinstance(instruction, ir.Assign) and _holds(instruction.value, names):
                    names.add(instruction.dst)
                elif isinstance(instruction, ir.Call):
                    yield from self._in_callees(function.id, instruction, names)
                elif isinstance(instruction, ir.Store) and _keeps(instruction, names):
                    yield function.id, instruction

    def _in_callees(
        self, owner: str, call: ir.Call, names: set[str]
    ) -> Iterator[tuple[str, ir.Store]]:
        positions = [i for i, a in enumerate(call.args) if _holds(a, names)]
        if not positions:
            return
        for target in self._calls.targets(owner, call):
            body = self._calls.body(target)
            parameters = body.parameters if body is not None else ()
            for index in positions:
                if body is not None and index < len(parameters):
                    yield from self.stores(body, parameters[index].name)


def _keeps(store: ir.Store, names: set[str]) -> bool:
    return _holds(store.value, names) and not _is_local(store.path)


def _holds(value: ir.Value, names: Iterable[str]) -> bool:
    return isinstance(value, (ir.Var, ir.Cast, ir.Address)) and bool(
        set(variables_of(value)) & set(names)
    )


def _is_local(path: ir.AccessPath) -> bool:
    through = any(isinstance(s, ir.Deref) for s in path.steps)
    return not path.root.startswith("@") and not through
