"""Takes the pictures of docs/workbench-pages.md: every page over the samples and a few more made-up reports.

Usage: python tools/picture_pages.py [--only NAME ...] (the pages must be built: make pages)
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from masdar import Coder, Store
from masdar.reading import Problem, read_reports

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import ROOT, Served, browser, serving, visiting

OUT = ROOT / "docs" / "pictures"
SIZE = (1280, 800)


@dataclass(frozen=True)
class Picture:
    """One picture: the page's address, and keys to press once it is there."""

    name: str
    where: str
    locale: str = "en"
    theme: str = "light"
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = SIZE


def pictures(served: Served) -> list[Picture]:
    """All of them; those in Arabic are dark."""
    incidents = served.get("incidents", limit="100")["items"]
    widest = max(
        incidents, key=lambda one: (one["outlets"], len(one["contradictions"]), bool(one["counts"]), one["id"])
    )
    plain = [
        Picture("reports", "#/reports"),
        Picture("report", "#/reports/gulf-902?event=gulf-902%231", keys=("w",)),
        Picture("review", "#/review/nile-51%231"),
        Picture("correct", "#/review/gulf-902%231", keys=("e",)),
        Picture("map", "#/map"),
        Picture("incidents", "#/incidents"),
        Picture("incident", f"#/incidents/{widest['id']}"),
        Picture("actor", "#/actors/YEM.REB.HOUTHI"),
        Picture("sources", "#/sources"),
        Picture("civilians", "#/civilians"),
        Picture("help", "#/review", keys=("?",)),
    ]
    arabic = [
        Picture(f"{one.name}-ar", one.where, "ar", "dark", one.keys)
        for one in plain
        if one.name in {"report", "review", "map", "incident", "actor"}
    ]
    return [*plain, *arabic, Picture("review-tablet", "#/review/nile-51%231", size=(834, 1112))]


def load(db: Path) -> None:
    """A database of the samples and the made-up reports."""
    coder = Coder()
    paths = [str(ROOT / "samples"), str(ROOT / "tools" / "picture-reports.jsonl")]
    with Store(db) as store:
        pairs = (
            (
                item,
                coder.code(
                    item.text, doc_id=item.doc_id, published=item.published, title=item.title, source=item.source
                ),
            )
            for item in read_reports(paths)
            if not isinstance(item, Problem)
        )
        list(store.load(pairs))
        store.merge()


def webp(page: Page, png: bytes) -> bytes:
    """A PNG as WebP, made by the browser itself."""
    found: str = page.evaluate(
        """async (png) => {
            const picture = new Image();
            picture.src = 'data:image/png;base64,' + png;
            await picture.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [picture.width, picture.height];
            canvas.getContext('2d').drawImage(picture, 0, 0);
            return canvas.toDataURL('image/webp', 0.82).split(',')[1];
        }""",
        base64.b64encode(png).decode(),
    )
    return base64.b64decode(found)


def take(running: Browser, served: Served, one: Picture) -> bytes:
    """One picture, as WebP."""
    with visiting(running, served.base, one.locale, one.theme, one.size) as visit:
        visit.page.set_default_timeout(300_000)  # without a graphics card maps are drawn slowly
        page = visit.go(one.where)
        page.locator("main .page").wait_for()
        page.wait_for_load_state("networkidle")
        expect(page.locator("main .waiting")).to_have_count(0)
        for key in one.keys:
            page.wait_for_timeout(1000)
            page.keyboard.press(key)
        if page.locator(".map").count():
            page.wait_for_timeout(2000)
            page.locator(".map[data-drawn=true]").wait_for()
        page.wait_for_timeout(1000)
        return webp(page, page.screenshot(timeout=120_000, animations="disabled"))


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", help="the pictures of these names")
    only = parser.parse_args().only
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "pictures.db"
        load(db)
        with serving(db) as served, browser() as running:
            for one in pictures(served):
                if only is None or one.name in only:
                    (OUT / f"{one.name}.webp").write_bytes(take(running, served, one))
                    print(one.name, flush=True)


if __name__ == "__main__":
    main()
