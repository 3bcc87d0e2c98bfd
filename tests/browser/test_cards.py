"""Checklists, offices, danger and what is behind « Voir plus », in a real Chromium: keyboard, phone, paper, reload."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.scenario import SHOWN
from tests.browser.test_demo import ask
from tests.gateway.samples import CHECKLIST, NOTICE, poisoned

#: Counts how often the alert is filled, and what the log would read of it by itself.
LISTEN = """() => {
  window.alarms = [];
  new MutationObserver(() => {
    const said = document.getElementById('alarm').textContent;
    if (said) window.alarms.push(said);
  }).observe(document.getElementById('alarm'), { childList: true, characterData: true, subtree: true });
}"""


async def show(page, words: str):
    await ask(page, words)
    entry = page.locator(".entry.bot:not(.typing)").nth(1)
    await expect(entry).to_be_visible()
    return entry


async def test_voir_plus_by_keyboard_leads_to_what_is_new(open_page):
    page = await open_page()
    card = await show(page, "la cantine")
    hidden = card.get_by_text("Prévenez la mairie une semaine avant.")
    await expect(hidden).to_be_hidden()
    await card.get_by_text("Voir plus").focus()
    await page.keyboard.press("Enter")
    await expect(hidden).to_be_visible()
    await expect(card.get_by_role("group", name="Suite de la réponse")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(hidden).to_be_hidden()
    await expect(card.locator(".more > summary")).to_be_focused()


async def test_a_short_answer_has_nothing_behind_a_button(open_page, engine):
    async def short(_sender, _text):
        return [{"custom": {"frames": [{**CHECKLIST, "kind": "answer", "blocks": [], "more": []}]}}]

    engine.behaviour = short
    card = await show(await open_page(), "bref")
    await expect(card.get_by_text("Voir plus")).to_have_count(0)


async def test_what_is_behind_voir_plus_is_on_paper_and_closes_again(open_page):
    page = await open_page()
    card = await show(page, "la cantine")
    await page.evaluate(
        "addEventListener('beforeprint', () => { window.opened = document.querySelector('.more').open; })"
    )
    await page.pdf()
    assert await page.evaluate("window.opened") is True
    await expect(card.get_by_text("Prévenez la mairie une semaine avant.")).to_be_hidden()
    await expect(page.get_by_label("Votre question")).to_be_focused()


@pytest.mark.parametrize(("width", "together"), [(1280, True), (390, False)])
async def test_branches_stand_side_by_side_where_there_is_room(open_page, width, together):
    card = await show(await open_page(viewport={"width": width, "height": 800}), "la cantine")
    places = await card.locator(".side").evaluate_all("sides => sides.map((side) => [side.offsetLeft, side.offsetTop])")
    (left, top), (next_left, next_top) = places
    assert (top == next_top) is together
    assert (left == next_left) is not together
    await expect(card.get_by_role("heading", name="Oui, une allergie alimentaire")).to_be_visible()
    await expect(card.get_by_text("L'ordonnance de moins de 3 mois")).to_be_visible()


async def test_a_checklist_shows_what_it_holds_and_no_empty_heading(open_page, engine):
    async def bare(_sender, _text):
        return [{"custom": {"frames": [{**CHECKLIST, "online": [], "appointment": []}]}}]

    engine.behaviour = bare
    page = await open_page()
    card = await show(page, "ma liste")
    headings = await card.get_by_role("heading", level=4).all_inner_texts()
    shown = "Documents à apporter|Sur ces documents|Prix|Délai|Où aller|Durée de validité|À faire avant|Les étapes"
    assert headings == shown.split("|")
    await expect(card.get_by_role("checkbox")).to_have_count(len(CHECKLIST["documents"]))
    await expect(card).to_contain_text("École publique › Première inscription")
    await expect(card).to_contain_text("fiche mise à jour le 2 mars 2026")
    link = card.get_by_label("Livret de famille").locator("xpath=..").get_by_role("link", name="acte de naissance")
    assert (await link.get_attribute("href")).endswith("/vosdroits/F99902")


async def test_a_tick_is_kept_over_a_reload_and_goes_with_the_conversation(open_page):
    page = await open_page()
    card = await show(page, "ma liste")
    await expect(card.get_by_text("Aucun document prêt sur 5")).to_be_visible()
    await card.get_by_text("Attestation d'assurance scolaire").click()
    await card.get_by_role("checkbox", name="Relevé d'identité bancaire").focus()
    await page.keyboard.press("Space")
    await expect(card.get_by_role("status").filter(has_text="2 sur 5 prêts")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("checkbox", name="Attestation d'assurance scolaire")).to_be_checked()
    await expect(page.get_by_role("checkbox", name="Justificatif de domicile")).not_to_be_checked()
    await expect(page.get_by_text("2 sur 5 prêts")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Effacer ma conversation").click()
    await expect(page.get_by_text("Votre conversation est effacée.")).to_be_visible()
    assert "Attestation" not in await page.evaluate("JSON.stringify({...localStorage})")


async def test_only_the_checklist_is_printed(open_page, screenshots):
    page = await open_page(color_scheme="dark")
    await page.evaluate("void (window.print = () => { window.printing = true; })")
    card = await show(page, "ma liste")
    await card.get_by_role("checkbox").first.check()
    await card.get_by_role("button", name="Imprimer la liste").click()
    assert await page.evaluate("window.printing") is True
    await page.emulate_media(media="print", color_scheme="dark")
    await expect(card.get_by_role("heading", name="Votre liste")).to_be_visible()
    await expect(card.get_by_text("Quittance de loyer")).to_be_visible()
    for gone in ("Bienvenue au guichet", "Mairie de Valbourg", "assistant automatique", "Cette réponse vous aide ?"):
        await expect(page.get_by_text(gone).first).to_be_hidden()
    await expect(page.get_by_role("button", name="Imprimer la liste")).to_be_hidden()
    await expect(page.get_by_label("Votre question")).to_be_hidden()
    await page.screenshot(path=screenshots / "print-checklist.png", full_page=True)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await expect(page.get_by_text("Bienvenue au guichet")).to_be_visible()


@pytest.mark.parametrize("clipboard", [True, False], ids=["clipboard", "plain HTTP"])
async def test_the_checklist_is_copied_as_plain_text(open_page, clipboard):
    page = await open_page(permissions=["clipboard-read", "clipboard-write"])
    if not clipboard:
        await page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('insecure')))")
    card = await show(page, "ma liste")
    await card.get_by_role("button", name="Copier la liste").click()
    await expect(card.get_by_text("Liste copiée.")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == CHECKLIST["text"]


async def test_an_office_card_can_be_acted_on(open_page):
    page = await open_page()
    entry = await show(page, "adresse")
    card = entry.get_by_role("article", name="Mairie de Valbourg")
    await expect(card).to_contain_text("Ouvert jusqu'à 17 h")
    for name, address in {
        "01 99 00 12 34": "tel:0199001234",
        "39 39": "tel:3939",
        "accueil@valbourg.exemple.fr": "mailto:accueil@valbourg.exemple.fr",
        "Voir sur un plan": "https://www.openstreetmap.org/?mlat=48.85&mlon=2.35#map=17/48.85/2.35",
        "Prendre rendez-vous": "https://rdv.exemple.fr/valbourg",
    }.items():
        assert await card.get_by_role("link", name=name).get_attribute("href") == address
    await expect(card.get_by_text("8 h 30 – 12 h, 13 h 30 – 17 h")).to_be_hidden()
    await card.get_by_text("Tous les horaires").click()
    await expect(card.get_by_text("8 h 30 – 12 h, 13 h 30 – 17 h")).to_be_visible()
    bare = entry.get_by_role("article", name="Mairie annexe des Tilleuls")
    await expect(bare.get_by_text("Horaires non communiqués")).to_be_visible()
    await expect(bare.get_by_text("Tous les horaires")).to_have_count(0)


async def test_danger_is_told_first_and_announced_once(open_page):
    page = await open_page()
    await page.evaluate(LISTEN)
    entry = await show(page, "un danger")
    assert await page.evaluate("window.alarms.length") == 1
    (said,) = await page.evaluate("window.alarms")
    assert all(words in said for words in (NOTICE["title"], NOTICE["say"], "114, les secours par SMS"))
    await expect(entry).to_have_attribute("aria-live", "off")
    await expect(entry.get_by_role("heading", name="Appelez le 112 maintenant")).to_be_visible()
    for name, address in {"112": "tel:112", "114": "sms:114", "tchat": "https://exemple.fr/tchat"}.items():
        call = entry.get_by_role("list", name="Qui appeler").get_by_role("link", name=name)
        assert await call.get_attribute("href") == address
        assert await call.evaluate("call => call.offsetHeight") >= 48


async def test_danger_of_the_past_is_not_announced_again(open_page):
    page = await open_page()
    await show(page, "un danger")
    await page.reload()
    await page.evaluate(LISTEN)
    await expect(page.get_by_role("heading", name="Appelez le 112 maintenant")).to_be_visible()
    assert await page.evaluate("window.alarms") == []


async def test_an_ordinary_notice_is_no_alarm(open_page, engine):
    async def quiet(_sender, _text):
        return [{"custom": {"frames": [{**NOTICE, "level": "info"}]}}]

    engine.behaviour = quiet
    page = await open_page()
    await page.evaluate(LISTEN)
    entry = await show(page, "info")
    await expect(entry.get_by_role("link", name="112")).to_be_visible()
    assert await page.evaluate("window.alarms") == []
    assert await entry.get_attribute("aria-live") is None


@pytest.mark.parametrize("words", ["ma liste", "adresse", "un danger", "la cantine"])
async def test_no_card_is_wider_than_a_small_phone(open_page, words):
    page = await open_page(viewport={"width": 320, "height": 640})
    card = await show(page, words)
    for fold in await card.locator("summary").all():
        await fold.click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("words", ["ma liste", "adresse", "un danger", "la cantine"])
async def test_hostile_words_stay_words(open_page, engine, words):
    frame = next(frame for word, frame in SHOWN.items() if word in words)

    async def hostile(_sender, _text):
        return [{"custom": {"frames": [poisoned(frame)]}}]

    engine.behaviour = hostile
    page = await open_page()
    card = await show(page, words)
    await expect(card).to_contain_text("<script>alert(1)</script>")
    assert await card.locator("script, [onclick], a:not([href^='mailto:']):not([href^='tel:'])").count() == 0


@pytest.mark.parametrize("words", ["ma liste", "adresse", "un danger", "la cantine"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_card_screenshots(open_page, screenshots, words, scheme):
    page = await open_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    await show(page, words)
    await page.screenshot(path=screenshots / f"card-{scheme}-{words.replace(' ', '-')}.png", full_page=True)
