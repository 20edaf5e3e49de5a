"""The sample pairs: every finding on its exact line with all rules on, and good code silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.annotations import SUFFIXES, Mark, Marks, differences, found_marks, read
from wfplint import app, suppressions
from wfplint.rulebook.loader import load_rulebook

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samplecode" / "rules"
PROGRAMS = sorted(
    path
    for folder in SAMPLES.iterdir()
    if folder.is_dir()
    for path in folder.iterdir()
    if path.name.startswith(("bad", "good"))
)


def files_of(program: Path) -> list[Path]:
    if program.is_file():
        return [program]
    return sorted(path for path in program.rglob("*") if path.suffix in SUFFIXES)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def check(program: Path) -> tuple[frozenset[Mark], list[str]]:
    """What every rule finds in a program, and what could not be analysed."""
    analysis = app.run(app.Options(paths=(shown(program),), select=("WFP",), cache=False))
    problems = [f"{problem.path}: {problem.message}" for problem in analysis.problems]
    return found_marks(analysis.open_findings, analysis.sources), problems


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_sample(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    marks = read((path, shown(path)) for path in files_of(program))
    if program.name.startswith("good"):
        assert not marks.expected, "a good sample expects nothing"
    found, problems = check(program)
    assert problems == []
    assert differences(marks, found) == []


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    rules = {f"{rule.id}-{rule.name}" for rule in load_rulebook().rules.values()}
    folders = {path.name for path in SAMPLES.iterdir() if path.is_dir()}
    assert folders == rules


@pytest.mark.parametrize("folder", sorted(p for p in SAMPLES.iterdir() if p.is_dir()),
                         ids=lambda path: path.name)  # fmt: skip
def test_a_pair_is_complete(folder: Path) -> None:
    """A bad program that expects the folder's rule, a good one, and nothing that is neither."""
    programs = [path for path in PROGRAMS if path.parent == folder]
    bad = [path for path in programs if path.name.startswith("bad")]
    marks = [read((path, path.name) for path in files_of(program)) for program in bad]
    named = {mark.rule for item in marks for mark in item.expected | item.missed}
    assert folder.name.split("-")[0] in named
    assert len(programs) > len(bad) > 0
    rest = {path.suffix for path in folder.iterdir() if path not in programs}
    assert rest <= {".h", ".hpp"}


@pytest.mark.parametrize("rule", suppressions.BUILT_IN)
def test_built_in_rules_do_not_collide(rule: suppressions.BuiltIn) -> None:
    assert rule.id not in load_rulebook().rules


def test_the_comparison_itself() -> None:
    """Every way to be wrong is seen: too little, too much, the wrong line, a miss that is found."""
    one, two, three = (Mark("a.c", line, "WFP101") for line in (1, 2, 3))
    marks = Marks(frozenset({one}), frozenset({three}))
    assert differences(marks, frozenset({one})) == []
    assert len(differences(marks, frozenset())) == 1
    assert len(differences(marks, frozenset({two}))) == 2
    assert len(differences(marks, frozenset({one, three}))) == 1


@pytest.mark.parametrize("text", ["// expect: WFP1", "// expect-miss: WFP101", "// expect: all"])
def test_marks_that_are_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(f"f(); {text}\n")
    with pytest.raises(ValueError, match=r"a\.c:1"):
        read([(tmp_path / "a.c", "a.c")])
