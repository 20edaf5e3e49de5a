"""References that one root takes and another gives back, by intent: what each of them shows."""

from __future__ import annotations

from wfplint.dataflow.engine import Root
from wfplint.dataflow.state import Event
from wfplint.dataflow.values import LocationId
from wfplint.dataflow.witness import Step


class AcrossRoots:
    """By class of reference. `left`: some path leaves one to others, who find the object. `found`:
    some path gives one back without ever having had one.
    """

    def __init__(self) -> None:
        self.left: set[str] = set()
        self.found: set[str] = set()
        self._giving_back: dict[str, set[str]] = {}

    def clear(self) -> None:
        self.left.clear()
        self.found.clear()
        self._giving_back.clear()

    def gave_back(self, name: str, root: Root) -> None:
        """A path of this root gave back what it held."""
        self._giving_back.setdefault(name, set()).add(root.function)

    def gives_back(self, name: str, root: Root) -> bool:
        return root.function in self._giving_back.get(name, ())


def has_owned(kind: str, at: LocationId, steps: list[Step]) -> bool:
    """Whether the path has had such a reference: taken it, or given back one that it held."""
    return any(
        s.event.kind in ("acquired", "released") and s.event.detail == (kind, at) for s in steps
    )


def has_released(kind: str, at: LocationId, steps: list[Step]) -> bool:
    return any(s.event.kind == "released" and s.event.detail[:2] == (kind, at) for s in steps)


def failures(kind: str, steps: list[Step]) -> list[Event]:
    """The acquires of a kind that have failed on the path."""
    return [
        s.event for s in steps if s.event.kind == "acquire-failed" and s.event.detail[0] == kind
    ]
