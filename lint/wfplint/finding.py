"""What the checkers say: findings with traces, sites with verdicts, and the status of files."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from wfplint.source import Span


class Severity(str, Enum):
    """How much harm, from `note` to `error`; compare by `rank`."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return ("note", "warning", "error").index(self.value)


class Verdict(str, Enum):
    """What the analysis says of a completion or pend site."""

    GUARDED = "guarded"
    UNGUARDED = "unguarded"
    INLINE = "inline"
    UNKNOWN = "unknown"


class TraceStep(NamedTuple):
    """One step of a path: a place and what happens there."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Replace the bytes of `span` by `text`."""

    span: Span
    text: str


class Finding(NamedTuple):
    """One violation. `object` names what is concerned (`PEND.Rundown`), for messages and JSON.

    `severity` is the rule's after profile and configuration; `related` names other rules that
    speak of the same defect; `matched_by` names the parameter of the rule that fired.
    """

    rule: str
    name: str
    severity: Severity
    span: Span
    function: str
    message: str
    reason: str = ""
    object: str = ""
    trace: tuple[TraceStep, ...] = ()
    edits: tuple[Edit, ...] = ()
    related: tuple[str, ...] = ()
    matched_by: str = ""
    fingerprint: str = ""
    suppressed: bool = False
    suppression_reason: str = ""
    macro: Span | None = None

    @property
    def path(self) -> tuple[TraceStep, ...]:
        """The trace, where it tells more than the finding itself."""
        told = all(step.span == self.span and step.message in self.message for step in self.trace)
        return () if told else self.trace


class Guard(NamedTuple):
    """What protects a completion.

    `kind` is rundown, flow-delete, endpoint-closure or resource-release; `span` is where the guard
    was taken or the state tested, `teardown` where the callback changes that state.
    """

    kind: str
    object: str
    span: Span
    teardown: Span | None = None


class Site(NamedTuple):
    """A pend or completion call with its verdict; `kind` is `pend` or `completion`."""

    kind: str
    api: str
    span: Span
    function: str
    verdict: Verdict
    reason: str = ""
    guards: tuple[Guard, ...] = ()
    trace: tuple[TraceStep, ...] = ()
    macro: Span | None = None
    family: str = "operation"
    object: str = ""


class FileStatus(NamedTuple):
    """What became of one file: `analyzed`, `skipped` (dismissed by name scan) or `failed`."""

    path: str
    status: str
    frontend: str = ""
    notices: int = 0


class Problem(NamedTuple):
    """A file, or part of one, that could not be analysed: why, and what to do."""

    path: str
    line: int
    message: str
