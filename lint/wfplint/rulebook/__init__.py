"""Rule records and API facts: read from YAML, checked, and handed out as frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wfplint.rulebook.loader import load_rulebook
    from wfplint.rulebook.merge import spellings
    from wfplint.rulebook.model import Rulebook

__all__ = ["Rulebook", "load_rulebook", "spellings"]

_HOME = {"Rulebook": "model", "load_rulebook": "loader", "spellings": "merge"}


def __getattr__(name: str) -> Any:
    """Most runs need the index alone, so the rest is imported when it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
