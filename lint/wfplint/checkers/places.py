"""What a root says about the code it reaches: its layers, its parameters by meaning."""

from __future__ import annotations

from functools import cached_property

from wfplint import ir
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId
from wfplint.frontend.drivers import ENTRY
from wfplint.rulebook.model import LayerFacts

ENTRY_ROLE = "init"


class Places:
    """Answers for one program."""

    def __init__(self, analysis: ProgramAnalysis) -> None:
        self._analysis = analysis

    @cached_property
    def is_whole(self) -> bool:
        """Whether the sources hold a whole driver, so that absence means something."""
        functions = self._analysis.program.functions
        return any(
            root.role == ENTRY_ROLE or functions[root.function].name == ENTRY
            for root in self._analysis.all_roots()
        )

    def parameter(self, root: Root, meaning: str) -> int | None:
        """The position of a root's parameter with this meaning in its role."""
        return self._analysis.layers_of_paths.parameter(root, meaning)

    def parameter_of(self, root: Root, record: str) -> int | None:
        """The position of a root's parameter that points to a record."""
        function = self._analysis.program.functions[root.function]
        for index, parameter in enumerate(function.parameters):
            if parameter.type.record == record and parameter.type.pointers == 1:
                return index
        return None

    def argument(self, activation: Activation, index: int) -> ValueId:
        """The value a root's parameter starts with."""
        return self._analysis.engine.values.sym("argument", activation.root.function, index)

    def layers(self, state: State, activation: Activation) -> tuple[LayerFacts, ...]:
        """The layers a path runs at, as far as the registration and tests of the path tell."""
        return self._analysis.layers_of_paths.at(state, activation)


def names_of(layers: tuple[LayerFacts, ...]) -> str:
    """Layers as a message shows them, by their run-time ids without the protocol version."""
    stems = {layer.ids[0].removesuffix("_V4") if layer.ids else layer.name for layer in layers}
    return ", ".join(sorted(stems))


def top(activation: Activation) -> Activation:
    """The activation of the root itself."""
    while activation.creator is not None:
        activation = activation.creator.activation
    return activation


def chain(activation: Activation) -> list[str]:
    """Ids of the functions on the stack, innermost first."""
    names = [activation.prepared.id]
    while activation.creator is not None:
        activation = activation.creator.activation
        names.append(activation.prepared.id)
    return names


def entry_of(analysis: ProgramAnalysis, activation: Activation) -> ir.Function:
    """The root function."""
    return analysis.program.functions[activation.root.function]
