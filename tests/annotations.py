"""Reads `// expect:` marks, and compares them with what the checker says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from wfplint.finding import Finding
from wfplint.result import Sources

SUFFIXES = (".c", ".cc", ".cpp", ".h", ".hpp")
_EXPECT = re.compile(r"//\s*expect:\s*(.*?)\s*(?://|\*/|$)")
_MISS = re.compile(r"//\s*expect-miss:\s*(\S+)\s*(.*)$")
_ID = re.compile(r"WFP\d{3}\Z")


class Mark(NamedTuple):
    """A rule at a line of a file; `path` as the checker shows it."""

    path: str
    line: int
    rule: str


class Marks(NamedTuple):
    """What a program expects, and what it is known to miss."""

    expected: frozenset[Mark]
    missed: frozenset[Mark]


def read(files: Iterable[tuple[Path, str]]) -> Marks:
    """The marks of files, given as path and display path. ValueError for a mark that is none."""
    expected: set[Mark] = set()
    missed: set[Mark] = set()
    for path, shown in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.split("\n"), 1):
            if found := _EXPECT.search(line):
                expected |= {Mark(shown, number, rule) for rule in _ids(found[1], shown, number)}
            if found := _MISS.search(line):
                (rule,) = _ids(found[1], shown, number)
                if not found[2].strip():
                    raise ValueError(f"{shown}:{number}: a known miss needs a reason")
                missed.add(Mark(shown, number, rule))
    return Marks(frozenset(expected), frozenset(missed))


def found_marks(findings: Iterable[Finding], sources: Sources) -> frozenset[Mark]:
    """The findings as marks."""
    return frozenset(
        Mark(finding.span.path, sources.place(finding.span).line, finding.rule)
        for finding in findings
    )


def differences(marks: Marks, found: frozenset[Mark]) -> list[str]:
    """What is wrong, a line each; empty if every mark is met and nothing else was found."""
    lines = [f"{m.path}:{m.line}: {m.rule} is expected here and was not found"
             for m in sorted(marks.expected - found)]  # fmt: skip
    lines += [f"{m.path}:{m.line}: {m.rule} was found and is not expected here"
              for m in sorted(found - marks.expected - marks.missed)]  # fmt: skip
    lines += [f"{m.path}:{m.line}: {m.rule} is found now: turn expect-miss into expect"
              for m in sorted(marks.missed & found)]  # fmt: skip
    return lines


def _ids(text: str, path: str, line: int) -> list[str]:
    ids = [part.strip() for part in text.split(",")]
    if not all(_ID.match(rule) for rule in ids):
        raise ValueError(f"{path}:{line}: '{text}' is not a list of rule ids")
    return ids
