"""Citizens and agents in real browsers at one gateway: an engine that hands over, teams that never close, a clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from guichet.gateway.clock import utc_now
from tests.browser.conftest import open_widget
from tests.browser.scenario import counter
from tests.gateway.desk.answering import handing_over, write_teams
from tests.gateway.desk.signing import PASSWORD, add_agent
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for

#: The demo's answers, and a person for who asks for « quelqu'un ».
_handing_over = handing_over()


async def counter_with_people(sender: str, message: str) -> list[dict] | None:
    behave = _handing_over if "quelqu'un" in message else counter
    return await behave(sender, message)


class Hands:
    """The real time, which a test may set ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def turn(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
async def engine():
    fake = FakeEngine(counter_with_people)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path, engine):
    return settings_for(tmp_path, engine.port)


@pytest.fixture
async def url(settings, hands, tmp_path):
    async with serving(settings, clock=hands, teams=write_teams(tmp_path), heartbeat=0.5) as address:
        yield address


@pytest.fixture
async def open_desk(new_page, url, settings, hands):
    """An agent's browser, signed in, at the queue."""

    async def open_(login: str = "camille", role: str = "agent", **context) -> Page:
        await add_agent(settings, login, role, clock=hands)
        page = await new_page(**context)
        await page.goto(f"{url}/desk/")
        await sign_in(page, login)
        await expect(page.get_by_role("heading", level=1, name="Demandes")).to_be_visible()
        return page

    return open_


@pytest.fixture
async def open_counter(new_page, url):
    """A citizen's browser, with the widget open."""

    async def open_(**context) -> Page:
        page = await new_page(**context)
        await page.goto(f"{url}/demo/")
        await open_widget(page)
        return page

    return open_


async def sign_in(page: Page, login: str) -> None:
    await page.get_by_label("Identifiant").fill(login)
    await page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Se connecter").click()


async def take_first(page: Page) -> str:
    """Take the request that waits; its reference."""
    await page.get_by_role("button", name="Prendre la demande").first.click()
    await page.wait_for_url("**/desk/demandes/DEM-*")
    return page.url.rpartition("/")[2]


async def write(page: Page, words: str) -> None:
    await page.get_by_label("Votre message à l’usager").fill(words)
    await page.keyboard.press("Enter")


def line(page: Page, words: str):
    """What was said, as the server has it."""
    return page.locator(".event:not(.pending)", has_text=words)
