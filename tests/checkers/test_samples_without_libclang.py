"""The sample pairs again, read with tree-sitter alone: the same findings on the same lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.annotations import read
from wfplint.checkers.run import analyse
from wfplint.frontend.lowering import lower_unit
from wfplint.frontend.treesitter.unit import TreeSitterOptions, parse
from wfplint.rulebook.loader import load_rulebook
from wfplint.source import SourceFile

SAMPLES = Path(__file__).parents[2] / "samplecode" / "rules"
# Where the grammar does not see an object with a destructor, and says so.
KNOWN_GAPS = {"WFP101-unguarded-completion/bad.cpp"}


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/*.c*")), ids=lambda p: f"{p.parent.name[:6]}-{p.name}"
)
def test_sample(path: Path) -> None:
    source = SourceFile.from_bytes(path.name, path.read_bytes())
    result = parse(source, TreeSitterOptions(language="cpp" if path.suffix == ".cpp" else "c"))
    if f"{path.parent.name}/{path.name}" in KNOWN_GAPS:
        assert result.with_errors
        return
    book = load_rulebook()
    findings = analyse([lower_unit(result.unit)], book, list(book.rules.values())).findings
    found = {(source.position(f.span.start).line, f.rule) for f in findings}
    assert found == {(m.line, m.rule) for m in read([(path, path.name)]).expected}
