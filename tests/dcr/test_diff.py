"""The patch format: what is written can be read back, and git reads it too."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wfplint.dcr.diff import apply_patch, blob_id, make_patch
from wfplint.errors import UserError

LINES = st.lists(st.sampled_from([b"a\n", b"b\r\n", b"\n", b"\xc2\xa0\n", b"-- c\n", b"+d\n"]))
PAGES = st.builds(lambda lines, tail: b"".join(lines) + tail, LINES, st.sampled_from([b"", b"z"]))


@given(PAGES, PAGES, st.integers(0, 3))
def test_a_patch_reproduces_the_change(old: bytes, new: bytes, context: int) -> None:
    patch = make_patch("a/b.md", old, new, context)
    if old == new:
        assert patch == b""
    else:
        assert apply_patch(patch, {"a/b.md": old}) == {"a/b.md": new}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PAGES.filter(bool), PAGES.filter(bool))
def test_git_agrees(tmp_path: Path, old: bytes, new: bytes) -> None:
    if old == new or shutil.which("git") is None:
        return
    (tmp_path / "b.md").write_bytes(old)
    done = subprocess.run(
        ["git", "-C", str(tmp_path), "apply", "--whitespace=nowarn", "-"],
        input=make_patch("b.md", old, new), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "b.md").read_bytes() == new


def test_other_content_is_refused_with_its_line() -> None:
    patch = make_patch("b.md", b"one\ntwo\nthree\n", b"one\n2\nthree\n")
    with pytest.raises(UserError, match=r"b\.md:2: the patch does not match"):
        apply_patch(patch, {"b.md": b"one\nTWO\nthree\n"})


def test_blob_ids_are_those_of_git() -> None:
    assert blob_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
