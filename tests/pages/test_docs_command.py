"""`wfplint docs` writes what the site is built from."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfplint.cli import main
from wfplint.errors import UserError
from wfplint.pages.collect import collect
from wfplint.pages.command import write_pages
from wfplint.pages.site import generated_pages, rule_navigation


def test_the_command_writes_every_generated_page(tmp_path: Path) -> None:
    assert main(["docs", "--out", str(tmp_path)]) == 0
    site = collect()
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.md")}
    assert written == {*generated_pages(site), "reference/cli.md"}
    for rule in site.rules:
        page = (tmp_path / "rules" / f"{rule.id}.md").read_text(encoding="utf-8")
        assert page == generated_pages(site)[f"rules/{rule.id}.md"]


def test_every_rule_is_in_the_navigation_once() -> None:
    site = collect()
    listed = [
        page for group in rule_navigation(site.rules) for pages in group.values() for page in pages
    ]
    assert listed == [f"rules/{rule.id}.md" for rule in site.rules]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        write_pages(tmp_path / "file", collect())
