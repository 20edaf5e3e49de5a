"""At which layers a path runs: by the registration of its root, and by what it tests."""

from __future__ import annotations

from dataclasses import replace

from wfplint.dataflow.activation import Activation, Root
from wfplint.dataflow.constraints import Range
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.state import State
from wfplint.program.link import Program
from wfplint.rulebook.model import ApiFacts, LayerFacts

# The parameter and its field by which the system tells a callout function its layer.
LAYER_PARAMETER, LAYER_FIELD = "inFixedValues", "layerId"


class LayersOfPaths:
    """Answers for one program."""

    def __init__(self, facts: ApiFacts, program: Program, evaluator: Evaluator) -> None:
        self._facts = facts
        self._program = program
        self._evaluator = evaluator
        self._numbers = {
            layer.name: tuple(facts.constants[i] for i in layer.ids if i in facts.constants)
            for layer in facts.layers.values()
        }

    def parameter(self, root: Root, meaning: str) -> int | None:
        """The position of a root's parameter with this meaning in its role."""
        role = self._facts.roles.get(root.role)
        if role is None:
            return None
        count = len(self._program.functions[root.function].parameters)
        for names in (role.parameters, *role.variants):
            if len(names) == count:
                return names.index(meaning) if meaning in names else None
        return None

    def at(self, state: State, activation: Activation) -> tuple[LayerFacts, ...]:
        """The layers a path runs at, as far as the registration and tests of the path tell."""
        known = tuple(self._facts.layers[name] for name in activation.root.layers)
        range_ = self._tested(state, activation)
        if range_ is None:
            return known
        if range_.bounded or known:
            return tuple(
                layer
                for layer in known or self._facts.layers.values()
                if any(range_.admits(n) for n in self._numbers[layer.name])
            )
        return ()

    def root_at(self, state: State, activation: Activation) -> Root:
        """The root with the layers that are left on this path."""
        names = tuple(layer.name for layer in self.at(state, activation))
        root = activation.root
        return root if names == root.layers else replace(root, layers=names)

    def _tested(self, state: State, activation: Activation) -> Range | None:
        index = self.parameter(activation.root, LAYER_PARAMETER)
        if index is None:
            return None
        values = self._evaluator.values
        argument = values.sym("argument", activation.root.function, index)
        at = values.named(values.pointee(argument), LAYER_FIELD)
        return state.cons.get(self._evaluator.content(at, state))
