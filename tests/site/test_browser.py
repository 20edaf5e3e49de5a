"""In a real Chromium: no errors, nothing from outside, and every interactive part does its work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site.conftest import Visitor
from wfplint.rulebook.loader import load_rulebook

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PHONE = 360
REPRESENTATIVE = ("index.html", "race.html", "explorer.html", "mitigation.html", "dcr.html",
                  "rules/index.html", "guides/verdict.html", "guides/quick-start.html",
                  "reference/cli.html", "reference/comparison.html")  # fmt: skip


def paths(site: Path) -> list[str]:
    return [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    ]


def some_rule() -> str:
    rules = sorted(load_rulebook().rules)
    if not rules:
        pytest.skip("no rule is there yet")
    return rules[0]


def test_every_page_loads_cleanly_and_fits_a_phone(site: Path, visit: Visitor) -> None:
    opened = visit.open("index.html", width=PHONE, height=740)
    wide = []
    for path in paths(site):
        opened.page.goto(visit.address + path, wait_until="load")
        if opened.page.evaluate("document.documentElement.scrollWidth") > PHONE:
            wide.append(path)
    opened.page.wait_for_timeout(300)
    assert opened.problems == []
    assert opened.outside == []
    assert wide == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(site: Path, visit: Visitor, dark: bool) -> None:
    opened = visit.open("index.html", dark=dark)
    rules = [f"rules/{id}.html" for id in sorted(load_rulebook().rules)[:3]]
    found: list[str] = []
    for path in (*REPRESENTATIVE, *rules):
        opened.page.goto(visit.address + path, wait_until="load")
        opened.page.add_script_tag(path=AXE)
        report = opened.page.evaluate(
            "axe.run({resultTypes: ['violations'],"
            " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
        )
        for violation in report["violations"]:
            if violation["impact"] in ("serious", "critical"):
                targets = [node["target"] for node in violation["nodes"][:3]]
                found.append(f"{path}: {violation['id']} {targets}")
    assert found == []


def search(visit: Visitor, words: str) -> list[str]:
    page = visit.open("index.html").page
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_selector(".md-search-result__item", timeout=5000)
    page.wait_for_timeout(200)
    return [
        link.get_attribute("href") or ""
        for link in page.query_selector_all(".md-search-result__link")
    ]


def test_search_finds_a_rule_by_id(visit: Visitor) -> None:
    rule = some_rule()
    assert f"rules/{rule}.html" in search(visit, rule)[0]


def test_search_finds_a_rule_by_its_message(visit: Visitor) -> None:
    rule = load_rulebook().rules[some_rule()]
    words = re.sub(r"\{\w+\}", " ", rule.message)
    longest = max(re.split(r"[^\w ]", words), key=len).strip()
    assert any(f"rules/{rule.id}.html" in href for href in search(visit, longest))


def test_the_filter_filters(visit: Visitor) -> None:
    rule = load_rulebook().rules[some_rule()]
    page = visit.open("rules/index.html").page
    rows = page.locator("#wl-rules tbody tr:visible")
    everything = rows.count()
    page.locator("[name=text]").fill(rule.id)
    assert rows.count() == 1
    assert page.locator(".wl-filter__count").inner_text() == f"1 of {everything} rules"
    page.locator("[name=text]").fill("")
    page.locator("[name=severity]").select_option(rule.severity.value)
    assert 0 < rows.count() <= everything
    tags = set(page.locator("#wl-rules tbody tr:visible .wl-tag").all_inner_texts())
    assert tags == {rule.severity.value}
    page.locator("[name=severity]").select_option("")
    page.locator("[name=text]").fill("no such words anywhere")
    assert rows.count() == 0


def test_the_index_is_a_plain_table_without_scripts(visit: Visitor) -> None:
    some_rule()
    page = visit.open("rules/index.html", scripts=False).page
    assert page.locator("#wl-rules tbody tr").count() == len(load_rulebook().rules)
    assert not page.locator(".wl-filter").is_visible()


def test_tabs_show_the_other_code(visit: Visitor) -> None:
    page = visit.open("index.html").page
    other = page.locator(".tabbed-block").nth(1)
    assert not other.is_visible()
    page.locator(".tabbed-labels label").nth(1).click()
    other.wait_for(state="visible")


def test_code_can_be_copied(visit: Visitor) -> None:
    page = visit.open("index.html").page
    page.locator(".highlight").first.hover()
    page.locator("button.md-clipboard, .md-code__button[data-md-type=copy]").first.click()
    assert "wfplint audit" in page.evaluate("navigator.clipboard.readText()")


def test_dark_mode_follows_the_system_and_can_be_switched(visit: Visitor) -> None:
    page = visit.open("index.html", dark=True).page
    scheme = "document.body.getAttribute('data-md-color-scheme')"
    assert page.evaluate(scheme) == "slate"
    page.locator("label[title='Switch to light mode']").click()
    assert page.evaluate(scheme) == "default"


def test_the_home_page_opens_with_the_warning(visit: Visitor) -> None:
    page = visit.open("index.html", width=PHONE, height=740).page
    box = page.locator(".wl-learn").first.bounding_box()
    assert box is not None and box["y"] < 500
    assert "may cause a bug check" in page.locator(".wl-learn").first.inner_text()


def test_the_stacked_picture_of_the_race_has_no_lane_lines(visit: Visitor) -> None:
    page = visit.open("race.html", width=PHONE, height=740).page
    steps = page.locator(".wl-seq ol").first
    assert steps.evaluate("e => getComputedStyle(e).backgroundImage") == "none"
    assert steps.evaluate("e => parseFloat(getComputedStyle(e).paddingLeft)") > 0


def test_links_can_be_followed_by_keyboard_with_a_visible_focus(visit: Visitor) -> None:
    page = visit.open("index.html").page
    link = page.locator(".wl-actions a").first
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert link.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
