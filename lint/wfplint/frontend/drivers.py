"""Which files make one driver: a tree may hold many, and what they share beside them.

What two folders define each for itself parts them, at the folder where their paths part. Below
that, each of the children that they lie in is the folder of one driver; what lies in the others, or
in none, stays together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, pairwise, takewhile
from posixpath import dirname
from typing import NamedTuple

ENTRY = "DriverEntry"


def partings(places: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """Folder -> those below it, or itself, that different drivers live in; of each thing the
    folders that define it.
    """
    found: dict[str, set[str]] = {}
    for folders in places:
        ordered = sorted(tuple(folder.split("/")) for folder in folders)
        # neighbours then part at every folder where any two of them part
        for a, b in pairwise(ordered):
            depth = _common_depth(a, b)
            children = {"/".join(parts[: depth + 1]) for parts in (a, b)}
            found.setdefault("/".join(a[:depth]), set()).update(children)
    return found


def _common_depth(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    return sum(1 for _ in takewhile(lambda parts: parts[0] == parts[1], zip(a, b, strict=False)))


def group_of(path: str, parted: Mapping[str, Collection[str]]) -> str:
    """The folder of the driver a file belongs to, below the deepest parting above it; the folder of
    that parting for what belongs to none.
    """
    return _group_of_folder(dirname(path), parted)


def _group_of_folder(folder: str, parted: Mapping[str, Collection[str]]) -> str:
    parts = folder.split("/")
    for depth in range(len(parts), -1, -1):
        children = parted.get("/".join(parts[:depth]))
        if children is not None:
            child = "/".join(parts[: depth + 1])
            return child if child in children else "/".join(parts[:depth])
    return ""


class Driver(NamedTuple):
    """Files of one driver, and those that it may share with others."""

    own: tuple[str, ...]
    shared: tuple[str, ...] = ()


def drivers(
    paths: Iterable[str], entries: Collection[str], foreign: Callable[[str], bool]
) -> Iterator[Driver]:
    """The drivers of a tree; last, without files of its own, what belongs to none.

    `entries` are the folders that define the entry point of a driver. What lies neither there nor
    below may be shared by all drivers, wherever it lies, unless it is `foreign` to drivers. Where
    one driver lies in the folder of another, as with an entry point for tests, each may use the
    other.
    """
    parted = partings([entries])
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(group_of(path, parted), []).append(path)
    if not parted:
        yield from (Driver(tuple(files)) for files in groups.values())
        return
    owners = {_group_of_folder(folder, parted) for folder in entries}
    free = {group: [path for path in files if not _is_below(dirname(path), entries)]
            for group, files in groups.items()}  # fmt: skip
    shared = {group: [path for path in files if not foreign(path)]
              for group, files in free.items()}  # fmt: skip
    for group in sorted(owners):
        around = [owner for owner in owners if _is_within(owner, group) or _is_within(group, owner)]
        others = [
            groups[other] if any(_is_within(other, owner) for owner in around) else shared[other]
            for other in groups
            if other != group
        ]
        yield Driver(tuple(groups.get(group, ())), tuple(chain.from_iterable(others)))
    yield Driver((), tuple(chain.from_iterable(free.values())))


def _is_below(folder: str, entries: Collection[str]) -> bool:
    parts = folder.split("/")
    return any("/".join(parts[:depth]) in entries for depth in range(len(parts) + 1))


def _is_within(folder: str, above: str) -> bool:
    return not above or folder == above or folder.startswith(above + "/")
