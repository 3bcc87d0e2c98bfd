"""Answers, checklists, offices, danger: the cards that a citizen acts on, in a real Chromium, on a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from guichet.settings import ROOT
from tests.browser.frames_scenario import FRAMES, SPEAKS, stages
from tests.gateway.samples import ANSWER, CHECKLIST, NOTICE, OFFICES

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
async def open_stage(browser):
    async with stages(browser) as opened:
        yield opened


async def test_voir_plus_by_keyboard_leads_to_what_is_new(open_stage):
    stage = await open_stage()
    card = await stage.show(ANSWER)
    hidden = card.get_by_text("Prévenez la mairie une semaine avant.")
    await expect(hidden).to_be_hidden()
    await card.get_by_text("Voir plus").focus()
    await stage.page.keyboard.press("Enter")
    await expect(hidden).to_be_visible()
    await expect(card.get_by_role("group", name="Suite de la réponse")).to_be_focused()
    await stage.page.keyboard.press("Shift+Tab")
    await stage.page.keyboard.press("Enter")
    await expect(hidden).to_be_hidden()
    await expect(card.locator(".more > summary")).to_be_focused()


async def test_what_is_long_is_folded_by_chapter(open_stage):
    card = await (await open_stage()).show(FRAMES["long-answer"])
    await expect(card.get_by_text("Un bloc d'une sorte nouvelle.")).to_be_hidden()
    await card.get_by_text("Voir plus").click()
    await expect(card.get_by_text("Un bloc d'une sorte nouvelle.")).to_be_visible()
    await expect(card.get_by_text("La carte se retire en personne.")).to_be_hidden()
    await card.get_by_text("Et après ?").click()
    await expect(card.get_by_text("La carte se retire en personne.")).to_be_visible()


async def test_a_short_answer_has_nothing_behind_a_button(open_stage):
    card = await (await open_stage()).show({**ANSWER, "more": []})
    await expect(card.get_by_text("Voir plus")).to_have_count(0)


async def test_every_sort_of_block_is_shown_with_source_and_date(open_stage):
    card = await (await open_stage()).show(FRAMES["long-answer"])
    await expect(card.locator("strong", has_text="déclaration de perte")).to_have_text("déclaration de perte")
    assert (await card.get_by_role("link", name="la fiche").get_attribute("href")).endswith("/vosdroits/F1341")
    await expect(card.get_by_role("note")).to_contain_text("Attention")
    await expect(card.get_by_role("columnheader", name="Coût")).to_be_visible()
    service = card.get_by_role("link", name="Faire la pré-demande en ligne")
    assert await service.get_attribute("href") == "https://ants.gouv.fr/"
    assert await service.get_attribute("rel") == "noopener noreferrer"
    await expect(card).to_contain_text("Cerfa n° 12100*02")
    await expect(card.get_by_role("heading", name="Un mineur")).to_be_visible()
    await expect(card).to_contain_text("— DILA, Service-Public · fiche mise à jour le 30 mai 2023")


@pytest.mark.parametrize(("width", "together"), [(900, True), (390, False)])
async def test_branches_stand_side_by_side_where_the_panel_has_room(open_stage, width, together):
    stage = await open_stage(viewport={"width": 1280, "height": 800})
    await stage.page.evaluate("(width) => { list.closest('.panel').style.width = `${width}px`; }", width)
    card = await stage.show(ANSWER)
    places = await card.locator(".side").evaluate_all("sides => sides.map((side) => [side.offsetLeft, side.offsetTop])")
    (left, top), (next_left, next_top) = places
    assert (top == next_top) is together
    assert (left == next_left) is not together


async def test_a_checklist_shows_what_it_holds_and_no_empty_heading(open_stage):
    card = await (await open_stage()).show({**CHECKLIST, "online": [], "appointment": []})
    headings = await card.get_by_role("heading", level=4).all_inner_texts()
    shown = "Documents à apporter|Sur ces documents|Prix|Délai|Où aller|Durée de validité|À faire avant|Les étapes"
    assert headings == shown.split("|")
    await expect(card.get_by_role("checkbox")).to_have_count(len(CHECKLIST["documents"]))
    await expect(card).to_contain_text("École publique › Première inscription")
    link = card.get_by_label("Livret de famille").locator("xpath=..").get_by_role("link", name="acte de naissance")
    assert (await link.get_attribute("href")).endswith("/vosdroits/F99902")


async def test_ticks_are_counted_and_found_again(open_stage):
    stage = await open_stage()
    card = await stage.show(CHECKLIST)
    await expect(card.get_by_role("status").filter(has_text="Documents prêts : 0 sur 5")).to_be_visible()
    await card.get_by_text("Attestation d'assurance scolaire").click()
    await card.get_by_role("checkbox", name="Relevé d'identité bancaire").focus()
    await stage.page.keyboard.press("Space")
    await expect(card.get_by_role("status").filter(has_text="Documents prêts : 2 sur 5")).to_be_visible()
    again = await stage.show(CHECKLIST, seq=8)
    await expect(again.get_by_role("checkbox", name="Attestation d'assurance scolaire")).to_be_checked()
    await expect(again.get_by_role("checkbox", name="Justificatif de domicile")).not_to_be_checked()
    await expect(again.get_by_text("Documents prêts : 2 sur 5")).to_be_visible()


async def test_the_checklist_is_copied_as_plain_text_with_its_ticks(open_stage):
    stage = await open_stage(permissions=["clipboard-read", "clipboard-write"])
    card = await stage.show({**CHECKLIST, "text": "À préparer :\n☐ Attestation d'assurance scolaire\n☐ Livret"})
    await card.get_by_label("Attestation").check()
    await card.get_by_role("button", name="Copier la liste").click()
    await expect(card.get_by_text("C'est copié.")).to_be_visible()
    await expect(card.get_by_role("button", name="Copier la liste")).to_be_focused()
    copied = await stage.page.evaluate("navigator.clipboard.readText()")
    assert copied == "À préparer :\n☑ Attestation d'assurance scolaire\n☐ Livret"


@pytest.mark.parametrize("without", ["writeText = () => Promise.reject(new Error('refused'))", "writeText = undefined"])
async def test_a_copy_that_the_browser_refuses_is_not_said_to_be_done(open_stage, without):
    stage = await open_stage()
    await stage.page.evaluate(f"void (navigator.clipboard.{without})")
    card = await stage.show(CHECKLIST)
    await card.get_by_role("button", name="Copier la liste").click()
    await expect(card.get_by_role("status").filter(has_text="La copie n'a pas marché")).to_be_visible()
    await expect(card.get_by_text("C'est copié.")).to_have_count(0)


async def test_an_office_card_can_be_acted_on(open_stage):
    entry = await (await open_stage()).show(OFFICES)
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


async def test_open_until_is_not_said_of_another_day(open_stage):
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    entry = await (await open_stage()).show(OFFICES, at=yesterday)
    await expect(entry.get_by_text("Ouvert jusqu'à 17 h")).to_have_count(0)
    await expect(entry.get_by_text("8 h 30 – 12 h, 13 h 30 – 17 h")).to_be_visible()
    await expect(entry.get_by_text("Horaires non communiqués")).to_be_visible()


async def test_danger_gives_numbers_to_press(open_stage):
    entry = await (await open_stage()).show(NOTICE)
    await expect(entry.get_by_role("heading", name="Appelez le 112 maintenant")).to_be_visible()
    calls = entry.get_by_role("list", name="Qui appeler").get_by_role("link")
    assert [await call.get_attribute("href") for call in await calls.all()] == [
        "tel:112",
        "sms:114",
        "https://exemple.fr/tchat",
    ]
    for call in await calls.all():
        assert (await call.bounding_box())["height"] >= 44
    await expect(entry).to_contain_text("fiche mise à jour le 10 février 2026")


async def test_a_message_that_got_no_answer_can_be_sent_again(open_stage):
    stage = await open_stage()
    entry = await stage.show(FRAMES["retry"])
    await entry.get_by_role("button", name="Réessayer").click()
    assert await stage.asked() == [["retry", 4]]


async def test_everything_to_press_is_large_enough(open_stage):
    stage = await open_stage(SPEAKS, viewport={"width": 320, "height": 640})
    for name, frame in FRAMES.items():
        entry = await stage.show(frame)
        for target in await entry.locator("button, summary, input, .button, .call").all():
            box = await target.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= 24, (name, await target.inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_frame_breaks_a_rule_of_accessibility(open_stage, scheme):
    stage = await open_stage(SPEAKS, color_scheme=scheme, viewport={"width": 430, "height": 900})
    await stage.page.evaluate(AXE.read_text(encoding="utf-8"))
    await stage.page.evaluate("rate()")
    for number, frame in enumerate(FRAMES.values()):
        entry = await stage.show(frame, seq=number)
        await entry.locator("details").evaluate_all("(all) => all.forEach((details) => { details.open = true; })")
    found = await stage.page.evaluate("(options) => axe.run(list, options)", RULES)
    broken = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found["violations"]]
    assert broken == []
