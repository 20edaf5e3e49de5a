"""The linter and the exploration look at the same files and the same mutants."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samplecode.evidence import build, table
from samplecode.evidence.paths import DRIVER, MUTANTS, ROOT, TRACES
from samplecode.evidence.table import Mutant

pytest.importorskip("wfplint.cli", reason="the linter is not importable")

MUTANTS_ONLY = [mutant for mutant in table.mutants() if mutant.kind == "mutant"]
FLAGGED = [mutant for mutant in MUTANTS_ONLY if mutant.rule is not None]
UNSEEN = [mutant for mutant in MUTANTS_ONLY if mutant.rule is None]


def wfplint(command: str, *paths: Path, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON that a run of the command prints about these files."""
    code = "import sys; from wfplint.cli import main; sys.exit(main())"
    call = [sys.executable, "-c", code, command, "--format", "json", "--no-cache"]
    done = subprocess.run(
        [*call, *options, *map(str, paths)], cwd=ROOT, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout.startswith("{"), done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def sources(folder: Path, pend: str) -> list[Path]:
    return [folder / name for name in (*build.SHARED, pend)]


def completions(pend: str) -> list[dict[str, Any]]:
    sites = wfplint("audit", *sources(DRIVER, pend))["sites"]
    return [s for s in sites if s["kind"] == "completion" and s["path"].endswith(pend)
            and s["api"].startswith("FwpsCompleteOperation")]  # fmt: skip


def test_the_mitigation_is_seen_as_guarded_by_the_closure() -> None:
    sites = completions("pend_guarded.c")
    assert [site["verdict"] for site in sites] == ["guarded"]
    assert any(guard["kind"] == "endpoint-closure" for guard in sites[0]["guards"])


def test_the_defect_is_seen_as_unguarded() -> None:
    sites = completions("pend_unguarded.c")
    assert [site["verdict"] for site in sites] == ["unguarded"]
    assert sites[0]["trace"]


def test_the_path_tells_the_story_of_the_trace() -> None:
    """Each place of the driver in the shortest trace of the defect, and who is told of the end."""
    trace = json.loads((TRACES / "1-unguarded-late-verdict.json").read_text())
    wanted = [(s["file"], s["line"]) for s in trace["steps"] if s["kind"] == "step" and "file" in s]
    steps = completions("pend_unguarded.c")[0]["trace"]
    path = [(Path(step["path"]).name, step["line"]) for step in steps]
    assert [place for place in path if place in wanted] == wanted
    assert "ClosureClassify is told that the endpoint goes away" in steps[-2]["message"]


def found(folder: Path, mutant: Mutant, rules: list[str]) -> set[tuple[str, str]]:
    """Rules, with what they say, about the driver in a folder; no rule given: all."""
    files = sources(folder, build.BASES[mutant.base][0])
    select = ("--select", ",".join(rules)) if rules else ()
    findings = wfplint("check", *files, options=select)["findings"]
    return {(finding["rule"], finding["message"]) for finding in findings}


def edited(folder: Path, mutant: Mutant) -> Path:
    return build.patched(folder / "edited", [MUTANTS / f"{mutant.id}.patch"])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the rules of the table find in the driver without an edit."""
    assert {mutant.base for mutant in FLAGGED} == {"guarded"}
    folder = build.patched(tmp_path_factory.mktemp("plain") / "driver", [])
    rules = sorted({str(mutant.rule) for mutant in FLAGGED})
    return {rule for rule, _ in found(folder, FLAGGED[0], rules)}


# One process, so that the driver without an edit is analysed once.
@pytest.mark.xdist_group("mutants")
@pytest.mark.parametrize("mutant", FLAGGED, ids=lambda mutant: mutant.id)
def test_the_rule_sees_the_mutant_and_not_the_original(
    mutant: Mutant, plain: set[str], tmp_path: Path
) -> None:
    rule = str(mutant.rule)
    assert rule not in plain
    assert rule in {rule for rule, _ in found(edited(tmp_path, mutant), mutant, [rule])}


@pytest.mark.soak
@pytest.mark.parametrize("mutant", UNSEEN, ids=lambda mutant: mutant.id)
def test_no_rule_sees_what_the_table_gives_to_none(mutant: Mutant, tmp_path: Path) -> None:
    """A rule that learns to see a mutant belongs into the table."""
    original = found(build.patched(tmp_path / "plain", []), mutant, [])
    assert found(edited(tmp_path, mutant), mutant, []) <= original
