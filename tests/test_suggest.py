"""Suggested edits: made where they are safe by themselves, and the fixed file is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfplint.checkers.run import analyse
from wfplint.finding import Finding
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.report.diff import fix
from wfplint.result import Sources
from wfplint.rulebook.loader import load_rulebook
from wfplint.source import SourceFile
from wfplint.suggest import with_edits

SAMPLES = Path(__file__).parents[1] / "samplecode" / "rules"
FIXED = ["WFP201/bad.c", "WFP401/bad.c", "WFP402/bad.c"]
LEFT = ["WFP304/bad.c", "WFP401/bad_permit.c", "WFP201/bad_overwritten.c", "WFP101/bad.c",
        "WFP307/bad.c"]  # fmt: skip


def findings(source: SourceFile) -> tuple[Finding, ...]:
    result = parse(source, ClangOptions(), lambda _: True)
    assert not result.untrusted and not result.errors
    book = load_rulebook()
    found = analyse([lower_unit(result.unit)], book, list(book.rules.values())).findings
    return with_edits(found, Sources([source]), book)


def sample(name: str) -> SourceFile:
    rule, _, file = name.partition("/")
    (path,) = SAMPLES.glob(f"{rule}-*/{file}")
    return SourceFile.from_bytes(file, path.read_bytes())


@pytest.mark.parametrize("name", FIXED)
def test_the_fixed_file_is_clean(name: str) -> None:
    source = sample(name)
    (fixed,) = fix(findings(source), Sources([source]))
    assert findings(SourceFile.from_bytes(source.path, fixed.after)) == ()


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_safe_is_left(name: str) -> None:
    assert not any(finding.edits for finding in findings(sample(name)))


def test_line_ends_are_those_of_the_file() -> None:
    source = sample("WFP402/bad.c")
    crlf = SourceFile.from_bytes("bad.c", source.data.replace(b"\n", b"\r\n"))
    (fixed,) = fix(findings(crlf), Sources([crlf]))
    assert fixed.after.count(b"\n") == fixed.after.count(b"\r\n")
