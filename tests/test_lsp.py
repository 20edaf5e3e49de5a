"""The language server: diagnostics as an editor counts, withdrawn when they are gone, and hover."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.report.example import ANALYSIS, CLASSIFY_PATH, CLEAN, WORKER_PATH
from wfplint import lsp
from wfplint.app import Options
from wfplint.finding import Finding, Severity
from wfplint.result import Analysis, Sources
from wfplint.source import SourceFile, Span


def uri(path: str) -> str:
    return Path(path).absolute().as_uri()


def test_diagnostics() -> None:
    found = lsp.diagnostics(ANALYSIS, "https://example.org")
    assert set(found) == {uri(WORKER_PATH), uri(CLASSIFY_PATH)}
    (item,) = found[uri(WORKER_PATH)]
    assert (item.code, item.severity, item.source) == ("WFP101", 1, "wfplint")
    assert (item.range.start.line, item.range.start.character) == (8, 1)
    assert [step.message[:2] for step in item.related_information or ()] == ["1.", "2.", "3."]
    assert item.code_description
    assert item.code_description.href == "https://example.org/rules/WFP101.html"


def test_columns_are_utf16_units() -> None:
    data = "/* \U0001f600 */ Call();".encode()
    start = data.index(b"Call")
    found = Finding("WFP1", "n", Severity.NOTE, Span("a.c", start, start + 4), "", "m")
    sources = Sources([SourceFile.from_bytes("a.c", data)])
    ((item,),) = lsp.diagnostics(Analysis(findings=(found,), sources=sources)).values()
    assert (item.range.start.character, item.range.end.character) == (9, 13)


def test_findings_that_are_gone_are_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    results = iter([ANALYSIS, CLEAN, CLEAN])
    monkeypatch.setattr(lsp, "run", lambda options: next(results))
    session = lsp.Session(Options)
    assert all(session.refresh().values())
    assert session.refresh() == {uri(WORKER_PATH): [], uri(CLASSIFY_PATH): []}
    assert session.refresh() == {}


def test_hover_shows_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lsp, "run", lambda options: ANALYSIS)
    session = lsp.Session(Options)
    session.refresh()
    on, off = types.Position(8, 3), types.Position(0, 0)
    assert session.hover(uri(WORKER_PATH), on).startswith("# WFP101 unguarded-completion")
    assert session.hover(uri(WORKER_PATH), off) == ""
    assert session.hover(uri("other.c"), on) == ""
