"""Where a value comes from, as far as the source tells without following paths."""

from __future__ import annotations

from wfplint import ir
from wfplint.checkers.sightings import CallSite, Sightings
from wfplint.dataflow.effects import Operand
from wfplint.program.link import Program
from wfplint.program.pointers import static_class


class Origins:
    """Answers for one program."""

    def __init__(self, program: Program, sightings: Sightings) -> None:
        self._program = program
        self._sightings = sightings

    def of_argument(self, site: CallSite, operand: Operand) -> frozenset[str] | None:
        """Classes of all places that an argument's value may have been in; None if one of them
        cannot be told.
        """
        if operand.deref or not 0 <= operand.index < len(site.call.args):
            return None
        found: set[str] = set()
        known = self._add(site.function, site.call.args[operand.index], found, set())
        return frozenset(found) if known else None

    def _add(self, function: str, value: ir.Value, found: set[str], seen: set[str]) -> bool:
        if isinstance(value, ir.Const):
            return True
        if isinstance(value, ir.Cast):
            return self._add(function, value.value, found, seen)
        if not isinstance(value, ir.Var):
            return False
        if f"{function} {value.name}" in seen:
            return True
        seen.add(f"{function} {value.name}")
        written = definitions(self._program.functions[function], value.name)
        return bool(written) and all(self._written(function, w, found, seen) for w in written)

    def _written(self, function: str, by: ir.Instruction, found: set[str], seen: set[str]) -> bool:
        if isinstance(by, ir.Assign):
            return self._add(function, by.value, found, seen)
        if not isinstance(by, ir.Load):
            return False
        name = static_class(by.path)
        if "." not in name and not name.startswith("@"):
            return False
        if name in found:
            return True
        found.add(name)
        stores = self._sightings.stores.get(name, ())
        return all(self._add(s.function, s.store.value, found, seen) for s in stores)


def definitions(function: ir.Function, name: str) -> list[ir.Instruction]:
    """The instructions that give a variable its value; none for a parameter."""
    if any(p.name == name for p in function.parameters):
        return []
    instructions = (i for block in function.cfg.blocks for i in block.instructions)
    return [i for i in instructions if getattr(i, "dst", None) == name]
