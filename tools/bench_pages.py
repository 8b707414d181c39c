"""Measures how soon the pages of a large database can be used, in Debian's chromium.

The database is made of the sample reports' events, copied and moved in time until there are enough of them. Measured is
from asking for the address with an empty cache until the first page lists reports and takes a click (its Filters open),
and until the map has drawn what the server counted; and how long the server takes for what a map asks as it is moved.

Usage: python tools/bench_pages.py [--events 100000] [--rounds 7] [--db FILE] (the pages must be built: make pages)
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser

from bench import machine
from bench_store import multiply
from masdar.store import Store
from picture_pages import load

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from browsing import Served, browser, serving, visiting


def first_page(running: Browser, served: Served) -> float:
    """Seconds until the first page lists reports and answers a click."""
    with visiting(running, served.base) as visit:
        visit.page.context.unroute("**/*")
        begun = time.perf_counter()
        visit.page.goto(served.base, wait_until="commit")
        visit.page.locator(".report-list li").first.wait_for()
        visit.page.get_by_role("button", name="Filters").click()
        visit.page.locator(".filter-panel").wait_for()
        return time.perf_counter() - begun


def first_map(running: Browser, served: Served) -> float:
    """Seconds until the map has drawn what was counted."""
    with visiting(running, served.base) as visit:
        visit.page.context.unroute("**/*")
        begun = time.perf_counter()
        visit.page.goto(f"{served.base}/#/map", wait_until="commit")
        visit.page.locator("[data-map-state=ready]").wait_for()
        visit.page.locator(".map[data-drawn=true]").wait_for()
        visit.page.locator(".timeline svg rect[fill]").first.wait_for()
        return time.perf_counter() - begun


def map_requests(served: Served, count: int) -> list[float]:
    """Seconds of requests as a map makes them: somewhere, at some zoom, now and then with a filter."""
    chance = random.Random(1)
    taken = []
    for number in range(count):
        zoom = chance.choice([2, 3, 4, 5, 6, 7, 8])
        wide = 360 / 2**zoom
        lon, lat = chance.uniform(0, 60), chance.uniform(10, 40)
        box = (
            f"{max(-180, lon - wide):.4f},{max(-85, lat - wide / 2):.4f},{lon + wide:.4f},{min(85, lat + wide / 2):.4f}"
        )
        more = (
            {"type": "ASSAULT"}
            if number % 3 == 0
            else {"from": "2023-01-01", "to": "2024-01-01"}
            if number % 3 == 1
            else {}
        )
        begun = time.perf_counter()
        served.get("map", z=str(zoom), box=box, **more)
        taken.append(time.perf_counter() - begun)
    return taken


def p95(values: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def main() -> None:
    """Measure, and write a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--db", type=Path, help="measure this database instead of making one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder) / "bench.db"
        if given.db is None:
            load(db)
            with Store(db) as store:
                multiply(store, given.events)
                store.tune()
        with serving(db) as served, browser() as running:
            about = served.get("about")
            first = [first_page(running, served) for _ in range(given.rounds)]
            drawn = [first_map(running, served) for _ in range(given.rounds)]
            asked = map_requests(served, 100)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, {about['events']:,} events of {about['reports']:,} reports")
    print(
        f"first page can be used: median {statistics.median(first):.2f} s, slowest {max(first):.2f} s of {len(first)}"
    )
    print(
        f"map and timeline drawn: median {statistics.median(drawn):.2f} s, slowest {max(drawn):.2f} s of {len(drawn)}"
    )
    print(
        f"map requests: median {1000 * statistics.median(asked):.0f} ms, p95 {1000 * p95(asked):.0f} ms of {len(asked)}"
    )


if __name__ == "__main__":
    main()
