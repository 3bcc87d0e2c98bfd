"""What a screen reader hears, and what is seen of waiting, in whole conversations with a running gateway."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import open_widget
from tests.browser.log_bench import LISTEN, until

FIELD = "Votre question"
WELCOME = "document.querySelector('guichet-chat').shadowRoot.querySelector('[part=announcements]').childElementCount"


async def ask(page, words: str) -> None:
    await page.get_by_label(FIELD, exact=True).fill(words)
    await page.keyboard.press("Enter")


async def test_a_conversation_is_announced_once_from_end_to_end(open_page):
    page = await open_page()
    await until(page, WELCOME)
    await page.evaluate(LISTEN)
    await ask(page, "ma carte")
    await page.get_by_role("button", name="Perdue").click()
    await expect(page.get_by_role("article")).to_be_visible()
    await until(page, "window.heard.length >= 2")
    assert await page.evaluate("window.heard") == [
        "Votre carte est-elle perdue ou volée ? Perdue. Volée.",
        "Carte d'identité perdue. 😀 Faites une déclaration de perte, puis demandez une nouvelle carte dans une "
        "mairie équipée. Voir la fiche.",
    ]


async def test_a_reload_announces_nothing_again(open_page):
    page = await open_page()
    await ask(page, "ma carte")
    await expect(page.get_by_role("button", name="Perdue")).to_be_visible()
    await page.reload()
    await until(page, "document.querySelector('guichet-chat')?.shadowRoot?.firstChild")
    await page.evaluate(LISTEN)
    await open_widget(page)
    await expect(page.get_by_role("button", name="Perdue")).to_be_visible()
    await ask(page, "bonjour")
    await until(page, "window.heard.some((words) => words.includes('Vous avez dit'))")
    assert await page.evaluate("window.heard") == ["Vous avez dit : bonjour."]


async def test_waiting_is_seen_until_the_answer_comes(open_page, engine):
    gate = asyncio.Event()

    async def wait(_sender, _text):
        await gate.wait()
        return [{"text": "Me voici."}]

    engine.behaviour = wait
    page = await open_page()
    await ask(page, "il y a quelqu'un")
    await expect(page.locator(".typing")).to_be_visible()
    gate.set()
    await expect(page.locator(".entry").get_by_text("Me voici.")).to_be_visible()
    await expect(page.locator(".typing")).to_be_hidden()
