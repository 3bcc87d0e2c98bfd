"""A real Chromium on pages with the widget: the demo site of a running gateway, or a strange site of another origin."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from tests.browser.scenario import counter
from tests.browser.strange_site import StrangeSite
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for

#: Opens the widget of a page, whatever the page does with it.
OPEN = "customElements.whenDefined('guichet-chat').then(() => document.querySelector('guichet-chat').show())"


def chromium_path() -> str | None:
    """Where Chromium is; none for Playwright's own. A test that needs it fails without it, it is never skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("GUICHET_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture
async def browser():
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield launched
        await launched.close()


@pytest.fixture
async def engine():
    fake = FakeEngine(counter)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def strange_site():
    async with StrangeSite() as site:
        yield site


@pytest.fixture
async def url(tmp_path, engine, strange_site):
    """A gateway which the strange site may call."""
    async with serving(settings_for(tmp_path, engine.port), allowed_origins=[strange_site.origin]) as address:
        yield address


@pytest.fixture
async def new_page(browser):
    """Pages in contexts of their own; fails the test on any script error or refused resource."""
    complaints: list[str] = []

    async def new(**context) -> Page:
        page = await (await browser.new_context(locale="fr-FR", **context)).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        return page

    yield new
    # What the browser says of a connection that a test cut on purpose is no fault of the page.
    assert [c for c in complaints if "ERR_" not in c and "Failed to load resource" not in c] == []


@pytest.fixture
async def open_page(new_page, url):
    """Open the demo site's home and the widget in it, in a fresh context."""

    async def open_(**context) -> Page:
        page = await new_page(**context)
        await page.goto(f"{url}/demo/")
        await open_widget(page)
        return page

    return open_


@pytest.fixture
async def embed(new_page, url, strange_site):
    """Show a page of the strange site: its HTML (`{url}` is the gateway's address) and the headers it comes with."""

    async def show(html: str, headers: dict[str, str] | None = None, **context) -> Page:
        sent = {name: value.replace("{url}", url) for name, value in (headers or {}).items()}
        strange_site.serve("/", html.replace("{url}", url), sent)
        page = await new_page(**context)
        await page.goto(f"{strange_site.origin}/")
        return page

    return show


async def open_widget(page: Page) -> None:
    async with asyncio.timeout(10):
        await page.evaluate(OPEN)
    await page.get_by_role("log").get_by_text("assistant automatique").wait_for()


@pytest.fixture
def screenshots(tmp_path) -> Path:
    folder = Path(os.environ.get("GUICHET_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
