"""Bad input: one clear line that names file and way out, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.support import run, spawn

GOOD = "#include <fwpsk.h>\nvoid W(HANDLE c)\n{\n    FwpsCompleteOperation0(c, NULL);\n}\n"


def named(function: str) -> str:
    """The good file with another function name, so that both are one driver."""
    return GOOD.replace("void W", f"void {function}")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one file that has one finding."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "sys").mkdir()
    (tmp_path / "sys" / "good.c").write_text(GOOD)
    return tmp_path


def findings(out: str) -> list[str]:
    return [f"{item['path']}:{item['line']}" for item in json.loads(out)["findings"]]


def check(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, list[str], list[str]]:
    """Exit code, findings, and what could not be analysed."""
    ran = run(capsys, "check", "--format", "json", "--select", "WFP101", *argv)
    assert ran.err == ""
    problems = [f"{item['path']}: {item['message']}" for item in json.loads(ran.out)["errors"]]
    return ran.code, findings(ran.out), problems


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """The one line of a usage or configuration error."""
    ran = run(capsys, *argv)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    return ran.err


def test_missing_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere" in refused(capsys, "check", "nowhere")


def test_missing_report_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no.c: no such file" in refused(capsys, "check", "--report-only", "no.c")


def test_folder_without_c_files(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "empty").mkdir()
    (tree / "empty" / "readme.txt").touch()
    assert "empty" in refused(capsys, "check", "empty")


@pytest.mark.skipif(
    not os.path.exists("/proc/self/mem"), reason="needs a file that root cannot read"
)
def test_unreadable_file(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "secret.c").symlink_to("/proc/self/mem")
    code, found, problems = check(capsys, "sys")
    assert (code, found) == (1, ["sys/good.c:4"])
    assert problems == ["sys/secret.c: cannot be read: Input/output error; exclude it"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_named_like_a_file(tree: Path) -> None:
    os.mkfifo(tree / "sys" / "pipe.c")
    os.mkfifo(tree / "sys" / "pipe.h")
    ran = spawn(["check", "--select", "WFP101", "sys"])
    assert ran.code == 1
    for name in ("pipe.c", "pipe.h"):
        assert f"sys/{name}:1: cannot be read: not a regular file; exclude it" in ran.out


def test_a_folder_named_like_a_file(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "dir.c").mkdir()
    assert check(capsys, "sys")[:2] == (1, ["sys/good.c:4"])


def test_binary_file(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "bin.c").write_bytes(bytes(range(256)) * 64 + b"FwpsCompleteOperation0(")
    code, found, _ = check(capsys, "sys")
    assert code in (1, 3)
    assert found == ["sys/good.c:4"]


def test_truncated_file(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "cut.c").write_text(named("Cut").partition(", NULL")[0])
    code, found, problems = check(capsys, "sys/cut.c")
    assert (code, found) == (3, [])
    assert problems == [
        "sys/cut.c: Cut cannot be read, and names FwpsCompleteOperation0: is the file whole?"
    ]
    assert check(capsys, "sys")[:2] == (1, ["sys/good.c:4"])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_a_crash_of_libclang_is_one_line(tree: Path) -> None:
    (tree / "sys" / "crash.c").write_text("#pragma clang __debug crash\n" + named("Crash"))
    ran = spawn(["audit", "sys", "--no-cache"], cwd=tree)
    assert (ran.code, ran.err) == (3, "")
    lines = [line for line in ran.out.splitlines() if "libclang" in line]
    assert lines == ["not analysed: sys/crash.c:1: libclang crashed; the file was read with "
                     "tree-sitter instead"]  # fmt: skip


def test_nul_bytes(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    """A compiler stops at a NUL; what stands behind one is analysed all the same."""
    (tree / "sys" / "nul.c").write_bytes(b"int a;\0\nint b;\x1a\n" + named("N").encode())
    assert check(capsys, "sys")[1] == ["sys/good.c:4", "sys/nul.c:6"]


def test_deep_nesting(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    deep = "if (x) {" * 10_000 + "FwpsCompleteOperation0(c, 0);" + "}" * 10_000
    (tree / "sys" / "deep.c").write_text("void D(HANDLE c, int x)\n{\n" + deep + "\n}\n")
    (tree / "sys" / "expr.c").write_text(
        "void E(HANDLE c)\n{\n  FwpsCompleteOperation0("
        + "(" * 10_000
        + "c"
        + ")" * 10_000
        + ",0);}\n"
    )
    ran = spawn(["check", "--format", "json", "--select", "WFP101", "sys"])
    assert ran.code in (1, 3), ran.err
    assert "sys/good.c:4" in findings(ran.out)
    document = json.loads(ran.out)
    reported = {item["path"] for item in document["errors"] + document["findings"]}
    assert {"sys/deep.c", "sys/expr.c"} <= reported


def test_include_cycle(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "a.h").write_text('#include "b.h"\n')
    (tree / "sys" / "b.h").write_text('#include "a.h"\n')
    (tree / "sys" / "good.c").write_text('#include "a.h"\n' + GOOD)
    assert check(capsys, "sys")[:2] == (1, ["sys/good.c:5"])


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_symlink_loop(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "loop").symlink_to(tree / "sys")
    (tree / "sys" / "self.c").symlink_to(tree / "sys" / "self.c")
    code, found, _ = check(capsys, "sys")
    assert found == ["sys/good.c:4"]
    assert code in (1, 3)


def test_error_directive(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "sys" / "good.c").write_text("#error no such platform\n" + GOOD)
    assert check(capsys, "sys")[:2] == (1, ["sys/good.c:5"])


def test_large_file(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    """50 MB that only name the function: analysed or refused with a line, in bounded time."""
    filler = "/* " + "x" * 60 + " */\n"
    (tree / "sys" / "big.c").write_text(filler * (50_000_000 // len(filler)) + named("Big"))
    begin = time.monotonic()
    code, found, problems = check(capsys, "sys")
    assert "sys/good.c:4" in found
    assert any("big.c" in item for item in found + problems)
    assert code in (1, 3)
    assert time.monotonic() - begin < 120


def test_unknown_rule(capsys: pytest.CaptureFixture[str]) -> None:
    shown = refused(capsys, "check", "sys", "--select", "WFP999")
    assert shown.startswith("wfplint: error: unknown rule 'WFP999'")


def test_unknown_rule_to_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert "unknown rule 'WFP999'" in refused(capsys, "rule", "WFP999")


def test_broken_configuration(capsys: pytest.CaptureFixture[str], tree: Path) -> None:
    (tree / "wfplint.yaml").write_text("select: [\n")
    assert "wfplint.yaml:2: not YAML" in refused(capsys, "check", "sys")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("include_dirs: [inc]\n", "inc: no such folder (given to include_dirs in wfplint.yaml)"),
        ("wdk: kit\n", "kit: no such folder (given to wdk in wfplint.yaml)"),
        ("defines: [1X]\n", "wfplint.yaml: '1X' is no macro definition"),
        ("select: [WFP999]\n", "wfplint.yaml: unknown rule 'WFP999'"),
        ("ignore: [WFP998]\n", "wfplint.yaml: unknown rule 'WFP998'"),
        ("severity: {WFP997: note}\n", "wfplint.yaml: unknown rule 'WFP997'"),
        ("rules: [mine]\n", "mine: no such folder (given to rules in wfplint.yaml)"),
        ("paths: [lib]\n", "lib: no such file or folder (given to paths in wfplint.yaml)"),
        ("paths: &all [*all]\n", "wfplint.yaml:1: the alias *all stands in its own value"),
    ],
)
def test_configuration_that_names_nothing(
    capsys: pytest.CaptureFixture[str], tree: Path, text: str, message: str
) -> None:
    (tree / "wfplint.yaml").write_text(text)
    assert message in refused(capsys, "check")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("r.yaml", "id: WFP900\nname: [\n", "r.yaml:"),
        ("r.yaml", "id: WFP900\nnam: x\n", "unknown key 'nam'"),
        ("api/f.yaml", "functions:\n  MyAcquire: {nam: 1}\n", "unknown key 'nam'"),
    ],
)
def test_broken_rules(
    capsys: pytest.CaptureFixture[str], tree: Path, name: str, text: str, message: str
) -> None:
    path = tree / "mine" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    (tree / "wfplint.yaml").write_text("rules: [mine]\n")
    shown = refused(capsys, "check", "sys")
    assert message in shown
    assert f"mine/{name}:" in shown


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--jobs", "0"), "--jobs 0: must be at least 1"),
        (("--write",), "--write needs --diff"),
        (("--diff", "--format", "json"), "--diff and --format json contradict each other"),
        (("--wdk", "nowhere"), "nowhere: no such folder (given to --wdk)"),
        (("-I", "nowhere"), "nowhere: no such folder (given to -I)"),
        (("-D", "1X=2"), "-D: '1X=2' is no macro definition (write NAME or NAME=VALUE)"),
        (("--baseline", "no.json"), "no.json: the baseline cannot be read"),
        (("--config", "no.yaml"), "no.yaml: cannot be read"),
        (("--select", "WFP101", "--ignore", "WFP101"), "WFP101 is both selected and ignored"),
        (("--output", "no/such/folder.txt"), "no/such/folder.txt: cannot be written"),
    ],
)
def test_conflicting_or_dangling_options(
    capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], message: str
) -> None:
    assert message in refused(capsys, "check", "sys", *argv)


def test_closed_standard_output(tree: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m wfplint check sys --format json | true',
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell's redirection")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_that_were_never_open(tree: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m wfplint check sys --select WFP101 {closed}'
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("argv", ["check sys", "check sys --color always", "rule --format json"])
def test_standard_output_that_is_full(tree: Path, argv: str) -> None:
    command = f'"{sys.executable}" -m wfplint {argv} > /dev/full'
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 2
    assert (
        done.stderr
        == "wfplint: error: standard output: cannot be written: No space left on device\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_interrupt(tree: Path) -> None:
    """Ctrl-C ends with 130 and one line, whatever the run was doing."""
    body = "\n".join(
        f"void F{i}(HANDLE c) {{ FwpsCompleteOperation0(c, 0); }}" for i in range(30_000)
    )
    (tree / "sys" / "many.c").write_text(body)
    process = subprocess.Popen(
        [sys.executable, "-m", "wfplint", "check", "sys"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, shown = process.communicate(timeout=60)
    # Where the signal came inside an exec, Python dies of it in the end: to a shell, 130 as well.
    assert process.returncode in (130, -signal.SIGINT)
    assert shown == "wfplint: interrupted\n"
