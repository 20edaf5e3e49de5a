"""The table of sources, in which a family of pages stands for each of its members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wfplint.dataflow.effects import FunctionFacts
from wfplint.rulebook.model import Source


class Sources(dict[str, Source]):
    """Sources by key. A member of a family (`WDM:*`) comes into being when it is asked for."""

    def __init__(self, functions: Mapping[str, FunctionFacts]) -> None:
        super().__init__()
        self._functions = functions

    def __missing__(self, key: str) -> Source:
        prefix, _, rest = key.partition(":")
        family = super().get(f"{prefix}:*")
        if family is None or rest in ("", "*"):
            raise KeyError(key)
        page = rest.rpartition("-")[2]
        title = next((name for name in self._functions if name.lower() == page), page)
        url, path = family.url.replace("*", rest), family.path.replace("*", rest)
        self[key] = Source(key, title, url, family.repository, path)
        return self[key]

    def get(self, key: str, default: Any = None) -> Any:
        """As for any dict, members of families included."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None
