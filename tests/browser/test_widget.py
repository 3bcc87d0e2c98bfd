"""The widget on the demo site: what a citizen sees, with the mouse, with the keyboard, on a phone."""

from __future__ import annotations

import json

import pytest
from playwright.async_api import expect

from tests.browser.conftest import open_widget
from tests.browser.scenario import CHOICES, LOST

FIELD = "Votre question"

#: Makes the conversation that this browser remembers one that no server knows.
FORGE = """() => {
  const name = Object.keys(localStorage).find((one) => one.startsWith("guichet.conversation"));
  localStorage.setItem(name, JSON.stringify({ id: "x", token: "y" }));
}"""


async def ask(page, text: str) -> None:
    await page.get_by_label(FIELD).fill(text)
    await page.get_by_role("button", name="Envoyer").click()


async def option(page, name: str) -> None:
    await page.get_by_role("button", name="Options").click()
    await page.get_by_role("button", name=name).click()


async def press_until_focused(page, key: str, target) -> None:
    for _ in range(40):
        await page.keyboard.press(key)
        if await target.evaluate("(one) => one.matches(':focus')"):
            return
    raise AssertionError(f"{key} ne mène pas à {target}")


async def read_card(page):
    await ask(page, "où est ma carte ?")
    await page.get_by_role("button", name="Perdue").click()
    card = page.get_by_role("article")
    await expect(card).to_be_visible()
    return card


async def test_a_question_gets_the_official_answer_with_source_and_date(open_page):
    page = await open_page()
    card = await read_card(page)
    await expect(card.get_by_role("heading", name="Carte d'identité perdue")).to_be_visible()
    await expect(card).to_contain_text("— DILA, Service-Public · fiche mise à jour le 30 mai 2023")
    source = card.get_by_role("link", name="Carte d'identité perdue")
    assert await source.get_attribute("href") == "https://www.service-public.gouv.fr/particuliers/vosdroits/F1344"
    assert await source.get_attribute("rel") == "noopener noreferrer"


async def test_every_sort_of_block_is_shown(open_page):
    card = await read_card(await open_page())
    await expect(card.locator("strong", has_text="déclaration de perte")).to_have_text("déclaration de perte")
    sheet = card.get_by_role("link", name="la fiche")
    assert (await sheet.get_attribute("href")).endswith("/particuliers/vosdroits/F1341")
    await expect(card.get_by_role("listitem").filter(has_text="Une photo récente")).to_be_visible()
    await expect(card.get_by_role("note")).to_contain_text("Attention")
    await expect(card.get_by_role("columnheader", name="Coût")).to_be_visible()
    service = card.get_by_role("link", name="Faire la pré-demande en ligne")
    assert await service.get_attribute("href") == "https://ants.gouv.fr/"
    await expect(card).to_contain_text("Cerfa n° 12100*02")
    await expect(card).to_contain_text("Qui fait la demande ?")
    await expect(card.get_by_role("heading", name="Un mineur")).to_be_visible()
    await expect(card.get_by_text("Il vient avec un parent.")).to_be_visible()


async def test_an_unsafe_address_is_no_link(open_page):
    card = await read_card(await open_page())
    await card.get_by_text("Voir plus").click()
    await expect(card.get_by_text("Mairie", exact=True)).to_be_visible()
    assert await card.locator("a[href^='javascript']").count() == 0


async def test_an_unknown_frame_shows_its_plain_text(open_page):
    page = await open_page()
    await ask(page, "une nouveauté")
    await expect(page.get_by_role("log").get_by_text("Dit en clair <b>sans balise</b>")).to_be_visible()
    address = page.get_by_role("link", name="https://exemple.fr/aide")
    assert await address.get_attribute("href") == "https://exemple.fr/aide"


async def test_markup_that_a_citizen_types_stays_text(open_page):
    page = await open_page()
    await ask(page, "<img src=x onerror=alert(1)>")
    await expect(page.get_by_text("<img src=x onerror=alert(1)>", exact=True)).to_be_visible()
    assert await page.locator("img[src=x]").count() == 0


