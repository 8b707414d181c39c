"""Reviewing by keys alone; places from the gazetteer and the map; an event that was missed; incidents."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import Served, need_browser, serving, visiting

STRIKE = "2024-03-11-airstrike"


@pytest.fixture
def fresh(sample_db: Path, tmp_path: Path) -> Iterator[Served]:
    """A workbench over samples that nobody has looked at."""
    need_browser()
    db = tmp_path / "fresh.db"
    shutil.copy(sample_db, db)
    with serving(db) as running:
        yield running


def current(page: Page) -> str:
    """The event that is looked at."""
    page.locator(".verdict").wait_for()
    found = page.locator(".review-event .event").get_attribute("data-card")
    assert found is not None
    return found


def test_a_queue_is_worked_off_by_keys_alone(chrome: Browser, fresh: Served) -> None:
    queue = [one["id"] for one in fresh.get("queue", limit="4")["items"]]
    with visiting(chrome, fresh.base) as visit:
        page = visit.go()
        page.locator(".report-list li").first.wait_for()
        page.keyboard.press("g")
        page.keyboard.press("v")
        assert current(page) == queue[0]
        page.keyboard.press("j")
        page.locator(f".review-event [data-card='{queue[1]}']").wait_for()
        page.keyboard.press("k")
        page.locator(f".review-event [data-card='{queue[0]}']").wait_for()

        page.keyboard.press("a")  # accepts, and goes on to the next
        page.locator(f".review-event [data-card='{queue[1]}']").wait_for()
        page.keyboard.press("r")
        page.locator(f".review-event [data-card='{queue[2]}']").wait_for()
        expect(page.locator(".queue .reviewed-accepted")).to_have_count(1)
        expect(page.locator(".queue .reviewed-rejected")).to_have_count(1)
        page.keyboard.press("u")  # takes the last back
        expect(page.locator(".queue .reviewed-rejected")).to_have_count(0)
        steps = fresh.get("history")["items"]
        assert [(one["event"], one["action"]) for one in reversed(steps)] == [
            (queue[0], "accept"), (queue[1], "reject"), (queue[1], "undo"),
        ]  # fmt: skip

        page.keyboard.press("?")
        expect(page.locator("dialog")).to_contain_text("Keyboard and colours")
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.type") == "search"
        page.keyboard.type("jar")  # keys are letters while somebody is typing
        assert [one["event"] for one in fresh.get("history")["items"]] == [one["event"] for one in steps]
        visit.clean()


def test_a_place_is_picked_from_the_gazetteer_and_on_the_map(chrome: Browser, fresh: Served) -> None:
    with visiting(chrome, fresh.base) as visit:
        page = visit.go(f"#/review/{STRIKE}%231")
        current(page)
        page.keyboard.press("e")
        place = page.locator("[data-spans=place]")
        place.get_by_role("combobox").first.fill("سراق")
        page.locator(".combo [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        expect(place).to_contain_text("GeoNames")
        page.keyboard.press("Escape")  # leaves the field, not the editor
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".verdict").wait_for()
        picked = fresh.get(f"reports/{STRIKE}")["record"]["events"][0]["places"][0]
        assert picked["geonameid"] == 164816  # Saraqib
        assert picked["lat"] == pytest.approx(35.86, abs=0.1)

        page.keyboard.press("e")
        page.locator("[data-spans=place]").get_by_role("button", name="Pick on the map").click()
        page.locator(".mini-map.picking .map[data-ready=true]").wait_for()
        page.locator(".mini-map .map-canvas").click(position={"x": 120, "y": 100})
        expect(page.locator(".mini-map.picking")).to_have_count(0)
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".verdict").wait_for()
        moved = fresh.get(f"reports/{STRIKE}")["record"]["events"][0]["places"][0]
        assert moved["geonameid"] is None
        assert (moved["lat"], moved["lon"]) != (picked["lat"], picked["lon"])
        page.keyboard.press("h")
        expect(page.locator(".history li")).to_have_count(2)
        visit.clean()


def test_an_event_that_was_missed_is_added(chrome: Browser, fresh: Served) -> None:
    before = fresh.get(f"reports/{STRIKE}")
    with visiting(chrome, fresh.base) as visit:
        page = visit.go(f"#/review/{STRIKE}%231")
        current(page)
        page.keyboard.press("n")
        page.locator(".editor").wait_for()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".toast")).to_contain_text("Give the event a type")
        page.locator("[data-field=type]").select_option("AID")
        word = "انتشلت"
        start = before["text"].index(word)
        page.evaluate(
            """([start, length]) => {
                const holder = [...document.querySelectorAll('.report-text [data-start]')].findLast(
                    (one) => Number(one.dataset.start) <= start);
                const at = start - Number(holder.dataset.start);
                getSelection().setBaseAndExtent(holder.firstChild, at, holder.firstChild, at + length);
            }""",
            [start, len(word)],
        )
        expect(page.locator(".selection-bar .arabic")).to_have_text(word)
        page.locator(".role-button.role-trigger").click()
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".verdict").wait_for()
        now = fresh.get(f"reports/{STRIKE}")["record"]["events"]
        added = next(one for one in now if one["type"] == "AID" and one["trigger"]["text"] == word)
        assert (added["trigger"]["start"], added["trigger"]["end"]) == (start, start + len(word))
        assert len(now) == len(before["record"]["events"]) + 1
        visit.clean()


def test_incidents_are_joined_and_split_and_it_is_taken_back(chrome: Browser, fresh: Served) -> None:
    events = {one["id"]: one["incident"] for one in fresh.get("events", limit="200")["items"]}
    with visiting(chrome, fresh.base) as visit:
        page = visit.go(f"#/incidents/{events[f'{STRIKE}#1']}")
        page.get_by_role("button", name="Join with another").click()
        page.locator(".join-with li").first.wait_for()
        page.locator(".join-with li").get_by_role("button", name="Join", exact=True).first.click()
        expect(page.locator(".accounts thead th")).to_have_count(3)
        page.locator(".toast").get_by_role("button", name="Undo").click()
        expect(page.locator(".accounts thead th")).to_have_count(2)
        visit.clean()
