"""Every page of the desk: axe-core finds nothing, in light and in dark, and at 400 % nothing is wider than the screen.

The states of a request are in `test_desk_page.py`.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from guichet.gateway.clock import utc_now
from guichet.settings import Settings
from tests.browser.desk.conftest import session_of
from tests.browser.desk.scenario import CARD, counter_with_people
from tests.browser.test_accessibility import CALM, violations
from tests.core.catalogues import write_catalogue
from tests.gateway.desk.answering import someone_asking, write_teams
from tests.gateway.desk.ledger import ledger
from tests.gateway.desk.signing import Browser, add_agent
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: What 1280 pixels are at 400 %.
ZOOMED = {"width": 320, "height": 256}

PAGES = (
    "/desk/",
    "/desk/demandes?statut=all",
    "/desk/demandes?q=DEM-0000-00",
    "/desk/demandes/{taken}",
    "/desk/demandes/{taken}/citations",
    "/desk/reponses",
    "/desk/suivi",
    "/desk/suivi/conversations?lot=lost",
    "/desk/conversations/{lost}",
    "/desk/questions",
    "/desk/journal",
    "/desk/comptes",
    "/desk/compte",
    "/desk/reglages",
    "/desk/demandes/DEM-0000-00",
)

#: These say something else when there is nothing to show.
EMPTY = ("/desk/connexion", "/desk/", "/desk/demandes", "/desk/suivi", "/desk/suivi/conversations?lot=lost")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def busy(tmp_path_factory):
    """A gateway in the middle of its day: `url`, `settings`, `chief`, and what pages are about by name."""
    folder, engine = tmp_path_factory.mktemp("busy"), FakeEngine(counter_with_people)
    await engine.start()
    settings = settings_for(folder, engine.port)
    write_catalogue(settings.catalogue_path, CARD)
    async with serving(settings, teams=write_teams(folder)) as url:
        chief = await add_agent(settings, "chef", "administrator")
        about = await work(url, settings, await session_of(chief, settings, url))
        yield SimpleNamespace(url=url, settings=settings, chief=chief, about=about)
    await engine.stop()


async def work(url: str, settings: Settings, session: dict[str, str]) -> dict[str, str]:
    """One waits, one is being answered, others are of before."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, cookies={session["name"]: session["value"]}) as http:
        _, taken = await someone_asking(http)
        await Browser(http).send(f"/desk/demandes/{taken}/prendre")
        await someone_asking(http)
    return {"taken": taken, "lost": await past(settings)}


async def past(settings: Settings) -> str:
    now = utc_now()
    async with ledger(settings) as book:
        lost = await book.conversation(now, ["Bonjour"], ["F1344", "F2"], lost=True, failed=True)
        await book.opinion(lost, now, score=4)
        await book.opinion(lost, now, rating="down")
        await book.request(now - timedelta(hours=1), [(1, "Take", "taken"), (9, "Close", "closed")], agent_id="x")
        await book.request(now, [(1, "NobodyCame", "ticket")], conversation=lost, reason="lost")
    return lost


@pytest_asyncio.fixture(loop_scope="module")
async def desk(busy, new_page):
    """A page of the administrator."""
    page = await new_page(**CALM)
    await page.context.add_cookies([await session_of(busy.chief, busy.settings, busy.url)])
    return page


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_with_something_on_it(desk, busy, path):
    await desk.goto(busy.url + path.format(**busy.about))
    await unfold(desk)
    if path.endswith("{taken}"):
        await expect(desk.get_by_role("button", name="Envoyer cet extrait")).to_have_count(2)
    await inspect(desk)


async def test_pages_with_nothing_on_them(open_desk, new_page, url):
    chief = await open_desk("chef", "administrator", **CALM)
    nobody = await new_page(**CALM)
    for path in EMPTY:
        page = nobody if path == "/desk/connexion" else chief
        await page.goto(f"{url}{path}")
        await unfold(page)
        await inspect(page)


async def unfold(page: Page) -> None:
    await page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


async def inspect(page: Page) -> None:
    """What axe-core says, and whether the page can be read without scrolling sideways."""
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert await violations(page) == "", page.url
    await page.set_viewport_size(ZOOMED)
    assert await page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"], page.url
