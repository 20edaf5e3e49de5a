"""Colour only where it is wanted, progress only where somebody waits, fixes only where safe."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.report.example import ANALYSIS, ERROR
from wfplint.cli import fixes, terminal
from wfplint.cli.progress import Bar
from wfplint.errors import UserError
from wfplint.report import diff, text
from wfplint.result import Sources
from wfplint.source import SourceFile

ROOT = Path(__file__).parents[2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("choice", "stream", "environment", "expected"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", io.StringIO(), {}, False),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {}, False),
    ],
)
def test_use_color(
    choice: str, stream: io.StringIO, environment: dict[str, str], expected: bool
) -> None:
    assert terminal.use_color(choice, stream, environment) is expected


def test_colour_changes_nothing_but_colour(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.text import Text

    lines = text.render(ANALYSIS)
    terminal.write_lines(lines, output=None, color="always")
    colored = capsys.readouterr().out
    terminal.write_lines(lines, output=None, color="never")
    plain = capsys.readouterr().out
    assert "\x1b[" in colored
    assert "\x1b[" not in plain
    assert Text.from_ansi(colored).plain.split() == plain.split()


def test_a_file_is_never_coloured(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    terminal.write_lines(text.render(ANALYSIS), output=str(target), color="always")
    assert b"\x1b" not in target.read_bytes()


def test_a_file_that_cannot_be_written() -> None:
    with pytest.raises(UserError, match="no/where: cannot be written: No such file"):
        terminal.write_text("x", output="no/where")


def test_no_progress_before_patience_is_over() -> None:
    stream = Terminal()
    with Bar(stream, patience=60) as bar:
        bar("parsing", 1, 2)
    assert stream.getvalue() == ""


def test_no_progress_without_a_terminal() -> None:
    stream = io.StringIO()
    with Bar(stream, patience=0) as bar:
        bar("parsing", 1, 2)
    assert stream.getvalue() == ""


def test_progress_shows_each_phase_and_its_counts() -> None:
    stream = Terminal()
    with Bar(stream, patience=0) as bar:
        bar("parsing", 1, 108)
        bar("linking", 0, 0)
        bar("analysing", 2, 3)
    last = stream.getvalue().rpartition("parsing")[2]
    assert last.index("108/108") < last.index("linking") < last.index("1/1")
    assert last.index("analysing") < last.index("2/3")


PROGRAM = """
import sys
from wfplint import processes
from wfplint.checkers import run
from wfplint.cli import main, progress
progress.PATIENCE = run.SMALL = 0
processes.PULSE = 0.02
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_on_a_terminal_shows_its_phases(jobs: str, tmp_path: Path) -> None:
    """Standard error alone is the terminal: the report goes where it was sent, whole."""
    import pty

    ours, theirs = pty.openpty()
    sample = ROOT / "samplecode" / "rules" / "WFP504-classify-handle-unbalanced" / "good.c"
    options = ["check", str(sample), "--no-cache", "--jobs", jobs, "--format", "json"]
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *options],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(theirs)
    shown = b"".join(iter(partial(_read, ours), b"")).decode()
    os.close(ours)
    report, _ = started.communicate(timeout=60)
    assert json.loads(report)["version"] == 1
    first = [shown.index(phase) for phase in ("parsing", "linking", "analysing")]
    assert first == sorted(first)
    done, total = re.findall(r"(\d+)/(\d+)", shown)[-1]
    assert done == total != "1"


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side is closed
        return b""


def fixed_in(folder: Path, raw: bytes) -> tuple[Path, Sources, tuple[diff.Fixed, ...]]:
    path = folder / "worker.c"
    path.write_bytes(raw)
    file = SourceFile.from_bytes(ERROR.span.path, raw, str(path))
    sources = Sources([file])
    return path, sources, diff.fix([ERROR], sources)


def test_fixes_are_written(tmp_path: Path) -> None:
    raw = ANALYSIS.sources.file(ERROR.span.path).data
    path, sources, fixed = fixed_in(tmp_path, raw)
    path.chmod(0o640)
    assert list(fixes.write(fixed, sources)) == [ERROR.span.path]
    assert path.read_bytes() == fixed[0].after != raw
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["worker.c"]


def test_fixes_are_counted() -> None:
    twice = diff.fix([ERROR, ERROR], ANALYSIS.sources)
    assert diff.summary([ERROR, ERROR], twice).startswith("2 of 2 findings have a safe fix; 1 ")
    bare = ERROR._replace(edits=())
    assert diff.summary([ERROR, bare], ()) == "1 of 2 findings has a safe fix"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"/* \xe9 */"])
def test_fixes_are_not_written_where_bytes_would_change(tmp_path: Path, mark: bytes) -> None:
    raw = mark + ANALYSIS.sources.file(ERROR.span.path).data
    path, sources, fixed = fixed_in(tmp_path, raw)
    with pytest.raises(UserError, match="is not written"):
        list(fixes.write(fixed, sources))
    assert path.read_bytes() == raw
