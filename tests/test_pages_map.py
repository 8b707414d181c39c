"""Map and timeline together; what the pages ask of the server and what they draw."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, expect

from browsing import Served, visiting


def test_brushing_the_timeline_limits_the_map(chrome: Browser, served: Served) -> None:
    with visiting(chrome, served.base) as visit:
        page = visit.go("#/map")
        page.locator("[data-map-state=ready]").wait_for()
        page.locator(".timeline svg rect[fill]").first.wait_for()
        total = served.get("timeline", bin="month")["total"]
        box = page.locator(".timeline svg").bounding_box()
        assert box is not None
        with page.expect_request(lambda request: "/api/map" in request.url and "from=" in request.url) as asked:
            page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 40)
            page.mouse.down()
            page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 40, steps=4)
            page.mouse.up()
        query = parse_qs(urlsplit(asked.value.url).query)
        limited = served.get("timeline", bin="month", **{"from": query["from"][0], "to": query["to"][0]})
        assert 0 < limited["total"] < total
        expect(page.locator(".filters .active li")).to_have_count(2)
        # The handles do the same by keys.
        page.get_by_role("slider").first.focus()
        page.keyboard.press("Escape")
        expect(page.locator(".filters .active li")).to_have_count(0)
        page.get_by_role("slider").first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".filters .active li")).to_have_count(1)
        visit.clean()


def test_filters_stand_in_the_address_and_reach_the_server(chrome: Browser, served: Served) -> None:
    with visiting(chrome, served.base) as visit:
        page = visit.go("#/map")
        page.locator("[data-map-state=ready]").wait_for()
        page.get_by_role("button", name="Filters").click()
        with page.expect_request(lambda request: "/api/map" in request.url and "type=ASSAULT" in request.url):
            page.locator(".filter-panel .chip", has_text="Assault").click()
        assert "type=ASSAULT" in page.url
        page.reload()
        expect(page.locator(".filters .active")).to_contain_text("Assault")
        page.locator(".filters .active button").click()
        assert "type=" not in page.url
        visit.clean()


def test_names_on_the_map_are_in_the_language_of_the_pages(chrome: Browser, served: Served) -> None:
    for locale, name in (("ar", "السودان"), ("en", "Sudan")):
        with visiting(chrome, served.base, locale, "dark") as visit:
            page = visit.go("#/map")
            expect(page.locator(".map-names span", has_text=name).first).to_be_visible()
            visit.clean()


def test_a_place_of_the_map_opens_its_events(chrome: Browser, served: Served) -> None:
    with visiting(chrome, served.base) as visit:
        page = visit.go("#/map?place=379555")  # El Fasher
        page.locator("[data-map-state=ready]").wait_for()
        page.locator(".map[data-drawn=true]").wait_for()
        spot = served.get("map", place="379555", z="3")["features"][0]
        lon, lat = spot["geometry"]["coordinates"]
        at = page.evaluate(
            """([lon, lat]) => {
                // As the map opens: Web Mercator around 36 E 30 N at zoom 3.4, 512 pixels a tile.
                const size = 512 * 2 ** 3.4;
                const y = (degrees) => 0.5 - Math.log(Math.tan(Math.PI / 4 + degrees * Math.PI / 360)) / (2 * Math.PI);
                const box = document.querySelector('.map-canvas').getBoundingClientRect();
                return [box.width / 2 + (lon - 36) / 360 * size, box.height / 2 + (y(lat) - y(30)) * size];
            }""",
            [lon, lat],
        )
        page.locator(".map-canvas").click(position={"x": at[0], "y": at[1]})
        expect(page.locator(".spot-list article").first).to_contain_text("الفاشر")
        visit.clean()
