"""An agent answers somebody in Telegram: the page says by itself that words don't arrive, and takes nothing away."""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import expect

from guichet.gateway.database import Database
from tests.browser.desk.conftest import FIELD, line, take_first, write
from tests.browser.test_accessibility import CALM, violations
from tests.gateway.desk.answering import someone_asking
from tests.gateway.desk.messaging import BLOCKED, Chat
from tests.gateway.running import Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def ask_in_telegram(url, settings, http):
    """Somebody there asks for a person, told everything so far: the citizen and the chat."""
    database = Database(settings.database_url)

    async def ask() -> tuple[Citizen, Chat]:
        citizen, _ = await someone_asking(http)
        chat = Chat(database, citizen.id)
        await chat.open(seq=(await citizen.events())[-1]["seq"])
        return citizen, chat

    yield ask
    await database.close()


async def test_a_block_is_told_where_one_writes_and_taken_back(open_desk, ask_in_telegram):
    page = await open_desk()
    citizen, chat = await ask_in_telegram()
    await expect(page.get_by_role("list").get_by_text("Telegram")).to_be_visible()
    await take_first(page)
    await page.get_by_label(FIELD).fill("un brouillon")
    # The same status region before and after, or screen readers say nothing.
    region = await page.locator("[role=status]:has([data-part=reach])").element_handle()
    await chat.block()
    await expect(page.get_by_text(BLOCKED)).to_be_visible()
    assert BLOCKED in await region.inner_text()
    await expect(page.get_by_label(FIELD)).to_have_value("un brouillon")
    await expect(page.get_by_label(FIELD)).to_be_focused()
    await chat.unblock()
    await citizen.say("je suis de retour")
    await expect(page.get_by_text(BLOCKED)).to_have_count(0)


async def test_words_on_their_way_are_told_after_a_while(open_desk, ask_in_telegram, hands):
    page = await open_desk()
    citizen, chat = await ask_in_telegram()
    await take_first(page)
    await write(page, "Je regarde.")
    await expect(line(page, "Je regarde.")).to_be_visible()
    await expect(page.get_by_text("pas encore arrivé")).to_have_count(0)
    hands.turn(seconds=20)
    await expect(page.get_by_text("Un message n’est pas encore arrivé dans Telegram.")).to_be_visible()
    await chat.tell((await citizen.events())[-1]["seq"])
    await expect(page.get_by_text("pas encore arrivé")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_all_is_in_view(open_desk, ask_in_telegram, scheme):
    page = await open_desk(**CALM | {"color_scheme": scheme, "viewport": {"width": 1280, "height": 800}})
    _, chat = await ask_in_telegram()
    await take_first(page)
    await chat.block()
    await expect(page.get_by_text(BLOCKED)).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Envoyer")).to_be_in_viewport(ratio=1)
    assert await violations(page) == ""
    await page.set_viewport_size({"width": 320, "height": 256})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_axe_finds_nothing_where_there_are_several_channels(open_desk, ask_in_telegram, http, url):
    page = await open_desk("chef", "supervisor", **CALM)
    await ask_in_telegram()
    await someone_asking(http)
    for path, shown in (("", "Telegram"), ("demandes", "Canal"), ("suivi?periode=jour", "Par canal")):
        await page.goto(f"{url}/desk/{path}")
        await expect(page.get_by_role("main").get_by_text(shown).first).to_be_visible()
        assert await violations(page) == "", path
        await page.set_viewport_size({"width": 320, "height": 256})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
