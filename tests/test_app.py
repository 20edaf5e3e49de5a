"""A whole run: what is loaded, remembered, hidden and ordered."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import run, spawn
from wfplint import app
from wfplint.app import Options
from wfplint.errors import UserError
from wfplint.finding import Severity

COMPLETES = """\
#include <fwpsk.h>
void Worker(HANDLE context)
{
    FwpsCompleteOperation0(context, NULL);
}
"""
ELSEWHERE = "int Add(int a, int b)\n{\n    return a + b;\n}\n"
PEND = ("WFP101",)


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "sys").mkdir()
    (tmp_path / "sys" / "worker.c").write_text(COMPLETES)
    (tmp_path / "sys" / "math.c").write_text(ELSEWHERE)
    return tmp_path


def test_a_run() -> None:
    analysis = app.run(Options(select=PEND))
    (finding,) = analysis.findings
    assert (finding.rule, finding.span.path) == ("WFP101", "sys/worker.c")
    assert len(finding.fingerprint) == 16
    assert [(s.path, s.status) for s in analysis.files] == [
        ("sys/math.c", "skipped"),
        ("sys/worker.c", "analyzed"),
    ]
    assert [site.api for site in analysis.sites] == ["FwpsCompleteOperation0"]
    assert not analysis.problems
    assert {"read", "parse", "analyse", "total"} <= set(analysis.timings)


def test_files_without_a_name_load_no_parser(tree: Path) -> None:
    (tree / "sys" / "worker.c").unlink()
    code = (
        "import sys; from wfplint.cli import main; main(['check', 'sys']); "
        "print([m for m in sys.modules if m.split('.')[0] in ('clang', 'tree_sitter', 'rich')"
        " or m.startswith(('wfplint.frontend.clang', 'wfplint.frontend.treesitter'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unchanged_tree_is_not_analysed_again(tree: Path) -> None:
    first = app.run(Options(select=PEND))
    again = app.run(Options(select=PEND))
    assert (first.cached, again.cached) == (False, True)
    assert again._replace(sources=first.sources, timings=first.timings, cached=False) == first
    assert again.open_findings == first.open_findings


@pytest.mark.parametrize(
    "change",
    ["sys/worker.c", "sys/new.c", "sys/own.h", "include/outside.h", "mine/r.yaml"],
)
def test_every_change_is_seen(tree: Path, change: str) -> None:
    (tree / "include").mkdir()
    (tree / "include" / "outside.h").write_text("#define A 1\n")
    (tree / "mine").mkdir()
    worker = '#include "own.h"\n#include <outside.h>\n' + COMPLETES
    (tree / "sys" / "worker.c").write_text(worker)
    (tree / "sys" / "own.h").write_text("#define B 1\n")
    options = Options(("sys",), include_dirs=("include",), select=PEND, rules=("mine",))
    app.run(options)
    assert app.run(options).cached
    old = (tree / change).read_text() if (tree / change).exists() else ""
    extra = "sources: {}\n" if change.endswith(".yaml") else "/* changed */\n"
    (tree / change).write_text(old + extra)
    assert not app.run(options).cached


def test_other_options_are_another_run() -> None:
    app.run(Options(select=PEND))
    assert not app.run(Options(select=PEND, defines=("A",))).cached
    assert not app.run(Options(select=PEND, cache=False)).cached
    assert app.run(Options(select=PEND, jobs=2, report_only=("sys/math.c",))).cached


def test_report_only() -> None:
    assert app.run(Options(select=PEND, report_only=("sys/math.c",))).findings == ()
    assert len(app.run(Options(select=PEND, report_only=("./sys/../sys/worker.c",))).findings) == 1
    with pytest.raises(UserError, match=r"no\.c: no such file"):
        app.run(Options(report_only=("no.c",)))


def test_suppression_and_baseline(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run(capsys, "baseline", "sys", "--select", "WFP101", "--output", "b.json")
    assert (ran.code, ran.err.startswith("b.json: 1 finding.")) == (0, True)
    hidden = app.run(Options(("sys",), select=PEND, baseline="b.json"))
    assert [f.suppressed for f in hidden.findings] == [True]
    text = COMPLETES.replace("NULL);", "NULL); // wfplint: ignore[WFP101] a test")
    (tree / "sys" / "worker.c").write_text(text)
    suppressed = app.run(Options(("sys",), select=PEND, baseline="b.json"))
    assert [f.suppression_reason for f in suppressed.findings] == ["a test"]
    assert suppressed.stale_baseline == 1


def test_severities_come_from_the_configuration(tree: Path) -> None:
    options = Options(select=PEND, severity=(("WFP101", Severity.NOTE),))
    assert [f.severity for f in app.run(options).findings] == [Severity.NOTE]


def test_fail_on(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "wfplint.yaml").write_text("select: [WFP101]\nseverity: {WFP101: warning}\n")
    assert run(capsys, "check").code == 1
    assert run(capsys, "check", "--fail-on", "error").code == 0
    assert run(capsys, "check", "--fail-on", "never").code == 0
    assert run(capsys, "check", "--fail-on", "note").code == 1


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "msvc"])
def test_output_is_the_same_to_the_byte(form: str, tree: Path) -> None:
    """From run to run, with other hash seeds and numbers of threads, cached or not."""
    argv = ["check", "sys", "--format", form]
    shown = {
        spawn([*argv, "--no-cache", "--jobs", str(jobs)], PYTHONHASHSEED=seed).out
        for jobs, seed in ((1, "1"), (2, "2"), (4, "3"))
    }
    shown |= {spawn(argv).out, spawn(argv).out}
    assert len(shown) == 1


def test_the_documents_of_a_real_run(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(run(capsys, "check", "sys", "--format", "json").out)
    paths = {item["path"] for item in document["files"]}
    assert paths == {"sys/math.c", "sys/worker.c"}
    sarif = json.loads(run(capsys, "check", "sys", "--format", "sarif").out)["runs"][0]
    ids = [rule["id"] for rule in sarif["tool"]["driver"]["rules"]]
    assert all(ids[item["ruleIndex"]] == item["ruleId"] for item in sarif["results"])
    audit = json.loads(run(capsys, "audit", "sys", "--format", "json").out)
    assert [site["verdict"] for site in audit["sites"]] == ["unguarded"]
    for form in ("markdown", "html"):
        assert "unguarded" in run(capsys, "audit", "sys", "--format", form).out


def test_costs_are_told_apart_from_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    plain = run(capsys, "check", "sys", "--format", "json")
    told = run(capsys, "check", "sys", "--format", "json", "--profile-rules")
    assert (told.code, told.out) == (plain.code, plain.out)
    assert told.err.startswith("milliseconds\n")
    for rule in app.choose_rules(Options()).rules:
        assert f"  in {rule.id}\n" in told.err
