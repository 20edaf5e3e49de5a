"""Verdicts on small sources: each completion and pend carries its expected verdict as a comment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkers.sources import expected_in
from wfplint.app import Options, run

CASES = Path(__file__).parent / "verdicts"


def verdicts_of(path: Path) -> dict[int, tuple[str, str]]:
    """Line -> verdict, and reason or kind of guard, as `audit` gives them."""
    analysis = run(Options((str(path),), cache=False, audit=True))
    assert not analysis.problems
    result = {}
    for site in analysis.sites:
        kinds = {g.kind for g in site.guards}
        detail = site.reason or ",".join(sorted(kinds))
        line = analysis.sources.file(site.span.path).position(site.span.start).line
        result[line] = (site.verdict.value, detail)
    return result


@pytest.mark.parametrize("path", sorted(CASES.glob("*.c*")), ids=lambda p: p.name)
def test_verdicts(path: Path) -> None:
    expected = expected_in(path.read_text())
    actual = verdicts_of(path)
    wild = {
        n: (v, "*" if expected.get(n, ("", ""))[1] == "*" else d) for n, (v, d) in actual.items()
    }
    assert wild == expected
