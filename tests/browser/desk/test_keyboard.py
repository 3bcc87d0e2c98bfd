"""The desk by keyboard: with Tab and Enter alone, with its shortcuts, and with ready-made replies."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.desk.conftest import FIELD, line, take_first
from tests.browser.test_widget import press_until_focused
from tests.gateway.desk.answering import someone_asking
from tests.gateway.desk.signing import PASSWORD, add_agent

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: As who speaks to their computer has it: a single key does nothing.
WITHOUT_SHORTCUTS = "localStorage.setItem('guichet.desk.keys', 'false')"


async def test_from_the_door_to_the_end_with_tab_and_enter_alone(new_page, url, settings, http):
    await add_agent(settings, "camille")
    citizen, _ = await someone_asking(http)
    page = await new_page()
    await page.add_init_script(WITHOUT_SHORTCUTS)
    await page.goto(f"{url}/desk/")
    await enter(page)
    await go(page, page.get_by_role("button", name="Prendre la demande"))
    await page.wait_for_url("**/desk/demandes/DEM-*")
    await press_until_focused(page, "Tab", page.get_by_label(FIELD))
    await page.keyboard.type("Bonjour, p r n ?")
    await page.keyboard.press("Enter")
    await expect(line(page, "Bonjour, p r n ?")).to_have_count(1)
    await end(page)
    closing = (await citizen.events())[-1]
    assert (closing["owner"], closing["agent"], closing["closing"]) == ("closed", "Camille", True)
    await go(page, page.get_by_role("button", name="Se déconnecter"))
    await expect(page.get_by_label("Identifiant")).to_be_focused()


async def enter(page: Page) -> None:
    """Through the door: the cursor is in its field already."""
    await page.keyboard.type("camille")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Demandes")).to_be_visible()


async def go(page: Page, target) -> None:
    await press_until_focused(page, "Tab", target)
    await page.keyboard.press("Enter")


async def end(page: Page) -> None:
    """Back from the field to what is above it; the cursor does not get lost when that changes."""
    summary = page.locator("#menu-close > summary")
    await press_until_focused(page, "Shift+Tab", summary)
    await page.keyboard.press("Enter")
    await press_until_focused(page, "Tab", page.get_by_label("Issue"))
    await page.keyboard.press("ArrowDown")
    await go(page, page.get_by_role("button", name="Terminer la demande"))
    await expect(page.locator("[data-part=status]")).to_contain_text("Terminée")
    assert await page.evaluate("document.querySelector('[data-part=status]').contains(document.activeElement)")


async def test_canned_replies_by_keyboard(open_desk, http):
    page = await open_desk()
    await someone_asking(http)
    replies = [
        {"id": "a", "title": "Bonjour", "shortcut": "bonjour", "text": "Bonjour, Camille à votre écoute."},
        {"id": "b", "title": "Au revoir", "shortcut": "fin", "text": "Bonne journée."},
    ]
    await page.route("**/reponses.json*", lambda route: route.fulfill(json=replies))
    await take_first(page)
    await page.get_by_label(FIELD).press("/")
    dialog = page.get_by_role("dialog", name="Réponses toutes prêtes")
    await expect(dialog.get_by_role("button", name="Bonjour")).to_be_visible()
    await page.keyboard.type("fin")
    await expect(dialog.get_by_role("button", name="Bonjour")).to_be_hidden()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_label(FIELD)).to_have_value("Bonne journée.")
    await expect(page.get_by_label(FIELD)).to_be_focused()
    await page.get_by_label(FIELD).fill("")
    await page.keyboard.press("/")
    await page.keyboard.type("zzz")
    await expect(dialog.get_by_role("status")).to_have_text("Aucune réponse toute prête ne correspond.")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_the_day_s_work_by_keyboard_alone(open_desk, http):
    page = await open_desk()
    await someone_asking(http)
    await expect(page.get_by_role("button", name="Prendre la demande")).to_be_visible()
    await page.keyboard.press("p")
    await page.wait_for_url("**/desk/demandes/DEM-*")
    await page.keyboard.press("r")
    await expect(page.get_by_label(FIELD)).to_be_focused()
    await page.keyboard.type("Bonjour p r n ?")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("à vous")
    await page.keyboard.press("Enter")
    await expect(line(page, "Bonjour p r n ?")).to_contain_text("à vous")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("log")).to_be_focused()
    await page.keyboard.press("n")
    await page.keyboard.type("une note")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".notes")).to_contain_text("Camille")
    await page.keyboard.press("Escape")
    await page.locator("[data-log]").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Raccourcis au clavier")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("x")
    await expect(page.get_by_label("Issue")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Issue")).to_be_hidden()
    await page.locator("[data-log]").focus()
    await page.keyboard.press("f")
    await expect(page.get_by_role("heading", level=1, name="Demandes")).to_be_visible()


async def test_shortcuts_and_enter_can_be_switched_off(open_desk, http):
    page = await open_desk()
    await someone_asking(http)
    await page.get_by_role("button", name="Raccourcis").click()
    await page.get_by_label("Utiliser ces raccourcis d’une seule touche").uncheck()
    await page.get_by_role("button", name="Fermer").click()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await take_first(page)
    await page.get_by_label("Entrée envoie").uncheck()
    await page.get_by_label(FIELD).fill("une ligne")
    await page.get_by_label(FIELD).press("Enter")
    await page.keyboard.type("deux")
    await expect(page.get_by_label(FIELD)).to_have_value("une ligne\ndeux")
    await page.get_by_label(FIELD).press("Control+Enter")
    await expect(line(page, "une ligne")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Entrée envoie")).not_to_be_checked()


async def test_a_quote_leaves_the_cursor_where_it_was(open_desk, http):
    page = await open_desk()
    citizen, _ = await someone_asking(http)
    await take_first(page)
    await page.keyboard.press("c")
    price = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Prix"))
    send = price.get_by_role("button", name="Envoyer cet extrait")
    await send.focus()
    sent = await send.element_handle()
    await page.keyboard.press("Enter")
    await expect(page.locator(".event.agent")).to_have_count(1)
    # The panel is another one: its forms have new numbers.
    await sent.wait_for_element_state("hidden")
    await expect(send).to_be_focused()
    await page.get_by_role("link", name="Retirer : Perdue").press("Enter")
    await expect(page.get_by_text("Préciser la situation")).to_be_visible()
    await expect(page.get_by_role("heading", name="Carte d'identité perdue", level=3)).to_be_focused()
    assert (await citizen.events())[-1]["aspect"] == "cost"
