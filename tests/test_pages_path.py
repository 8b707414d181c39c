"""A newcomer's path, in both languages: paste a report, see what was read and why, correct it, export it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browsing import Served, visiting

REPORT = {
    "en": "قصفت طائرات حربية مجهولة سوق الخضار في سراقب ظهر أمس، ما أدى إلى مقتل أربعة مدنيين، بحسب الدفاع المدني.",
    "ar": "اعتقلت الشرطة التونسية ستة محتجين في مدينة القصرين أمس، بحسب مصدر أمني.",
}
WORDS = {
    "en": {"go": "العربية", "submit": "Read it", "open": "Open the report", "why": "Why?", "review": "Review this",
           "save": "Save", "export": "Export", "download": "Download", "status": "hypothetical"},
    "ar": {"go": "English", "submit": "اقرأه", "open": "افتح التقرير", "why": "لماذا؟", "review": "راجع هذا",
           "save": "حفظ", "export": "تصدير", "download": "تنزيل", "status": "hypothetical"},
}  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_from_paste_to_export(chrome: Browser, served: Served, tmp_path: Path, locale: str) -> None:
    text, words = REPORT[locale], WORDS[locale]
    with visiting(chrome, served.base, locale) as visit:
        page = visit.go()
        assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")

        # Paste.
        page.locator("textarea").fill(text)
        page.locator("input[name=published]").fill("2024-03-11")
        page.locator("input[name=source]").fill("example-daily")
        page.get_by_role("button", name=words["submit"]).click()
        page.locator(".job-done").wait_for()
        page.locator(".job a.new-report").click()

        # Read: the words, the cards and the reasons point at each other.
        trigger = page.locator(".report-text [data-trigger]").first
        expect(trigger).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('.report-text')).direction") == "rtl"
        assert page.locator(".report-text").inner_text().strip() == text
        trigger.click()
        card = page.locator(".event[aria-current=true]")
        expect(card).to_have_count(1)
        card.get_by_role("button", name=words["why"]).click()
        expect(card.locator(".why .lexicon").first).to_contain_text(".csv:")
        card.locator(".value.role-place").first.hover()
        expect(page.locator(".span.lit").first).to_be_visible()
        page.locator(".map[data-ready=true]").wait_for()

        # Correct: the status, a number, and who did it, by words taken from the text with the keyboard.
        card.get_by_role("link", name=words["review"]).click()
        page.locator(".verdict").wait_for()
        page.keyboard.press("e")
        page.locator(".editor").wait_for()
        page.locator("[data-field=status]").select_option(words["status"])
        page.locator("[data-field=injured-low]").fill("3")
        page.locator("[data-field=injured-low]").blur()
        page.keyboard.press("t")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        expect(page.locator(".selection-bar .arabic")).to_be_visible()
        chosen = page.locator(".selection-bar .arabic").inner_text()
        page.keyboard.press("3")
        expect(page.locator("[data-spans=recipient]")).to_contain_text(chosen)
        page.get_by_role("button", name=words["save"], exact=True).click()
        page.locator(".verdict").wait_for()
        expect(page.locator(".review-event .reviewed-corrected")).to_be_visible()
        page.keyboard.press("h")
        expect(page.locator(".history li").first).to_be_visible()

        # Export what was corrected, as records and as gold.
        event = page.locator(".review-event .event").get_attribute("data-card")
        assert event is not None
        page.get_by_role("button", name=words["export"]).click()
        page.locator("dialog select").select_option("jsonl")
        with page.expect_download() as waiting:
            page.locator("dialog a.primary").click()
        waiting.value.save_as(tmp_path / "out.jsonl")
        lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
        events = {one["id"]: one for line in lines for one in json.loads(line)["events"]}
        corrected = events[event]
        assert corrected["status"] == "hypothetical"
        assert corrected["counts"]["injured"] == [3, None]
        assert chosen in [one["text"] for one in corrected["recipients"]]
        page.locator("dialog input[type=checkbox]").last.check()
        with page.expect_download() as waiting:
            page.locator("dialog a[download='gold.jsonl']").click()
        waiting.value.save_as(tmp_path / "gold.jsonl")
        gold = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
        report = event.rpartition("#")[0]
        told = next(one for one in gold if one["doc_id"] == report)
        assert "hypothetical" in [one["status"] for one in told["events"]]

        # The other language, with one press, on the same page.
        page.keyboard.press("Escape")
        page.get_by_role("button", name=words["go"]).click()
        assert page.evaluate("document.documentElement.dir") == ("ltr" if locale == "ar" else "rtl")
        visit.clean()


def test_files_are_dropped_and_a_bad_one_is_told(chrome: Browser, served: Served, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("التقى وزير الخارجية المصري نظيره التركي في أنقرة اليوم.", encoding="utf-8")
    bad.write_bytes(b"this is no PDF")
    with visiting(chrome, served.base) as visit:
        page = visit.go()
        page.locator("input[type=file]").set_input_files([good, bad])
        page.locator(".job-done, .job-failed").wait_for()
        expect(page.locator(".job .messages")).to_contain_text("bad.pdf")
        expect(page.locator(".job a.new-report")).to_have_count(1)
        visit.clean()


def test_a_server_that_is_gone_is_told_in_a_sentence(chrome: Browser, served: Served) -> None:
    with visiting(chrome, served.base) as visit:
        page = visit.go()
        page.context.route("**/api/incidents*", lambda route: route.abort())
        page.goto(f"{served.base}/#/incidents")
        expect(page.get_by_role("alert")).to_contain_text("does not answer")


def test_the_choice_of_language_and_colours_is_kept(chrome: Browser, served: Served) -> None:
    with visiting(chrome, served.base) as visit:
        page = visit.go()
        page.get_by_role("button", name="العربية").click()
        page.get_by_role("button", name="ألوان داكنة").click()
        page.reload()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        visit.clean()
