"""The whole story at one gateway: a guided walk, a person, a second one, an opinion, and the bot again."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import Page, expect

from tests.browser.desk.conftest import FIELD, line, sign_in, take_first, write
from tests.browser.test_widget import ask
from tests.gateway.desk.signing import add_agent, signed_in, words_of
from tests.gateway.running import Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: All that is said, in its order: author and kind, then owner of the conversation or first name.
TOLD = [
    ("bot", "text", ""),
    ("citizen", "text", ""),
    ("bot", "choices", ""),
    ("citizen", "text", ""),
    ("bot", "answer", ""),
    ("citizen", "text", ""),
    ("system", "handoff", "waiting"),
    ("system", "choices", ""),
    ("system", "handoff", "agent"),
    ("agent", "text", "Camille"),
    ("citizen", "text", ""),
    ("agent", "text", "Camille"),
    ("agent", "answer", "Camille"),
    ("system", "handoff", "waiting"),
    ("system", "handoff", "agent"),
    ("agent", "text", "Ines"),
    ("citizen", "text", ""),
    ("system", "handoff", "closed"),
    ("citizen", "text", ""),
    ("bot", "text", ""),
]


async def test_a_citizen_two_agents_and_the_bot_again(open_counter, new_page, url, settings, http, engine):
    for login in ("camille", "ines"):
        await add_agent(settings, login)
    citizen = await open_counter()
    await walk(citizen)
    await ask(citizen, "je veux quelqu'un")
    await expect(person(citizen)).to_have_text("En attente d'un conseiller : 1er dans la file")
    camille = await come(new_page, url, "camille")
    reference = await read_and_take(camille)
    await talk(citizen, camille)
    await reply_ready_made(citizen, camille)
    await quote(citizen, camille)
    ines = await come(new_page, url, "ines")
    await pass_on(citizen, camille, "Ines")
    assert await take_first(ines) == reference
    await end(citizen, ines)
    # The engine heard nothing of what was said to people.
    assert engine.heard[-1][1] == "je veux quelqu'un"
    await rate(citizen)
    await go_on_with_the_bot(citizen)
    check(await (await behind_page(citizen, http)).events())
    await opinion_is_kept(url, settings)


def log(page: Page):
    return page.get_by_role("log")


def person(page: Page):
    return page.locator("[part=person]")


async def come(new_page, url, login: str) -> Page:
    """An agent opens the desk and signs in."""
    page = await new_page()
    await page.goto(f"{url}/desk/")
    await sign_in(page, login)
    await expect(page.get_by_role("heading", level=1, name="Demandes")).to_be_visible()
    return page


async def walk(citizen: Page) -> None:
    await ask(citizen, "ma carte")
    await citizen.get_by_role("button", name="Perdue").click()
    await expect(citizen.get_by_role("article").first).to_be_visible()


async def read_and_take(camille: Page) -> str:
    """The queue says what it is about; the file, what was asked and answered."""
    await expect(camille.get_by_role("heading", name="Carte d'identité perdue")).to_be_visible()
    await expect(camille).to_have_title("(1) Demandes — Guichet, espace des conseillers")
    reference = await take_first(camille)
    await expect(camille.get_by_role("complementary")).to_contain_text("Votre carte est-elle perdue ou volée ?")
    await expect(log(camille)).to_contain_text("je veux quelqu'un")
    return reference


async def talk(citizen: Page, camille: Page) -> None:
    """Both ways, and each sees that the other writes."""
    await camille.get_by_label(FIELD).press_sequentially("Bonjour, je vous lis.")
    await expect(person(citizen)).to_have_text("Camille écrit…")
    await camille.keyboard.press("Enter")
    await expect(log(citizen)).to_contain_text("Bonjour, je vous lis.")
    await expect(person(citizen)).to_have_text("Vous parlez avec Camille")
    await citizen.get_by_label("Votre question").press_sequentially("que dois-je apporter ?")
    await expect(camille.get_by_text("L’usager écrit…")).to_be_visible()
    await citizen.keyboard.press("Enter")
    await expect(line(camille, "que dois-je apporter ?")).to_be_visible()
    await expect(camille.get_by_text("L’usager écrit…")).to_be_hidden()
    await expect(camille.locator("[data-announcer]")).to_have_text("Usager : que dois-je apporter ?")


async def reply_ready_made(citizen: Page, camille: Page) -> None:
    await camille.get_by_label(FIELD).press("/")
    await camille.get_by_role("dialog").get_by_role("button", name="Bonjour").wait_for()
    await camille.keyboard.type("instant")
    await camille.keyboard.press("Enter")
    await expect(camille.get_by_label(FIELD)).to_have_value(
        "Je vérifie et je reviens vers vous. Ma réponse arrivera ici."
    )
    await camille.keyboard.press("Enter")
    await expect(log(citizen)).to_contain_text("Je vérifie et je reviens vers vous.")


async def quote(citizen: Page, camille: Page) -> None:
    """The documents of the citizen's own case, with where they come from."""
    await camille.locator("#quotes > summary").click()
    extract = camille.get_by_role("listitem").filter(has=camille.get_by_role("heading", name="Documents"))
    await extract.get_by_role("button", name="Envoyer cet extrait").click()
    card = citizen.locator(".entry.agent").get_by_role("article")
    await expect(card).to_contain_text("La déclaration de perte")
    await expect(card).not_to_contain_text("La déclaration de vol")
    await expect(card).to_contain_text("DILA, Service-Public · fiche mise à jour le 2 mars 2026")
    source = card.get_by_role("link", name="Carte d'identité perdue")
    assert (await source.get_attribute("href")).endswith("/vosdroits/F1344")
    await expect(camille.locator(".event.agent .sheet")).to_be_visible()


