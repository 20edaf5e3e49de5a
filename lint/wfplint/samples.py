"""The sample pairs of the rules: in the package once installed, else in the repository."""

from __future__ import annotations

from pathlib import Path

from wfplint.pages.samples import Pair, read_pair
from wfplint.rulebook.model import Rule

_PACKAGE = Path(__file__).resolve().parent


def folder() -> Path | None:
    """The folder with one sub-folder a rule."""
    for place in (_PACKAGE / "samples", _PACKAGE.parents[1] / "samplecode" / "rules"):
        if place.is_dir():
            return place
    return None


def pair_of(rule: Rule) -> Pair | None:
    """The samples of a rule; None for a project's own rule without any."""
    base = folder()
    if base is None:
        return None
    place = base / f"{rule.id}-{rule.name}"
    return read_pair(place, f"samplecode/rules/{place.name}") if place.is_dir() else None
