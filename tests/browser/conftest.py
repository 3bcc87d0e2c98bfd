"""A real Chromium on pages with the widget: the demo site of a running gateway, or a strange site of another origin."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.browser.chromium import launched, watched
from tests.browser.scenario import counter
from tests.browser.strange_site import StrangeSite
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for

#: Opens the widget of a page, whatever the page does with it.
OPEN = "customElements.whenDefined('guichet-chat').then(() => document.querySelector('guichet-chat').show())"


@pytest.fixture
async def browser():
    async with launched() as chromium:
        yield chromium


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
    # Some scenes say hundreds of things at once.
    settings = replace(settings_for(tmp_path, engine.port), most_waiting=1_000)
    async with serving(settings, allowed_origins=[strange_site.origin]) as address:
        yield address


@pytest.fixture
async def new_page(browser):
    async with watched(browser) as new:
        yield new


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
