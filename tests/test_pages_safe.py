"""Hostile reports are shown as text; no page asks anything of another server; axe-core finds no serious fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import AXE, Served, visiting

SCRIPT = "<script>window.taken=1</script><img src=x onerror='window.taken=1'><svg onload='window.taken=1'>"
EVERY = ["#/reports", "#/review", "#/map", "#/incidents?all=1", "#/actors", "#/sources", "#/civilians"]
OPEN = ["#/reports/2024-03-11-airstrike?event=2024-03-11-airstrike%231", "#/actors/RUS.MIL"]


def settle(page: Page) -> None:
    """Wait until the page has what it asked for."""
    page.locator("main .page").wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main .waiting")).to_have_count(0)


def test_a_hostile_report_is_shown_as_text(chrome: Browser, served: Served, tmp_path: Path) -> None:
    name = 'x"><img src=y onerror=window.taken=1>'
    text = (
        f"قصفت طائرات حربية مدينة سراقب في ريف إدلب أمس {SCRIPT}، بحسب الدفاع المدني السوري. "
        "وقال شهود عيان إن القصف استهدف سوق الخضار وسط المدينة وأدى إلى مقتل أربعة مدنيين. "
        f"وهدد قائد ميداني باقتحام المدينة {SCRIPT} إذا لم تنسحب منها الفصائل المسلحة خلال يومين. "
        "ونزحت مئات العائلات إلى القرى المجاورة."
    )
    report = {"id": name, "title": SCRIPT, "source": SCRIPT, "published": "2024-03-12", "text": text}
    file = tmp_path / "hostile.jsonl"
    file.write_text(json.dumps(report) + "\n", encoding="utf-8")
    with visiting(chrome, served.base) as visit:
        page = visit.go()
        page.locator("input[type=file]").set_input_files(file)
        page.locator(".job-done").wait_for()
        page.locator(".job a.new-report").click()
        page.locator(".report-text [data-trigger]").first.wait_for()
        assert page.locator(".report-text").inner_text().strip() == text
        assert page.locator("h1").inner_text() == SCRIPT
        for where in EVERY:
            page.goto(f"{served.base}/{where}")
            settle(page)
            assert page.evaluate("window.taken") is None
            assert page.locator("main img, main script").count() == 0
        page.goto(f"{served.base}/#/reports")
        expect(page.locator(".report-list")).to_contain_text("<script>")
        visit.clean()


def test_no_page_asks_anything_of_another_server(chrome: Browser, served: Served) -> None:
    for locale in ("en", "ar"):
        with visiting(chrome, served.base, locale) as visit:
            page = visit.go()
            for where in [*EVERY, *OPEN]:
                page.goto(f"{served.base}/{where}")
                settle(page)
            page.keyboard.press("?")
            page.locator("dialog").wait_for()
            assert page.evaluate("document.fonts.check('16px \"Noto Naskh Arabic\"', 'قصف')")
            visit.clean()


def axe(page: Page) -> list[dict[str, Any]]:
    """The serious and critical faults that axe-core finds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((said) => said.violations.map("
        "({id, impact, nodes}) => ({id, impact, nodes: nodes.slice(0, 4).map((one) => one.html.slice(0, 200) + ' ' + "
        "(one.any[0]?.message ?? one.all[0]?.message ?? ''))})))"
    )
    return [one for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("locale", "theme"), [("en", "light"), ("en", "dark"), ("ar", "light"), ("ar", "dark")])
def test_axe_finds_no_serious_fault(chrome: Browser, served: Served, locale: str, theme: str) -> None:
    faults = {}
    incident = served.get("incidents", limit="1")["items"][0]["id"]
    with visiting(chrome, served.base, locale, theme) as visit:
        page = visit.go()
        for where in [*EVERY, *OPEN, f"#/incidents/{incident}"]:
            page.goto(f"{served.base}/{where}")
            settle(page)
            if found := axe(page):
                faults[where] = found
        page.goto(f"{served.base}/#/review")
        page.locator(".verdict").wait_for()
        page.keyboard.press("e")
        page.locator(".editor").wait_for()
        if found := axe(page):
            faults["editor"] = found
        page.keyboard.press("Escape")
        page.keyboard.press("f")
        page.locator(".filter-panel").wait_for()
        if found := axe(page):
            faults["filters"] = found
        page.keyboard.press("?")
        page.locator("dialog").wait_for()
        if found := axe(page):
            faults["help"] = found
    assert faults == {}
