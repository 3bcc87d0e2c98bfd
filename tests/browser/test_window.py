"""What is around the conversation: the field, what helps to begin, the options, the line on the state of things."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import open_widget
from tests.browser.frames_scenario import SPEAKS
from tests.browser.test_widget import FIELD, ask, option
from tests.core.catalogues import sheet, write_catalogue


async def test_a_starter_is_found_by_its_theme_and_opens_a_procedure(open_page, tmp_path, engine):
    write_catalogue(tmp_path / "catalogue.db", sheet("F961", "Déclaration de naissance"))
    page = await open_page()
    theme = page.get_by_role("button", name="Famille")
    starter = page.get_by_role("button", name="Déclarer une naissance")
    await expect(starter).to_be_hidden()
    await theme.focus()
    await page.keyboard.press("Enter")
    await expect(theme).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Tab")
    await expect(starter).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log").get_by_text("Déclaration de naissance", exact=True)).to_be_visible()
    await expect(theme).to_be_hidden()
    await expect(page.get_by_label(FIELD)).to_be_focused()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit")).to_be_visible()
    assert "F961" in engine.heard[0][1]


async def test_without_starters_nothing_is_missing(open_page, new_page, url):
    page = await new_page()
    await page.route("**/api/starters", lambda route: route.abort())
    await page.goto(f"{url}/demo/")
    await open_widget(page)
    await expect(page.get_by_text("Choisissez un sujet")).to_be_hidden()
    await ask(page, "bonjour")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour")).to_be_visible()


async def test_procedures_are_suggested_while_typing_and_enter_still_sends_the_words(open_page, tmp_path, engine):
    write_catalogue(tmp_path / "catalogue.db", sheet("F1", "Carte grise"), sheet("F2", "Carte de pêche"))
    page = await open_page()
    field, found = page.get_by_label(FIELD), page.get_by_role("list", name="Vous cherchez peut-être")
    await field.press_sequentially("cart")
    await expect(found.get_by_role("button")).to_have_count(2)
    await expect(page.get_by_role("status").filter(has_text="Démarches proposées : 2")).to_have_count(1)
    await field.press("Escape")
    await expect(found).to_be_hidden()
    await field.press("e")
    await expect(found).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await expect(found.get_by_role("button").first).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(field).to_be_focused()
    await field.press("Enter")
    await expect(page.get_by_role("button", name="Volée")).to_be_visible()
    assert engine.heard[0][1] == "carte"


async def test_a_suggestion_opens_its_procedure(open_page, tmp_path, engine):
    write_catalogue(tmp_path / "catalogue.db", sheet("F1", "Carte grise"))
    page = await open_page()
    await page.get_by_label(FIELD).press_sequentially("carte g")
    await page.get_by_role("button", name="Carte grise").click()
    await expect(page.get_by_role("log").get_by_text("Carte grise", exact=True)).to_be_visible()
    await expect(page.get_by_label(FIELD)).to_have_value("")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit")).to_be_visible()
    assert "F1" in engine.heard[0][1]


async def test_what_is_being_written_survives_a_reload(open_page):
    page = await open_page()
    await page.get_by_label(FIELD).fill("une phrase commencée")
    await page.reload()
    await open_widget(page)
    await expect(page.get_by_label(FIELD)).to_have_value("une phrase commencée")
    await page.get_by_label(FIELD).press("Enter")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : une phrase commencée")).to_be_visible()
    await page.reload()
    await open_widget(page)
    await expect(page.get_by_label(FIELD)).to_have_value("")


async def test_the_field_grows_with_its_lines_and_counts_near_its_end(open_page):
    page = await open_page()
    field = page.get_by_label(FIELD)
    low = (await field.bounding_box())["height"]
    await field.press("a")
    await field.press("Shift+Enter")
    await field.press("Shift+Enter")
    await field.press("b")
    assert (await field.bounding_box())["height"] > low * 1.5
    await field.fill("é" * 890)
    await expect(page.get_by_text("Encore")).to_have_count(0)
    await field.fill("é" * 990)
    await expect(page.get_by_text("Caractères restants : 10.").first).to_be_visible()


async def test_the_text_grows_and_stays_so(open_page):
    page = await open_page()
    field = page.get_by_label(FIELD)
    before = await field.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    await option(page, "Agrandir le texte")
    await expect(page.get_by_role("status").filter(has_text="Taille du texte : 115 %")).to_have_count(1)
    await page.reload()
    await open_widget(page)
    after = await field.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert after == pytest.approx(before * 1.15, rel=0.01)


async def test_the_options_fold_with_escape_and_give_the_focus_back(open_page):
    page = await open_page()
    menu = page.get_by_role("group", name="Options")
    await page.get_by_role("button", name="Options").click()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Escape")
    await expect(menu).to_be_hidden()
    await expect(page.get_by_role("button", name="Options")).to_be_focused()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await option(page, "Parler à une personne")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : Je voudrais parler à quelqu'un")).to_be_visible()


async def test_the_citizen_is_told_when_the_network_is_gone_and_silence_means_well(open_page):
    page = await open_page()
    status = page.get_by_role("status").filter(has_text="Hors ligne")
    await expect(status).to_have_count(0)
    await page.context.set_offline(True)
    await expect(status).to_be_visible()
    await ask(page, "quand tout revient")
    await expect(status).to_contain_text("Messages en attente : 1.")
    await page.context.set_offline(False)
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : quand tout revient")).to_be_visible()
    await expect(status).to_have_count(0)


async def test_a_number_of_the_citizen_is_asked_about_before_it_leaves(open_page, engine):
    page = await open_page()
    await ask(page, "mon numéro est 2 55 08 14 168 025 38")
    warning = page.get_by_role("alertdialog")
    await expect(warning).to_contain_text("sécurité sociale")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(page.get_by_label(FIELD)).to_be_focused()
    assert engine.heard == []
    await page.get_by_label(FIELD).press("Enter")
    await warning.get_by_role("button", name="Masquer et envoyer").click()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : mon numéro est [")).to_be_visible()


async def test_erasing_begins_a_new_conversation(open_page):
    page = await open_page()
    await ask(page, "bonjour le guichet")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour le guichet")).to_be_visible()
    await option(page, "Effacer ma conversation")
    question = page.get_by_role("alertdialog")
    await expect(question.get_by_role("button", name="Non, la garder")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour le guichet")).to_be_visible()
    await option(page, "Effacer ma conversation")
    await question.get_by_role("button", name="Oui, tout effacer").click()
    await expect(page.get_by_text("Votre conversation est effacée.")).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("bonjour le guichet")).to_have_count(0)
    await page.reload()
    await open_widget(page)
    await expect(page.get_by_text("assistant automatique")).to_have_count(1)
    await expect(page.get_by_text("bonjour le guichet")).to_have_count(0)


async def test_the_conversation_can_be_kept_as_a_file(open_page):
    page = await open_page()
    await ask(page, "à garder")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : à garder")).to_be_visible()
    async with page.expect_download() as download:
        await option(page, "Enregistrer la conversation")
    kept = await (await download.value).path()
    assert "à garder" in kept.read_text(encoding="utf-8")


async def test_a_closed_window_reads_nothing_aloud(new_page, url):
    page = await new_page()
    await page.add_init_script(SPEAKS)
    await page.goto(f"{url}/demo/")
    await open_widget(page)
    await ask(page, "la cantine")
    await expect(page.get_by_role("article")).to_be_visible()
    await page.get_by_role("button", name="Lire à voix haute").last.click()
    await expect(page.get_by_role("button", name="Arrêter la lecture")).to_be_visible()
    await page.get_by_role("button", name="Fermer").click()
    await open_widget(page)
    await expect(page.get_by_role("button", name="Arrêter la lecture")).to_have_count(0)
