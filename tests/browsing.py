"""A browser on the workbench: Debian's chromium, driven by Playwright, and a server of the tests' own over the samples.

Every page is opened in a context that is told its language and colours, in which each request that leaves the server's
own origin is cut off and counted, and each error of the console is kept: a test ends with :meth:`Visit.clean`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "src" / "masdar" / "web" / "static" / "index.html"
AXE = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
#: Without the background networking, chromium looks for hosts of its own at every start; WebGL is drawn by the CPU.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000  # milliseconds; a machine that runs the other tests beside it is slow
expect.set_options(timeout=PATIENCE)


def chromium() -> str | None:
    """The browser; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def need_browser() -> None:
    """Skip the test where there is no browser or the pages are not built, unless it is asked for."""
    missing = "chromium is not installed" if chromium() is None else ""
    if not PAGES.is_file():
        missing = "the pages are not built (make pages)"
    if not missing:
        return
    if os.environ.get("MASDAR_TEST_BROWSER"):
        pytest.fail(f"{missing}, and MASDAR_TEST_BROWSER asks for it")
    pytest.skip(missing)


class Served:
    """A running server over a database of its own."""

    def __init__(self, base: str, db: Path) -> None:
        self.base = base
        self.db = db

    def get(self, path: str, **query: str) -> Any:
        """An answer of its API."""
        asked = f"?{urlencode(query)}" if query else ""
        with urllib.request.urlopen(f"{self.base}/api/{path}{asked}", timeout=60) as answer:
            return json.load(answer)


@contextmanager
def serving(db: Path) -> Iterator[Served]:
    """Serve a database until the context ends."""
    command = [sys.executable, "-m", "masdar", "serve", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        try:
            yield Served(found.group(), db)
        finally:
            process.terminate()
            process.stderr.close()
            process.wait(20)


class Visit:
    """A page in one language and one set of colours, and what went wrong on it."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.strayed: list[str] = []
        self.errors: list[str] = []
        page.context.route("**/*", self._look)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _look(self, route: Route) -> None:
        if route.request.url.startswith((f"{self.base}/", f"blob:{self.base}", "data:")):
            route.continue_()
        else:
            self.strayed.append(route.request.url)
            route.abort()

    def go(self, where: str = "") -> Page:
        """Open an address of the pages, such as ``#/map``, and wait for its title."""
        self.page.goto(f"{self.base}/{where}")
        self.page.locator("nav.rail").wait_for()
        return self.page

    def clean(self) -> None:
        """Assert that nothing was asked of any other server, and that no error was told."""
        assert self.strayed == []
        assert self.errors == []


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def visiting(
    running: Browser, base: str, locale: str = "en", theme: str = "light", size: tuple[int, int] = (1366, 820)
) -> Iterator[Visit]:
    """A page of its own, that remembers nothing of others."""
    context = running.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="ar" if locale == "ar" else "en-GB",
        color_scheme="dark" if theme == "dark" else "light", accept_downloads=True,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    try:
        yield Visit(context.new_page(), base)
    finally:
        context.close()
