"""`wfplint dcr`: what it says of the patches that it cannot make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.support import run
from tests.dcr.checkout import conceptual_pages, reference_pages, write


def test_without_checkouts_it_says_that_there_are_no_patches(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ran = run(capsys, "dcr", "--out", str(tmp_path))
    assert ran.code == 0
    assert not list(tmp_path.glob("*.patch"))
    assert ran.err == (
        "no patches for windows-driver-docs-ddi, windows-driver-docs: give --docs with a checkout "
        "of each (git clone https://github.com/MicrosoftDocs/<repository>)\n"
    )


def test_with_one_checkout_it_names_the_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    checkout = write(tmp_path / "ddi", reference_pages())
    ran = run(capsys, "dcr", "--out", str(tmp_path / "out"), "--docs", str(checkout))
    assert ran.err.startswith("no patches for windows-driver-docs: ")
    assert list((tmp_path / "out").glob("windows-driver-docs-ddi*.patch"))


def test_with_all_checkouts_or_to_check_it_says_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ddi = write(tmp_path / "ddi", reference_pages())
    conceptual = write(tmp_path / "docs", conceptual_pages())
    both = ("--docs", str(ddi), "--docs", str(conceptual))
    assert run(capsys, "dcr", "--out", str(tmp_path / "out"), *both).err == ""
    assert run(capsys, "dcr", "--check").err == ""
