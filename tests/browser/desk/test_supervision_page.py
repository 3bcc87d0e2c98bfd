"""Requests, supervision and a conversation to read, in a browser: axe-core finds nothing, nothing overflows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.gateway.clock import utc_now
from tests.browser.test_accessibility import CALM, violations
from tests.gateway.desk.ledger import ledger
from tests.gateway.desk.signing import PASSWORD, add_agent

PAGES = ("/desk/demandes?statut=all", "/desk/suivi?periode=7", "/desk/suivi", "/desk/suivi/conversations?lot=lost")
PHONE = {"width": 390, "height": 800}


@pytest.fixture
async def sam(new_page, url, settings):
    """The page of a supervisor who is signed in."""
    await add_agent(settings, "sam", "supervisor")
    page = await new_page(**CALM)
    await page.goto(f"{url}/desk/connexion")
    await page.locator("[name=login]").fill("sam")
    await page.locator("[name=password]").fill(PASSWORD)
    await page.locator("main button").click()
    await page.wait_for_url("**/desk/")
    return page


async def look(page, address: str) -> None:
    """What axe-core and the width of a phone say of a page, all of it unfolded."""
    await page.goto(address)
    await page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert await violations(page) == "", address
    before = page.viewport_size
    await page.set_viewport_size(PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    await page.set_viewport_size(before)


async def test_pages_without_anything(sam, url):
    for path in PAGES:
        await look(sam, f"{url}{path}")


async def test_pages_with_numbers(sam, url, settings):
    now = utc_now()
    async with ledger(settings) as book:
        one = await book.conversation(now, ["Bonjour"], ["F1", "F2"], lost=True, failed=True)
        await book.opinion(one, now, score=4)
        await book.opinion(one, now, rating="down")
        await book.request(now - timedelta(hours=1), [(1, "Take", "taken"), (9, "Close", "closed")], agent_id="x")
        await book.request(now, [(1, "NobodyCame", "ticket")], conversation=one, reason="lost")
    for path in (*PAGES, f"/desk/conversations/{one}"):
        await look(sam, f"{url}{path}")
