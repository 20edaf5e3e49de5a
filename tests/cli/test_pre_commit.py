"""A real `pre-commit` in a scratch repository: it blocks the defect and lets the fix pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = """\
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PEND {
    EX_RUNDOWN_REF Rundown;
    HANDLE Context;
} PEND;

VOID Worker(PVOID argument)
{
    PEND* pend = (PEND*)argument;
"""
UNGUARDED = HEAD + "    FwpsCompleteOperation0(pend->Context, NULL);\n}\n"
GUARDED = (
    HEAD
    + """\
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        FwpsCompleteOperation0(pend->Context, NULL);
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
"""
)


class Repository:
    """A scratch repository with the hook installed as the published manifest describes it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {
            **os.environ,
            "HOME": str(path / "home"),
            "XDG_CACHE_HOME": str(path / "cache"),
            "PRE_COMMIT_HOME": str(path / "pre-commit"),
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.org",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        (path / "home").mkdir()

    def run(self, *argv: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            argv, cwd=self.path, env=self.environment, capture_output=True, text=True, timeout=120
        )
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def write(self, name: str, text: str) -> None:
        path = self.path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def commit(self) -> tuple[bool, str]:
        """Whether the hook let the staged files pass, and what was printed."""
        self.run("git", "add", "sys")
        done = self.run("git", "commit", "-m", "change", check=False)
        return done.returncode == 0, done.stdout + done.stderr


def hook() -> dict[str, object]:
    """The published hook, run from this environment instead of one that pre-commit would build."""
    from ruamel.yaml import YAML

    (published,) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert published["language"] == "python"
    return {**published, "language": "system"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    from ruamel.yaml import YAML

    repo = Repository(tmp_path)
    config = {"repos": [{"repo": "local", "hooks": [hook()]}]}
    with (tmp_path / ".pre-commit-config.yaml").open("w") as file:
        YAML().dump(config, file)
    repo.run("git", "init", "--quiet", "--initial-branch", "main")
    repo.run("git", "add", ".pre-commit-config.yaml")
    repo.run("git", "commit", "--quiet", "-m", "start")
    repo.run("pre-commit", "install")
    return repo


def test_blocks_the_defect_and_passes_the_fix(repository: Repository) -> None:
    repository.write("sys/worker.c", UNGUARDED)
    passed, shown = repository.commit()
    assert not passed
    assert "error[WFP101]" in shown
    assert "sys/worker.c:12:5 in Worker" in shown
    repository.write("sys/worker.c", GUARDED)
    passed, shown = repository.commit()
    assert passed, shown


def test_only_the_files_of_the_commit_are_reported(repository: Repository) -> None:
    """An old defect in another file does not block."""
    repository.write("sys/old.c", UNGUARDED.replace("Worker", "Old").replace("PEND", "OLD"))
    repository.run("git", "add", "sys")
    repository.run("git", "commit", "--quiet", "--no-verify", "-m", "old")
    repository.write("sys/new.c", GUARDED)
    passed, shown = repository.commit()
    assert passed, shown


def test_a_guard_in_another_file_counts(repository: Repository) -> None:
    body = GUARDED.replace("FwpsCompleteOperation0(pend->Context, NULL)", "Finish(pend)")
    helper = HEAD[: HEAD.index("VOID Worker")] + (
        "VOID Finish(PEND* pend)\n{\n    FwpsCompleteOperation0(pend->Context, NULL);\n}\n"
    )
    repository.write(
        "sys/worker.c", body.replace("VOID Worker", "VOID Finish(PEND*);\nVOID Worker")
    )
    repository.run("git", "add", "sys")
    repository.run("git", "commit", "--quiet", "-m", "worker")
    repository.write("sys/finish.c", helper)
    passed, shown = repository.commit()
    assert passed, shown
