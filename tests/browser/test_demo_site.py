"""The website of Valbourg: pages that are sound, that open the counter, and that still serve where no script runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
import yaml
from playwright.async_api import expect

from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.settings import ROOT

SITE = ROOT / "widget" / "demo"
PAGES = sorted(path.name for path in SITE.glob("*.html"))
PLAIN = "/demo/sans-js/"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

#: Numbers that ARCEP keeps for fiction, so that nobody's telephone rings.
FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649)\d{4}")
#: Allô Service Public.
PUBLIC = "3939"


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed((SITE / name).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


@pytest.fixture(scope="module", params=PAGES)
def tags(request):
    return Tags(request.param)


def source(name: str) -> str:
    return (SITE / name).read_text(encoding="utf-8")


def part(name: str, tag: str) -> str:
    """An element of the frame that all pages share, whatever page is the current one."""
    found = re.search(rf"<{tag}.*?</{tag}>", source(name), re.DOTALL)
    return re.sub(r' aria-current="\w+"', "", found[0])


def test_every_page_says_that_the_town_is_imaginary(tags):
    assert "Valbourg est une commune imaginaire" in tags.text


def test_every_page_has_one_title_one_main_part_and_the_widget(tags):
    names = [tag for tag, _ in tags.tags]
    assert [names.count(tag) for tag in ("h1", "main", "title")] == [1, 1, 1]
    assert ("html", {"lang": "fr"}) in tags.tags
    assert [attrs["src"] for tag, attrs in tags.tags if tag == "script"] == ["/widget/guichet.js"]


def test_every_page_has_the_same_head_and_foot():
    for tag in ("header", "footer"):
        assert len({part(name, tag) for name in PAGES}) == 1


def test_no_page_gives_a_price_or_a_delay(tags):
    assert re.findall(r"€|\beuros?\b|\b\d+\s(?:jours|semaines|mois)\b", tags.text) == []


def test_links_within_the_site_lead_somewhere(tags):
    for href in tags.all("href") + tags.all("src") + tags.all("srcset"):
        if href.startswith(("https:", "tel:", "sms:", "mailto:", "/widget/", PLAIN)):
            continue
        path, _, fragment = href.partition("#")
        name = {"": "", "./": "index.html"}.get(path, path)
        assert not name or (SITE / name).is_file(), href
        assert not fragment or not name or f'id="{fragment}"' in source(name), href
        assert not fragment or name or fragment in tags.all("id"), href


def test_what_opens_the_counter_leads_to_the_plain_one_without_scripts(tags):
    openers = ("data-guichet-open", "data-guichet-procedure", "data-guichet-ask")
    for tag, attrs in tags.tags:
        if any(name in attrs for name in openers):
            assert (tag, attrs.get("href")) == ("a", PLAIN)


def test_procedures_are_sheets_that_the_town_has(tags):
    known = {path.stem for path in (ROOT / "data" / "procedures").rglob("*.yml")}
    elements = [attrs["procedure"] for tag, attrs in tags.tags if tag == "guichet-chat" and "procedure" in attrs]
    assert [name for name in tags.all("data-guichet-procedure") + elements if name not in known] == []


def test_numbers_are_the_official_ones_or_nobodys(tags):
    dangers = yaml.safe_load((ROOT / "data" / "danger" / "dangers.yml").read_text(encoding="utf-8"))
    official = {number["number"].replace(" ", "") for number in dangers["numbers"].values() if "number" in number}
    called = [href.partition(":")[2] for href in tags.all("href") if href.startswith(("tel:", "sms:"))]
    assert [n for n in called if n not in official | {PUBLIC} and not FICTION.fullmatch(n)] == []


def test_the_menu_tells_where_one_is():
    for name in ("index", "demarches", "guichet"):
        current = [attrs for tag, attrs in Tags(f"{name}.html").tags if attrs.get("aria-current") == "page"]
        assert [attrs["href"].removesuffix(".html").replace("./", "index") for attrs in current] == [name]


def described(message) -> str:
    return f"{message.text} {message.location['url']}"


@pytest.fixture
async def visit(browser, url, tmp_path):
    """Open a page of the site in a fresh context; fails the test on a script error or a refused resource."""
    import_editors(load_editors(ROOT), tmp_path / "catalogue.db")
    complaints: list[str] = []

    async def visit_(name: str = "", **context):
        opened = await browser.new_context(locale="fr-FR", reduced_motion="reduce", **context)
        page = await opened.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(described(message)))
        await page.goto(f"{url}/demo/{name}")
        return page

    yield visit_
    # A stream that ends with the page is no fault.
    assert [said for said in complaints if "ERR_" not in said] == []


@pytest.mark.parametrize("name", PAGES)
async def test_no_page_is_wider_than_the_screen_nor_asks_third_parties(visit, url, name):
    page = await visit(name, viewport={"width": 320, "height": 640})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload(wait_until="load")
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    assert asked
    assert [address for address in asked if not address.startswith((url, "data:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
async def test_axe_finds_nothing(visit, name, scheme):
    page = await visit(name, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("axe.run()")
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert len(found["passes"]) > 15


async def test_the_welcome_opens_the_counter(visit):
    page = await visit()
    await expect(page.get_by_role("log")).to_be_hidden()
    await page.get_by_role("link", name="Poser ma question").click()
    await expect(page.get_by_role("log").get_by_text("assistant automatique")).to_be_visible()


async def test_a_tile_opens_the_counter_on_its_procedure(visit, engine):
    page = await visit()
    await page.get_by_role("link", name="Procuration").click()
    await expect(page.get_by_role("log").get_by_text("Voter par procuration", exact=True).first).to_be_visible()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit").first).to_be_visible()
    assert "vote_procuration" in engine.heard[-1][1]


async def test_the_page_stays_where_it_was_when_answers_come(visit):
    page = await visit("carte-identite.html", viewport={"width": 1280, "height": 700})
    await page.get_by_role("button", name="Une démarche ?").click()
    await expect(page.get_by_role("log").get_by_role("button", name="Perdue")).to_be_visible()
    assert await page.evaluate("scrollY") == 0


async def test_words_of_the_page_are_asked(visit, engine):
    page = await visit("demarches.html")
    await page.get_by_role("link", name="Nous voulons nous marier").click()
    await expect(page.get_by_role("log").get_by_text("Vous avez dit").first).to_be_visible()
    assert engine.heard[-1][1] == "Nous voulons nous marier à la mairie"


async def test_the_counter_is_a_whole_page_too(visit):
    page = await visit("guichet.html")
    await expect(page.get_by_role("log").get_by_text("assistant automatique")).to_be_visible()
    await expect(page.get_by_text("Le guichet arrive.")).to_be_hidden()


async def test_without_scripts_links_lead_to_the_plain_counter(visit, url):
    page = await visit(java_script_enabled=False)
    await expect(page.get_by_role("link", name="prenez le guichet en version simple")).to_be_visible()
    await page.get_by_role("link", name="Poser ma question").click()
    assert page.url.startswith(f"{url}{PLAIN}")
    await expect(page.get_by_role("main")).to_be_visible()


async def test_where_the_widget_does_not_come_its_page_says_so(browser, url):
    page = await browser.new_page()
    await page.route("**/widget/guichet.js", lambda route: route.abort())
    await page.goto(f"{url}/demo/guichet.html")
    await expect(page.get_by_text("Le guichet arrive.")).to_be_visible()
    await expect(page.get_by_role("link", name="prenez la version simple")).to_have_attribute("href", PLAIN)


async def test_on_paper_what_one_clicks_is_gone_and_the_ground_is_white(visit):
    page = await visit(color_scheme="dark")
    await page.emulate_media(media="print", color_scheme="dark")
    await expect(page.get_by_role("navigation")).to_be_hidden()
    await expect(page.get_by_role("table", name="Horaires d’ouverture de la mairie, par jour")).to_be_visible()
    colours = "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))"
    assert await page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (768, "dark"), (1280, "light")])
async def test_screenshots(visit, screenshots, width, scheme):
    page = await visit(color_scheme=scheme, viewport={"width": width, "height": 900})
    for name in PAGES:
        await page.goto(page.url.rpartition("/")[0] + f"/{name}", wait_until="load")
        await page.screenshot(path=screenshots / f"site-{name}-{width}-{scheme}.png", full_page=True)
