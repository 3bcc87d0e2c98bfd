"""What a frame can't do: lead elsewhere than it says, turn words around, run anything, change what is typed."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.frames_scenario import FRAMES, event, stages
from tests.gateway.samples import paragraph, poisoned

SAFE = {
    "https://exemple.fr/a?b=c#d": "https://exemple.fr/a?b=c#d",
    "https://exemple.fr/offre-@/suite": "https://exemple.fr/offre-@/suite",
    "https://exemple.fr/émol": "https://exemple.fr/émol",
    "tel:112": "tel:112",
    "tel:+33 1 99 00 12 34": "tel:+33 1 99 00 12 34",
    "sms:114": "sms:114",
    "mailto:accueil@exemple.fr": "mailto:accueil@exemple.fr",
    "F1344": "https://www.service-public.gouv.fr/particuliers/vosdroits/F1344",
}

UNSAFE = [
    "http://exemple.fr/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "java\u200bscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://exemple.fr/1",
    "file:///etc/passwd",
    "about:blank",
    "intent://exemple#Intent;end",
    "//exemple.fr/",
    "/api/conversations",
    "exemple.fr",
    "https:exemple.fr",
    "https:/exemple.fr",
    "https:///exemple.fr",
    "https:\\\\exemple.fr",
    "https://service-public.fr@exemple.fr/",
    "https://service-public.fr:x@exemple.fr/",
    "https://service-public.fr\\@exemple.fr/",
    "https://exem\tple.fr/",
    "https://exem\nple.fr/",
    "https://exemple.fr/\u202egpj.exe",
    "https://exemple.fr/\u2066x\u2069",
    "https://service-public\u200b.fr/",
    "https://service-public\u00ad.fr/",
    "https://exemple.fr/\ufeff",
    "https://exemple.fr/\u3164",
    "https://exemple .fr/",
    "https://",
    "tel:*21*0199001234#",
    "tel:112,,,,1",
    "tel:javascript",
    "sms:114?body=au secours",
    "mailto:a@exemple.fr?bcc=b@exemple.fr",
    "mailto:a@exemple.fr,b@exemple.fr",
    "F1344/../..",
    "f1344",
    "",
]

TYPOGRAPHY = {
    "Prix : 25 €": "Prix\u00a0: 25\u202f€",
    "Où ? Ici ! Bien ; oui": "Où\u202f? Ici\u202f! Bien\u202f; oui",
    "Quoi ?!": "Quoi\u202f?!",
    "« Tutelle » : un mot": "«\u00a0Tutelle\u00a0»\u00a0: un mot",
    "20 % de 12 345 €": "20\u202f% de 12\u202f345\u202f€",
    "Cerfa n° 12": "Cerfa n°\u00a012",
    "à 8 h 30, 3 enfants, 75 008 Paris": "à 8 h 30, 3 enfants, 75\u202f008 Paris",
    "https://exemple.fr/?a=1;b=2!:3%20€": "https://exemple.fr/?a=1;b=2!:3%20€",
    "voir https://exemple.fr/ : ici": "voir https://exemple.fr/\u00a0: ici",
    "deux : points:collés ?a=b": "deux\u00a0: points:collés ?a=b",
}


@pytest.fixture
async def open_stage(browser):
    async with stages(browser) as opened:
        yield opened


def pointer(target) -> dict:
    return {**FRAMES["answer"], "blocks": [{"kind": "reference", "title": "Ici", "target": target}], "more": []}


async def test_links_lead_only_where_they_say(open_stage):
    stage = await open_stage()
    for target, href in SAFE.items():
        link = (await stage.show(pointer(target))).get_by_role("link", name="Ici")
        assert await link.get_attribute("href") == href
    for target in [*UNSAFE, None, 7, ["https://exemple.fr"], {"href": "https://exemple.fr"}]:
        reference = (await stage.show(pointer(target))).locator(".reference")
        await expect(reference).to_have_text("Ici")
        assert await reference.locator("a").count() == 0, repr(target)


async def test_addresses_in_words_follow_the_same_rule(open_stage):
    stage = await open_stage()
    for target in [address for address in UNSAFE if address.strip()]:
        entry = await stage.show({"kind": "text", "text": f"Voir {target} maintenant"})
        for link in await entry.locator("a").all():
            assert (await link.get_attribute("href")).rstrip("/") in await link.inner_text(), repr(target)
        assert "@" not in "".join([await link.get_attribute("href") for link in await entry.locator("a").all()])


async def test_a_number_that_is_called_holds_only_digits(open_stage):
    office = {**FRAMES["offices"]["offices"][0], "phone": [{"number": "*21*01 99 00 12 34#"}]}
    entry = await (await open_stage()).show({**FRAMES["offices"], "offices": [office]})
    assert await entry.locator("a[href^='tel:']").get_attribute("href") == "tel:210199001234"


async def test_spaces_are_french_and_lengths_are_kept(open_stage):
    stage = await open_stage()
    shown = await stage.page.evaluate(
        "async (all) => { const { typeset } = await import('/widget/frames/typography.js'); return all.map(typeset); }",
        list(TYPOGRAPHY),
    )
    assert dict(zip(TYPOGRAPHY, shown, strict=True)) == TYPOGRAPHY
    assert [len(text) for text in shown] == [len(text) for text in TYPOGRAPHY]


async def test_a_mark_keeps_its_place_in_a_text_with_signs(open_stage):
    text = paragraph("😀 Prix : 25 € par an", ("25", "strong", ""), ("par an", "value", ""))
    entry = await (await open_stage()).show({**FRAMES["answer"], "blocks": [text], "more": []})
    assert await entry.locator(".content strong").all_inner_texts() == ["25", "par an"]
    assert await entry.locator(".content p").text_content() == "😀 Prix\u00a0: 25\u202f€ par an"


async def test_words_that_turn_the_line_stay_in_their_place(open_stage):
    label = "Annuler \u202erueirétxe"
    frame = {**FRAMES["choices"], "options": [{"choice": "c1", "label": label}]}
    entry = await (await open_stage()).show(frame)
    await expect(entry.locator(".label > bdi")).to_have_text(label)


async def test_a_citizen_may_write_from_right_to_left(open_stage):
    entry = await (await open_stage()).show({"kind": "text", "text": "جواز السفر", "author": "citizen"})
    words = entry.locator(".words")
    assert await words.evaluate("(p) => p.matches(':dir(rtl)')")


async def test_a_citizen_who_writes_an_address_gets_no_link_from_it(open_stage):
    entry = await (await open_stage()).show({"kind": "text", "text": "https://exemple.fr/", "author": "citizen"})
    await expect(entry.locator("a")).to_have_count(0)


async def test_hostile_words_stay_words_in_every_frame(open_stage):
    stage = await open_stage()
    for name, frame in FRAMES.items():
        entry = await stage.show(poisoned(frame, spared=("kind", "level", "date", "owner")))
        await expect(entry, name).to_contain_text("<script>alert(1)</script>")
        assert await entry.locator("script, style, iframe, object, [onclick], [style]").count() == 0, name
        for link in await entry.locator("a").all():
            assert (await link.get_attribute("href")).startswith("tel:"), name


@pytest.mark.parametrize("value", [None, 7, [], [None], {}, [{}], [7], "x"])
async def test_fields_of_a_wrong_shape_break_nothing(open_stage, value):
    stage = await open_stage()
    for name, frame in FRAMES.items():
        spared = {"kind", "text", "owner"}
        broken = {field: content if field in spared else value for field, content in frame.items()}
        shown = "(event) => { try { window.show(event); return ''; } catch (error) { return error.stack; } }"
        assert await stage.page.evaluate(shown, event(broken)) == "", name
