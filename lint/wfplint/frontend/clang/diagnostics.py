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
    in what is not the project's; `text` is the text of the file all the same.
    """

    message: str
    source: SourceFile | None
    offset: int
    text: bytes


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
            handle, offset = lib.place(location)
        finally:
            lib.dispose_diagnostic(diagnostic)
        file = mapped.get(lib.file_name(handle))
        source = file.source if file else None
        found.append(Diagnostic(message, source, offset, file.data if file else b""))
    return found
