"""The race explorer: by keyboard, by mouse, without scripts, and from a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.site.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="session")
def traces(site: Path) -> list[dict[str, Any]]:
    text = (site / "explorer.html").read_text(encoding="utf-8")
    if "wl-explorer-data" not in text:
        pytest.skip("no trace is there yet")
    data = text.split('id="wl-explorer-data">')[1].split("</script>")[0]
    found: list[dict[str, Any]] = json.loads(data)["traces"]
    return found


def test_the_keyboard_steps_to_the_crash(visit: Visitor, traces: list[dict[str, Any]]) -> None:
    page = visit.open("explorer.html").page
    page.locator(".wl-x").focus()
    steps = traces[0]["steps"]
    for index in range(1, len(steps)):
        page.keyboard.press("ArrowRight")
        assert page.locator(".wl-x__count").inner_text() == f"{index + 1} / {len(steps)}"
    assert traces[0]["invariant"], "the first scenario shows the defect"
    assert "is-danger" in (page.locator(".wl-x__steps li.is-now").get_attribute("class") or "")
    assert traces[0]["invariant"] in page.locator(".wl-x__outcome").inner_text()
    page.keyboard.press("Home")
    assert page.locator(".wl-x__count").inner_text().startswith("1 /")


def test_each_step_shows_its_state_and_its_line(
    visit: Visitor, traces: list[dict[str, Any]]
) -> None:
    page = visit.open("explorer.html").page
    for index, step in enumerate(traces[0]["steps"]):
        page.locator(".wl-x__steps button").nth(index).click()
        shown = page.locator(".wl-x__state dd").all_inner_texts()
        assert [text.removesuffix(" ●") for text in shown] == list(step["state"].values())
        if step["code"]:
            hit = next(line for line in step["code"] if line["hit"])
            assert hit["text"].strip() in page.locator(".wl-x__code .is-hit").inner_text()


def test_every_run_of_every_driver_can_be_chosen(
    visit: Visitor, traces: list[dict[str, Any]]
) -> None:
    opened = visit.open("explorer.html")
    for trace in traces:
        opened.page.locator("#wl-x-scenario").select_option(trace["scenario"])
        opened.page.locator("#wl-x-assumptions").select_option(trace["id"])
        opened.page.get_by_role("button", name="Last", exact=True).click()
        assert opened.page.locator(".wl-x__steps li").count() == len(trace["steps"])
    assert opened.problems == []


def test_play_moves_on_and_stops(visit: Visitor, traces: list[dict[str, Any]]) -> None:
    page = visit.open("explorer.html").page
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("document.querySelector('.wl-x__count').textContent.startsWith('2 /')")
    page.get_by_role("button", name="Pause", exact=True).click()
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_it_works_from_a_folder(site: Path, visit: Visitor, traces: list[dict[str, Any]]) -> None:
    opened = visit.open("explorer.html", base=site.as_uri() + "/")
    opened.page.get_by_role("button", name="Next", exact=True).click()
    assert opened.page.locator(".wl-x__count").inner_text() == f"2 / {len(traces[0]['steps'])}"
    assert opened.outside == []


def test_without_scripts_the_first_run_reads_as_a_list(
    visit: Visitor, traces: list[dict[str, Any]]
) -> None:
    page = visit.open("explorer.html", scripts=False).page
    assert page.locator("#wl-explorer .wl-seq__step").count() == len(traces[0]["steps"])


def test_a_phone_shows_who_acts(visit: Visitor, traces: list[dict[str, Any]]) -> None:
    page = visit.open("explorer.html", width=360, height=740).page
    assert page.locator(".wl-x__who").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
