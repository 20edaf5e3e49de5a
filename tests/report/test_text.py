"""The terminal reports: what is shown, and that odd lines do not break the excerpt."""

from __future__ import annotations

import pytest

from tests.conftest import Snapshot
from tests.report.example import ANALYSIS, CLEAN, ERROR, SUPPRESSED, TRACE
from wfplint.finding import Finding, Severity, TraceStep
from wfplint.report import audittext, text
from wfplint.report.styled import c_segments, plain
from wfplint.result import Analysis, Sources
from wfplint.source import SourceFile, Span


def report(analysis: Analysis) -> str:
    return plain(text.render(analysis))


def one(code: str, marked: str) -> str:
    """The excerpt of a finding at the first occurrence of `marked`."""
    data = code.encode()
    start = data.index(marked.encode())
    span = Span("a.c", start, start + len(marked.encode()))
    found = Finding("WFP1", "n", Severity.NOTE, span, "", "message")
    sources = Sources([SourceFile.from_bytes("a.c", data)])
    return report(Analysis(findings=(found,), sources=sources))


def test_check(snapshot: Snapshot) -> None:
    snapshot("check.txt", plain(text.render(ANALYSIS, verbose=True)))


def test_audit(snapshot: Snapshot) -> None:
    snapshot("audit.txt", plain(audittext.render(ANALYSIS)))


def test_nothing_found() -> None:
    assert report(CLEAN) == "No findings.\n0 files analysed, 1 dismissed, 0 failed.\n"


def test_no_sites() -> None:
    assert plain(audittext.render(CLEAN)).startswith("No call that pends or completes")


def test_docs_url_is_shown_behind_the_command() -> None:
    shown = plain(text.render(ANALYSIS, docs_url="https://example.org/"))
    assert "help: wfplint rule WFP101  https://example.org/rules/WFP101.html\n" in shown


def test_times_only_on_demand() -> None:
    timed = CLEAN._replace(timings={"total": 0.123}, cached=True)
    assert " in 0.12 s (unchanged since the last run)." in plain(text.render(timed, timing=True))
    assert " s" not in report(timed).splitlines()[-1].replace("files", "")


def test_stale_baseline_is_counted() -> None:
    stale = CLEAN._replace(stale_baseline=1)
    assert report(stale).startswith("No findings (1 baseline entry no longer found).")


def test_what_the_baseline_hides_is_told_apart() -> None:
    known = ERROR._replace(suppressed=True, suppression_reason="in the baseline")
    shown = report(Analysis(findings=(known, SUPPRESSED), sources=ANALYSIS.sources))
    assert shown.startswith("No findings (1 suppressed, 1 in the baseline).")


def test_a_path_that_only_repeats_the_finding_is_left_out() -> None:
    again = TraceStep(ERROR.span, ERROR.message)
    for trace, expected in (((again,), 0), ((again._replace(message="why"),), 1), (TRACE, 1)):
        found = ERROR._replace(trace=trace)
        shown = report(Analysis(findings=(found,), sources=ANALYSIS.sources))
        assert shown.count("how this place is reached") == expected


def test_a_notice_stands_once() -> None:
    many = ANALYSIS._replace(notices=ANALYSIS.notices * 3)
    shown = plain(text.render(many, verbose=True))
    assert shown.count("'TraceLost' is not declared") == 1
    assert "'TraceLost' is not declared (3 times)\n" in shown


@pytest.mark.parametrize(
    ("code", "marked", "expected"),
    [
        ("\tif (x)\tCall();\n", "Call", "1 |     if (x)  Call();\n  |             ^^^^"),
        ("é = Call();\n", "Call", "1 | é = Call();\n  |     ^^^^"),
        ("/* 関数 */ Call();\n", "Call", "1 | /* 関数 */ Call();\n  |            ^^^^"),
        ("Call(a,\n     b);\n", "Call(a,\n     b)", "1 | Call(a,\n  | ^^^^\n2 |      b);"),
        ("x = a +\n    b;\n", "a +\n    b", "1 | x = a +\n  |     ^^^\n2 |     b;"),
        ("x;\r\nCall();\r\n", "Call", "1 | x;\n2 | Call();\n  | ^^^^"),
    ],
)
def test_underline(code: str, marked: str, expected: str) -> None:
    assert expected in one(code, marked)


def test_long_lines_are_cut_around_the_place() -> None:
    shown = one(
        "int a[] = {" + "1234567, " * 4000 + "Call(), " + "7654321, " * 4000 + "};\n", "Call"
    )
    assert all(len(line) < 200 for line in shown.splitlines())
    code, mark = shown.splitlines()[3:5]
    assert code[mark.index("^") : mark.index("^") + 4] == "Call"


def test_a_file_that_has_gone_is_no_error() -> None:
    shown = report(Analysis(Sources(), findings=(ERROR,)))
    assert "--> sys/worker.c:1:" in shown


def test_c_segments_lose_nothing() -> None:
    code = '\t#define F(x) L"a\\"//b" /* c */ 0x1FuL \'"\' return x; // end'
    pieces = list(c_segments(code))
    assert "".join(piece for piece, _ in pieces) == code
    styles = dict(pieces)
    assert styles['L"a\\"//b"'] == "text"
    assert styles["// end"] == "comment"
    assert styles["return"] == "keyword"
    assert styles["0x1FuL"] == "number"
