"""<guichet-chat> seen from the page that holds it: attributes, events, methods, focus, zoom."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import open_widget
from tests.browser.test_widget import ask
from tests.core.catalogues import sheet, write_catalogue

PAGE = """<!doctype html><html lang="en"><title>Une page</title><h1>Une page</h1>
<a href="/ailleurs" data-guichet-open>Ouvrir</a>
<button data-guichet-procedure="F1"><b>La carte grise</b><br>La refaire</button>
<a href="/ailleurs" data-guichet-ask="Je déménage">Je déménage</a>
<guichet-chat %s></guichet-chat><script type="module" src="{url}/widget/guichet.js"></script></html>"""

#: Keeps what the element says to its page.
LISTEN = """() => {
  window.told = [];
  for (const name of ["open", "close", "message", "answer", "handoff", "state"])
    document.addEventListener(`guichet-${name}`, ({ type, detail }) => window.told.push([type, detail]));
}"""

CONTRAST = """([front, back]) => {
  const channels = (css) => css.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (css) => channels(css).map(linear).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const [low, high] = [light(front), light(back)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


def page_with(attributes: str = "") -> str:
    return PAGE.replace("%s", attributes)


async def set_attribute(page, name: str, value: str) -> None:
    await page.locator("guichet-chat").evaluate("(one, [name, value]) => one.setAttribute(name, value)", [name, value])


async def test_it_is_closed_until_asked_and_silent_until_then(embed):
    page = await embed(page_with())
    asked: list[str] = []
    page.on("request", lambda request: "/api/" in request.url and asked.append(request.url))
    await expect(page.get_by_role("button", name="Une démarche ?")).to_be_visible()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert asked == []


async def test_the_keyboard_goes_from_the_top_of_the_page_to_an_answer_and_back(embed):
    page = await embed(page_with())
    launcher = page.get_by_role("button", name="Une démarche ?")
    for _ in range(4):
        await page.keyboard.press("Tab")
    await expect(launcher).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Votre question")).to_be_focused()
    await page.keyboard.type("la cantine")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(launcher).to_be_focused()


async def test_closing_gives_the_focus_back_to_what_opened(embed):
    page = await embed(page_with())
    await page.get_by_role("link", name="Ouvrir").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Le guichet")).to_be_visible()
    await page.get_by_role("button", name="Fermer").click()
    await expect(page.get_by_role("link", name="Ouvrir")).to_be_focused()
    assert page.url.endswith("/")


async def test_links_and_buttons_of_the_page_speak_for_the_citizen(embed, tmp_path, engine):
    write_catalogue(tmp_path / "catalogue.db", sheet("F1", "Carte grise"))
    page = await embed(page_with())
    await page.get_by_role("link", name="Je déménage").click()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : Je déménage")).to_be_visible()
    await page.get_by_role("button", name="La carte grise").click()
    await expect(page.get_by_role("log").get_by_text("Carte grise", exact=True)).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit")).to_have_count(2)
    assert engine.heard[0][1] == "Je déménage"
    assert "F1" in engine.heard[1][1]


async def test_a_tile_of_the_page_is_said_by_its_first_line(embed):
    page = await embed(page_with())
    await page.route("**/messages", lambda route: route.abort())
    await page.get_by_role("button", name="La carte grise").click()
    await expect(page.get_by_role("log").locator(".citizen .words")).to_have_text("La carte grise")


async def test_an_attribute_changed_is_a_window_changed(embed):
    page = await embed(page_with("open"))
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await set_attribute(page, "title", "Votre mairie répond")
    await expect(page.get_by_role("dialog", name="Votre mairie répond")).to_be_visible()
    await set_attribute(page, "position", "bottom-left")
    assert (await dialog.bounding_box())["x"] < 100
    await set_attribute(page, "position", "inline")
    await expect(page.get_by_role("region", name="Votre mairie répond")).to_be_visible()
    await expect(page.get_by_role("button", name="Fermer")).to_be_hidden()
    await page.locator("guichet-chat").evaluate("(one) => one.removeAttribute('position')")
    await page.locator("guichet-chat").evaluate("(one) => one.removeAttribute('open')")
    await expect(dialog).to_have_count(0)


async def test_what_it_says_is_french_whatever_the_page_and_its_title_is_no_tooltip(embed):
    page = await embed(page_with('open title="Accueil" lang="br"'))
    panel = page.get_by_role("dialog", name="Accueil")
    assert await panel.evaluate("(one) => one.closest('[lang]').lang") == "fr"
    assert await panel.evaluate("(one) => one.closest('[title]').title") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#ffe600", "navy", "rgb(120 120 120)", "white", "black", "pas une couleur"])
async def test_any_accent_is_readable(embed, accent, scheme):
    page = await embed(page_with(f'open accent="{accent}"'), color_scheme=scheme)
    send, title = page.get_by_role("button", name="Envoyer"), page.get_by_role("button", name="Options")
    await expect(send).to_be_visible()
    read = "(one, name) => getComputedStyle(one)[name]"
    button = [await send.evaluate(read, name) for name in ("color", "backgroundColor")]
    header = await page.locator(".head").evaluate(read, "backgroundColor")
    assert await page.evaluate(CONTRAST, button) >= 4.5
    assert await page.evaluate(CONTRAST, [await title.evaluate(read, "color"), header]) >= 4.5


@pytest.mark.parametrize(("scheme", "accent"), [("light", "rgb(0, 0, 128)"), ("dark", "rgb(255, 230, 0)")])
async def test_an_accent_that_can_be_read_is_kept(embed, scheme, accent):
    page = await embed(page_with(f'open accent="{accent}"'), color_scheme=scheme)
    ground = await page.get_by_role("button", name="Envoyer").evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert ground == accent


async def test_the_page_is_told_what_happens_and_never_what_is_said(embed):
    page = await embed(page_with())
    await page.evaluate(LISTEN)
    await open_widget(page)
    await ask(page, "la cantine")
    await expect(page.get_by_role("article")).to_be_visible()
    await page.keyboard.press("Escape")
    told = await page.evaluate("window.told")
    names = [name for name, _ in told]
    assert names[0] == "guichet-open"
    assert names[-1] == "guichet-close"
    assert ["guichet-state", {"state": "online"}] in told
    messages = [detail for name, detail in told if name == "guichet-message"]
    assert {"author": "citizen", "kind": "text", "seq": 2} in messages
    answers = [detail for name, detail in told if name == "guichet-answer"]
    assert len(answers) == 1
    assert set(answers[0]) <= {"procedure", "sheet", "aspect"}
    assert "cantine" not in str(messages)


async def test_what_comes_while_it_is_closed_is_counted_in_words(embed, engine):
    page = await embed(page_with())
    await open_widget(page)
    await page.evaluate("document.querySelector('guichet-chat').ask('bonjour')")
    await page.evaluate("document.querySelector('guichet-chat').close()")
    await expect(page.get_by_role("button", name="Nouveaux messages : 1")).to_be_visible()
    await page.get_by_role("button", name="Nouveaux messages : 1").click()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour")).to_be_visible()


async def test_a_procedure_is_opened_once_and_offered_afterwards(embed, tmp_path, engine):
    write_catalogue(tmp_path / "catalogue.db", sheet("F1", "Carte grise"), sheet("F2", "Passeport"))
    page = await embed(page_with('procedure="F1"'))
    await open_widget(page)
    await expect(page.get_by_role("log").get_by_text("Carte grise", exact=True)).to_be_visible()
    await page.reload()
    await open_widget(page)
    await expect(page.get_by_role("log").get_by_text("Carte grise", exact=True)).to_have_count(1)
    offer = page.get_by_role("button", name="À propos de cette page")
    await expect(offer).to_have_count(0)
    await set_attribute(page, "procedure", "F2")
    await offer.click()
    await expect(page.get_by_role("log").get_by_text("Passeport", exact=True)).to_be_visible()
    await expect(offer).to_have_count(0)
    await expect(page.get_by_role("log").get_by_text("Vous avez dit")).to_have_count(2)
    assert ["F1" in engine.heard[0][1], "F2" in engine.heard[1][1], len(engine.heard)] == [True, True, 2]


async def test_a_framework_may_move_it_remove_it_and_bring_it_back(embed):
    page = await embed(page_with("open"))
    await ask(page, "bonjour")
    said = page.get_by_role("log").get_by_text("Vous avez dit : bonjour")
    await expect(said).to_be_visible()
    await page.evaluate("document.body.prepend(document.querySelector('guichet-chat'))")
    await expect(said).to_be_visible()
    await page.evaluate("window.kept = document.querySelector('guichet-chat'); void window.kept.remove()")
    await page.evaluate("document.body.append(window.kept)")
    await expect(said).to_be_visible()
    await ask(page, "encore")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : encore")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (568, 320)])
async def test_all_can_be_reached_on_a_small_or_enlarged_screen(embed, screenshots, width, height):
    page = await embed(page_with(), viewport={"width": width, "height": height}, reduced_motion="reduce")
    await open_widget(page)
    await ask(page, "la cantine")
    await expect(page.get_by_role("article")).to_be_visible()
    for _ in range(3):
        await page.get_by_role("button", name="Options").click()
        await page.get_by_role("button", name="Agrandir le texte").click()
        await page.keyboard.press("Escape")
    wide = "[...document.querySelector('guichet-chat').shadowRoot.querySelectorAll('.panel, .scroll')]"
    assert await page.evaluate(f"{wide}.every((one) => one.scrollWidth <= innerWidth)")
    await page.get_by_label("Votre question").scroll_into_view_if_needed()
    await expect(page.get_by_role("button", name="Envoyer")).to_be_in_viewport()
    await page.screenshot(path=screenshots / f"element-{width}x{height}.png")


async def test_over_the_whole_screen_tab_stays_inside(embed):
    page = await embed(page_with(), viewport={"width": 320, "height": 640})
    await open_widget(page)
    await page.get_by_role("button", name="Envoyer").focus()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Options")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="Envoyer")).to_be_focused()


async def test_who_wants_no_motion_has_none(embed):
    page = await embed(page_with("open"), reduced_motion="reduce")
    await ask(page, "bonjour")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour")).to_be_visible()
    moving = "[...document.querySelector('guichet-chat').shadowRoot.querySelectorAll('*')]"
    assert await page.evaluate(f"{moving}.filter((one) => one.getAnimations().length).length") == 0


async def test_the_page_behind_stays_where_it_is(embed):
    page = await embed(page_with("open") + "<pre>" + "Une ligne.\n" * 300)
    await page.evaluate("scrollTo(0, 900)")
    await ask(page, "bonjour")
    await expect(page.get_by_role("log").get_by_text("Vous avez dit : bonjour")).to_be_visible()
    await ask(page, "la cantine")
    await expect(page.get_by_role("article")).to_be_visible()
    assert await page.evaluate("scrollY") == 900
