"""The errors of a parsed unit, with the text around them that inference reads."""

from __future__ import annotations

from typing import NamedTuple

from wfplint.frontend.clang.library import Library
from wfplint.frontend.clang.places import Mapped
from wfplint.source import SourceFile

_ERROR = 3


class Diagnostic(NamedTuple):
    """An error.

    `source` and `offset` say where; in a macro's body, where the macro is used. `source` is None
    in what is not the project's, `virtual` is the file that libclang saw.
    """

    message: str
    source: SourceFile | None
    offset: int
    virtual: str

    @property
    def text(self) -> bytes:
        return self.source.data if self.source else b""

    @property
    def at(self) -> int:
        return self.offset


def errors_of(lib: Library, unit: int, mapped: dict[str, Mapped]) -> list[Diagnostic]:
    """Every error and fatal error of the unit, in order."""
    found: list[Diagnostic] = []
    for number in range(lib.diagnostic_count(unit)):
        diagnostic = lib.diagnostic(unit, number)
        try:
            if lib.diagnostic_severity(diagnostic) < _ERROR:
                continue
            message = lib.message(diagnostic)
            location = lib.diagnostic_location(diagnostic)
            name, offset = lib.place(location)
        finally:
            lib.dispose_diagnostic(diagnostic)
        file = mapped.get(name)
        found.append(Diagnostic(message, file.source if file else None, offset, name))
    return found
