"""What a rule or facts file yields, before it is merged into a rulebook."""

from __future__ import annotations

from typing import Any, NamedTuple


class Definition(NamedTuple):
    """Something that has a name: what kind, where it stands, and its value.

    `lines` gives the line of each key under it, as long as it was just read from a file.
    """

    kind: str
    name: str
    path: str
    line: int
    value: Any
    lines: dict[str, int]


class Document(NamedTuple):
    """What one file says. `replaces` names earlier definitions that this file redefines."""

    path: str
    definitions: tuple[Definition, ...]
    includes: tuple[tuple[str, int], ...] = ()
    replaces: dict[str, int] = {}  # noqa: RUF012 - never changed
