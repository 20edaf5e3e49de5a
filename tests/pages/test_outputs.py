"""What the rule pages show as the tool's output is what the tool prints, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfplint.cli import main
from wfplint.pages.site import sample_folder
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rule
from wfplint.samples import read_pair

ROOT = Path(__file__).parents[2]
OUTPUTS = ROOT / "docs" / "outputs"
SAMPLES = ROOT / "samplecode" / "rules"
RULES = [rule for rule in load_rulebook().rules.values() if sample_folder(SAMPLES, rule)]


def bad_program(rule: Rule) -> str:
    """The file or folder that the page's bad example is from, relative to the repository."""
    folder = sample_folder(SAMPLES, rule)
    assert folder is not None
    pair = read_pair(folder, f"samplecode/rules/{folder.name}")
    assert pair.bad is not None
    inside = Path(pair.bad.path).relative_to(f"samplecode/rules/{folder.name}")
    return f"samplecode/rules/{folder.name}/{inside.parts[0]}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_output(
    rule: Rule, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """`pytest --snapshot-update` writes docs/outputs; read the diff before you commit it."""
    monkeypatch.chdir(ROOT)
    program = bad_program(rule)
    main(["check", program, "--select", rule.id, "--color", "never", "--fail-on", "never"])
    printed = f"$ wfplint check {program}\n{capsys.readouterr().out}"
    assert rule.id in printed.partition("\n")[2], "the bad example is not found"
    path = OUTPUTS / f"{rule.id}.txt"
    if request.config.getoption("--snapshot-update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, encoding="utf-8", newline="\n")
    assert path.exists(), "run pytest --snapshot-update"
    assert path.read_text(encoding="utf-8") == printed


def test_no_output_is_left_over() -> None:
    known = {f"{id}.txt" for id in load_rulebook().rules}
    assert {path.name for path in OUTPUTS.glob("*")} <= known
