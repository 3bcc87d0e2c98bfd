"""The theme files, loaded by a real page: each sets what it names, and what it makes of the widget can be read."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from guichet.settings import ROOT

THEMES = ROOT / "widget" / "themes"
SLATE = (THEMES / "ardoise.css").read_text(encoding="utf-8")
STATE = (THEMES / "etat.css.example").read_text(encoding="utf-8")

#: Colours of no design system, under the names that the page of a State's site defines.
GROUND, TEXT = "rgb(1, 2, 3)", "rgb(250, 251, 252)"
SITE = f":root {{ --background-default-grey: {GROUND}; --text-default-grey: {TEXT}; }}"

LOOK = """([id, name]) => {
  const part = document.querySelector("guichet-chat").shadowRoot.querySelector(`[part~="${id}"]`);
  return getComputedStyle(part)[name];
}"""


@pytest.fixture
async def themed(browser, url):
    """Open the counter as a whole page, with these styles in place of the town's."""

    async def open_(css: str, scheme: str = "light"):
        page = await browser.new_page(color_scheme=scheme)
        page.set_default_timeout(10_000)
        await page.route("**/demo/page.css", lambda route: route.fulfill(body=css, content_type="text/css"))
        await page.goto(f"{url}/demo/guichet.html")
        await expect(page.get_by_role("log")).to_be_visible()
        return page

    return open_


def declared(css: str) -> dict[str, str]:
    """What the first block of these rules sets."""
    return dict(re.findall(r"^\s*(--guichet-[\w-]+):\s*([^;]+);", css.split("}")[0], re.MULTILINE))


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour.removeprefix("#")))


async def test_slate_sets_ground_text_font_and_corners(themed):
    page, wished = await themed(SLATE), declared(SLATE)
    assert await page.evaluate(LOOK, ["panel", "backgroundColor"]) == rgb(wished["--guichet-surface"])
    assert await page.evaluate(LOOK, ["panel", "color"]) == rgb(wished["--guichet-ink"])
    assert await page.evaluate(LOOK, ["panel", "borderRadius"]) == wished["--guichet-radius"]
    assert await page.evaluate(LOOK, ["title", "fontFamily"]) == wished["--guichet-font"]
    assert await page.evaluate(LOOK, ["send", "backgroundColor"]) == rgb(wished["--guichet-primary"])


async def test_slate_is_dark_where_the_device_is(themed):
    page = await themed(SLATE, "dark")
    dark = declared(SLATE.split("@media")[1])
    assert await page.evaluate(LOOK, ["panel", "backgroundColor"]) == rgb(dark["--guichet-surface"])
    assert await page.evaluate(LOOK, ["send", "backgroundColor"]) == rgb(dark["--guichet-primary"])


async def test_the_state_s_theme_takes_the_variables_of_its_page(themed):
    page = await themed(f"{SITE}\n{STATE}")
    assert await page.evaluate(LOOK, ["panel", "backgroundColor"]) == GROUND
    assert await page.evaluate(LOOK, ["panel", "color"]) == TEXT


async def test_the_state_s_theme_changes_no_colour_on_another_page(themed):
    plain = await (await themed("")).evaluate(LOOK, ["panel", "backgroundColor"])
    page = await themed(STATE)
    assert await page.evaluate(LOOK, ["panel", "backgroundColor"]) == plain != GROUND


def test_the_state_s_theme_holds_no_colour_and_no_file():
    rules = re.sub(r"/\*.*?\*/", "", STATE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl|oklch|url\(|@import|@font-face", rules, re.IGNORECASE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_slate(themed, scheme, screenshots):
    page = await themed(SLATE, scheme)
    await expect(page.get_by_role("log").get_by_text("assistant automatique")).to_be_visible()
    await page.screenshot(path=screenshots / f"theme-ardoise-{scheme}.png")
    await page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run(document.querySelector('guichet-chat'))")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


def test_themes_set_only_what_the_widget_reads():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "widget").glob("[ps]*/*.js"))
    for css in (SLATE, STATE):
        assert [name for name in declared(css) if name not in code] == []
