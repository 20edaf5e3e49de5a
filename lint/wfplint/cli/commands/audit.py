"""`wfplint audit`: every pend and completion with its verdict and the evidence for it."""

from __future__ import annotations

import argparse

from wfplint import app
from wfplint.cli.exits import outcome
from wfplint.cli.progress import Bar
from wfplint.cli.settings import settings
from wfplint.cli.terminal import on_terminal, write_lines, write_text
from wfplint.result import Analysis


def run(arguments: argparse.Namespace) -> int:
    given = settings(arguments)
    with Bar() as progress:
        analysis = app.run(given.options, progress)
    if arguments.format == "text":
        from wfplint.report import audittext

        timing = on_terminal(arguments.output)
        lines = audittext.render(analysis, verbose=arguments.verbose, timing=timing)
        write_lines(lines, output=arguments.output, color=arguments.color)
    else:
        write_text(_document(analysis, arguments.format), output=arguments.output)
    return outcome(findings=False, problems=bool(analysis.problems))


def _document(analysis: Analysis, form: str) -> str:
    if form == "json":
        from wfplint.report.jsonreport import render_audit

        return render_audit(analysis)
    if form == "markdown":
        from wfplint.report import markdown

        return markdown.render(analysis)
    from wfplint.report import htmlreport

    return htmlreport.render(analysis)
