"""The sliced code of each root, made when it is explored.

A root is cut down to what is watched in itself: nothing that only matters to other roots stays,
but for changes of shared state that is looked at anywhere, where claims and the like are watched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from wfplint import ir
from wfplint.dataflow.compaction import compact
from wfplint.dataflow.criterion import Criterion, Slice, Surroundings
from wfplint.dataflow.dependence import Dependence, Names
from wfplint.dataflow.slicing import Slicer


class Calls(Protocol):
    """What a program says of its calls."""

    @property
    def dependence(self) -> Dependence: ...

    def below(self, functions: Iterable[str]) -> set[str]: ...


class Part(NamedTuple):
    """What is explored of a function, and the fields in it."""

    code: ir.Function
    names: Names


class Slices:
    """See the module docstring. `roots` are all that are going to be explored."""

    def __init__(
        self, calls: Calls, criterion: Criterion, around: Surroundings, roots: Iterable[str]
    ) -> None:
        self._calls = calls
        self._around = around
        self._known: dict[str, dict[str, Part]] = {}
        self._parts: dict[tuple[str, Slice], Part] = {}
        self._criterion = criterion
        if criterion.typestate:
            everywhere = self._slicer(set(roots), criterion)
            everywhere.slices()
            self._criterion = criterion._replace(shared=frozenset(everywhere.read))

    def of(self, root: str) -> dict[str, Part]:
        """Function id -> its code as far as it matters to this root."""
        known = self._known.get(root)
        if known is None:
            slices = self._slicer({root}, self._criterion).slices()
            known = self._known[root] = {f: self._part(f, kept) for f, kept in slices.items()}
        return known

    def _part(self, function: str, kept: Slice) -> Part:
        known = self._parts.get((function, kept))
        if known is None:
            code = self._calls.dependence.codes[function]
            known = Part(compact(code, kept), code.names_in(sorted(kept.items)))
            self._parts[function, kept] = known
        return known

    def _slicer(self, roots: set[str], criterion: Criterion) -> Slicer:
        reached = self._calls.below(roots)
        functions = sorted(f for f in reached if f in roots or self._around.is_followed(f))
        return Slicer(self._calls.dependence, functions, criterion, self._around)
