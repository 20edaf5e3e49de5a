"""Which files are surely compiled for user mode, by what they include: they are part of no driver.

A file that may include a header of the kernel too, under whatever condition, may be part of one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
_USER = frozenset(("windows.h", "winsock2.h", "afxwin.h", "atlbase.h"))
_KERNEL = frozenset(
    ("ntddk.h", "wdm.h", "ntifs.h", "ntosp.h", "wdf.h", "ndis.h", "fwpsk.h", "fltkernel.h", "wsk.h")
)


class UserMode:
    """The includes of a tree, read where they are asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._included: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for path in files:
            self._by_name.setdefault(posixpath.basename(path).lower(), []).append(path)

    def holds(self, path: str) -> bool:
        surely = False
        seen, todo = {path}, [(path, True)]
        while todo:
            path, sure = todo.pop()
            for name in self._includes(path):
                if name in _KERNEL:
                    return False
                surely |= sure and name in _USER
                for found, known in self._found(path, name):
                    if found not in seen:
                        seen.add(found)
                        todo.append((found, sure and known))
        return surely

    def _includes(self, path: str) -> list[str]:
        """What a file includes, in lower case and with slashes."""
        if path not in self._included:
            matches = _INCLUDE.findall(self._files[path])
            names = (match.decode("utf-8", "replace").strip().lower() for match in matches)
            self._included[path] = [name.replace("\\", "/") for name in names]
        return self._included[path]

    def _found(self, path: str, name: str) -> Iterator[tuple[str, bool]]:
        """The files that an include may mean, and whether it is sure to mean one."""
        candidates = self._by_name.get(posixpath.basename(name), ())
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)).lower()
        exact = [found for found in candidates if found.lower() == beside]
        chosen = exact or candidates
        yield from ((found, len(chosen) == 1) for found in chosen)
