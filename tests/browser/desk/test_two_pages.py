"""An agent's browser that is killed, and one that is left open: who of them still has the conversation."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from guichet.gateway.clock import stamp
from tests.browser.desk.conftest import line, take_first, write
from tests.browser.test_widget import ask
from tests.gateway.desk.signing import behind

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_agent_whose_browser_is_gone_gives_the_citizen_back_to_the_queue(open_counter, open_desk, hands):
    citizen, camille = await open_counter(), await open_desk()
    await ask(citizen, "je veux quelqu'un")
    reference = await take_first(camille)
    await write(camille, "Bonjour")
    await expect(citizen.get_by_role("log")).to_contain_text("Bonjour")
    ines = await open_desk("ines")
    await camille.context.close()
    await ask(citizen, "vous êtes là ?")
    hands.turn(minutes=5)
    assert await take_first(ines) == reference
    await expect(line(ines, "vous êtes là ?")).to_be_visible()
    await expect(ines.locator(".history")).to_contain_text("Le conseiller ne répondait plus : retour dans la file")
    await write(ines, "Je reprends.")
    await expect(citizen.get_by_role("log")).to_contain_text("Je reprends.")


async def test_a_page_left_open_keeps_its_agent(open_counter, open_desk, hands, settings):
    citizen, camille = await open_counter(), await open_desk()
    await ask(citizen, "je veux quelqu'un")
    await take_first(camille)
    for _ in range(3):
        hands.turn(seconds=100)
        await seen(settings, camille, since=stamp(hands()))
    await write(camille, "Toujours là")
    await expect(citizen.get_by_role("log")).to_contain_text("Toujours là")
    assert "déconnecté" not in await citizen.get_by_role("log").inner_text()


async def seen(settings, page, since: str) -> None:
    """Wait for the next sign of life of the agent whose page this is."""
    agent_id = await page.locator("meta[name=agent]").get_attribute("content")
    async with behind(settings) as desk, asyncio.timeout(10):
        while (await desk.accounts.get(agent_id)).last_seen < since:
            await asyncio.sleep(0.05)
