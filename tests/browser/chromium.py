"""A Chromium for tests, and pages in it that fail a test on any complaint; what they show is for the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright


def chromium_path() -> str | None:
    """Where Chromium is; none for Playwright's own. A test that needs it fails without it, it is never skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("GUICHET_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@asynccontextmanager
async def launched(**options) -> AsyncIterator[Browser]:
    """A Chromium of one's own; `options` are Playwright's."""
    async with async_playwright() as playwright:
        path = chromium_path()
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], **options)
        yield browser
        await browser.close()


@asynccontextmanager
async def watched(browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Opens pages in contexts of their own; fails at the end on any script error or refused resource."""
    complaints: list[str] = []

    async def new(**context) -> Page:
        page = await (await browser.new_context(locale="fr-FR", **context)).new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        return page

    yield new
    for context in browser.contexts:
        await context.close()
    # What the browser says of a connection that a test cut on purpose is no fault of the page.
    assert [c for c in complaints if "ERR_" not in c and "Failed to load resource" not in c] == []
