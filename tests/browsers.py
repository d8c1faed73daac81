"""A real Chromium, pages in it, and what must be true of every page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
HEIGHTS = {375: 667}
PATIENCE_MS = 15_000
TRIES = 4


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; Playwright brings none of its own that works everywhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


class Visitors:
    """The pages a test opened; when they close, nothing may have gone wrong in any of them."""

    def __init__(self, browser: Browser, address: str):
        self.browser = browser
        self.address = address
        self.contexts = []
        self.troubles: list[str] = []

    def open(self, *, width: int = 1280, javascript: bool = True) -> Page:
        """A page of somebody who has never been here: nothing is shared with the pages opened before."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            has_touch=width in HEIGHTS,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("request", self._leaves_the_site)
        context.on("console", self._complains)
        context.on("weberror", lambda error: self.troubles.append(f"script error: {error.error}"))
        self.contexts.append(context)
        return context.new_page()

    def _leaves_the_site(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.troubles.append(f"the page asked another host: {request.url}")

    def _complains(self, message) -> None:
        if "Content Security Policy" in message.text:
            self.troubles.append(f"blocked by the page's own policy: {message.text}")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        for context in self.contexts:
            context.close()
        if kind is None:
            assert self.troubles == []


def assert_accessible(page: Page) -> None:
    """Axe finds nothing on the page as it stands, and nothing is wider than the screen."""
    violations = violations_on(page)
    found = [
        f"{violation['id']}: {violation['help']} at {node['target']}: {node['html']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


def violations_on(page: Page) -> list[dict]:
    """What axe finds. While a click is still bringing the next page there is nothing to look at: it is tried again."""
    for _ in range(TRIES - 1):
        page.wait_for_load_state()
        try:
            return Axe().run(page).response["violations"]
        except Error:  # the document was exchanged under axe
            page.wait_for_timeout(250)
    return Axe().run(page).response["violations"]
