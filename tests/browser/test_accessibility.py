"""axe-core finds nothing to say: widget closed and open, every frame, every state, in light and in dark, and its pages.

The trees in `accessibility/` are what a screen reader is given of a conversation, as a reviewed text. After a change
that is meant, renew them and read the difference as somebody who only hears it would:
`GUICHET_RENEW_TREES=1 .venv-gateway/bin/python -m pytest tests/browser/test_accessibility.py -k tree`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from guichet.settings import ROOT
from tests.browser.conftest import open_widget
from tests.browser.frames_scenario import FRAMES, SPEAKS
from tests.browser.test_widget import ask, option, read_card

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TREES = Path(__file__).parent / "accessibility"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: No animation: what is half faded in has no contrast yet.
CALM = {"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 900}}

RUN = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${target} ${html.slice(0, 160)} ${failureSummary}`));
}"""


async def violations(page) -> str:
    """What axe-core finds on the whole page, shadows included, in light and in dark."""
    assert AXE.is_file(), "node_modules/axe-core absent — lancez « make test », qui l'installe"
    if not await page.evaluate("Boolean(window.axe)"):
        # A script tag would be refused by the page's CSP, which is as it should be.
        await page.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    found = []
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += [f"{theme} {one}" for one in await page.evaluate(RUN, RULES)]
    return "\n".join(found)


async def test_closed_and_just_opened(open_page):
    page = await open_page(**CALM)
    assert await violations(page) == ""
    await page.get_by_role("button", name="Fermer").click()
    await expect(page.get_by_role("log")).to_be_hidden()
    assert await violations(page) == ""


def sent(frame: dict) -> dict:
    """The frame as the engine sends it: its options have a payload."""
    options = [{**option, "payload": "/choose"} for option in frame.get("options", [])]
    return frame | ({"options": options} if options else {}) | {"closing": frame["kind"] == "handoff"}


async def test_every_frame_with_what_it_folds(open_page, engine):
    async def everything(_sender, _text):
        return [{"custom": {"frames": [sent(frame) for frame in FRAMES.values()]}}]

    engine.behaviour = everything
    page = await open_page(**CALM)
    await ask(page, "tout")
    await expect(page.locator(".entry.bot")).to_have_count(len(FRAMES) + 2)
    assert await violations(page) == ""
    await page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert await violations(page) == ""
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await violations(page) == ""


async def test_what_has_been_said_and_chosen(open_page):
    page = await open_page(**CALM)
    card = await read_card(page)
    await card.get_by_role("button", name="Non", exact=True).click()
    assert await violations(page) == ""


@pytest.mark.parametrize("state", ["menu", "warning", "simple", "erase", "opinion", "offline"])
async def test_each_state_of_the_window(open_page, state):
    page = await open_page(**CALM)
    await STATES[state](page)
    assert await violations(page) == ""


async def menu(page) -> None:
    await page.get_by_role("button", name="Options").click()


async def warning(page) -> None:
    await ask(page, "mon compte est FR76 3000 6000 0112 3456 7890 189")
    await expect(page.get_by_role("alertdialog")).to_be_visible()


async def simple(page) -> None:
    await ask(page, "ma carte")
    await option(page, "Mode simple")
    await expect(page.get_by_role("button", name="Revoir ce qui précède")).to_be_visible()


async def erase(page) -> None:
    await option(page, "Effacer ma conversation")


async def opinion(page) -> None:
    await option(page, "Donner mon avis")
    await expect(page.get_by_role("radio").first).to_be_visible()


async def offline(page) -> None:
    await page.context.set_offline(True)
    await ask(page, "tunnel")
    await expect(page.locator(".status")).to_contain_text("ligne")


STATES = {one.__name__: one for one in (menu, warning, simple, erase, opinion, offline)}


@pytest.mark.parametrize("path", ["guichet.html", "sans-js/"])
async def test_the_counter_as_part_of_a_page(new_page, url, path):
    page = await new_page(**CALM)
    await page.goto(f"{url}/demo/{path}")
    field = page.get_by_label("Votre question", exact=True)
    await expect(field).to_be_visible()
    assert await violations(page) == ""
    await field.fill("la cantine")
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.get_by_text("L'inscription se fait en mairie").last).to_be_visible()
    assert await violations(page) == ""


async def heard_by_eye(page) -> str:
    """The accessibility tree of the window as text, without what changes or goes by itself."""
    await page.evaluate(
        """() => {
          const { shadowRoot } = document.querySelector("guichet-chat");
          shadowRoot.querySelector("[part~=announcements]").hidden = true;
          shadowRoot.querySelector("[role=alert]").replaceChildren();
        }"""
    )
    tree = await page.locator(".panel").aria_snapshot()
    return re.sub(r"\b\d\d:\d\d\b", "00:00", tree) + "\n"


async def converse(page) -> None:
    """A question, a case, an answer, a list, an address, someone in danger, and a goodbye."""
    for words in ("ma carte", "Perdue", "ma liste", "une adresse", "un danger"):
        before = await page.locator(".entry.bot:not(.typing)").count()
        if words == "Perdue":
            await page.get_by_role("button", name=words).click()
        else:
            await ask(page, words)
        await expect(page.locator(".entry.bot:not(.typing)")).to_have_count(before + 1)


async def with_options_open(page) -> None:
    await ask(page, "bonjour")
    await expect(page.get_by_text("Vous avez dit : bonjour").first).to_be_visible()
    await page.get_by_role("button", name="Options").click()


async def in_simple_mode(page) -> None:
    await ask(page, "ma carte")
    await option(page, "Mode simple")


SCENES = {"conversation": converse, "options": with_options_open, "simple": in_simple_mode}


@pytest.mark.parametrize("scene", SCENES)
async def test_the_accessibility_tree_is_the_reviewed_one(new_page, url, scene):
    page = await new_page(**CALM)
    await page.add_init_script(SPEAKS)
    await page.goto(f"{url}/demo/")
    await open_widget(page)
    await SCENES[scene](page)
    tree, kept = await heard_by_eye(page), TREES / f"{scene}.txt"
    if os.environ.get("GUICHET_RENEW_TREES"):
        kept.write_text(tree, encoding="utf-8")
    assert tree == kept.read_text(encoding="utf-8")
