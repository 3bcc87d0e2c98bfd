"""The widget on sites that are not ours: another origin, a strict policy, a style sheet that spares nothing."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import open_widget
from tests.browser.test_widget import ask, option

POLICY = (
    "default-src 'none'; script-src {url}; connect-src {url}; style-src 'none'; img-src 'none'; font-src 'none'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)

ONE_LINE = '<!doctype html><html lang="fr"><title>Ailleurs</title><p>Une page.</p><script type="module" %s></script>'

HOSTILE = """<!doctype html><html lang="fr"><title>Hostile</title><style>
html { font-size: 5px; }
* { font: 3px fantasy !important; color: lime !important; background: lime !important; letter-spacing: 1em !important;
  text-transform: uppercase !important; direction: rtl !important; line-height: 0 !important;
  border: 9px solid red !important; }
body * { display: none !important; visibility: hidden !important; position: absolute !important; opacity: 0 !important;
  transform: scale(0) !important; filter: blur(9px) !important; overflow: hidden !important; width: 0 !important;
  height: 0 !important; pointer-events: none !important; clip-path: inset(50%) !important; zoom: 0.1 !important; }
</style><body>%s<script type="module" src="{url}/widget/guichet.js"></script>"""


def one_line(attributes: str = 'src="{url}/widget/guichet.js"') -> str:
    return ONE_LINE.replace("%s", attributes)


async def test_one_line_is_enough_under_a_strict_policy_on_another_origin(embed):
    page = await embed(
        one_line('src="{url}/widget/guichet.js" data-title="La mairie"'), {"Content-Security-Policy": POLICY}
    )
    await open_widget(page)
    await expect(page.get_by_role("dialog", name="La mairie")).to_be_visible()
    await ask(page, "où est ma carte ?")
    await page.get_by_role("button", name="Perdue").click()
    await expect(page.get_by_role("article")).to_be_visible()
    await option(page, "Agrandir le texte")
    size = await page.get_by_label("Votre question").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert size > 18


async def test_two_script_tags_make_one_widget(embed):
    twice = '</script><script type="module" src="{url}/widget/guichet.js?v=2">'
    page = await embed(one_line('src="{url}/widget/guichet.js">' + twice[:-1]))
    await open_widget(page)
    await expect(page.locator("guichet-chat")).to_have_count(1)


async def test_a_site_that_is_not_allowed_is_told_that_the_counter_does_not_answer(browser, url, strange_site):
    page = await browser.new_page(locale="fr-FR")
    strange_site.serve("/", one_line().replace("{url}", url), {})
    await page.goto(strange_site.origin.replace("127.0.0.1", "localhost") + "/")
    await page.get_by_role("button", name="Une démarche ?").click()
    await expect(page.get_by_role("status").filter(has_text="39 39")).to_be_visible(timeout=20_000)
    await expect(page.get_by_role("status").get_by_role("button", name="Réessayer")).to_be_visible()


@pytest.mark.parametrize("element", ["", '<guichet-chat position="inline"></guichet-chat>'])
async def test_a_hostile_style_sheet_reaches_nothing(embed, screenshots, element):
    page = await embed(HOSTILE.replace("%s", element))
    if not element:
        await open_widget(page)
    await ask(page, "la cantine")
    card = page.get_by_role("article")
    await expect(card).to_be_visible()
    field = page.get_by_label("Votre question")
    read = "(one, name) => getComputedStyle(one)[name]"
    assert await field.evaluate(read, "fontSize") == "17px"
    for name, value in {
        "direction": "ltr",
        "letterSpacing": "normal",
        "textTransform": "none",
        "visibility": "visible",
    }.items():
        assert await card.evaluate(read, name) == value
    assert await card.evaluate(read, "color") != "rgb(0, 255, 0)"
    box = await page.locator(".panel").bounding_box()
    assert box["width"] > 300
    assert box["height"] > 300
    await page.screenshot(path=screenshots / f"hostile-{'inline' if element else 'window'}.png")


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("light", {"color_scheme": "light"}),
        ("dark", {"color_scheme": "dark"}),
        ("forced", {"forced_colors": "active"}),
        ("phone", {"viewport": {"width": 320, "height": 640}, "has_touch": True}),
    ],
)
async def test_screenshots_of_the_window(open_page, screenshots, name, context):
    page = await open_page(**context, reduced_motion="reduce")
    await page.screenshot(path=screenshots / f"window-{name}-1-open.png")
    await page.get_by_role("button", name="Options").click()
    await page.screenshot(path=screenshots / f"window-{name}-2-options.png")
    await page.get_by_role("button", name="Effacer ma conversation").click()
    await expect(page.get_by_role("alertdialog")).to_be_visible()
    await page.screenshot(path=screenshots / f"window-{name}-3-erase.png")
    await page.keyboard.press("Escape")
    await ask(page, "mon numéro est 2 55 08 14 168 025 38")
    await expect(page.get_by_role("alertdialog")).to_be_visible()
    await page.screenshot(path=screenshots / f"window-{name}-4-warning.png")
    await page.keyboard.press("Escape")
    await option(page, "Donner mon avis")
    await page.screenshot(path=screenshots / f"window-{name}-5-opinion.png")
    await page.keyboard.press("Escape")
    await page.evaluate("document.querySelector('guichet-chat').close()")
    await page.screenshot(path=screenshots / f"window-{name}-6-closed.png")
