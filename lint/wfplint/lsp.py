"""An editor's language server: diagnostics when a file is opened or saved, rule text on hover.

The whole project is analysed, as on the command line; findings are published for every file that
has some, and withdrawn when they are gone. Needs the extra `editor`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from wfplint import __version__
from wfplint.app import Options, load_rules, run
from wfplint.errors import UserError
from wfplint.finding import Finding, Severity
from wfplint.report.links import rule_url
from wfplint.report.rulepage import render_markdown
from wfplint.result import Analysis, Place, Sources
from wfplint.samples import pair_of
from wfplint.source import Span

_SEVERITY = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}


class Session:
    """What the server remembers: the latest analysis, and the files it published something for."""

    def __init__(self, options: Callable[[], Options], docs_url: str = "") -> None:
        self._options = options
        self._docs_url = docs_url
        self._lock = threading.Lock()
        self._published: dict[str, list[types.Diagnostic]] = {}

    def refresh(self) -> dict[str, list[types.Diagnostic]]:
        """Analyse, and return the diagnostics of each file by URI; an empty list withdraws.

        Raises UserError as `app.run` does.
        """
        with self._lock:
            analysis = run(self._options())
            found = diagnostics(analysis, self._docs_url)
            gone: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._published}
            self._published = found
            return {**gone, **found}

    def hover(self, uri: str, position: types.Position) -> str:
        """The page of the rule whose finding stands at a position; empty if there is none."""
        for item in self._published.get(uri, ()):
            start, end = item.range.start, item.range.end
            here = (position.line, position.character)
            if (start.line, start.character) <= here <= (end.line, end.character):
                rulebook = load_rules(self._options().rules)
                rule = rulebook.rules.get(str(item.code))
                return render_markdown(rule, pair_of(rule), rulebook.sources) if rule else ""
        return ""


def diagnostics(analysis: Analysis, docs_url: str = "") -> dict[str, list[types.Diagnostic]]:
    """The open findings as diagnostics, by the URI of their file."""
    found: dict[str, list[types.Diagnostic]] = {}
    for finding in analysis.open_findings:
        item = _diagnostic(finding, analysis.sources, docs_url)
        found.setdefault(_uri(finding.span.path), []).append(item)
    return found


def serve(options: Callable[[], Options], docs_url: str = "") -> None:
    """Serve one editor over standard input and output until it says goodbye."""
    server = LanguageServer("wfplint", __version__)
    session = Session(options, docs_url)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @server.thread()
    def publish(_params: object) -> None:
        try:
            for uri, items in session.refresh().items():
                server.text_document_publish_diagnostics(
                    types.PublishDiagnosticsParams(uri=uri, diagnostics=items)
                )
        except UserError as error:
            server.window_show_message(
                types.ShowMessageParams(type=types.MessageType.Error, message=f"wfplint: {error}")
            )

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        text = session.hover(params.text_document.uri, params.position)
        content = types.MarkupContent(kind=types.MarkupKind.Markdown, value=text)
        return types.Hover(contents=content) if text else None

    server.start_io()


def _diagnostic(finding: Finding, sources: Sources, docs_url: str) -> types.Diagnostic:
    link = rule_url(docs_url, finding.rule)
    return types.Diagnostic(
        range=_range(finding.span, sources),
        message=finding.message,
        severity=_SEVERITY[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(href=link) if link else None,
        source="wfplint",
        related_information=[
            types.DiagnosticRelatedInformation(
                location=types.Location(_uri(step.span.path), _range(step.span, sources)),
                message=f"{number}. {step.message}",
            )
            for number, step in enumerate(finding.path, 1)
        ],
    )


def _uri(path: str) -> str:
    return Path(path).absolute().as_uri()


def _range(span: Span, sources: Sources) -> types.Range:
    place = sources.place(span)
    return types.Range(
        types.Position(place.line - 1, _units(place, place.line, place.column, sources)),
        types.Position(
            place.end_line - 1, _units(place, place.end_line, place.end_column, sources)
        ),
    )


def _units(place: Place, line: int, column: int, sources: Sources) -> int:
    """A column in characters, from 1, as UTF-16 units from 0, which editors count in."""
    before = sources.line(place.path, line)[: column - 1]
    return _length(before) + (column - 1 - len(before))


def _length(text: Iterable[str]) -> int:
    return sum(2 if ord(char) > 0xFFFF else 1 for char in text)
