"""The audit as Markdown and HTML, and fixes as a diff."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.conftest import Snapshot
from tests.report.example import ANALYSIS, COMPLETE, ERROR, WORKER
from wfplint.finding import Edit
from wfplint.report import diff, htmlreport, markdown
from wfplint.result import Sources
from wfplint.source import SourceFile, Span


class Balanced(HTMLParser):
    """Fails on a closing tag that does not match, and collects what a page would load."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_markdown(snapshot: Snapshot) -> None:
    snapshot("audit.md", markdown.render(ANALYSIS))


def test_html() -> None:
    page = htmlreport.render(ANALYSIS)
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    assert parser.loads == []
    assert "unguarded: some-path" in page
    assert "&amp;pend-&gt;CompletionContext" in page


def test_diff(snapshot: Snapshot) -> None:
    snapshot("fix.diff", diff.render(diff.fix(ANALYSIS.open_findings, ANALYSIS.sources)))


def test_overlapping_fixes_are_not_both_applied() -> None:
    other = ERROR._replace(edits=(Edit(ERROR.edits[0].span, "goto Exit;"), Edit(COMPLETE, "X")))
    (fixed,) = diff.fix((ERROR, other), ANALYSIS.sources)
    assert fixed.after.decode() == WORKER.replace("TraceLost(pend);   // and on it goes", "return;")
    assert fixed.skipped == 1


def test_fixes_keep_line_ends_and_a_missing_last_one() -> None:
    sources = Sources([SourceFile("a.c", b"a;\r\nb;")])
    edit = Edit(Span("a.c", 0, 2), "x;\ny;")
    (fixed,) = diff.fix((ERROR._replace(span=edit.span, edits=(edit,)),), sources)
    assert fixed.after == b"x;\r\ny;\r\nb;"
    assert diff.render([fixed]).endswith(" b;\n\\ No newline at end of file\n")
