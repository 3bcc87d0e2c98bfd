"""The log, told of events without a server: order, times, announcements, scrolling, simple mode, goodbye."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.chromium import launched
from tests.browser.log_bench import add, bench, build, heard, until
from tests.gateway.samples import ANSWER, CHECKLIST, NOTICE, OFFICES

#: One browser for them all: each test has a page of its own.
pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "Une phrase courte pour commencer. " + "Puis beaucoup d'autres mots. " * 60
QUESTION = {
    "kind": "choices",
    "reason": "case",
    "prompt": "Perdue ou volée ?",
    "text": "Perdue ou volée ?\n1. Perdue\n2. Volée",
}
QUESTION |= {"options": [{"choice": "p", "label": "Perdue"}, {"choice": "v", "label": "Volée"}]}


def said(words: str, **more) -> dict:
    return {"author": "citizen", "text": words} | more


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium():
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bare(chromium):
    async with bench(chromium) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(bare):
    await build(bare)
    return bare


async def order(page) -> list[str]:
    return await page.locator(".entries > .entry .words").all_inner_texts()


async def test_entries_stand_in_the_order_of_their_numbers_even_if_one_is_late(page):
    await add(page, {"text": "un"}, {"text": "trois", "seq": 3}, {"text": "deux", "seq": 2})
    assert await order(page) == ["un", "deux", "trois"]


async def test_an_event_that_comes_twice_is_shown_and_said_once(page):
    await add(page, {"text": "Bonjour."}, {"text": "Bonjour.", "seq": 1})
    await expect(page.get_by_text("Bonjour.")).to_have_count(2)  # shown, and said
    await expect(page.locator(".entries > .entry")).to_have_count(1)
    assert await heard(page) == ["Bonjour."]


async def test_who_speaks_and_when_is_said_of_each(page):
    at = "2026-11-20T08:05:00Z"
    await add(
        page,
        {"text": "a", "at": at},
        said("b", at=at, seq=2),
        {"text": "c", "author": "agent", "agent": "Zoé", "seq": 3},
    )
    whos = page.locator(".entry > .who")
    await expect(whos.nth(0)).to_contain_text(re.compile("^Assistant .*09:05$"))
    await expect(whos.nth(1)).to_contain_text(re.compile("^Vous .*09:05$"))
    await expect(whos.nth(2)).to_contain_text("Zoé, agent du guichet")
    assert await page.locator("time").first.get_attribute("datetime") == "2026-11-20T08:05:00.000Z"


async def test_a_day_other_than_today_is_named(page):
    await add(page, {"text": "a", "at": "2026-03-02T22:30:00Z"}, said("b", seq=2))
    old, new = await page.locator(".entry time").all_inner_texts()
    assert re.fullmatch(r"2 mars 2026\W+23:30", old)
    assert re.fullmatch(r"\d\d:\d\d", new)


async def test_a_message_on_its_way_becomes_its_event(page):
    await page.evaluate("window.log.message('c1', 'ma carte', 'sending')")
    await expect(page.get_by_text("Envoi…")).to_be_visible()
    await add(page, {"text": "avant", "seq": 1}, said("ma carte", seq=2, client_id="c1"))
    await expect(page.get_by_text("Envoi…")).to_have_count(0)
    assert await order(page) == ["avant", "ma carte"]


async def test_a_failure_is_said_once_and_its_button_sends_again(page):
    for state in ("sending", "failed", "failed"):
        await page.evaluate("(state) => window.log.message('c1', 'ma carte', state)", state)
    assert await heard(page) == ["Message non envoyé."]
    await page.get_by_role("button", name="Réessayer").click()
    assert await page.evaluate("window.done") == [["resend", "c1"]]
    await page.evaluate("window.log.message('c1', 'ma carte', 'sending')")
    assert await page.evaluate("window.scroller.contains(window.list.getRootNode().activeElement)")


@pytest.mark.parametrize(
    ("state", "detail", "shown"),
    [
        ("queued", None, "En attente"),
        ("waiting", 3, "nouvel essai dans 3 s"),
        ("refused", "Message trop long.", "Message trop long."),
        ("refused", None, "Message non envoyé"),
    ],
)
async def test_what_becomes_of_a_message_is_shown(page, state, detail, shown):
    await page.evaluate("(given) => window.log.message('c1', 'ma carte', ...given)", [state, detail])
    await expect(page.locator(".entry.citizen")).to_contain_text(shown)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"text": "Bonjour, je vous écoute."}, "Bonjour, je vous écoute."),
        (
            {"text": LONG},
            "Une phrase courte pour commencer." + " Puis beaucoup d'autres mots." * 7 + " Suite affichée.",
        ),
        ({"text": "x" * 999}, "x" * 240 + "… Suite affichée."),
        (ANSWER, "Inscrire son enfant à la cantine. L'inscription se fait en mairie, avant la rentrée."),
        (
            CHECKLIST,
            "Votre liste : Inscrire son enfant à la cantine. Livret de famille, ou copie de l'acte de naissance. "
            "Justificatif de domicile de moins de 3 mois. Attestation d'assurance scolaire. "
            "Dernier avis d'imposition. Suite affichée.",
        ),
        (OFFICES, "Mairies à Valbourg (99). Mairie de Valbourg. Mairie annexe des Tilleuls."),
        (QUESTION, "Perdue ou volée ? Perdue. Volée."),
        (
            QUESTION | {"options": QUESTION["options"] * 30},
            "Perdue ou volée ? " + "Perdue. Volée. " * 14 + "Perdue. Suite affichée.",
        ),
        ({"author": "agent", "agent": "Zoé", "text": "Je regarde."}, "Zoé : Je regarde."),
        (said("ma carte"), None),
    ],
    ids=["text", "long text", "no sentence", "answer", "checklist", "offices", "choices", "many", "agent", "citizen"],
)
async def test_an_event_is_announced_shortly_and_once(page, event, words):
    await add(page, event)
    assert await heard(page) == ([words] if words else [])


async def test_what_comes_together_is_said_in_its_order_as_one(page):
    await add(page, {"text": "Un."}, {"text": "Deux.", "seq": 2}, QUESTION | {"seq": 3})
    assert await heard(page) == ["Un. Deux. Perdue ou volée ? Perdue. Volée."]
    await add(page, {"text": "Trois.", "seq": 4})
    assert await heard(page) == ["Trois."]


async def test_the_same_words_again_are_announced_again(page):
    await add(page, {"text": "Pardon ?"})
    assert await heard(page) == ["Pardon ?"]
    await add(page, {"text": "Pardon ?", "seq": 2})
    assert await heard(page) == ["Pardon ?"]


async def test_the_past_is_not_announced_and_what_follows_is(page):
    await add(page, said("ma carte"), QUESTION | {"seq": 2}, NOTICE | {"seq": 3}, past=True)
    await page.evaluate("window.log.settle()")
    await add(page, {"text": "Du nouveau.", "seq": 4})
    assert await heard(page) == ["Du nouveau."]


async def test_someone_in_danger_is_told_at_once_and_once(page):
    await add(page, NOTICE)
    (words,) = await heard(page)
    assert all(part in words for part in (NOTICE["title"], NOTICE["say"], "114, les secours par SMS"))
    assert await page.get_by_role("alert").inner_text() != ""


async def test_a_long_search_is_said_once_and_a_short_one_is_not(chromium):
    async with bench(chromium) as page:
        await page.clock.install()
        await build(page)
        await add(page, said("ma carte"))
        await expect(page.locator(".typing")).to_be_visible()
        await page.clock.run_for(500)
        await add(page, {"text": "Voici.", "seq": 2}, said("et", seq=3))
        await page.clock.run_for(3000)
        await page.clock.run_for(3000)
        assert await page.evaluate("window.heard") == ["Voici.", "L'assistant cherche dans les fiches officielles…"]


async def test_while_a_person_answers_no_search_is_shown(page):
    await add(page, {"kind": "handoff", "owner": "agent", "text": "Zoé vous répond."}, said("bonjour", seq=2))
    await expect(page.locator(".typing")).to_be_hidden()
    await add(page, {"kind": "handoff", "owner": "bot", "text": "L'assistant reprend.", "seq": 3}, said("et", seq=4))
    await expect(page.locator(".typing")).to_be_visible()


async def test_nothing_in_the_log_is_a_second_live_region(page):
    await add(page, said("ma carte"), QUESTION | {"seq": 2})
    await heard(page)
    await add(page, said("Perdue", seq=3, choice="p"))
    await expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")
    assert await heard(page) == []


async def test_whoever_presses_a_choice_is_led_to_what_they_said(page):
    await add(page, said("ma carte"), QUESTION | {"seq": 2})
    await page.get_by_role("button", name="Perdue").click()
    assert await page.evaluate("window.done") == [["choose", "p", "Perdue"]]
    await page.evaluate("window.log.message('c2', 'Perdue', 'sending')")
    await add(page, said("Perdue", seq=3, choice="p", client_id="c2"))
    await expect(page.locator("[data-seq='3']")).to_be_focused()
    await expect(page.get_by_role("button", name="Volée")).to_be_hidden()


async def test_words_typed_under_a_question_answer_it_and_leave_the_focus(page):
    await add(page, QUESTION, said("elle est perdue", seq=2))
    await expect(page.get_by_role("button", name="Volée")).to_be_hidden()
    assert await page.evaluate("!window.list.getRootNode().activeElement")


# Scrolling


async def top_of(page, seq: int) -> float:
    box = await page.locator(f"[data-seq='{seq}']").bounding_box()
    return box["y"]


async def test_an_answer_is_read_from_its_question(page):
    await add(page, {"text": LONG}, said("ma carte", seq=2), {"text": LONG, "seq": 3})
    assert 0 <= await top_of(page, 2) < 40
    await expect(page.get_by_role("button", name="Nouveau message")).to_be_hidden()


async def test_who_reads_further_up_is_left_there_and_told(page):
    await add(page, {"text": LONG}, said("ma carte", seq=2), {"text": LONG, "seq": 3})
    await page.evaluate("window.scroller.scrollTop = 0")
    await add(page, {"text": "Encore ceci.", "seq": 4})
    assert await page.evaluate("window.scroller.scrollTop") == 0
    await page.get_by_role("button", name="Nouveau message").click()
    await expect(page.locator("[data-seq='4']")).to_be_focused()
    await expect(page.locator("[data-seq='4']")).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Nouveau message")).to_be_hidden()


async def test_the_button_leaves_when_its_message_is_seen(page):
    await add(page, {"text": LONG}, {"text": "Encore ceci.", "seq": 2})
    await page.evaluate("window.scroller.scrollTop = 0")
    await add(page, {"text": "Et cela.", "seq": 3})
    await expect(page.get_by_role("button", name="Nouveau message")).to_be_visible()
    await page.evaluate("window.scroller.scrollTop = 1e6")
    await expect(page.get_by_role("button", name="Nouveau message")).to_be_hidden()


async def test_a_person_who_writes_is_followed_by_whoever_has_read_all(page):
    await add(page, said("bonjour"))
    lines = [{"author": "agent", "text": f"Ligne {n}. " * 12, "seq": n} for n in range(2, 9)]
    for line in lines:
        await add(page, line)
    await expect(page.locator("[data-seq='8']")).to_be_in_viewport(ratio=1)


async def test_what_came_while_the_window_was_closed_is_in_its_place_when_it_opens(page):
    await page.evaluate("window.list.closest('.panel').hidden = true")
    await add(page, {"text": LONG}, said("ma carte", seq=2), {"text": LONG, "seq": 3})
    await page.evaluate("window.list.closest('.panel').hidden = false")
    await until(page, "window.scroller.scrollTop > 100")
    assert 0 <= await top_of(page, 2) < 40


async def test_a_window_over_a_page_never_moves_the_page(page):
    await page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {rows: 200}))")
    await page.evaluate("scrollTo(0, 100); window.list.tabIndex = 0; window.list.focus({preventScroll: true})")
    await add(page, said("ma carte"), {"text": "Voici.", "seq": 2})
    assert await page.evaluate("scrollY") == 100


# The simple mode


async def test_the_simple_mode_shows_the_last_exchange_alone(page):
    await add(page, {"text": "Bienvenue."}, said("ma carte", seq=2), QUESTION | {"seq": 3})
    await page.evaluate("window.log.simple(true)")
    await expect(page.locator("[data-seq='1']")).to_be_hidden()
    await expect(page.get_by_role("button", name="Volée")).to_be_visible()
    await add(page, said("Perdue", seq=4, choice="p"), {"text": "Voici.", "seq": 5})
    await expect(page.locator(".entry:visible .words")).to_have_text(["Perdue", "Voici."])
    more = page.get_by_role("button", name="Revoir ce qui précède")
    await expect(more).to_have_attribute("aria-expanded", "false")
    await more.click()
    await expect(page.locator("[data-seq='1']")).to_be_visible()
    await page.get_by_role("button", name="Cacher ce qui précède").click()
    await expect(page.locator("[data-seq='1']")).to_be_hidden()
    await page.evaluate("window.log.simple(false)")
    await expect(page.locator("[data-seq='1']")).to_be_visible()
    await expect(more).to_be_hidden()


async def test_the_simple_mode_is_larger_and_its_choices_take_the_whole_width(page):
    await add(page, said("ma carte"), QUESTION | {"seq": 2})
    button = page.get_by_role("button", name="Volée")
    small = await button.bounding_box()
    await page.evaluate("window.log.simple(true)")
    large = await button.bounding_box()
    log = await page.get_by_role("log").bounding_box()
    assert large["height"] > max(56, small["height"])
    assert large["width"] > log["width"] * 0.75


async def test_before_any_question_the_simple_mode_hides_nothing(page):
    await page.evaluate("window.log.simple(true)")
    await add(page, {"text": "Bienvenue."})
    await expect(page.get_by_text("Bienvenue.").first).to_be_visible()
    await expect(page.get_by_role("button", name="Revoir")).to_have_count(0)


# The goodbye


async def test_a_goodbye_asks_once_whether_it_helped(page):
    bye = {"text": "Au revoir.", "closing": True}
    await add(page, {"text": "Bonjour."}, bye | {"seq": 2}, said("encore", seq=3), bye | {"seq": 4})
    await expect(page.locator(".satisfaction")).to_have_count(1)
    await expect(page.locator("[data-seq='4'] .satisfaction")).to_be_visible()
    await page.get_by_role("radio").last.check()
    await page.locator(".satisfaction [type=submit]").click()
    await until(page, "window.done.some(([name]) => name === 'satisfy')")
    await add(page, bye | {"seq": 5})
    await expect(page.locator("[data-seq='5'] .satisfaction")).to_have_count(0)
