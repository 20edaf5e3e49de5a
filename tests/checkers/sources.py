"""Small sources through front end, lowering and checkers: their completions with verdicts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wfplint.checkers.run import analyse
from wfplint.finding import Site
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.ir import TranslationUnit
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rulebook
from wfplint.source import SourceFile

EXPECTED = re.compile(r"// (guarded|unguarded|inline|unknown)(?: ([\w*-]+))?\s*$")


def expected_in(text: str) -> dict[int, tuple[str, str]]:
    """Line -> verdict and detail that the comments of a source expect."""
    found = ((n, EXPECTED.search(line)) for n, line in enumerate(text.splitlines(), 1))
    return {n: (match[1], match[2] or "") for n, match in found if match}


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def completions(path: Path, text: str) -> dict[int, tuple[str, str]]:
    """Line -> verdict, and reason or kinds of guard, of each completion of one source.

    `path` says where the text belongs: what it includes is looked for there.
    """
    found = completions_of({path: text})
    return {line: answer for (_, line), answer in found.items()}


def completions_of(texts: Mapping[Path, str]) -> dict[tuple[str, int], tuple[str, str]]:
    """(file, line) -> verdict and detail, for several sources linked into one driver."""
    sources = {p.name: SourceFile.from_bytes(p.name, t.encode(), str(p)) for p, t in texts.items()}
    units = [_lowered(source) for source in sources.values()]
    sites = analyse(units, rulebook(), [rulebook().rules["WFP101"]]).sites
    return {
        (s.span.path, sources[s.span.path].position(s.span.start).line): (
            s.verdict.value,
            _detail(s),
        )
        for s in sites
        if s.kind == "completion"
    }


def _lowered(source: SourceFile) -> TranslationUnit:
    return lower_unit(parse(source, ClangOptions(), lambda _: True).unit)


def _detail(site: Site) -> str:
    return site.reason or ",".join(sorted({g.kind for g in site.guards}))
