"""A person at the other end: waiting for them, talking with them, leaving details, and the end of it."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser import person_scenario as said
from tests.browser.conftest import open_widget
from tests.browser.log_bench import LISTEN, until

TYPING = 'event: typing\ndata: {"agent": "Camille"}\n\n'
HIDE = "(hidden) => { Object.defineProperty(document, 'hidden', { get: () => hidden, configurable: true }); }"


@pytest.fixture
def counter():
    return said.FakeCounter()


@pytest.fixture
async def open_counter(new_page, url, counter):
    async def open_(**context):
        page = await new_page(**context)
        await counter.attach(page)
        await page.goto(f"{url}/demo/")
        await open_widget(page)
        return page

    return open_


def line(page):
    return page.locator("[part=person]")


def field(page):
    return page.locator("[part=field]")


async def test_who_is_there_is_said_until_the_bot_is_back(open_counter, counter):
    page = await open_counter()
    await expect(line(page)).to_be_hidden()
    counter.say(said.WAITING)
    await expect(line(page)).to_have_text("En attente d'un conseiller : 2e dans la file")
    counter.say(said.TAKEN)
    await expect(line(page)).to_have_text("Vous parlez avec Camille")
    await page.reload()
    await open_widget(page)
    await expect(line(page)).to_have_text("Vous parlez avec Camille")
    counter.say(said.BACK)
    await expect(line(page)).to_be_hidden()


async def test_of_a_wait_only_the_newest_place_is_told(open_counter, counter):
    page = await open_counter()
    counter.say(said.WAITING, said.WAITING | {"position": 1, "wait_minutes": 2})
    await expect(page.locator(".handoff")).to_have_count(1)
    await expect(page.locator(".fact")).to_have_text(["Votre place dans la file : 1.", "Attente : environ 2 min."])
    await expect(page.locator(".number")).to_have_text(said.REFERENCE)
    counter.say(said.TAKEN)
    await expect(page.get_by_role("heading", name="Camille vous répond")).to_be_visible()
    await expect(page.locator(".fact")).to_have_count(0)
    await expect(page.locator(".number")).to_have_count(1)


async def test_an_agent_has_a_name_and_is_announced_by_it(open_counter, counter):
    page = await open_counter()
    counter.say(said.TAKEN)
    await expect(line(page)).to_be_visible()
    await page.evaluate(LISTEN)
    counter.say(said.HELLO)
    await expect(page.locator(".entry.agent .who")).to_contain_text("Camille, agent du guichet")
    await until(page, "window.heard.includes('Camille : Bonjour, je regarde votre dossier.')")
    edge = "(one) => getComputedStyle(one).borderLeftWidth"
    assert await page.locator(".entry.agent .bubble").evaluate(edge) == "4px"


async def test_that_they_write_is_seen_and_said_once(open_counter, counter):
    page = await open_counter()
    counter.say(said.TAKEN)
    await expect(line(page)).to_be_visible()
    await page.evaluate(LISTEN)
    counter.record(TYPING, 'event: news\nid: 9\ndata: {"seq": 99, "text": "x"}\n\n', TYPING)
    await expect(line(page)).to_have_text("Camille écrit…")
    counter.say(said.HELLO)
    await expect(page.locator(".entry.agent .words")).to_have_text("Bonjour, je regarde votre dossier.")
    await expect(line(page)).to_have_text("Vous parlez avec Camille")
    assert [words for words in await page.evaluate("window.heard") if "écrit" in words] == ["Camille écrit…"]
    await expect(page.locator(".entry:not(.typing)")).to_have_count(3)


async def test_that_they_write_is_forgotten_when_nothing_comes(open_counter, counter):
    page = await open_counter()
    await page.clock.install()
    counter.say(said.TAKEN)
    await expect(line(page)).to_be_visible()
    counter.record(TYPING)
    await expect(line(page)).to_have_text("Camille écrit…")
    await page.clock.run_for(6_000)
    await expect(line(page)).to_have_text("Vous parlez avec Camille")


async def test_that_the_citizen_types_is_told_without_the_words_and_rarely(open_counter, counter):
    page = await open_counter()
    await field(page).press_sequentially("un secret")
    counter.say(said.TAKEN)
    await expect(line(page)).to_be_visible()
    assert counter.typed == []
    await field(page).press_sequentially(" de plus")
    async with asyncio.timeout(5):
        while not counter.typed:
            await asyncio.sleep(0.01)
    assert counter.typed == [None]


@pytest.mark.parametrize(
    ("asks", "mode", "filled", "hint"),
    [
        (said.EMAIL, "email", "email", "adresse e-mail"),
        (said.PHONE, "tel", "tel", "numéro"),
        (said.NOTE, "", "off", "Un conseiller"),
    ],
)
async def test_a_detail_that_was_asked_for_is_no_warning(open_counter, counter, asks, mode, filled, hint):
    page = await open_counter()
    counter.say(asks)
    await expect(page.locator("#hint")).to_contain_text(hint)
    await expect(field(page)).to_have_js_property("inputMode", mode)
    await expect(field(page)).to_have_js_property("autocomplete", filled)
    await field(page).fill("camille@exemple.fr, 2 55 08 14 168 025 38")
    await field(page).press("Enter")
    await expect(page.locator(".entry.citizen .words")).to_contain_text("c…@exemple.fr")
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await expect(page.locator("#hint")).to_have_text("Ne donnez aucune donnée personnelle.")
    await expect(field(page)).to_have_js_property("autocomplete", "off")
    await field(page).fill("et 2 55 08 14 168 025 38")
    await field(page).press("Enter")
    await expect(page.get_by_role("alertdialog")).to_be_visible()


async def test_an_address_that_was_asked_for_is_looked_up_nowhere(open_counter, counter):
    page = await open_counter()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    counter.say(said.EMAIL)
    await expect(page.locator("#hint")).to_contain_text("adresse e-mail")
    await field(page).press_sequentially("camille@exemple.fr")
    await field(page).press("Enter")
    await expect(page.locator(".entry.citizen .words")).to_be_visible()
    assert [address for address in asked if "procedures" in address] == []


async def test_the_menu_leaves_the_person_instead_of_asking_again(open_counter, counter):
    page = await open_counter()
    options = page.get_by_role("button", name="Options")
    counter.say(said.WAITING)
    await expect(line(page)).to_be_visible()
    await options.click()
    await expect(page.get_by_role("button", name="Parler à une personne")).to_be_hidden()
    counter.say(said.WAYS)
    await page.locator(".menu").get_by_role("button", name="Ne plus attendre").click()
    await expect(page.locator(".entry.citizen")).to_have_count(1)
    # It is shown before it is sent.
    async with asyncio.timeout(10):
        while not counter.sent:
            await asyncio.sleep(0.02)
    assert [message["choice"] for message in counter.sent] == ["leave"]
    counter.say(said.BACK)
    await expect(line(page)).to_be_hidden()
    await options.click()
    await expect(page.get_by_role("button", name="Parler à une personne")).to_be_visible()


async def test_a_page_that_nobody_looks_at_says_it_in_its_title(open_counter, counter):
    page = await open_counter()
    title = await page.title()
    await page.evaluate(HIDE, True)
    counter.say(said.TAKEN, said.HELLO, said.HELLO | {"text": "Êtes-vous là ?"})
    await expect(page).to_have_title(f"(1) {title}")
    await page.evaluate(HIDE, False)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(page).to_have_title(title)


async def test_a_ticket_and_an_end_say_what_they_are(open_counter, counter):
    page = await open_counter()
    counter.say(said.TICKET)
    card = page.locator(".handoff.bot")
    await expect(card.get_by_role("heading")).to_have_text("Votre demande est enregistrée")
    await expect(card).to_contain_text(said.HOURS)
    await expect(card.get_by_role("button", name="Copier le numéro")).to_be_visible()
    counter.say(said.TAKEN, said.OVER)
    await expect(page.get_by_role("heading", name="Votre demande est terminée")).to_be_visible()
    await expect(line(page)).to_be_hidden()
    await page.get_by_label("Tout à fait").check()
    await page.locator(".satisfaction").get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text("Merci pour votre avis.")).to_be_visible()
    assert counter.rated == [{"satisfaction": 5}]


SCENES = {
    "waiting": [said.WAITING, said.WAYS],
    "agent": [said.WAITING, said.TAKEN, said.HELLO],
    "ticket": [said.TICKET, said.WAYS | {"options": [{"choice": "mail", "label": "Recevoir la réponse par e-mail"}]}],
    "asks": [said.WAITING, said.EMAIL],
    "closed": [said.TAKEN, said.HELLO, said.OVER],
}
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", SCENES)
async def test_person_screenshots(open_counter, counter, screenshots, scene, look):
    page = await open_counter(**LOOKS[look], reduced_motion="reduce")
    counter.say(*SCENES[scene])
    await expect(page.locator(".entry:not(.typing)")).to_have_count(1 + len(SCENES[scene]))
    assert await page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look]["viewport"]["width"]
    await page.locator(".entry:not(.typing) > :last-child").last.scroll_into_view_if_needed()
    await page.screenshot(path=screenshots / f"person-{scene}-{look}.png")
