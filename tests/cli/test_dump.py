"""`wfplint dump`: graphs, calls and entries of a small driver."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import run

CODE = """\
#include <ntddk.h>
#include <fwpsk.h>

static void Inner(HANDLE c)
{
    if (c != NULL) {
        FwpsCompleteOperation0(c, NULL);
    }
}

KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    Inner(context);
}
"""


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.c").write_text(CODE)


def dump(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    ran = run(capsys, "dump", *argv)
    assert ran.code == 0, ran.err
    return ran.out


def test_ir(capsys: pytest.CaptureFixture[str]) -> None:
    shown = dump(capsys, "ir", "a.c")
    assert "function a.c::Inner(c" in shown
    assert "FwpsCompleteOperation0(c" in shown


def test_one_function(capsys: pytest.CaptureFixture[str]) -> None:
    shown = dump(capsys, "cfg", "a.c", "--function", "Worker")
    assert shown.startswith("function Worker(")
    assert "FwpsCompleteOperation0" not in shown


def test_cfg_as_mermaid(capsys: pytest.CaptureFixture[str]) -> None:
    shown = dump(capsys, "cfg", "a.c", "--function", "Inner", "--format", "mermaid")
    assert shown.startswith("flowchart TD\n")


def test_callgraph(capsys: pytest.CaptureFixture[str]) -> None:
    assert dump(capsys, "callgraph", "a.c") == "Worker -> a.c::Inner\n"
    drawn = dump(capsys, "callgraph", "a.c", "--format", "mermaid")
    assert "f1 --> f0" in drawn or "f0 --> f1" in drawn


def test_program(capsys: pytest.CaptureFixture[str]) -> None:
    shown = dump(capsys, "program", "a.c")
    assert shown.startswith("program 1: 1 file, 2 functions\n  a.c (c, libclang)\n")
    assert "  entry Worker: " in shown


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("cfg", "a.c", "--function", "No"), "no function 'No'"),
        (("ir", "a.c", "--format", "mermaid"), "dump ir is text only"),
        (("ir", "no.c"), "no.c: no such file"),
    ],
)
def test_refusals(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], message: str) -> None:
    ran = run(capsys, "dump", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
