"""Fixes as a unified diff, and as new file contents."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wfplint.finding import Edit, Finding
from wfplint.report.styled import count
from wfplint.result import Sources


class Fixed(NamedTuple):
    """A file before and after its fixes; `skipped` counts edits that overlap an earlier one."""

    path: str
    before: bytes
    after: bytes
    skipped: int


def fix(findings: Iterable[Finding], sources: Sources) -> tuple[Fixed, ...]:
    """Apply the edits of the findings, file by file; a finding is fixed wholly or not at all."""
    chosen: dict[str, list[Edit]] = {}
    skipped: dict[str, int] = {}
    for finding in findings:
        if not finding.edits:
            continue
        if any(_overlaps(edit, chosen) for edit in finding.edits):
            path = finding.span.path
            skipped[path] = skipped.get(path, 0) + 1
            continue
        for edit in finding.edits:
            chosen.setdefault(edit.span.path, []).append(edit)
    return tuple(
        _fixed(path, edits, sources, skipped.get(path, 0)) for path, edits in sorted(chosen.items())
    )


def render(files: Iterable[Fixed]) -> str:
    """A unified diff of the files."""
    lines: list[str] = []
    for file in files:
        lines += difflib.unified_diff(
            _lines(file.before), _lines(file.after), f"a/{file.path}", f"b/{file.path}"
        )
    return "".join(lines)


def summary(findings: Iterable[Finding], files: Iterable[Fixed]) -> str:
    """`2 of 7 findings have a safe fix`, and how many overlap another one."""
    findings = tuple(findings)
    fixable = sum(bool(finding.edits) for finding in findings)
    verb = "has" if fixable == 1 else "have"
    text = f"{fixable} of {count(len(findings), 'finding')} {verb} a safe fix"
    later = sum(file.skipped for file in files)
    return text + (f"; {later} touching the same lines are left for the next run" if later else "")


def _lines(data: bytes) -> list[str]:
    """Lines with their ends; a last line without one says so, as diff does."""
    lines = [f"{text}\n" for text in data.decode("utf-8", "replace").split("\n")]
    last = lines.pop()
    return lines if last == "\n" else [*lines, f"{last}\\ No newline at end of file\n"]


def _overlaps(edit: Edit, chosen: Mapping[str, list[Edit]]) -> bool:
    start, end = edit.span.start, edit.span.end
    return any(
        start == other.span.start or (start < other.span.end and other.span.start < end)
        for other in chosen.get(edit.span.path, ())
    )


def _fixed(path: str, edits: list[Edit], sources: Sources, skipped: int) -> Fixed:
    before = after = sources.file(path).data
    for edit in sorted(edits, key=lambda item: -item.span.start):
        text = _line_ends(edit.text, before).encode()
        after = after[: edit.span.start] + text + after[edit.span.end :]
    return Fixed(path, before, after, skipped)


def _line_ends(text: str, data: bytes) -> str:
    return text.replace("\n", "\r\n") if b"\r\n" in data and "\r\n" not in text else text
