"""A real Chromium on the demo page of a running gateway, with a fake engine behind it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.browser.scenario import counter
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for


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
async def url(tmp_path, engine):
    async with serving(settings_for(tmp_path, engine.port)) as address:
        yield address


@pytest.fixture
async def open_page(browser, url):
    """Open the demo page in a fresh context; fails the test on any script error or refused resource."""
    complaints: list[str] = []

    async def open_(**context):
        opened = await browser.new_context(locale="fr-FR", **context)
        page = await opened.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        await page.goto(f"{url}/demo/")
        await page.get_by_role("log").get_by_text("assistant automatique").wait_for()
        return page

    yield open_
    # What the browser says of a connection that a test cut on purpose is no fault of the page.
    assert [c for c in complaints if "ERR_" not in c and "Failed to load resource" not in c] == []


@pytest.fixture
def screenshots(tmp_path) -> Path:
    folder = Path(os.environ.get("GUICHET_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