async def test_the_keyboard_alone_is_enough(open_page, engine):
    page = await open_page()
    await expect(page.get_by_label(FIELD)).to_be_focused()
    await page.keyboard.type("ma carte")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Volée")).to_be_visible()
    await expect(page.get_by_text("Votre carte est-elle perdue ou volée ?", exact=True)).to_be_visible()
    await press_until_focused(page, "Shift+Tab", page.get_by_role("button", name="Perdue"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    await expect(page.get_by_text("Vous avez choisi")).to_be_visible()
    assert engine.heard[-1][1] == LOST


async def test_a_reload_brings_the_conversation_back_once(open_page, engine):
    page = await open_page()
    await ask(page, "où est ma carte ?")
    await expect(page.get_by_role("button", name="Perdue")).to_be_visible()
    await page.reload()
    await open_widget(page)
    await page.get_by_role("button", name="Perdue").click()
    await expect(page.get_by_role("article")).to_be_visible()
    await expect(page.get_by_text("où est ma carte ?", exact=True)).to_have_count(1)
    assert len({sender for sender, _ in engine.heard}) == 1


async def test_a_broken_engine_is_said_and_can_be_tried_again(open_page, engine):
    page = await open_page()
    await ask(page, "c'est la panne")
    notice = page.locator(".notice")
    await expect(notice).to_contain_text("39 39")
    await expect(notice.get_by_role("link", name="Chercher sur service-public.gouv.fr")).to_be_visible()

    async def repaired(_sender, _text):
        return [{"text": "C'est réparé."}]

    engine.behaviour = repaired
    await notice.get_by_role("button", name="Réessayer").click()
    await expect(page.get_by_role("log").get_by_text("C'est réparé.")).to_be_visible()


async def test_a_message_that_could_not_leave_is_kept_and_sent_once(open_page, engine):
    page = await open_page()
    await page.route("**/messages", lambda route: route.abort())
    await ask(page, "tunnel ferroviaire")
    await expect(page.get_by_text("Message non envoyé.")).to_be_visible()
    await page.unroute("**/messages")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : tunnel ferroviaire")).to_be_visible()
    await expect(page.get_by_text("tunnel ferroviaire", exact=True)).to_have_count(1)
    assert len(engine.heard) == 1


async def test_a_conversation_that_is_gone_is_replaced(open_page):
    page = await open_page()
    await page.evaluate(FORGE)
    await page.reload()
    await open_widget(page)
    await expect(page.get_by_text("Cette conversation n'existe plus. En voici une nouvelle.")).to_be_visible()
    await ask(page, "toujours là")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : toujours là")).to_be_visible()


async def test_a_text_that_is_too_long_is_said_before_it_is_sent(open_page, engine):
    page = await open_page()
    await ask(page, "é" * 1003)
    await expect(page.locator(".count")).to_have_text("Caractères de trop : 3. Raccourcissez votre message.")
    await expect(page.get_by_label(FIELD)).to_have_attribute("aria-invalid", "true")
    assert engine.heard == []


async def test_masked_data_is_said(open_page):
    page = await open_page()
    await ask(page, "appelez le 06 12 34 56 78")
    await expect(page.get_by_role("log").get_by_text("Nous avons masqué")).to_be_visible()
    await expect(page.get_by_text("06 12 34 56 78")).to_have_count(0)


async def test_feedback_is_thanked(open_page):
    card = await read_card(await open_page())
    await card.get_by_role("button", name="Oui").click()
    await expect(card.get_by_text("Merci pour votre avis.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
async def test_nothing_is_wider_than_the_screen(open_page, width):
    page = await open_page(viewport={"width": width, "height": 700})
    card = await read_card(page)
    for fold in await card.locator("summary").all():
        await fold.click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_nothing_is_asked_of_third_parties(open_page, url):
    page = await open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await open_widget(page)
    await read_card(page)
    assert [address for address in asked if not address.startswith((url, "blob:", "data:"))] == []


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("light", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}),
        ("dark", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 320, "height": 640}, "color_scheme": "light", "has_touch": True}),
    ],
)
async def test_screenshots(open_page, screenshots, name, context):
    page = await open_page(**context, reduced_motion="reduce")
    await page.screenshot(path=screenshots / f"{name}-1-arrival.png")
    await ask(page, "où est ma carte ?")
    await expect(page.get_by_role("button", name="Perdue")).to_be_visible()
    await page.screenshot(path=screenshots / f"{name}-2-choices.png")
    await page.get_by_role("button", name="Perdue").click()
    await expect(page.get_by_role("article")).to_be_visible()
    await page.screenshot(path=screenshots / f"{name}-3-answer.png")
    await page.screenshot(path=screenshots / f"{name}-4-whole.png", full_page=True)
    await ask(page, "c'est la panne")
    await expect(page.locator(".notice")).to_be_visible()
    await page.screenshot(path=screenshots / f"{name}-5-notice.png")


async def test_payloads_never_reach_the_page(open_page):
    page = await open_page()
    bodies: list[str] = []
    await ask(page, "ma carte")
    await expect(page.get_by_role("button", name="Perdue")).to_be_visible()
    bodies.append(await page.content())
    bodies.append(json.dumps(await page.evaluate("({...localStorage})")))
    assert all(option["payload"] not in body for option in CHOICES["options"] for body in bodies)
