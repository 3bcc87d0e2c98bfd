"""The webmaster's guide and the widget say the same: attributes, methods, events, properties, parts, what is stored."""

from __future__ import annotations

import re

import pytest

from guichet.settings import ROOT

WIDGET = ROOT / "widget"
GUIDE = (ROOT / "docs" / "widget.md").read_text(encoding="utf-8")
ELEMENT = (WIDGET / "element.js").read_text(encoding="utf-8")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(WIDGET.rglob("*.js"))
    if path.relative_to(WIDGET).parts[0] not in ("demo", "dist")
)


def rows(header: str) -> set[str]:
    """What the first column of the guide's table with this header names."""
    table = re.search(rf"^\| {header} \|.*\n\|-.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    return set(re.findall(r"^\| `([^`(]+)", table[1], re.MULTILINE))


def attributes() -> set[str]:
    return set(re.findall(r'"(\w+)"', re.search(r"observedAttributes = \[([^]]+)", ELEMENT)[1]))


def methods() -> set[str]:
    """Those that come after what the browser calls and what the element keeps to itself."""
    return set(re.findall(r"^  (\w+)\(", ELEMENT[ELEMENT.index("\n  show(") :], re.MULTILINE))


def events() -> set[str]:
    emitted = re.findall(r"\bemit\(([^,]+),", CODE)
    return {f"guichet-{name}" for call in emitted for name in re.findall(r'"([\w-]+)"', call)}


def properties() -> set[str]:
    return set(re.findall(r"--guichet-[\w-]*\w", CODE))


def parts() -> set[str]:
    named = {name for part in re.findall(r'\bpart: "([^"]+)"', CODE) for name in part.split()}
    authors = re.findall(r"(\w+):", re.search(r"\bauthors = \{([^}]+)", CODE)[1])
    for template in re.findall(r"\bpart: `([^`]+)`", CODE):
        named |= {name.replace("${author}", author) for name in template.split() for author in authors}
    return named


def openers() -> set[str]:
    return set(re.findall(r"\[(data-guichet-\w+)\]", re.search(r"TRIGGERS = (.*)", CODE)[1]))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("attribut", attributes),
        ("méthode", methods),
        ("événement", events),
        ("propriété", properties),
        ("partie", parts),
        ("attribut du lien", openers),
    ],
)
def test_the_guide_names_what_there_is_and_nothing_else(header, found):
    assert rows(header) == found() != set()


def test_links_within_the_guide_lead_somewhere():
    titles = re.findall(r"^#+ (.*)", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert [target for target in re.findall(r"\]\(#([^)]+)\)", GUIDE) if target not in anchors] == []


def test_files_of_the_guide_exist():
    named = {path for path in re.findall(r"`(widget/[\w./-]+)`", GUIDE) if "/dist/" not in path}
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


async def test_what_stays_on_the_device_is_what_the_guide_says(browser, url):
    page = await browser.new_page()
    page.set_default_timeout(10_000)
    await page.goto(f"{url}/demo/guichet.html")
    await page.get_by_label("Votre question").fill("je voudrais la liste")
    await page.keyboard.press("Enter")
    await page.get_by_role("checkbox").first.check()
    await page.get_by_label("Votre question").fill("un brouillon")
    keys = await page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    kept = {next((known for known in rows("clé") if key.startswith(known)), key) for key in keys}
    assert kept >= {"guichet.conversation:", "guichet.ticks:"}
    assert kept <= rows("clé")
    assert await page.context.cookies() == []
