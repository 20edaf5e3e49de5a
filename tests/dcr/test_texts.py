"""The texts: as they were read and approved, within their limits, and true to their labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Snapshot
from tests.dcr.checkout import knowledge
from wfplint.dcr.command import Options, render_all, run
from wfplint.dcr.document import render_dcr
from wfplint.dcr.evidence import read_evidence
from wfplint.dcr.markdown import LABELS, words
from wfplint.dcr.model import EvidenceRow
from wfplint.errors import UserError

ROOT = Path(__file__).parents[2]
TEXTS = sorted(render_all(knowledge(), ()))


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, snapshot: Snapshot) -> None:
    snapshot(name, render_all(knowledge(), ())[name].decode())


def test_the_design_names_these_files() -> None:
    assert {
        "dcr.md", "confirmation-request.md", "feedback-hub.txt", "learn-feedback.txt",
        "github-issue.md",
    } <= set(TEXTS)  # fmt: skip


@pytest.mark.parametrize("variant", ["reported", "confirmed"])
def test_the_warning_is_short(variant: str) -> None:
    assert words(getattr(knowledge().warnings, variant).whole) <= 60


def test_the_warning_of_today_claims_nothing_unconfirmed() -> None:
    text = knowledge().warnings.reported.text
    assert "may become invalid" in text and "may cause a bug check" in text


@pytest.mark.parametrize("name", TEXTS)
def test_inferences_are_not_published(name: str) -> None:
    text = render_all(knowledge(), ())[name].decode()
    assert "inference" not in text.lower()
    assert set(re.findall(r"\*\[([\w-]+)\]\*", text)) <= LABELS.keys()


@pytest.mark.parametrize("name", TEXTS)
def test_the_crash_is_never_told_without_its_label(name: str) -> None:
    """Wherever a stop code stands, the paragraph or section says that it is reported."""
    text = render_all(knowledge(), ())[name].decode()
    for block in re.split(r"\n\n", text):
        if "0x7E" in block:
            assert re.search(r"[Rr]eported", block), block


def test_every_unknown_is_asked_and_every_fact_printed() -> None:
    text = render_dcr(knowledge())
    for question in knowledge().questions:
        assert f"({question.id})" in text
    for fact in knowledge().facts:
        assert " ".join(fact.text.split()) in text


def test_evidence_is_shown_with_its_limits() -> None:
    row = EvidenceRow("r", "base", "no closure", {"C": 0}, ("I1",), 1234)
    text = render_dcr(knowledge(), (), [row])
    assert "| no closure | `C=0` | breaks I1 |" in text
    assert "nowhere else" in text


def test_the_evidence_is_the_table_of_the_runs() -> None:
    rows = {row.id: row for row in read_evidence(ROOT)}
    assert rows["guarded"].outcome == "holds"
    assert rows["no-closure"].broken == ("I1",)
    assert read_evidence(ROOT / "no such folder") == ()


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "samplecode" / "evidence" / "runs.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(UserError, match=r"runs\.json: not a table of runs"):
        read_evidence(tmp_path)


def test_nothing_is_written_when_a_checkout_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(UserError):
        run(Options(out, docs=(tmp_path,)), knowledge(), ())
    assert not out.exists()


def test_run_needs_a_place(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="where to"):
        run(Options(), knowledge(), ())
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(UserError, match="cannot write"):
        run(Options(blocked / "below"), knowledge(), ())
