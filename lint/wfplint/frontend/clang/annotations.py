"""Annotations that nothing defines: found by the shape of their names, and defined away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# SAL 2, driver annotations, IRQL annotations; SAL 1; RPC
_SHAPES = re.compile(
    rb"\b(_[A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*_"
    rb"|__drv_\w+|__(?:in|out|inout|deref|reserved|nullterminated|bcount|ecount)(?:_\w+)?"
    rb"|__RPC__?\w+|__callback|__checkReturn|__success|__fallthrough|__override)\b([ \t]*\()?"
)
_DEFINED = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.MULTILINE)
_DECLARATORS = re.compile(rb"^(_[A-Z0-9_]+_H_?_|_[A-Z0-9_]+_INCLUDED_)$")
_TAG = re.compile(rb"\b(?:struct|union|enum|class)\s+(_\w+)")


def is_annotation(name: str) -> bool:
    """Whether a name has the shape of an annotation."""
    return _SHAPES.fullmatch(name.encode()) is not None


def unknown_annotations(texts: Iterable[bytes], defined: frozenset[bytes]) -> dict[str, bool]:
    """The annotations that neither `defined` nor the texts define; True if used with arguments.

    The tag of a structure may look like one (`_IP_HEADER_V4_`).
    """
    names: dict[bytes, bool] = {}
    own: set[bytes] = set()
    for text in texts:
        used, declared = _scanned(text)
        own |= declared
        for name, called in used.items():
            names[name] = names.get(name, False) or called
    return {
        name.decode(): called
        for name, called in sorted(names.items())
        if name not in defined and name not in own and not _DECLARATORS.match(name)
    }


@lru_cache(maxsize=256)
def _scanned(text: bytes) -> tuple[dict[bytes, bool], frozenset[bytes]]:
    """What looks like an annotation, and the macros and tags; a tree's headers are met often."""
    used: dict[bytes, bool] = {}
    for match in _SHAPES.finditer(text):
        used[match[1]] = used.get(match[1], False) or match[2] is not None
    return used, frozenset((*_DEFINED.findall(text), *_TAG.findall(text)))
