"""The linter and the exploration look at the same files and the same mutants."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from samplecode.evidence import build, table
from samplecode.evidence.paths import DRIVER, MUTANTS, ROOT
from samplecode.evidence.table import Mutant

pytest.importorskip("wfplint.cli", reason="the linter is not importable")

FLAGGED = [mutant for mutant in table.mutants() if mutant.rule is not None]


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


def rules_found(folder: Path, mutant: Mutant) -> set[str]:
    files = sources(folder, build.BASES[mutant.base][0])
    findings = wfplint("check", *files, options=("--select", str(mutant.rule)))["findings"]
    return {finding["rule"] for finding in findings}


@pytest.mark.parametrize("mutant", FLAGGED, ids=lambda mutant: mutant.id)
def test_the_rule_sees_the_mutant_and_not_the_original(mutant: Mutant, tmp_path: Path) -> None:
    plain = rules_found(build.patched(tmp_path / "plain", []), mutant)
    edited = rules_found(
        build.patched(tmp_path / "edited", [MUTANTS / f"{mutant.id}.patch"]), mutant
    )
    assert mutant.rule in edited - plain
