"""Personal data before it is sent: the widget finds what the server finds, and asks so that everyone can answer."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, Route, expect

from guichet.gateway.wording import load
from guichet.privacy import find
from guichet.settings import ROOT

VECTORS = json.loads((ROOT / "tests" / "data" / "personal_data.json").read_text())
SHARED = [case for case in VECTORS["found"] if not case.get("guessed")]
WHOLE = [case["text"] for case in (*SHARED, *VECTORS["kept"]) if "@" not in case["text"] and "sécu" not in case["text"]]
IBAN = next(case["text"] for case in VECTORS["found"] if case["what"] == "IBAN français groupé")
TOLD = ("social_security", "iban", "card", "tax_number")

SITE = "https://guichet.test"
POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE = '<!doctype html><html lang="fr"><title>Essai</title><body><main><h1>Essai</h1><div></div></main></body></html>'

#: « 😀 » is two UTF-16 units; « ² » and « Ⅷ » are no digits; « İ », « ſ » and the Kelvin « K » change case oddly.
PIECES = (
    *"0123456789  ..--\u00a0\u202f\u2011,:;\n'’\"éÉ😀²ⅧİſK_+",
    *("SPI", "spi ", "avenir ", "FISCALE "),
    *("numéro d'impôt", "n° fiscal : ", "référence de l’avis ", "FR", "fr76", "DE89 ", "BE", "MT", "ZZ12", "2A", "2b"),
    *("185", " 01 23 45 67 89", "1234567890123", "cerfa 12100*02", "mot ", "x" * 20),
)

#: The kinds and offsets that the widget finds in each text.
FIND = """async (texts) => {
  const { find } = await import("/widget/personal/find.js");
  return texts.map((text) => find(text).map(({ start, end, kind }) => [start, end, kind]));
}"""

MASK = """async ([texts, kinds]) => {
  const { find, masked } = await import("/widget/personal/find.js");
  const labels = Object.fromEntries(kinds.map((kind) => [kind, `[${kind}]`]));
  return texts.map((text) => masked(text, find(text), labels));
}"""

#: The best of several rounds, in milliseconds: what the search costs, whatever else the machine does.
TIME = """async (text) => {
  const { find } = await import("/widget/personal/find.js");
  const rounds = Array.from({ length: 9 }, () => {
    const begin = performance.now();
    find(text);
    return performance.now() - begin;
  });
  return Math.min(...rounds);
}"""

#: Shows the warning in a shadow, above a field, as the composer does; what is chosen is kept in `window.chosen`.
WARN = """async (text) => {
  const load = (path) => import(`/widget/${path}`);
  const { find } = await load("personal/find.js");
  const { warning } = await load("personal/warning.js");
  const { tray } = await load("panel/tray.js");
  const root = document.querySelector("div").attachShadow({ mode: "open" });
  window.chosen = [];
  const act = (name) => () => window.chosen.push(name);
  const field = document.createElement("textarea");
  field.setAttribute("aria-label", "Votre question");
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    asked.show(warning(text, find(text), { mask: act("mask"), edit: act("edit"), send: act("send") }));
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && act("closed")());
  // Escape is the tray's to hear: it gives the focus back to the field, as the edit button does.
  const asked = tray(act("edit"));
  root.append(asked.element, field);
  field.focus();
}"""


async def serve(route: Route) -> None:
    """The widget's files as they are, and one page, under a policy stricter than the server's."""
    path = route.request.url.removeprefix(SITE)
    headers = {"Content-Security-Policy": POLICY}
    if path == "/":
        await route.fulfill(body=PAGE, content_type="text/html; charset=utf-8", headers=headers)
    else:
        await route.fulfill(path=ROOT / path.lstrip("/"), content_type="text/javascript", headers=headers)


@pytest.fixture
async def page(browser):
    opened = await browser.new_page()
    opened.set_default_timeout(10_000)
    await opened.route(f"{SITE}/**", serve)
    await opened.goto(f"{SITE}/")
    return opened


async def warn(page: Page, text: str):
    await page.evaluate(WARN, text)
    await page.keyboard.press("Enter")
    return page.get_by_role("alertdialog")


def told(text: str) -> list[list]:
    """What the server finds of the kinds that the widget tells, in UTF-16 offsets."""
    units = lambda count: len(text[:count].encode("utf-16-le")) // 2  # noqa: E731
    return [[units(f.start), units(f.end), f.kind.value] for f in find(text) if f.kind.value in TOLD]


def generated(chance: random.Random) -> Iterator[str]:
    """Texts without end, of numbers that count and numbers that nearly do."""
    while True:
        parts = chance.choices(PIECES, k=chance.randrange(25)) + chance.choices(WHOLE, k=chance.randrange(4))
        chance.shuffle(parts)
        text = "".join(parts)
        place = chance.randrange(len(text) + 1)
        yield text[:place] + chance.choice(["", chance.choice(PIECES)]) + text[place + chance.randrange(2) :]


async def test_the_shared_vectors_are_masked_alike(page):
    """But for what the server alone masks: a number without its key, on the words beside it."""
    cases = [(case["text"], case.get("masked", case["text"])) for case in (*SHARED, *VECTORS["kept"])]
    found = await page.evaluate(MASK, [[text for text, _ in cases], TOLD])
    assert found == [expected for _, expected in cases]


async def test_browser_and_server_agree_on_thousands_of_texts(page):
    chance = random.Random(4)
    texts = [text for text, _ in zip(generated(chance), range(4000), strict=False)]
    expected = [told(text) for text in texts]
    found = await page.evaluate(FIND, texts)
    differ = [(text, ours, theirs) for text, ours, theirs in zip(texts, expected, found, strict=True) if ours != theirs]
    assert differ == []
    kinds = Counter(kind for findings in expected for *_, kind in findings)
    assert all(kinds[kind] > 100 for kind in TOLD), kinds


@pytest.mark.parametrize("piece", ["0", "1 ", "4-", "FR76 ", "a@", "3 34 ", "'", "sécu 185057899900", "é", "2A"])
async def test_a_long_text_costs_nothing(page, piece):
    assert await page.evaluate(TIME, (piece * 1000)[:1000]) < 5


async def test_the_warning_says_what_it_is_and_what_would_be_sent(page):
    shown = await warn(page, "Mon numéro est 1 85 05 78 999 001 66, ma carte 4111 1111 1111 1111 <img src=x onerror=1>")
    await expect(shown).to_have_accessible_name(
        "On dirait votre numéro de sécurité sociale et votre numéro de carte bancaire."
    )
    await expect(shown).to_have_accessible_description(re.compile("^Le guichet n'en a pas besoin. "))
    preview = shown.locator(".bubble")
    expected = (
        "Mon numéro est [numéro de sécurité sociale masqué], ma carte [numéro de carte masqué] <img src=x onerror=1>"
    )
    assert await preview.inner_text() == expected
    await expect(shown.get_by_role("button", name="Masquer et envoyer")).to_be_focused()


async def test_a_kind_is_named_once(page):
    shown = await warn(page, "185057899900166 et 185057899900166")
    await expect(shown).to_have_accessible_name("On dirait votre numéro de sécurité sociale.")


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        (["Enter"], "mask"),
        (["Space"], "mask"),
        (["Tab", "Enter"], "edit"),
        (["Tab", "Tab", "Enter"], "send"),
        (["Escape"], "edit"),
        (["Tab", "Tab", "Escape"], "edit"),
    ],
)
async def test_every_answer_by_keyboard(page, keys, chosen):
    shown = await warn(page, "SPI 3099345678901")
    await expect(shown.get_by_role("button", name="Masquer et envoyer")).to_be_focused()
    for key in keys:
        await page.keyboard.press(key)
    await expect(shown).to_have_count(0)
    assert await page.evaluate("window.chosen") == [chosen]


async def test_a_key_held_too_long_answers_nothing(page):
    await page.evaluate(WARN, "SPI 3099345678901")
    await page.keyboard.down("Enter")
    shown = page.get_by_role("alertdialog")
    await expect(shown.get_by_role("button", name="Masquer et envoyer")).to_be_focused()
    for _ in range(3):
        await page.keyboard.down("Enter")
    await page.keyboard.up("Enter")
    assert await page.evaluate("window.chosen") == []
    await page.keyboard.press("Enter")
    assert await page.evaluate("window.chosen") == ["mask"]


async def ask(page: Page, text: str):
    """Send a text in the widget itself; gives the field and the warning."""
    field = page.get_by_label("Votre question")
    await field.fill(text)
    await field.press("Enter")
    return field, page.locator(".ask")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_fault_for_axe_and_nothing_cut_at_320_pixels(open_page, scheme, screenshots):
    page = await open_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    _, shown = await ask(page, f"Voici : {'9' * 60}, {IBAN}, {'à bientôt ' * 20}")
    await expect(shown.get_by_role("button", name="Masquer et envoyer")).to_be_focused()
    await page.screenshot(path=screenshots / f"personal-{scheme}.png")
    assert await shown.evaluate("(shown) => shown.scrollWidth <= shown.clientWidth && shown.clientWidth <= 320")
    for button in await shown.get_by_role("button").all():
        assert (await button.bounding_box())["height"] >= 44
    await page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text())
    faults = await page.evaluate("axe.run({ fromShadowDom: ['guichet-chat', '.ask'] })")
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults["violations"]] == []


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        ("Masquer et envoyer", "mon SPI [numéro fiscal masqué]"),
        ("Envoyer tel quel", "mon SPI [numéro fiscal masqué]"),
        ("Corriger mon message", None),
    ],
)
async def test_after_the_answer_the_focus_is_in_the_field(open_page, engine, answer, heard):
    page = await open_page()
    field, shown = await ask(page, "mon SPI 3099345678901")
    assert engine.heard == []
    await shown.get_by_role("button", name=answer).press("Enter")
    await expect(field).to_be_focused()
    await expect(shown).to_have_count(0)
    if heard:
        await expect(page.get_by_role("log").get_by_text(f"Vous avez dit : {heard}")).to_be_visible()
    else:
        await expect(field).to_have_value("mon SPI 3099345678901")
    assert [message for _, message in engine.heard] == [heard] * bool(heard)


async def test_the_widget_masks_with_the_words_of_the_server(page):
    labels = await page.evaluate("import('/widget/locale/fr.js').then(({ personal }) => personal.labels)")
    assert labels == {kind.value: label for kind, label in load().masks.items() if kind.value in TOLD}
