"""What the command line loads before it knows what to do, and how it ends."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import run, spawn
from wfplint.cli import exits
from wfplint.cli.exits import Exit, guarded, outcome
from wfplint.cli.parser import COMMANDS, available, build_parser, load_command
from wfplint.errors import AnalysisError, UserError

HEAVY = ("clang", "tree_sitter", "rich", "ruamel", "mkdocs", "json", "dataclasses")


@pytest.mark.parametrize("statement", ["import wfplint.cli", "from wfplint.cli import parser"])
def test_importing_the_command_line_loads_nothing_heavy(statement: str) -> None:
    code = f"{statement}; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in ast.literal_eval(done.stdout)}
    assert not loaded & set(HEAVY)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version").out.startswith("wfplint ")


def test_every_available_command_can_be_loaded_and_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in available():
        assert callable(load_command(command.name))
        ran = run(capsys, command.name, "--help")
        assert ran.code == 0
        assert "Exit code" in ran.out
    assert {command.name for command in available()} <= {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("chek",), "invalid choice: 'chek'"),
        (("check", "--nonsense"), "unrecognized arguments: --nonsense"),
        (("check", "--format", "xml"), "invalid choice: 'xml'"),
        (("check", "--jobs", "many"), "invalid int value: 'many'"),
        (("check", "--form", "json"), "unrecognized arguments"),
    ],
)
def test_usage_errors_are_one_line(
    capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], message: str
) -> None:
    ran = run(capsys, *argv)
    assert ran.code == Exit.USAGE
    assert ran.out == ""
    assert message in ran.err
    assert ran.err.count("\n") == 1
    assert "--help)" in ran.err


@pytest.mark.parametrize(
    ("findings", "problems", "code"),
    [(False, False, 0), (True, False, 1), (False, True, 3), (True, True, 1)],
)
def test_outcome(findings: bool, problems: bool, code: int) -> None:
    assert outcome(findings=findings, problems=problems) == code


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UserError("bad", path="a.yaml", line=3, hint="mend it"), 2,
         "wfplint: error: a.yaml:3: bad (mend it)"),
        (AnalysisError("too deep", path="a.c"), 3, "wfplint: error: a.c:1: too deep"),
        (KeyboardInterrupt(), 130, "wfplint: interrupted"),
    ],
)  # fmt: skip
def test_expected_failures_are_one_line(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, line: str
) -> None:
    def fail() -> int:
        raise error

    assert guarded(fail) == code
    assert capsys.readouterr().err == line + "\n"


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError()])
def test_a_bug_keeps_its_traceback(capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    def fail() -> int:
        raise error

    assert guarded(fail) == Exit.INCOMPLETE
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "wfplint: internal error: " in shown.splitlines()[-1]


def test_a_closed_standard_output_is_no_traceback(tmp_path: Path) -> None:
    script = (
        "import sys; from wfplint.cli import main; sys.exit(main(['rule', '--format', 'json']))"
    )
    done = subprocess.run(
        f'"{sys.executable}" -c "{script}" | true',
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


INTERRUPTING = """
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            {how}
sys.meta_path.insert(0, Interrupting())
"""


@pytest.mark.parametrize("module", ["wfplint.cli", "wfplint.cli.exits", "wfplint.cli.parser"])
@pytest.mark.parametrize("how", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_an_interrupt_at_the_start_is_one_line(tmp_path: Path, module: str, how: str) -> None:
    """Also where Python itself would end by the signal, after one in code made from a string."""
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTING.format(module=module, how=how))
    ran = spawn(["check", "."], tmp_path, PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]))
    assert ran == (Exit.INTERRUPTED, "", "wfplint: interrupted\n")


def test_the_installed_command_starts_the_same_way() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert 'wfplint = "wfplint.__main__:run"\n' in project


def test_exit_codes_stand_in_the_help() -> None:
    text = " ".join(build_parser().format_help().split())
    for code, word in ((0, "clean"), (1, "findings"), (2, "usage"), (3, "could not be analysed")):
        assert f"{code} {word}" in text.replace("something ", "")
    assert exits.Exit(130) is Exit.INTERRUPTED
