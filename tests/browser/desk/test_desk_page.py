"""The page of a request in the agent's browser: nothing lost, nothing twice, readable by all, without a script too."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import expect

from tests.browser.desk.conftest import FIELD, line, sign_in, take_first, write
from tests.browser.test_accessibility import CALM, violations
from tests.gateway.desk.answering import someone_asking

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def said_by_agents(citizen) -> list[str]:
    return [e["text"] for e in await citizen.events() if e["author"] == "agent"]


async def test_words_outlive_a_cut_and_a_reload_and_are_said_once(open_desk, http):
    page = await open_desk()
    citizen, _ = await someone_asking(http)
    await take_first(page)
    # The server gets the words, its answer is lost on the way.
    await page.route("**/dire", lambda route: lose_answer(route), times=1)
    await write(page, "une fois")
    await expect(line(page, "une fois")).to_have_count(1)
    await expect(page.locator(".pending")).to_have_count(0)
    await page.route("**/dire", lambda route: route.abort())
    await write(page, "pendant la coupure")
    await expect(page.locator(".pending")).to_contain_text("Pas encore parti")
    await page.get_by_label(FIELD).fill("un brouillon")
    await page.reload()
    await expect(page.locator(".pending")).to_contain_text("pendant la coupure")
    await page.unroute("**/dire")
    await expect(line(page, "pendant la coupure")).to_have_count(1)
    await expect(page.locator(".pending")).to_have_count(0)
    await expect(page.get_by_label(FIELD)).to_have_value("un brouillon")
    assert await said_by_agents(citizen) == ["une fois", "pendant la coupure"]


async def lose_answer(route) -> None:
    await route.fetch()
    await route.abort()


async def test_words_of_an_ended_session_wait_for_the_same_agent_to_come_back(open_desk, http, url):
    page = await open_desk()
    citizen, reference = await someone_asking(http)
    await take_first(page)
    await page.context.clear_cookies()
    await write(page, "je garde mes mots")
    await expect(page.get_by_text("Votre session est terminée.").first).to_be_visible()
    await page.goto(f"{url}/desk/demandes/{reference}")
    await sign_in(page, "camille")
    await expect(line(page, "je garde mes mots")).to_have_count(1)
    assert await said_by_agents(citizen) == ["je garde mes mots"]


async def test_words_that_come_too_late_are_given_back(open_desk, http, hands):
    camille = await open_desk()
    citizen, _ = await someone_asking(http)
    await take_first(camille)
    chief = await open_desk("chef", "supervisor")
    await camille.get_by_label(FIELD).fill("trop tard")
    # The stream is held back: this page doesn't know yet.
    await camille.route("**/suite*", lambda route: route.abort())
    await chief.goto(camille.url)
    await chief.get_by_role("button", name="Reprendre à Camille").click()
    await expect(chief.get_by_label(FIELD)).to_be_visible()
    await camille.get_by_label(FIELD).press("Enter")
    await expect(camille.locator("[data-refusal]")).to_have_text(
        "Cette demande n’est plus la vôtre. Votre texte n’est pas parti."
    )
    await expect(camille.get_by_label(FIELD)).to_have_value("trop tard")
    assert await said_by_agents(citizen) == []


async def test_a_new_request_rings_once_in_all_tabs_and_what_was_there_does_not(open_desk, http):
    page = await open_desk()
    await page.evaluate(
        "() => { window.rung = []; addEventListener('desk-ring', ({ detail }) => rung.push(detail), true); }"
    )
    other = await page.context.new_page()
    await other.goto(page.url)
    await someone_asking(http)
    await expect(page.get_by_role("button", name="Prendre la demande")).to_have_count(1)
    await expect(other.get_by_role("button", name="Prendre la demande")).to_have_count(1)
    rung = await page.evaluate("rung.length") + await other.evaluate("(window.rung ?? []).length")
    assert rung <= 1
    assert await other.evaluate("JSON.parse(localStorage.getItem('guichet.desk.last-rung')).name.startsWith('DEM-')")
    before = await page.evaluate("localStorage.getItem('guichet.desk.last-rung')")
    await page.reload()
    await expect(page.get_by_role("button", name="Prendre la demande")).to_have_count(1)
    assert await page.evaluate("localStorage.getItem('guichet.desk.last-rung')") == before


async def test_signing_out_leaves_no_words_in_the_tab(open_desk, http):
    page = await open_desk()
    await someone_asking(http)
    await take_first(page)
    await page.get_by_label(FIELD).fill("un brouillon")
    assert "un brouillon" in json.dumps(await page.evaluate("({ ...sessionStorage })"))
    await page.get_by_role("button", name="Se déconnecter").click()
    await expect(page.get_by_role("heading", name="Espace des conseillers")).to_be_visible()
    assert await page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('guichet.desk'))") == []


async def test_an_erased_conversation_is_said_and_nothing_can_be_sent(open_desk, http):
    page = await open_desk()
    citizen, _ = await someone_asking(http)
    await take_first(page)
    await citizen.call("DELETE")
    await expect(page.locator("[data-connection]")).to_have_text(
        "L’usager a effacé sa conversation. Elle n’existe plus."
    )
    await expect(page.get_by_role("button", name="Envoyer")).to_be_disabled()


@pytest.mark.parametrize("state", ["waiting", "taken", "ticket", "closed"])
async def test_axe_finds_nothing_in_any_state(open_desk, http, state):
    page = await open_desk(**CALM)
    citizen, reference = await someone_asking(http)
    await page.goto(f"{page.url.rstrip('/')}/demandes/{reference}")
    if state in ("taken", "closed"):
        await page.get_by_role("button", name="Prendre", exact=True).click()
        await write(page, "Bonjour")
        await citizen.say("merci")
        await expect(line(page, "merci")).to_be_visible()
    if state == "ticket":
        await page.locator("summary", has_text="Autres").click()
        await page.get_by_role("button", name="Répondre plus tard").click()
        await expect(page.get_by_label("Votre réponse à l’usager")).to_be_visible()
    if state == "closed":
        await page.locator("summary", has_text="Terminer").click()
        await page.get_by_role("button", name="Terminer la demande").click()
        await expect(page.get_by_role("button", name="Rouvrir")).to_be_visible()
    await page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    await page.set_viewport_size({"width": 320, "height": 256})
    assert await violations(page) == ""
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_axe_finds_nothing_on_an_empty_queue(open_desk):
    page = await open_desk(**CALM)
    assert await violations(page) == ""
    await page.get_by_role("button", name="Raccourcis").click()
    assert await violations(page) == ""


async def test_without_a_script_everything_can_be_done(open_desk, http):
    page = await open_desk(java_script_enabled=False)
    citizen, _ = await someone_asking(http)
    await page.reload()
    await take_first(page)
    await page.get_by_label(FIELD).fill("Par formulaire")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(line(page, "Par formulaire")).to_be_visible()
    assert await said_by_agents(citizen) == ["Par formulaire"]
    await page.locator("summary", has_text="Terminer").click()
    await page.get_by_role("button", name="Terminer la demande").click()
    await expect(page.locator("[data-part=status]")).to_contain_text(re.compile("Terminée.*Résolue", re.S))
