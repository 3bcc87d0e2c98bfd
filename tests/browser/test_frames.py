"""Questions, people, words around a procedure, tables: each frame as what it is, in a real Chromium."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.async_api import expect

from tests.browser.frames_scenario import (
    CHOICES,
    DEFINITION,
    FORMS,
    FRAMES,
    HANDOFF,
    SPEAKS,
    STEP,
    TABLES,
    stages,
)
from tests.browser.log_bench import until

PHONE = {"width": 320, "height": 640}
MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


@pytest.fixture
async def open_stage(browser):
    async with stages(browser) as opened:
        yield opened


# Questions


async def test_a_digit_chooses_while_the_focus_is_in_the_question(open_stage):
    stage = await open_stage()
    entry = await stage.show(CHOICES)
    await entry.get_by_role("button", name="Un adulte").focus()
    await stage.page.keyboard.press("3")
    assert await stage.asked() == [["choose", "c3", "Aucune de ces démarches"]]


@pytest.mark.parametrize("key", ["4", "Control+1", "Alt+2", "0", "a"])
async def test_other_keys_choose_nothing(open_stage, key):
    stage = await open_stage()
    entry = await stage.show(CHOICES)
    await entry.get_by_role("button", name="Un adulte").focus()
    await stage.page.keyboard.press(key)
    assert await stage.asked() == []


async def test_a_digit_typed_elsewhere_chooses_nothing(open_stage):
    stage = await open_stage()
    await stage.show(CHOICES)
    await stage.page.keyboard.press("1")
    assert await stage.asked() == []


async def test_an_option_says_which_procedure_it_is_once(open_stage):
    entry = await (await open_stage()).show(CHOICES)
    buttons = entry.get_by_role("button")
    assert [await button.inner_text() for button in await buttons.all()] == [
        "1\nUn adulte\nCarte d'un majeur perdue",
        "2\nInscrire son enfant à la cantine",
        "3\nAucune de ces démarches",
    ]
    await expect(buttons.first).to_have_accessible_name("Un adulte Carte d'un majeur perdue")


async def test_a_menu_without_a_prompt_is_asked_with_its_text(open_stage):
    menu = {field: value for field, value in CHOICES.items() if field != "prompt"}
    entry = await (await open_stage()).show({**menu, "text": "Que voulez-vous faire ?"})
    await expect(entry.locator(".words")).to_have_text("Que voulez-vous faire ?")


async def fold(stage, choice: str | None) -> None:
    await stage.page.evaluate("(choice) => answered(list.lastElementChild, choice ?? undefined)", choice)


async def test_an_answered_question_folds_and_can_be_changed(open_stage):
    stage = await open_stage()
    entry = await stage.show(CHOICES)
    await entry.get_by_role("button", name="Un adulte").focus()
    await fold(stage, "c1")
    summary = entry.locator("summary")
    await expect(summary).to_have_text("Vous avez choisi : Un adulte — changer")
    await expect(entry.get_by_role("button", name="Aucune")).to_be_hidden()
    await summary.press("Enter")
    await expect(entry.get_by_role("button", name="Un adulte")).to_have_attribute("aria-pressed", "true")
    await entry.get_by_role("button", name="Aucune").click()
    assert await stage.asked() == [["choose", "c3", "Aucune de ces démarches"]]
    await fold(stage, "c3")
    await expect(summary).to_have_text("Vous avez choisi : Aucune de ces démarches — changer")
    await expect(entry.locator("details")).to_have_count(1)
    await expect(entry.locator("[aria-pressed]")).to_have_count(1)


async def test_a_question_answered_in_words_folds_too(open_stage):
    stage = await open_stage()
    entry = await stage.show(CHOICES)
    await fold(stage, None)
    await expect(entry.locator("summary")).to_have_text("Choix proposés — revoir")
    await expect(entry.locator("[aria-pressed]")).to_have_count(0)


# A person


async def test_waiting_for_a_person_says_how_long_and_gives_a_number(open_stage):
    stage = await open_stage(permissions=["clipboard-read", "clipboard-write"])
    entry = await stage.show(HANDOFF)
    await expect(entry.get_by_role("heading", name="Une personne va vous répondre")).to_be_visible()
    await expect(entry).to_contain_text("Votre place dans la file : 3.")
    await expect(entry).to_contain_text("environ 5 min")
    await expect(entry).to_contain_text("du lundi au vendredi, de 9 h à 17 h")
    await entry.get_by_role("button", name="Copier le numéro").click()
    await expect(entry.get_by_text("C'est copié.")).to_be_visible()
    assert await stage.page.evaluate("navigator.clipboard.readText()") == "DEM-7F3K-Q2"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"position": 1, "wait_minutes": 0}, "Votre place dans la file : 1. Attente : environ 1 min."),
        ({"position": 2, "wait_minutes": 90}, "Votre place dans la file : 2. Attente : environ 90 min."),
        ({"owner": "agent", "agent": "Camille"}, "Camille vous répond"),
        ({"owner": "closed", "position": None}, "DEM-7F3K-Q2"),
        ({"owner": "bot", "reference": "", "hours": "", "text": "Je reprends la main."}, "Je reprends la main."),
        ({"owner": "martian", "text": "Dit en clair."}, "Dit en clair."),
    ],
)
async def test_where_one_stands_with_a_person_is_said_in_words(open_stage, fields, said):
    entry = await (await open_stage()).show({**HANDOFF, **fields})
    assert said in re.sub(r"\s+", " ", await entry.inner_text())


async def test_the_wait_is_not_told_once_the_person_is_there(open_stage):
    entry = await (await open_stage()).show({**HANDOFF, "owner": "agent", "agent": "Camille"})
    await expect(entry.locator(".fact")).to_have_count(0)


# Around a procedure


async def test_a_word_is_explained_with_its_source_once(open_stage):
    entry = await (await open_stage()).show(DEFINITION)
    await expect(entry.get_by_role("heading", name="Quotient familial")).to_be_visible()
    await expect(entry.locator(".content")).to_have_text("Montant calculé par la Caf selon vos revenus.")
    await expect(entry.get_by_text("Source :")).to_have_count(1)


async def test_a_word_with_several_meanings_keeps_them_all(open_stage):
    text = "« Quotient » a plusieurs sens :\n- un nombre\n- un tarif"
    frame = {**DEFINITION, "text": text, "definition": {"id": "R1", "title": "Quotient"}}
    entry = await (await open_stage()).show(frame)
    await expect(entry.locator(".content")).to_contain_text("a plusieurs sens : - un nombre - un tarif")


async def test_forms_are_links_with_their_number(open_stage):
    entry = await (await open_stage()).show(FORMS)
    link = entry.get_by_role("link", name="Demande de tarif réduit")
    await expect(link).to_have_attribute("href", "https://exemple.fr/formulaire")
    await expect(entry.get_by_role("listitem").filter(has_text="99999*01")).to_have_count(1)
    await expect(entry).not_to_contain_text("https://")


async def test_a_step_of_life_has_its_title_and_its_blocks(open_stage):
    entry = await (await open_stage()).show(STEP)
    await expect(entry.get_by_role("heading", name="2. Choisir les jours")).to_be_visible()
    await expect(entry.get_by_text("Dites quels jours votre enfant mange.")).to_have_count(1)


# Tables


async def test_on_a_narrow_panel_each_row_stands_alone_with_its_headings(open_stage):
    entry = await (await open_stage(viewport=PHONE)).show(TABLES)
    table = entry.get_by_role("table", name="Tarifs du repas")
    cells = table.get_by_role("row").nth(1).get_by_role("cell")
    (first, second) = [await cells.nth(i).bounding_box() for i in (0, 1)]
    assert second["y"] > first["y"]
    shown = "(cell) => getComputedStyle(cell, '::before').content"
    assert (await cells.nth(1).evaluate(shown)).startswith('"Tarif normal"')
    await expect(table.get_by_role("columnheader", name="Tarif normal")).to_have_count(1)


async def test_on_a_wide_one_the_table_is_a_table(open_stage):
    stage = await open_stage(viewport={"width": 1000, "height": 700})
    await stage.page.evaluate("list.closest('.panel').style.width = '900px'")
    table = (await stage.show(TABLES)).get_by_role("table", name="Tarifs du repas")
    cells = table.get_by_role("row").nth(1).get_by_role("cell")
    (first, second) = [await cells.nth(i).bounding_box() for i in (0, 1)]
    assert second["y"] == first["y"]
    assert await cells.nth(1).evaluate("(cell) => getComputedStyle(cell, '::before').content") == "none"


async def test_a_table_that_cannot_be_parted_scrolls_by_keyboard(open_stage):
    stage = await open_stage(viewport=PHONE)
    region = (await stage.show(TABLES)).get_by_role("region", name="Horaires de la cantine")
    await expect(region).to_have_attribute("tabindex", "0")
    await region.focus()
    await stage.page.keyboard.press("ArrowRight")
    await until(stage.page, "list.querySelector('.table.scroll').scrollLeft > 0")


# All of them


@pytest.mark.parametrize("size", [1, 2], ids=["plain", "twice the size of the text"])
async def test_no_frame_is_wider_than_a_small_phone(open_stage, size):
    stage = await open_stage(SPEAKS, viewport=PHONE)
    await stage.page.evaluate("(size) => { list.closest('.panel').style.fontSize = `${17 * size}px`; }", size)
    for name, frame in FRAMES.items():
        entry = await stage.show(frame)
        await entry.locator("details").evaluate_all("(all) => all.forEach((details) => { details.open = true; })")
        wider = await stage.page.evaluate("list.closest('.log').scrollWidth - list.closest('.log').clientWidth")
        assert wider <= 0, name


async def test_headings_follow_the_title_of_the_window_without_a_gap(open_stage):
    stage = await open_stage()
    for name, frame in FRAMES.items():
        entry = await stage.show(frame)
        levels = [
            2,
            *await entry.locator("h1, h2, h3, h4, h5, h6").evaluate_all("(all) => all.map((h) => +h.tagName[1])"),
        ]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)
        assert min(levels[1:], default=3) == 3, name


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [320, 430])
async def test_frame_screenshots(open_stage, screenshots, mode, width):
    stage = await open_stage(SPEAKS, viewport={"width": width, "height": 900}, **MODES[mode])
    for name, frame in FRAMES.items():
        await stage.page.evaluate("list.replaceChildren()")
        entry = await stage.show(frame)
        await entry.screenshot(path=screenshots / f"frame-{name}-{mode}-{width}.png")
