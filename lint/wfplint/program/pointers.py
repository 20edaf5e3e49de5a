"""Which functions a pointer may hold, by inclusion constraints over the whole program.

Flow-insensitive, one cell per variable and per type-and-field, in the style of Andersen's analysis
(Program Analysis and Specialization for the C Programming Language, 1994), restricted to function
addresses and the strings that name functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow.effects import Defer, FunctionFacts, Operand, ResolveByName
from wfplint.program.link import Program


class Cell(NamedTuple):
    """A place that may hold functions: a variable of a function, a field class, or a result."""

    kind: str
    owner: str
    name: str = ""


class Target(NamedTuple):
    """Something a cell may hold: a function (`is_text` false) or a string."""

    name: str
    is_text: bool = False


def field_cell(path: ir.AccessPath, function_id: str) -> Cell | None:
    """The cell of a location: its last record and field, the global, or the local variable."""
    for step in reversed(path.steps):
        if isinstance(step, ir.Member) and step.record:
            return Cell("field", step.record, step.name)
    names = ".".join(s.name for s in path.steps if isinstance(s, ir.Member))
    if path.root.startswith("@"):
        return Cell("global", path.root, names)
    if any(isinstance(s, ir.Deref) for s in path.steps):
        return Cell("pointee", function_id, path.root)
    return Cell("local", function_id, path.root + names)


def _text_cell(owner: str, path: ir.AccessPath) -> Cell:
    """Where the text of a counted string variable is kept."""
    return Cell("text", "" if path.root.startswith("@") else owner, path.root)


def static_class(path: ir.AccessPath) -> str:
    """The class of a location as far as its spelling tells: `PEND.State` or `@gState`."""
    for step in reversed(path.steps):
        if isinstance(step, ir.Member):
            return f"{step.record}.{step.name}" if step.record else f"{path.root}.{step.name}"
    return path.root


class PointsTo:
    """The solved constraints; `targets` answers for values, `cell` for cells."""

    def __init__(self, program: Program, facts: Mapping[str, FunctionFacts]) -> None:
        self._program = program
        self._facts = facts
        self._sets: dict[Cell, set[Target]] = {}
        self._edges: dict[Cell, set[Cell]] = {}
        self._work: list[Cell] = []
        self._indirect: list[tuple[str, ir.Call]] = []
        self._resolvers: list[tuple[Cell, Cell]] = []
        self._bound: set[tuple[int, str]] = set()
        for item in program.globals.values():
            for initialiser in item.initialisers:
                self._write("", ir.AccessPath(item.id, initialiser.steps), initialiser.value)
        for function in program.functions.values():
            self._constrain(function)
        self._solve()

    # --- answers -----------------------------------------------------------------------------

    def cell(self, cell: Cell) -> list[str]:
        """Ids of the functions a cell may hold, sorted."""
        return sorted(t.name for t in self._sets.get(cell, ()) if not t.is_text)

    def targets(self, function_id: str, value: ir.Value) -> list[str]:
        """Ids of the functions a value of a function may be, sorted."""
        names: set[str] = set()
        for source in self._sources(function_id, value):
            if isinstance(source, Target):
                names |= {source.name} if not source.is_text else set()
            else:
                names.update(self.cell(source))
        return sorted(names)

    def fields(self) -> list[Cell]:
        """All field and global cells that hold something, sorted."""
        return sorted(c for c in self._sets if c.kind in ("field", "global", "local"))

    def stored(self) -> set[str]:
        """Functions whose address some cell holds."""
        return {t.name for targets in self._sets.values() for t in targets if not t.is_text}

    def called(self) -> set[str]:
        """Functions that some call through a pointer may reach."""
        return {name for _, name in self._bound}

    # --- constraints -------------------------------------------------------------------------

    def _sources(self, function_id: str, value: ir.Value) -> list[Cell | Target]:
        if isinstance(value, ir.FunctionRef):
            return [Target(value.id)]
        if isinstance(value, ir.Text):
            return [Target(value.value, True)]
        if isinstance(value, ir.Var):
            return [Cell("local", function_id, value.name)]
        if isinstance(value, ir.Cast):
            return self._sources(function_id, value.value)
        if isinstance(value, ir.Address):
            cell = field_cell(value.path, function_id)
            return [cell, _text_cell(function_id, value.path)] if cell else []
        return []

    def _flow(self, function_id: str, value: ir.Value, to: Cell | None) -> None:
        if to is None:
            return
        for source in self._sources(function_id, value):
            if isinstance(source, Target):
                self._add(to, {source})
            else:
                self._edge(source, to)

    def _edge(self, source: Cell, to: Cell) -> None:
        if to not in self._edges.setdefault(source, set()):
            self._edges[source].add(to)
            self._add(to, self._sets.get(source, set()))

    def _add(self, cell: Cell, targets: set[Target]) -> None:
        known = self._sets.setdefault(cell, set())
        if not targets <= known:
            known |= targets
            self._work.append(cell)

    def _constrain(self, function: ir.Function) -> None:
        for block in function.cfg.blocks:
            for instruction in block.instructions:
                self._instruction(function.id, instruction)

    def _instruction(self, owner: str, instruction: ir.Instruction) -> None:
        if isinstance(instruction, ir.Assign):
            self._flow(owner, instruction.value, Cell("local", owner, instruction.dst))
        elif isinstance(instruction, ir.Load):
            source = field_cell(instruction.path, owner)
            if source is not None:
                self._edge(source, Cell("local", owner, instruction.dst))
        elif isinstance(instruction, ir.Store):
            self._write(owner, instruction.path, instruction.value)
        elif isinstance(instruction, ir.Return) and instruction.value is not None:
            self._flow(owner, instruction.value, Cell("result", owner))
        elif isinstance(instruction, ir.Call):
            self._call(owner, instruction)

    def _write(self, owner: str, path: ir.AccessPath, value: ir.Value) -> None:
        self._flow(owner, value, field_cell(path, owner))
        if isinstance(value, ir.Text):
            self._flow(owner, value, _text_cell(owner, path))

    def _call(self, owner: str, call: ir.Call) -> None:
        if not isinstance(call.callee, ir.FunctionRef):
            self._indirect.append((owner, call))
            return
        self._bind(owner, call, call.callee.id)

    def _bind(self, owner: str, call: ir.Call, callee_id: str) -> None:
        callee = self._program.resolve(callee_id)
        if callee is not None:
            for parameter, argument in zip(callee.parameters, call.args, strict=False):
                self._flow(owner, argument, Cell("local", callee.id, parameter.name))
            if call.dst:
                self._edge(Cell("result", callee.id), Cell("local", owner, call.dst))
            return
        facts = self._facts.get(callee_id)
        for effect in facts.effects if facts else ():
            if isinstance(effect, ResolveByName):
                self._resolve_by_name(owner, call, effect)
            elif isinstance(effect, Defer) and effect.binds:
                self._bind_routine(owner, call, effect)

    def _bind_routine(self, owner: str, call: ir.Call, effect: Defer) -> None:
        """Remember which routine an object (a DPC, a work item) will run."""
        if effect.object is None or effect.routine is None:
            return
        target = self._argument(call, effect.object)
        routine = self._argument(call, effect.routine)
        if isinstance(target, ir.Address) and routine is not None:
            bound = Cell("bound", "", static_class(target.path))
            if effect.routine.fields:
                for cell in [c for c in self._sets if c.name == effect.routine.fields[-1]]:
                    self._edge(cell, bound)
            else:
                self._flow(owner, routine, bound)

    def _resolve_by_name(self, owner: str, call: ir.Call, effect: ResolveByName) -> None:
        name = self._argument(call, effect.name)
        if name is None:
            return
        if effect.name_of is not None:
            target = self._argument(call, effect.name_of)
            if isinstance(target, ir.Address):
                self._flow(owner, name, _text_cell(owner, target.path))
            elif isinstance(target, ir.Var):
                self._flow(owner, name, Cell("local", owner, target.name))
            return
        if call.dst is None:
            return
        if isinstance(name, ir.Address):
            source = _text_cell(owner, name.path)
        elif isinstance(name, ir.Var):
            source = Cell("local", owner, name.name)
        else:
            source = Cell("text", owner, str(call.span.start))
            self._flow(owner, name, source)
        self._resolvers.append((source, Cell("local", owner, call.dst)))

    def _argument(self, call: ir.Call, operand: Operand) -> ir.Value | None:
        return call.args[operand.index] if 0 <= operand.index < len(call.args) else None

    # --- solving -----------------------------------------------------------------------------

    def _solve(self) -> None:
        while True:
            self._propagate()
            if not (self._bind_indirect() or self._resolve_names()):
                return

    def _propagate(self) -> None:
        while self._work:
            cell = self._work.pop()
            targets = self._sets[cell]
            for to in self._edges.get(cell, ()):
                self._add(to, targets)

    def _bind_indirect(self) -> bool:
        changed = False
        for index, (owner, call) in enumerate(self._indirect):
            for name in self.targets(owner, call.callee):
                if (index, name) not in self._bound:
                    self._bound.add((index, name))
                    self._bind(owner, call, name)
                    changed = True
        return changed

    def _resolve_names(self) -> bool:
        for source, to in self._resolvers:
            texts = {Target(t.name) for t in self._sets.get(source, ()) if t.is_text}
            self._add(to, texts)
        return bool(self._work)
