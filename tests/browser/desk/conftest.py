"""Citizens and agents in real browsers at one gateway: an engine that hands over, teams that never close, a clock.

One Chromium serves all tests of a module, which therefore share a loop; what each opens is closed after it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.desk.door.access import COOKIE, PATH
from guichet.gateway.desk.door.accounts import Agent
from guichet.gateway.desk.door.sessions import SIGNED_IN
from guichet.settings import Settings
from tests.browser.chromium import launched, watched
from tests.browser.conftest import open_widget
from tests.browser.desk.scenario import CARD, counter_with_people
from tests.core.catalogues import write_catalogue
from tests.gateway.desk.answering import write_teams
from tests.gateway.desk.signing import PASSWORD, add_agent, behind
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for

FIELD = "Votre message à l’usager"


class Hands:
    """The real time, which a test may set ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead

    def turn(self, **by: float) -> None:
        self.ahead += timedelta(**by)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser():
    async with launched() as chromium:
        yield chromium


@pytest_asyncio.fixture(loop_scope="module")
async def new_page(browser):
    async with watched(browser) as new:
        yield new


@pytest.fixture
def hands():
    return Hands()


@pytest_asyncio.fixture(loop_scope="module")
async def engine():
    fake = FakeEngine(counter_with_people)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    write_catalogue(settings.catalogue_path, CARD)
    return settings


@pytest.fixture
def teams(tmp_path):
    return write_teams(tmp_path)


@pytest_asyncio.fixture(loop_scope="module")
async def url(settings, hands, teams):
    async with serving(settings, clock=hands, teams=teams, heartbeat=0.5) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="module")
async def http(url):
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def open_desk(new_page, url, settings, hands):
    """An agent's browser at the queue, with a session: only who tests the door goes through it."""

    async def open_(login: str = "camille", role: str = "agent", **context) -> Page:
        agent = await add_agent(settings, login, role, clock=hands)
        page = await new_page(**context)
        await page.context.add_cookies([await session_of(agent, settings, url, hands)])
        await page.goto(f"{url}/desk/")
        await expect(page.get_by_role("heading", level=1, name="Demandes")).to_be_visible()
        return page

    return open_


@pytest_asyncio.fixture(loop_scope="module")
async def open_counter(new_page, url):
    """A citizen's browser, with the widget open."""

    async def open_(**context) -> Page:
        page = await new_page(**context)
        await page.goto(f"{url}/demo/")
        await open_widget(page)
        return page

    return open_


async def session_of(agent: Agent, settings: Settings, url: str, clock: Clock = utc_now) -> dict[str, str]:
    """The cookie of an agent who has signed in."""
    async with behind(settings, clock) as desk:
        token = await desk.sessions.open(agent.id, SIGNED_IN)
    return {"name": COOKIE, "value": token, "domain": httpx.URL(url).host, "path": PATH}


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
    await page.get_by_label(FIELD).fill(words)
    await page.keyboard.press("Enter")


def line(page: Page, words: str):
    """What was said, as the server has it."""
    return page.locator(".event:not(.pending)", has_text=words)
