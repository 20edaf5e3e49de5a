"""Comments that suppress a finding: `// wfplint: ignore[WFP101] reason`.

A comment after code speaks for its line; a comment on a line of its own speaks for the next line
that is not a comment. Both id and reason are required. A comment that is malformed, or that
suppresses nothing, is a finding itself, under the two built-in rules below.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from wfplint.finding import Finding, Severity
from wfplint.source import SourceFile, Span


class BuiltIn(NamedTuple):
    """A rule about wfplint's own comments: it has no checker and needs no analysis."""

    id: str
    name: str
    severity: Severity
    summary: str
    profiles: tuple[str, ...] = ("default", "strict", "pend-only")


MALFORMED = BuiltIn(
    "WFP001",
    "malformed-suppression",
    Severity.WARNING,
    "A wfplint comment lacks an id or a reason, or names a rule that does not exist.",
)
UNUSED = BuiltIn(
    "WFP002",
    "unused-suppression",
    Severity.WARNING,
    "A wfplint comment suppresses nothing: the finding it names is not there.",
)
BUILT_IN = (MALFORMED, UNUSED)

_COMMENT = re.compile(rb"(?://|/\*)[ \t]*wfplint[ \t]*:([^\r\n]*)")
_IGNORE = re.compile(r"\s*ignore\s*\[([^\]]*)\]\s*(.*?)\s*(?:\*/.*)?\Z", re.DOTALL)
_ID = re.compile(r"WFP\d{3}\Z")
_MENTIONED = re.compile(r"\bWFP\d{3}\b")
_USAGE = "write `// wfplint: ignore[{}] reason`"


class Suppression(NamedTuple):
    """One id of one comment: where the comment stands, which line it speaks for, and why."""

    rule: str
    span: Span
    line: int
    reason: str


class Scan(NamedTuple):
    """The suppressions of a file, and a finding for each malformed comment."""

    suppressions: tuple[Suppression, ...]
    malformed: tuple[Finding, ...]


def may_have(raw: bytes) -> bool:
    """Whether a file as it is on disk is worth a scan."""
    return b"wfplint" in raw or b"w\0f\0p\0l\0i\0n\0t" in raw


def scan(file: SourceFile, known: Collection[str]) -> Scan:
    """Read the comments of a file; `known` holds the ids of all rules there are."""
    suppressions: list[Suppression] = []
    malformed: list[Finding] = []
    for match in _COMMENT.finditer(file.data):
        if _in_string(file.data, match.start()):
            continue
        span = Span(file.path, match.start(), match.end())
        text = match[1].decode("utf-8", errors="replace")
        problem, ids, reason = _parse(text, known)
        if problem:
            malformed.append(_finding(MALFORMED, span, problem))
            continue
        line = _target(file, match.start())
        suppressions.extend(Suppression(rule, span, line, reason) for rule in ids)
    return Scan(tuple(suppressions), tuple(malformed))


def apply(
    findings: Iterable[Finding], scans: Iterable[tuple[SourceFile, Scan]], running: Collection[str]
) -> tuple[Finding, ...]:
    """Mark what is suppressed, and add what the comments themselves give.

    `running` holds the ids of the rules that ran: only comments for these can be unused, and the
    built-in rules speak only if they are among them.
    """
    wanted: dict[tuple[str, int, str], list[Suppression]] = {}
    files: dict[str, SourceFile] = {}
    added: list[Finding] = []
    for file, found in scans:
        files[file.path] = file
        added.extend(found.malformed)
        for item in found.suppressions:
            wanted.setdefault((file.path, item.line, item.rule), []).append(item)
    used: set[Suppression] = set()
    marked = [_mark(finding, wanted, files, used) for finding in findings]
    for items in wanted.values():
        added.extend(_unused(item) for item in items if item not in used and item.rule in running)
    return (*marked, *(finding for finding in added if finding.rule in running))


def _mark(
    finding: Finding,
    wanted: dict[tuple[str, int, str], list[Suppression]],
    files: dict[str, SourceFile],
    used: set[Suppression],
) -> Finding:
    file = files.get(finding.span.path)
    if file is None:
        return finding
    line = file.position(finding.span.start).line
    items = wanted.get((finding.span.path, line, finding.rule), [])
    if not items:
        return finding
    used.update(items)
    return finding._replace(suppressed=True, suppression_reason=items[0].reason)


def _parse(text: str, known: Collection[str]) -> tuple[str, tuple[str, ...], str]:
    """What is wrong with a comment (or nothing), its ids and its reason."""
    match = _IGNORE.match(text)
    if not match:
        return f"not a suppression: {_usage(_MENTIONED.findall(text))}", (), ""
    ids = tuple(part.strip() for part in match[1].split(",") if part.strip())
    unknown = [rule for rule in ids if not _ID.match(rule) or rule not in known]
    if not ids:
        return f"the suppression names no rule: {_usage()}", (), ""
    if unknown:
        return f"the suppression names an unknown rule {unknown[0]}: {_usage()}", (), ""
    if not match[2]:
        return f"the suppression of {', '.join(ids)} gives no reason: {_usage(ids)}", (), ""
    return "", ids, match[2]


def _usage(ids: Iterable[str] = ()) -> str:
    """How to write it, with the ids that the comment itself names."""
    return _USAGE.format(", ".join(ids) or "WFP101")


def _target(file: SourceFile, offset: int) -> int:
    """The line that a comment at `offset` speaks for."""
    line = file.position(offset).line
    start = file.line_starts[line - 1]
    if file.data[start:offset].strip():
        return line
    for number in _following(file, line):
        text = file.line_text(number).lstrip()
        if text and not text.startswith(("//", "/*", "*")):
            return number
    return line


def _following(file: SourceFile, line: int) -> Iterator[int]:
    return iter(range(line + 1, min(line + 8, len(file.line_starts)) + 1))


def _in_string(data: bytes, offset: int) -> bool:
    start = data.rfind(b"\n", 0, offset) + 1
    before = data[start:offset].replace(b"\\\\", b"").replace(b'\\"', b"").replace(b"'\"'", b"")
    return before.count(b'"') % 2 == 1


def _unused(item: Suppression) -> Finding:
    message = f"this suppression of {item.rule} matches no finding on line {item.line}"
    return _finding(UNUSED, item.span, message)


def _finding(rule: BuiltIn, span: Span, message: str) -> Finding:
    return Finding(rule.id, rule.name, rule.severity, span, "", message)
