"""Draws `docs/assets/finding.svg`: what a terminal shows of one finding, from a real run.

    python docs/picture.py

The picture is text in an SVG; fonts are those of the reader, and nothing is loaded.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from rich.theme import Theme

from wfplint import app
from wfplint.finding import Severity
from wfplint.report import text
from wfplint.report.styled import STYLES
from wfplint.result import Analysis

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = "samplecode/driver/wfpverdict.vcxproj"
CONFIGURATION = "Unguarded"
TARGET = ROOT / "docs" / "assets" / "finding.svg"
WIDTH = 120

_DARK = TerminalTheme(
    (22, 27, 34),
    (230, 237, 243),
    [(72, 79, 88), (255, 123, 114), (86, 211, 100), (227, 179, 65),
     (121, 192, 255), (210, 168, 255), (118, 227, 234), (177, 186, 196)],
    [(110, 118, 129), (255, 161, 152), (86, 211, 100), (227, 179, 65),
     (121, 192, 255), (210, 168, 255), (179, 240, 255), (255, 255, 255)],
)  # fmt: skip


def main() -> None:
    """Write the picture."""
    os.chdir(ROOT)
    TARGET.write_text(picture(), encoding="utf-8")


def picture() -> str:
    """The most telling finding in the sample, as seen from the root of the repository."""
    analysis = app.run(app.Options(paths=(SAMPLE,), configuration=CONFIGURATION, cache=False))
    command = f"$ wfplint check {SAMPLE} --configuration {CONFIGURATION}"
    return draw(telling(analysis), command)


def telling(analysis: Analysis) -> Analysis:
    """The analysis with one finding only: an error, with the longest path below eight steps."""
    errors = [f for f in analysis.open_findings if f.severity is Severity.ERROR]
    short = [f for f in errors if len(f.trace) < 8] or errors
    best = max(short, key=lambda finding: (len(finding.trace), finding.fingerprint))
    return analysis._replace(findings=(best,))


def draw(analysis: Analysis, command: str) -> str:
    """The terminal as SVG."""
    console = Console(
        record=True,
        width=WIDTH,
        force_terminal=True,
        theme=Theme(STYLES),
        file=io.StringIO(),
        color_system="truecolor",
    )
    console.print(Text(command, style="bold"), soft_wrap=True)
    console.print()
    for line in text.render(analysis):
        console.print(Text.assemble(*line.segments))
    svg = console.export_svg(title="wfplint", theme=_DARK, unique_id="wfplint")
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    main()
