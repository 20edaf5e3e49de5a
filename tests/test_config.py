"""The configuration file: what it may say, where it is found, and how it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfplint import config
from wfplint.config import Config
from wfplint.errors import UserError
from wfplint.finding import Severity


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(text: str, name: str = "wfplint.yaml") -> Config:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return config.load(path.resolve())


def refusal(text: str, name: str = "wfplint.yaml") -> str:
    with pytest.raises(UserError) as caught:
        load(text, name)
    return str(caught.value)


def test_no_file_gives_the_defaults() -> None:
    assert config.load(None) == Config()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff# with a mark\n"])
def test_a_file_without_keys_gives_the_defaults(text: str) -> None:
    assert load(text) == Config(file="wfplint.yaml")


def test_every_key() -> None:
    assert load(
        "paths: [sys]\nexclude: ['**/test/**']\ninclude_dirs: [inc]\ndefines: [A, B=1]\nwdk: wdk\n"
        "profile: strict\nselect: [WFP1]\nignore: [WFP106]\nseverity: {WFP305: error}\n"
        "fail_on: error\nrules: [my-rules]\nbaseline: base.json\njobs: 2\n"
        "docs_url: https://example.org\n"
    ) == Config(
        paths=("sys",), exclude=("**/test/**",), include_dirs=("inc",), defines=("A", "B=1"),
        wdk="wdk", profile="strict", select=("WFP1",), ignore=("WFP106",),
        severity={"WFP305": Severity.ERROR}, fail_on="error", rules=("my-rules",),
        baseline="base.json", jobs=2, docs_url="https://example.org", file="wfplint.yaml",
    )  # fmt: skip


def test_toml() -> None:
    text = '[project]\nname = "x"\n[tool.wfplint]\nselect = ["WFP1"]\njobs = 3\n'
    expected = Config(select=("WFP1",), jobs=3, file="pyproject.toml")
    assert load(text, "pyproject.toml") == expected


def test_paths_are_relative_to_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(folder / "a" / "b")
    assert load("paths: [sys]\nbaseline: x/y.json\n", "../wfplint.yaml").paths == ("../sys",)


def test_the_nearest_file_is_found(folder: Path) -> None:
    inner = folder / "a" / "b"
    inner.mkdir(parents=True)
    (folder / "wfplint.yaml").touch()
    (folder / "a" / "pyproject.toml").write_text("[tool.other]\n")
    assert config.find(inner) == folder / "wfplint.yaml"
    (folder / "a" / "pyproject.toml").write_text("[tool.wfplint]\n")
    assert config.find(inner) == folder / "a" / "pyproject.toml"


def test_the_search_ends_at_the_repository(folder: Path) -> None:
    (folder / "wfplint.yaml").touch()
    (folder / "repo" / ".git").mkdir(parents=True)
    assert config.find(folder / "repo") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nselct: [WFP1]\n", "wfplint.yaml:2: unknown key 'selct' (did you mean 'select'?"),
        ("jobs: 0\n", "wfplint.yaml:1: jobs must be at least 1"),
        ("jobs: many\n", "wfplint.yaml:1: jobs: 'many' is not a int"),
        ("a: [\n", "wfplint.yaml:2: not YAML: "),
        ("- a\n", "wfplint.yaml:1: the file must be a mapping"),
        ("fail_on: bad\n", "wfplint.yaml:1: fail_on: unknown value 'bad' (allowed: error, never,"),
        ("select: WFP1\n", "wfplint.yaml:1: select must be a list"),
        ("profile: strict\nprofile: strict\n", "wfplint.yaml:2: key 'profile' stands twice"),
        ("file: x\n", "wfplint.yaml:1: unknown key 'file'"),
        ("severity:\n  WFP106: bad\n", "wfplint.yaml:2: severity.WFP106: unknown value 'bad'"),
    ],
)
def test_refusals_in_yaml(text: str, expected: str) -> None:
    assert refusal(text).startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.wfplint]\nx = 1\n", "pyproject.toml:2: unknown key 'x'"),
        ("[tool.wfplint.severity]\nWFP1 = 'x'\n", "pyproject.toml:1: severity.WFP1: unknown value"),
        ("[tool.wfplint\n", "pyproject.toml:1: not TOML: "),
    ],
)
def test_refusals_in_toml(text: str, expected: str) -> None:
    assert refusal(text, "pyproject.toml").startswith(expected)


def test_a_file_that_is_not_text() -> None:
    Path("wfplint.yaml").write_bytes(b"select: [\xff\xfe]\n")
    with pytest.raises(UserError, match=r"wfplint.yaml: is not UTF-8 text"):
        config.load(Path("wfplint.yaml"))


def test_a_file_that_is_missing() -> None:
    with pytest.raises(UserError, match=r"no\.yaml: cannot be read: No such file"):
        config.load(Path("no.yaml"))