async def pass_on(citizen: Page, camille: Page, colleague: str) -> None:
    await camille.locator("summary", has_text="Transférer").click()
    await camille.get_by_label("À qui ?").select_option(label=colleague)
    await camille.get_by_role("button", name="Transférer").click()
    await expect(camille.get_by_text("Prenez la demande pour répondre.")).to_be_visible()
    await expect(person(citizen)).to_contain_text("En attente d'un conseiller")


async def end(citizen: Page, ines: Page) -> None:
    """The second agent has read all of it, answers, and closes when the citizen is content."""
    await expect(line(ines, "que dois-je apporter ?")).to_be_visible()
    await expect(ines.locator(".history")).to_contain_text("Camille a transféré à Ines")
    await write(ines, "Tout est en ordre.")
    await expect(log(citizen)).to_contain_text("Tout est en ordre.")
    await ask(citizen, "merci")
    await expect(line(ines, "merci")).to_be_visible()
    await ines.locator("summary", has_text="Terminer").click()
    await ines.get_by_label("Issue").select_option(label="Résolue")
    await ines.get_by_role("button", name="Terminer la demande").click()
    await expect(ines.locator("[data-part=status]")).to_contain_text("Terminée")


async def rate(citizen: Page) -> None:
    opinion = citizen.locator("form.satisfaction")
    await opinion.get_by_role("radio").last.check()
    await opinion.get_by_role("button", name="Envoyer").click()
    await expect(opinion.get_by_role("status")).not_to_be_empty()


async def go_on_with_the_bot(citizen: Page) -> None:
    await ask(citizen, "et la suite ?")
    await expect(log(citizen)).to_contain_text("Vous avez dit : et la suite ?")
    await expect(person(citizen)).to_be_hidden()


async def behind_page(page: Page, http) -> Citizen:
    """The conversation of a citizen's browser, at the public API."""
    kept = await page.evaluate("Object.entries(localStorage).find(([name]) => name.includes('.conversation:'))[1]")
    key = json.loads(kept)
    return Citizen(http, key["id"], key["token"])


def check(events: list[dict]) -> None:
    """Everything was said once, in order, and numbered without a gap."""
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    names = [event.get("owner") or event.get("agent") or "" for event in events]
    assert [(event["author"], event["kind"], name) for event, name in zip(events, names, strict=True)] == TOLD
    assert events[12]["case"] == ["Perdue"]


async def opinion_is_kept(url, settings) -> None:
    async with signed_in(url, settings, "sam", "supervisor") as sam:
        page = words_of(await sam.read("/desk/suivi/conversations", params={"lot": "score5"}))
        assert "5 sur 5" in page
        assert "1 conversation," in page
