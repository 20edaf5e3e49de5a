"""One driver, explored: roots with their roles and layers, and the evidence of every path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from wfplint import ir
from wfplint.checkers.layers import LAYER_FIELD, LayersOfPaths
from wfplint.checkers.settling import NOTHING, Settling, Transfers, attach
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion
from wfplint.dataflow.engine import Engine, Limits, Listener, Observer, Root
from wfplint.dataflow.evidence import Evidence
from wfplint.dataflow.ownership import class_of_operand
from wfplint.dataflow.registrations import Registrations, find_registrations
from wfplint.dataflow.replay import Path, Replay
from wfplint.dataflow.scope import Scope
from wfplint.dataflow.watching import HANDING_OVER
from wfplint.dataflow.writes import Written
from wfplint.program.link import Program
from wfplint.program.pointers import PointsTo, static_class
from wfplint.program.roots import find_roots
from wfplint.rulebook.model import ApiFacts, LayerFacts

# Steps for all roots of a program together: for the sites, and for each further group of rules.
WHOLE, SHARE = 300_000, 8_000
# Steps for following paths again, for all rules that explore together.
REPLAYS = 1_500
# How many times the steps it takes, at least, to tell more paths of a root apart.
MORE = 2
QUICK = Limits(states=2, loop_states=2, entries=1, typestates=8, steps=15_000)
BRIEF = Limits(states=2, loop_states=2, entries=0, typestates=8, steps=4_000)
FINE = Limits(states=8, loop_states=4, entries=4, typestates=16, steps=4_000)
PRECISE = Limits(states=32, loop_states=10, entries=16, typestates=32, steps=12_000)


def facts_by_name(facts: ApiFacts) -> dict[str, fx.FunctionFacts]:
    """Facts under every spelling: the name, its aliases, and without the version digit."""
    result: dict[str, fx.FunctionFacts] = {}
    for known in facts.functions.values():
        spellings = [known.name, *known.aliases]
        if known.numberless:
            spellings.append(known.name.rstrip("0123456789"))
        for name in spellings:
            result[name] = known
    result.update(facts.functions)
    return result


class ProgramAnalysis:
    """See the module docstring. `explore` fills `evidence`. Without `every_layer` registrations are
    read only where a layer of teardown is named.
    """

    def __init__(
        self,
        program: Program,
        facts: ApiFacts,
        names: Mapping[str, fx.FunctionFacts],
        tracked: Iterable[str] = (),
        every_layer: bool = True,
    ) -> None:
        self.program = program
        self.facts = facts
        self.every_layer = every_layer
        self.points_to = PointsTo(program, names)
        self.roots = find_roots(program, self.points_to, names, facts.roles)
        self.scope = Scope(program, names, self.points_to, tracked=tracked)
        self._layers = {g: layer for layer in facts.layers.values() for g in layer.guids}
        self._explored: list[Root] = []
        self._steps: dict[Root, int] = {}
        self._spent = 0
        self._settled: dict[frozenset[str], Transfers] = {}
        self.budget = WHOLE
        self.engine = Engine(self.scope, [], QUICK)
        self.evidence = Evidence(self.engine)

    def apart(self, tracked: Iterable[str]) -> ProgramAnalysis:
        """The same program for an exploration of its own."""
        other = ProgramAnalysis.__new__(ProgramAnalysis)
        other.__dict__.update(self.__dict__)
        other.__dict__["registrations"] = self.registrations
        other.__dict__["layers"] = self.layers
        other.scope = self.scope.apart(tracked)
        other._explored = []
        other._steps = {}
        other._spent = 0
        other.budget = SHARE
        other.engine = Engine(other.scope, [], BRIEF)
        other.evidence = Evidence(other.engine)
        return other

    @property
    def layers_of_paths(self) -> LayersOfPaths:
        return LayersOfPaths(self.facts, self.program, self.engine.evaluator)

    def prepare(self) -> None:
        """Compute what every exploration shares, before there are several."""
        self._find_state()
        _ = (self.layers, self.scope.dependence.writers, self.transfers())

    @cached_property
    def size(self) -> int:
        """Instructions of the program."""
        functions = self.program.functions.values()
        return sum(len(b.instructions) for f in functions for b in f.cfg.blocks)

    # --- roots -------------------------------------------------------------------------------

    @cached_property
    def registrations(self) -> Registrations:
        return find_registrations(self.scope, self.roots)

    @cached_property
    def layers(self) -> dict[str, tuple[LayerFacts, ...]]:
        """Function id -> layers at which it is registered, where that is visible."""
        result: dict[str, tuple[LayerFacts, ...]] = {}
        if not self._names_a_layer():
            return result
        for root in self.roots:
            names = self.registrations.layers_of(root.function)
            known = {self._layers[n].name: self._layers[n] for n in names if n in self._layers}
            ends = {layer.teardown for layer in known.values()}
            is_open = len(ends) > 1 and not self.registrations.is_certain(root.function)
            result[root.function] = () if is_open else tuple(known.values())
        return result

    def _names_a_layer(self) -> bool:
        """Whether some code uses the key of a layer, so that registrations are worth reading."""
        return any(
            root[1:] in self._layers and (self.every_layer or self._layers[root[1:]].teardown)
            for root in self.scope.globals_used
        )

    def teardown_kind(self, root: Root) -> str:
        """Which end of an endpoint a root is told of, or nothing."""
        role = self.facts.roles.get(root.role)
        if role is not None and role.teardown:
            return role.name
        kinds = {self.facts.layers[name].teardown for name in root.layers}
        return min(kinds - {""}) if kinds and "" not in kinds else ""

    def may_be_teardown(self, root: Root) -> bool:
        """Whether a root is registered with a callout whose layer is not visible, while the program
        names a layer of teardown at which no callout is seen.
        """
        registered = any(r.function == root.function for r in self.registrations.found)
        return registered and not root.layers and bool(self._open_layers)

    def _ends_endpoints(self, root: Root) -> bool:
        known = bool(self.teardown_kind(root)) or self._is_mixed(root)
        return known or self.may_be_teardown(root)

    def _is_mixed(self, root: Root) -> bool:
        """Whether a callout serves a layer of teardown beside another one."""
        return len({self.facts.layers[name].teardown for name in root.layers}) > 1

    @cached_property
    def _open_layers(self) -> set[str]:
        """Names of teardown layers that the program uses the key of, but no callout is seen at."""
        named = (self._layers.get(root[1:]) for root in self.scope.globals_used)
        taken = {layer.name for known in self.layers.values() for layer in known}
        return {layer.name for layer in named if layer and layer.teardown} - taken

    def is_teardown(self, function: str, role: str) -> bool:
        return bool(self.teardown_kind(self._root(function, role)))

    def _root(self, function: str, role: str) -> Root:
        layers = tuple(layer.name for layer in self.layers.get(function, ()))
        return Root(function, role, None, layers)

    def all_roots(self) -> list[Root]:
        return [self._root(r.function, role) for r in self.roots for role in r.roles]

    # --- exploring ---------------------------------------------------------------------------

    def explore(
        self,
        listeners: Sequence[Listener],
        relevant: set[str],
        criterion: Criterion,
        observers: Sequence[Observer] = (),
    ) -> None:
        """Explore every root that reaches a function of `relevant` and every teardown root.

        Work handed to another root starts there with the references that came with it.
        """
        self._find_state()
        transfers = self.transfers() if criterion.typestate else NOTHING
        self.engine.observers = list(observers)
        wanted = self.scope.above(relevant | self._carriers(relevant))
        roots = [r for r in self.all_roots() if r.function in wanted or self._ends_endpoints(r)]
        if not listeners:
            roots = self._by_what_they_end(roots)
        self.scope.slice_for(criterion, {r.function for r in roots})
        self.evidence = Evidence(self.engine, self.layers_of_paths.root_at)
        self.engine.listeners = [self.evidence, *listeners]
        attach(transfers, self.engine)
        roots.sort(key=lambda root: self._size_below(root.function))
        self._explored = [s for root in roots for s in transfers.starts(root, self.engine)]
        self._explore_all(self._explored)

    def transfers(self) -> Transfers:
        """The references that travel between roots, of the kinds that are counted."""
        if not self.scope.acquiring:
            return NOTHING
        known = self._settled.get(self.scope.tracked)
        if known is None:
            carrying = self.scope.above(self._carriers(set()))
            roots = [root for root in self.all_roots() if root.function in carrying]
            self.scope.slice_for(Criterion(), {root.function for root in roots})
            taking = self.scope.above(self.scope.acquiring)
            known = Settling(self.engine, self.points_to, self.budget).settle(roots, taking)
            self._settled[self.scope.tracked] = known
        return known

    def _by_what_they_end(self, roots: Iterable[Root]) -> list[Root]:
        """For the sites alone: of several roles of a function those that end different things."""
        found: dict[tuple[str, str], Root] = {}
        for root in roots:
            found.setdefault((root.function, self.teardown_kind(root)), root)
        return list(found.values())

    def _size_below(self, function: str) -> int:
        """Instructions that a root can reach."""
        return sum(self._sizes[f] for f in self.scope.below([function]))

    @cached_property
    def _sizes(self) -> dict[str, int]:
        functions = self.program.functions.values()
        return {f.id: sum(len(b.instructions) for b in f.cfg.blocks) for f in functions}

    def _explore_all(self, roots: Sequence[Root]) -> None:
        """Explore roots until the budget of steps is spent; the others count as incomplete."""
        limits = self.engine.limits
        for root in roots:
            left = self.budget - self._spent
            if left <= 0:
                self.engine.incomplete.add(root.function)
                continue
            self.engine.limits = replace(limits, steps=min(limits.steps, left))
            self.engine.explore(root)
            self._steps[root] = self.engine.steps
            self._spent += self.engine.steps
        self.engine.limits = limits

    def _carriers(self, relevant: set[str]) -> set[str]:
        """Functions that take a tracked reference, queue work, or put records on a list, where any
        takes one: references may travel from them to the completion, or fail to.
        """
        acquiring = self.scope.acquiring
        if not acquiring:
            return set()
        return acquiring | self.scope.users(*HANDING_OVER)

    def refine(
        self, functions: set[str], listeners: Sequence[Listener], limits: Limits = PRECISE
    ) -> None:
        """Explore the roots that are these functions again, telling more paths apart."""
        self.engine.limits = limits
        self.evidence.forget(functions)
        self.engine.listeners = [self.evidence, *listeners]
        self._explore_all([r for r in self._explored if r.function in functions])

    def refinable(self, functions: set[str], limits: Limits) -> set[str]:
        """Those of some roots that can be explored again; the others count as incomplete."""
        large = {r.function for r, steps in self._steps.items() if steps * MORE > limits.steps}
        self.engine.incomplete |= functions & large
        return functions - large

    def replay(self, paths: Iterable[tuple[Root, Path]], listeners: Sequence[Listener]) -> None:
        """Follow each of these paths again, exactly, while the steps for that last."""
        again = Replay(self.engine, listeners)
        spent = 0
        for root, path in paths:
            again.follow(root, path)
            spent += again.steps
            if spent > REPLAYS:
                return

    def _find_state(self) -> None:
        """Decide which locations are shared state: the records that hold contexts, and whatever
        the code of teardown roots changes; and what roots write that others read.
        """
        if any(self._is_mixed(root) for root in self.all_roots()):
            self.scope.values.traced = frozenset((LAYER_FIELD,))
        self.scope.find_contended([r.function for r in self.roots])
        for function in self.program.functions.values():
            self.scope.state_records |= self._context_records(function)
        teardown = [r.function for r in self.all_roots() if self._ends_endpoints(r)]
        for function_id in self.scope.below(teardown):
            self.scope.state_classes |= self._written(self.program.functions[function_id])

    def _context_records(self, function: ir.Function) -> set[str]:
        records: set[str] = set()
        loads = _loads_by_destination(function)
        for call, effect in self.scope.effects_of[function.id]:
            if isinstance(effect, (fx.Pend, fx.Complete)) and effect.context.index < len(call.args):
                record = _record_of(call.args[effect.context.index], loads)
                if record:
                    records.add(record)
        return records

    def _written(self, function: ir.Function) -> set[str]:
        stored = {
            static_class(i.path)
            for b in function.cfg.blocks
            for i in b.instructions
            if isinstance(i, ir.Store)
        }
        stored |= self._exchanged(function)
        return {name for name in stored if "." in name or name.startswith("@")}

    def _exchanged(self, function: ir.Function) -> set[str]:
        """Classes of what interlocked operations of a function change."""
        found = set()
        for call, effect in self.scope.effects_of[function.id]:
            if isinstance(effect, fx.Atomic) and effect.target.index < len(call.args):
                target = call.args[effect.target.index]
                if isinstance(target, ir.Address):
                    found.add(static_class(target.path))
        return found

    def changed_elsewhere(self, classes: set[str]) -> bool:
        """Whether a callout changes such state that pends nothing, at layers which are known and
        tell of the end of no endpoint.
        """
        pending = self.scope.above(self.scope.users(fx.Pend, fx.Complete))
        for root in self.roots:
            if root.function in pending or not self._changed_by(root.function) & classes:
                continue
            names = self.registrations.layers_of(root.function)
            known = [self._layers[name] for name in names if name in self._layers]
            if known and not any(layer.teardown for layer in known):
                return True
        return False

    def _changed_by(self, function: str) -> set[str]:
        bodies = (self.program.functions[f] for f in self.scope.below([function]))
        return set().union(*(self._changed(body) for body in bodies))

    def _changed(self, function: ir.Function) -> set[str]:
        """Classes that a function writes, and of the entries that it takes off lists."""
        taken = {
            class_of_operand(call, effect.entry)
            for call, effect in self.scope.effects_of[function.id]
            if isinstance(effect, fx.ListOperation) and effect.operation == "remove-entry"
        }
        return self._written(function) | (taken - {""})

    @cached_property
    def stored(self) -> dict[str, set[Written]]:
        """Class -> what stores and interlocked operations of the program leave there."""
        result: dict[str, set[Written]] = {}
        for function in self.program.functions.values():
            for name in self._exchanged(function):
                result.setdefault(name, set()).add(Written())
            for block in function.cfg.blocks:
                for i in block.instructions:
                    if isinstance(i, ir.Store):
                        number = i.value.value if isinstance(i.value, ir.Const) else None
                        result.setdefault(static_class(i.path), set()).add(Written(number))
        return result


def _loads_by_destination(function: ir.Function) -> dict[str, ir.AccessPath]:
    result: dict[str, ir.AccessPath] = {}
    for block in function.cfg.blocks:
        for instruction in block.instructions:
            if isinstance(instruction, ir.Load):
                result.setdefault(instruction.dst, instruction.path)
            elif isinstance(instruction, ir.Assign) and isinstance(instruction.value, ir.Var):
                source = result.get(instruction.value.name)
                if source is not None:
                    result.setdefault(instruction.dst, source)
    return result


def _record_of(value: ir.Value, loads: dict[str, ir.AccessPath]) -> str:
    path = None
    if isinstance(value, ir.Address):
        path = value.path
    elif isinstance(value, ir.Var):
        path = loads.get(value.name)
    for step in reversed(path.steps if path else ()):
        if isinstance(step, ir.Member):
            return step.record
    return ""
