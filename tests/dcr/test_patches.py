"""Patches: made at anchors, byte for byte, one concern each, and refused on a changed page."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.dcr.checkout import (
    conceptual_pages,
    knowledge,
    reference_pages,
    run_git,
    write,
)
from wfplint.dcr.diff import apply_patch
from wfplint.dcr.patches import Patch, make_patches, repository_of
from wfplint.errors import UserError

PAGES = {"windows-driver-docs-ddi": reference_pages, "windows-driver-docs": conceptual_pages}


def patches_of(root: Path, repository: str, *, git: bool = False) -> tuple[Patch, ...]:
    return make_patches(knowledge(), write(root, PAGES[repository](), git=git))


@pytest.mark.parametrize("repository", PAGES)
def test_every_concern_becomes_one_patch(tmp_path: Path, repository: str) -> None:
    made = [patch.concern for patch in patches_of(tmp_path, repository)]
    assert made == [c for c in knowledge().concerns if c.repository == repository]
    assert sum(concern.main for concern in made) == 1


@pytest.mark.parametrize("repository", PAGES)
def test_the_checkout_stays_untouched(tmp_path: Path, repository: str) -> None:
    patches_of(tmp_path, repository)
    for name, data in PAGES[repository]().items():
        assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize("repository", PAGES)
def test_only_whole_lines_are_added_or_one_word_replaced(tmp_path: Path, repository: str) -> None:
    """Line ends, non-breaking spaces, front matter and headings of the page survive."""
    before = PAGES[repository]()
    for patch in patches_of(tmp_path, repository):
        for path, new in apply_patch(patch.data, before).items():
            old = before[path]
            assert new.count(b"\r\n") == (new.count(b"\n") if b"\r\n" in old else 0)
            assert new.count("\u00a0".encode()) == old.count("\u00a0".encode())
            assert headings(new) == headings(old)
            assert new.startswith(old.partition(b"# ")[0])


def headings(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines() if line.startswith((b"#", b"ms.date"))]


@pytest.mark.parametrize("repository", PAGES)
def test_git_applies_them_in_every_order_with_one_result(tmp_path: Path, repository: str) -> None:
    checkout = tmp_path / "checkout"
    patches = patches_of(checkout, repository, git=True)
    files = [tmp_path / patch.concern.file_name for patch in patches]
    for file, patch in zip(files, patches, strict=True):
        file.write_bytes(patch.data)
    results = set()
    for order in itertools.permutations(files):
        for file in order:
            run_git(checkout, "apply", "--whitespace=nowarn", str(file))
        results.add(run_git(checkout, "diff"))
        run_git(checkout, "checkout", "-q", "--", ".")
    assert len(results) == 1


def test_the_warning_stands_between_its_anchors(tmp_path: Path) -> None:
    patch = next(p for p in patches_of(tmp_path, "windows-driver-docs-ddi") if p.concern.main)
    text = apply_patch(patch.data, reference_pages())[patch.paths[0]].decode()
    warning = knowledge().warnings.reported.whole
    block = f"packet.\r\n\r\n> [!WARNING]\r\n> {warning}\r\n\r\nTo complete a connection"
    assert block in text
    assert text.endswith("ALE Endpoint Lifetime Management</a>\r\n")


def test_a_page_without_a_final_line_end_keeps_lacking_it(tmp_path: Path) -> None:
    patch = next(p for p in patches_of(tmp_path, "windows-driver-docs-ddi") if p.concern.main)
    text = apply_patch(patch.data, reference_pages())[patch.paths[1]]
    assert text.endswith(b"</a>")
    assert b"\\ No newline at end of file" in patch.data


def test_a_patched_page_is_refused(tmp_path: Path) -> None:
    patch = next(p for p in patches_of(tmp_path, "windows-driver-docs-ddi") if p.concern.main)
    write(tmp_path, apply_patch(patch.data, reference_pages()))
    with pytest.raises(UserError, match=r"fwpscompleteoperation0\.md: the (page already|anchor)"):
        make_patches(knowledge(), tmp_path)


@pytest.mark.parametrize("repository", PAGES)
@pytest.mark.parametrize("index", range(5))
def test_a_lost_anchor_names_page_and_anchor(tmp_path: Path, repository: str, index: int) -> None:
    concerns = [c for c in knowledge().concerns if c.repository == repository]
    edit = concerns[index % len(concerns)].edits[0]
    path = knowledge().sources[edit.page].path
    pages = PAGES[repository]()
    pages[path] = b"# Rewritten\n\nNothing is where it was.\n"
    with pytest.raises(UserError) as caught:
        make_patches(knowledge(), write(tmp_path, pages))
    assert path in str(caught.value) and "was not found" in str(caught.value)


def test_an_anchor_that_stands_twice_is_refused(tmp_path: Path) -> None:
    pages = reference_pages()
    path = next(iter(pages))
    pages[path] += b"\r\nmore list data that describes the packet.\r\n"
    with pytest.raises(UserError, match="was found 2 times"):
        make_patches(knowledge(), write(tmp_path, pages))


def test_a_page_that_is_gone_is_named(tmp_path: Path) -> None:
    pages = reference_pages()
    path = next(iter(pages))
    write(tmp_path, pages)
    (tmp_path / path).unlink()
    with pytest.raises(UserError, match=r"fwpscompleteoperation0\.md: the page cannot be"):
        make_patches(knowledge(), tmp_path)


def test_another_folder_is_no_checkout(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a checkout"):
        repository_of(tmp_path)
    with pytest.raises(UserError, match="no such folder"):
        repository_of(tmp_path / "missing")
