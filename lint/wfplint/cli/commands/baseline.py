"""`wfplint baseline`: write the present findings to a file; `check --baseline` then hides them."""

from __future__ import annotations

import argparse

from wfplint import app
from wfplint import baseline as baselines
from wfplint.cli.exits import outcome
from wfplint.cli.progress import Bar
from wfplint.cli.settings import settings
from wfplint.cli.terminal import say, write_text
from wfplint.report.styled import count


def run(arguments: argparse.Namespace) -> int:
    given = settings(arguments)
    with Bar() as progress:
        analysis = app.run(given.options, progress)
    write_text(baselines.render(analysis.findings), output=arguments.output)
    written = count(len(analysis.open_findings), "finding")
    say(f"{arguments.output}: {written}. `check --baseline {arguments.output}` hides them")
    return outcome(findings=False, problems=bool(analysis.problems))
