"""The built files: links and anchors resolve, nothing points outside, every rule is reachable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from wfplint.rulebook.loader import load_rulebook

pytestmark = pytest.mark.xdist_group("site")

LOADING = {"src", "srcset", "poster", "data"}


class Reader(HTMLParser):
    """Collects ids, links, and whatever a browser would load."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and "href" in values and values.get("rel") not in ("next", "prev"):
            self.loaded.append(values["href"])
        self.loaded += [values[name] for name in LOADING & values.keys()]


@cache
def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def pages(site: Path) -> list[Path]:
    # the error page is served at any depth, so its links are absolute
    return [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]


def broken(site: Path, page: Path) -> Iterator[str]:
    for link in read(page).links + read(page).loaded:
        target, fragment = urldefrag(link)
        if urlsplit(link).scheme:
            continue
        path = (page.parent / unquote(target)).resolve() if target else page
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            yield f"{page.relative_to(site)} -> {link}"
        elif fragment and path.suffix == ".html" and unquote(fragment) not in read(path).ids:
            yield f"{page.relative_to(site)} -> {link} (no such anchor)"


def test_links_and_anchors_resolve(site: Path) -> None:
    assert not [problem for page in pages(site) for problem in broken(site, page)]


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in sorted(site.rglob("*.html")):
        outside = [link for link in read(page).loaded if re.match(r"(https?:)?//", link)]
        assert not outside, page
    for sheet in site.rglob("*.css"):
        found = re.findall(r"url\(['\"]?((?:https?:)?//[^)]*)", sheet.read_text(encoding="utf-8"))
        assert not found, sheet


def test_every_rule_has_a_page_an_index_row_and_a_place_in_the_navigation(site: Path) -> None:
    index = (site / "rules" / "index.html").read_text(encoding="utf-8")
    for rule in load_rulebook().rules.values():
        page = site / "rules" / f"{rule.id}.html"
        assert page.is_file()
        assert f'<a href="{rule.id}.html">' in index
        assert index.count(f'href="{rule.id}.html"') >= 2, "row and navigation"


def test_no_token_is_left(site: Path) -> None:
    for page in pages(site):
        assert not re.search(r"\{\{ [a-z]", page.read_text(encoding="utf-8")), page


@pytest.mark.parametrize("name", ["ibm-plex/LICENSE-sans.txt", "ibm-plex/LICENSE-mono.txt"])
def test_licences_stand_beside_what_they_license(site: Path, name: str) -> None:
    assert "OFL" in (site / "assets" / "vendor" / name).read_text(encoding="utf-8")


def test_no_file_is_large(site: Path) -> None:
    assert not [
        path for path in site.rglob("*") if path.is_file() and path.stat().st_size > 1_500_000
    ]
