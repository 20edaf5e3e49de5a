"""The sample pairs of the rules: where they are, the marked section, the lines to highlight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from wfplint.rulebook.model import Rule

_PACKAGE = Path(__file__).resolve().parent
_MARK = re.compile(r"//\s*\[(start|end):([\w-]+)\]")
_EXPECT = re.compile(r"\s*//\s*expect(?:-miss)?:.*$")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Code to show: `first` is its line in the file, `marked` the lines (from 1, within the text)
    on which a finding is expected.
    """

    path: str
    language: str
    first: int
    text: str
    marked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What a rule's page shows: bad and good code, and all files of the pair."""

    bad: Excerpt | None
    good: Excerpt | None
    files: tuple[str, ...]


def read_pair(folder: Path, shown: str) -> Pair:
    """Read a rule's sample folder; `shown` is how its path is written on the page."""
    files = sorted(
        path for path in folder.rglob("*") if path.suffix in {".c", ".cpp", ".h", ".hpp"}
    )
    names = tuple(path.relative_to(folder).as_posix() for path in files)
    sources = [
        excerpt(path.read_text(encoding="utf-8", errors="replace"), f"{shown}/{name}")
        for path, name in zip(files, names, strict=True)
        if path.suffix in {".c", ".cpp"}
    ]
    return Pair(_first(sources, "bad", shown), _first(sources, "good", shown), names)


def _first(sources: list[Excerpt], kind: str, shown: str) -> Excerpt | None:
    candidates = [s for s in sources if s.path.removeprefix(f"{shown}/").startswith(kind)]
    plain = [s for s in candidates if s.path.rpartition("/")[2].startswith(f"{kind}.")]
    return next(iter(plain + candidates), None)


def excerpt(source: str, path: str) -> Excerpt:
    """The section between the first pair of markers, or the whole file if it has none."""
    lines = source.splitlines()
    first, last = _section(lines)
    shown, marked = [], []
    for line in lines[first:last]:
        if _MARK.search(line):
            continue
        shown.append(_EXPECT.sub("", line))
        if re.search(r"//\s*expect:", line):
            marked.append(len(shown))
    language = "cpp" if path.endswith(".cpp") else "c"
    return Excerpt(path, language, first + 1, "\n".join(shown).strip("\n"), tuple(marked))


def _section(lines: list[str]) -> tuple[int, int]:
    starts = [i for i, line in enumerate(lines) if (m := _MARK.search(line)) and m[1] == "start"]
    if not starts:
        return 0, len(lines)
    ends = [
        i for i, line in enumerate(lines)
        if i > starts[0] and (m := _MARK.search(line)) and m[1] == "end"
    ]  # fmt: skip
    return starts[0] + 1, ends[0] if ends else len(lines)


def folder() -> Path | None:
    """The folder with one sub-folder a rule."""
    for place in (_PACKAGE / "samples", _PACKAGE.parents[1] / "samplecode" / "rules"):
        if place.is_dir():
            return place
    return None


def pair_of(rule: Rule) -> Pair | None:
    """The samples of a rule; None for a project's own rule without any."""
    base = folder()
    if base is None:
        return None
    place = base / Path(rule.samples or f"{rule.id}-{rule.name}").name
    return read_pair(place, f"samplecode/rules/{place.name}") if place.is_dir() else None
