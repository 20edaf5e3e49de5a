"""References that one root takes and another gives back, by intent: what each of them shows."""

from __future__ import annotations

from wfplint.checkers.base import Candidate
from wfplint.dataflow.engine import Root
from wfplint.dataflow.state import Event
from wfplint.dataflow.values import LocationId
from wfplint.dataflow.witness import Step, story
from wfplint.source import Span


class AcrossRoots:
    """By class of reference. `left`: some path leaves one to others, who find the object. `found`:
    some path gives one back without ever having had one. `giving`: where a path gives one back that
    it did not take itself.
    """

    def __init__(self) -> None:
        self.left: set[str] = set()
        self.found: set[str] = set()
        self.giving: set[Span] = set()
        self._giving_back: dict[str, set[str]] = {}

    def gave_back(self, name: str, root: Root) -> None:
        """A path of this root gave back what it held."""
        self._giving_back.setdefault(name, set()).add(root.function)

    def gives_back(self, name: str, root: Root) -> bool:
        return root.function in self._giving_back.get(name, ())

    def is_of_entry(self, name: str, candidate: Candidate) -> bool:
        """Whether a path that gives back more than it took may have found the rest with what it
        took off a list: it took one, and gives no more back elsewhere than at such places.
        """
        events = [s.event for s in story(candidate.activation, candidate.trail)]
        unlinked = next((i for i, e in enumerate(events) if e.kind == "unlinked"), len(events))
        taken = sum(e.kind == "acquired" and e.subject == name for e in events)
        given = [i for i, e in enumerate(events) if e.kind == "released" and e.subject == name]
        own = sum(i < unlinked or events[i].span not in self.giving for i in given)
        own += candidate.span not in self.giving
        return unlinked < len(events) and 0 < taken >= own


def has_owned(
    kind: str,
    at: LocationId,
    steps: list[Step],
    by: tuple[str, ...] = ("acquired", "released"),
) -> bool:
    """Whether the path has had such a reference: taken it, or given back one that it held."""
    return any(s.event.kind in by and s.event.detail == (kind, at) for s in steps)


def has_released(kind: str, at: LocationId, steps: list[Step]) -> bool:
    return any(s.event.kind == "released" and s.event.detail[:2] == (kind, at) for s in steps)


def failures(kind: str, steps: list[Step]) -> list[Event]:
    """The acquires of a kind that have failed on the path."""
    return [
        s.event for s in steps if s.event.kind == "acquire-failed" and s.event.detail[0] == kind
    ]
