"""Reading aloud, opinions and paper: what a frame does besides being read, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.frames_scenario import FRAMES, SPEAKS, stages

READ = ("answer", "checklist", "offices", "danger", "choices", "waiting", "definition")


@pytest.fixture
async def open_stage(browser):
    async with stages(browser) as opened:
        yield opened


async def said(stage) -> list[str]:
    return await stage.page.evaluate("window.spoken.map((part) => part.text)")


# Aloud


async def test_a_frame_is_read_by_sentences_with_a_voice_of_this_device(open_stage):
    stage = await open_stage(SPEAKS)
    text = "Le titre\n\n- Un point. Un autre !\n☐ Un papier (n° 12)\nVoir https://exemple.fr/a\n|"
    frame = {**FRAMES["answer"], "text": text}
    entry = await stage.show(frame)
    await entry.get_by_role("button", name="Lire à voix haute").click()
    spoken = await said(stage)
    assert spoken == ["Le titre", "Un point.", "Un autre !", "Un papier (numéro 12)", "Voir"]
    voices = await stage.page.evaluate("window.spoken.map(({ voice, lang }) => [voice.localService, lang])")
    assert voices == [[True, "fr_CA"]] * len(spoken)


async def test_the_button_stops_the_reading_and_begins_it_again(open_stage):
    stage = await open_stage(SPEAKS)
    entry = await stage.show(FRAMES["answer"])
    await entry.get_by_role("button", name="Lire à voix haute").click()
    await entry.get_by_role("button", name="Arrêter la lecture").click()
    assert await stage.page.evaluate("window.cancelled") == 1
    await expect(entry.get_by_role("button", name="Lire à voix haute")).to_be_focused()


async def test_a_reading_that_is_over_offers_to_read_again(open_stage):
    stage = await open_stage(SPEAKS)
    entry = await stage.show(FRAMES["answer"])
    await entry.get_by_role("button", name="Lire à voix haute").click()
    await stage.page.evaluate("window.finish()")
    await expect(entry.get_by_role("button", name="Lire à voix haute")).to_be_visible()


async def test_one_thing_is_read_at_a_time_and_nothing_once_the_window_closes(open_stage):
    stage = await open_stage(SPEAKS)
    first = await stage.show(FRAMES["answer"], seq=1)
    await first.evaluate("(entry) => { entry.id = 'first'; }")
    first = stage.page.locator("#first")
    await first.get_by_role("button", name="Lire à voix haute").click()
    second = await stage.show(FRAMES["danger"], seq=2)
    await second.get_by_role("button", name="Lire à voix haute").click()
    await expect(first.get_by_role("button", name="Lire à voix haute")).to_be_visible()
    await expect(second.get_by_role("button", name="Arrêter la lecture")).to_be_visible()
    await stage.page.evaluate("hush()")
    await expect(second.get_by_role("button", name="Lire à voix haute")).to_be_visible()
    assert await stage.page.evaluate("window.cancelled") == 2


async def test_each_frame_with_something_to_read_can_be_read(open_stage):
    stage = await open_stage(SPEAKS)
    for name in READ:
        entry = await stage.show(FRAMES[name])
        await expect(entry.get_by_role("button", name="Lire à voix haute"), name).to_have_count(1)


async def test_the_button_comes_with_the_voices(open_stage):
    stage = await open_stage(f"{SPEAKS} known = [];")
    entry = await stage.show(FRAMES["answer"])
    button = entry.get_by_role("button", name="Lire à voix haute")
    await expect(button).to_be_hidden()
    await stage.page.evaluate("learn(true)")
    await expect(button).to_be_visible()


async def test_there_is_no_button_where_the_browser_cannot_speak(open_stage):
    stage = await open_stage("delete window.speechSynthesis;")
    entry = await stage.show(FRAMES["answer"])
    await expect(entry.locator(".listen")).to_have_count(0)


# Opinions


async def test_a_thumb_then_a_word_about_it(open_stage):
    stage = await open_stage()
    entry = await stage.show(FRAMES["answer"])
    await entry.get_by_role("button", name="Non").click()
    await expect(entry.get_by_role("status").filter(has_text="Merci pour votre avis.")).to_be_visible()
    await expect(entry.get_by_role("button", name="Non")).to_have_attribute("aria-pressed", "true")
    await entry.get_by_label("Qu'est-ce qui manque ?").fill("Le prix")
    await entry.get_by_role("button", name="Envoyer").click()
    await expect(entry.get_by_label("Qu'est-ce qui manque ?")).to_have_count(0)
    assert await stage.asked() == [["rate", 7, "down", None], ["rate", 7, "down", "Le prix"]]
    await expect(entry.get_by_text("Merci pour votre avis.")).to_be_focused()


async def test_one_may_change_ones_mind_and_ask_for_a_person(open_stage):
    stage = await open_stage()
    entry = await stage.show(FRAMES["checklist"])
    await entry.get_by_role("button", name="Non").click()
    await entry.get_by_role("button", name="Parler à une personne").click()
    await entry.get_by_role("button", name="Oui").click()
    await expect(entry.get_by_label("Un mot à ajouter ?")).to_be_visible()
    await expect(entry.get_by_role("button", name="Non")).to_have_attribute("aria-pressed", "false")
    assert await stage.asked() == [["rate", 7, "down", None], ["human"], ["rate", 7, "up", None]]


async def test_an_opinion_that_did_not_leave_is_kept(open_stage):
    stage = await open_stage()
    entry = await stage.show(FRAMES["answer"])
    await entry.get_by_role("button", name="Oui").click()
    await stage.page.evaluate("window.offline = true")
    await entry.get_by_label("Un mot à ajouter ?").fill("Très clair")
    await entry.get_by_role("button", name="Envoyer").click()
    await expect(entry.get_by_text("Cela n'a pas marché. Réessayez.")).to_be_visible()
    await expect(entry.get_by_label("Un mot à ajouter ?")).to_have_value("Très clair")
    await stage.page.evaluate("window.offline = false")
    await entry.get_by_role("button", name="Envoyer").click()
    await expect(entry.get_by_text("Merci pour votre avis.")).to_be_visible()
    assert (await stage.asked())[-1] == ["rate", 7, "up", "Très clair"]


async def test_satisfaction_is_five_words_by_keyboard(open_stage):
    stage = await open_stage()
    await stage.page.evaluate("rate()")
    form = stage.page.locator("form.satisfaction")
    labels = ["Pas du tout", "Plutôt non", "Moyennement", "Plutôt oui", "Tout à fait"]
    assert await form.locator(".score").all_inner_texts() == labels
    await form.get_by_role("button", name="Envoyer").click()
    assert await stage.asked() == []
    await form.get_by_role("radio", name="Pas du tout").focus()
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("Enter")
    await expect(form.get_by_text("Merci pour votre avis.")).to_be_focused()
    assert await stage.asked() == [["satisfy", 2, None]]


async def test_satisfaction_that_did_not_leave_is_kept(open_stage):
    stage = await open_stage()
    await stage.page.evaluate("rate(); window.offline = true;")
    form = stage.page.locator("form.satisfaction")
    await form.get_by_role("radio", name="Tout à fait").check()
    await form.get_by_label("Un mot à ajouter ?").fill("Rapide")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.get_by_text("Cela n'a pas marché.")).to_be_visible()
    await stage.page.evaluate("window.offline = false")
    await form.get_by_role("button", name="Envoyer").click()
    await expect(form.get_by_text("Merci pour votre avis.")).to_be_visible()
    assert await stage.asked() == [["satisfy", 5, "Rapide"]]


# Paper


#: What can be seen on paper of the page and of the conversation, at the moment that the browser prints.
ON_PAPER = """() => {
  window.paper = null;
  addEventListener("beforeprint", () => {
    const seen = (node) => node.checkVisibility();
    const entries = [...list.querySelectorAll(".entry")];
    window.paper = {
      page: seen(document.querySelector("h1")),
      window: seen(list.getRootNode().querySelector("h2")),
      entries: entries.map(seen),
      folded: entries.filter(seen).flatMap((entry) => [...entry.querySelectorAll("details:not([open])")]).length,
    };
  });
}"""


async def two_cards(stage) -> None:
    await stage.show(FRAMES["answer"])
    await stage.show(FRAMES["checklist"])


async def test_only_the_card_is_printed_and_the_page_comes_back(open_stage):
    stage = await open_stage()
    page = stage.page
    await page.evaluate("void (window.print = () => {})")
    await two_cards(stage)
    before = await page.content()
    await page.get_by_role("button", name="Imprimer la liste").click()
    await page.emulate_media(media="print", color_scheme="dark")
    await expect(page.get_by_role("heading", name="Votre liste")).to_be_visible()
    await expect(page.get_by_text("Quittance de loyer")).to_be_visible()
    for gone in ("La page de la mairie", "Le guichet", "avant la rentrée"):
        await expect(page.get_by_text(gone).first).to_be_hidden()
    await expect(page.get_by_role("button")).to_have_count(0)
    card = page.get_by_role("article", name="Votre liste")
    assert await card.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.emulate_media(media="screen")
    await expect(page.get_by_role("heading", name="La page de la mairie")).to_be_visible()
    assert await page.content() == before
    assert await page.evaluate("document.adoptedStyleSheets.length") == 0


async def test_the_open_conversation_is_printed_without_the_page(open_stage):
    stage = await open_stage()
    await two_cards(stage)
    await stage.page.evaluate("void printing.followPrinting(() => list)")
    await stage.page.evaluate(ON_PAPER)
    await stage.page.emulate_media(media="print")
    await stage.page.pdf()
    assert await stage.page.evaluate("window.paper") == {
        "page": False,
        "window": False,
        "entries": [True, True],
        "folded": 0,
    }
    assert await stage.page.evaluate("list.querySelectorAll('details[open]').length") == 0


@pytest.mark.parametrize("closed", ["() => null", None], ids=["the window is closed", "nobody follows any more"])
async def test_else_the_page_prints_as_it_is(open_stage, closed):
    stage = await open_stage()
    await two_cards(stage)
    follow = f"printing.followPrinting({closed})" if closed else "printing.followPrinting(() => list)()"
    await stage.page.evaluate(f"void {follow}")
    await stage.page.evaluate(ON_PAPER)
    await stage.page.pdf()
    assert (await stage.page.evaluate("window.paper"))["page"] is True


async def test_a_long_conversation_takes_the_pages_it_needs(open_stage):
    stage = await open_stage()
    await stage.page.evaluate("void printing.followPrinting(() => list)")
    for _ in range(12):
        await stage.show(FRAMES["checklist"])
    pages = (await stage.page.pdf()).count(b"/Type /Page\n")
    assert pages >= 8
