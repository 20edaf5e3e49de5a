"""`wfplint init`: what it finds, what it writes, and that it can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import run
from wfplint import config, scaffold
from wfplint.config import Config


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(path: str, text: str = "", encoding: str = "utf-8") -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding=encoding)


def configured(capsys: pytest.CaptureFixture[str]) -> Config:
    ran = run(capsys, "init")
    assert ran.code == 0, ran.err
    return config.load(Path("wfplint.yaml"))


def test_projects_that_hold_callouts(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("drv/sys/a.c", "FwpsCompleteOperation0(c, NULL);")
    add("drv/drv.vcxproj")
    add("app/app.vcxproj")
    add("app/main.cpp", "int main() {}")
    assert configured(capsys).paths == ("drv/drv.vcxproj",)


def test_compile_commands(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("a.c", "FwpsPendOperation0")
    add("build/compile_commands.json", "[]")
    assert configured(capsys).paths == ("build/compile_commands.json",)


def test_folders_without_a_project(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("sys/a.c", "FwpsPendOperation0")
    add("sys/deep/b.c", "FwpsPendOperation0", "utf-16")
    add("odd: name/c.cpp", "FwpsPendOperation0")
    add("usr/d.c", "int x;")
    assert configured(capsys).paths == ("odd: name", "sys")


def test_nothing_found(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert configured(capsys).paths == (".",)
    assert "Of 0 C and C++ files here, 0 name" in Path("wfplint.yaml").read_text()


def test_every_commented_key_is_one(tree: Path) -> None:
    text = scaffold.render(scaffold.survey(tree))
    keys = [line for line in text.splitlines() if line.startswith("# ") and ": " in line]
    active = [key[2:] for key in keys if key[2:].split(":")[0] in Config._fields]
    assert len(active) == 11
    add("wfplint.yaml", "\n".join(active))
    loaded = config.load(Path("wfplint.yaml"))
    assert (loaded.profile, loaded.jobs) == ("default", 0)


def test_an_existing_file_is_kept(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add("wfplint.yaml", "jobs: 1\n")
    ran = run(capsys, "init")
    assert (ran.code, ran.err) == (
        2,
        "wfplint: error: wfplint.yaml: exists already (--force replaces it)\n",
    )
    assert run(capsys, "init", "--force").code == 0
    assert "jobs" not in Path("wfplint.yaml").read_text()


def test_standard_output(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "init", "--stdout").out.startswith("# wfplint: ")
    assert not Path("wfplint.yaml").exists()


def test_not_a_folder(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "init", "nowhere")
    assert (ran.code, ran.err) == (2, "wfplint: error: nowhere: is not a folder\n")
