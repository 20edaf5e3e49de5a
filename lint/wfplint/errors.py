"""The two kinds of failure wfplint distinguishes: something the user can mend, and a bug.

Everything a user can mend is a `UserError`; any other exception is a bug and keeps its traceback.
"""

from __future__ import annotations


class UserError(Exception):
    """A mistake in the command line, the configuration or a rule file.

    `path` and `line` (1-based) name the place, `hint` says what to do about it.
    """

    def __init__(
        self, message: str, *, path: str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else ""
        if self.path and not self.line:
            place = f"{self.path}: "
        return f"{place}{self.message}" + (f" ({self.hint})" if self.hint else "")


class AnalysisError(Exception):
    """One translation unit could not be analysed; the others still can."""

    def __init__(self, message: str, *, path: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
