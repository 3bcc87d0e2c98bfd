"""The supervision page: what each number counts, of which days, for whom, and the conversations behind it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest

from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.supervision.conversation_lots import Lots
from guichet.gateway.desk.supervision.overview import volumes_chart
from guichet.gateway.desk.supervision.periods import Period
from guichet.gateway.desk.supervision.queries import Opinions, Procedure, Supervision, Unanswered, Volume
from guichet.gateway.desk.supervision.request_figures import RequestFigures, Spread, Work
from guichet.gateway.tables import requests
from tests.gateway.desk.conftest import Hands
from tests.gateway.desk.ledger import ledger
from tests.gateway.desk.signing import signed_in, words_of

NOW = Hands().now
MINUTE = timedelta(minutes=1)
TODAY = Period(NOW.date(), NOW.date())


@pytest.fixture
async def book(url, settings):
    async with ledger(settings) as book:
        yield book


@pytest.fixture
async def sam(url, settings, hands):
    """A supervisor who is signed in."""
    async with signed_in(url, settings, "sam", "supervisor", clock=hands) as browser:
        yield browser


async def total(book, period=TODAY) -> Volume:
    return sum((await Supervision(book.database).hours(period)).values(), Volume())


async def test_a_fresh_desk_has_a_page_without_numbers(sam):
    page = await sam.read("/desk/suivi")
    assert page.status_code == 200
    told = words_of(page)
    for sentence in ("Aucune conversation sur ces jours", "Aucune demande sur ces jours", "Aucun avis donné"):
        assert sentence in told


async def test_solved_by_the_bot_means_written_answered_and_nobody_asked_for(book):
    await book.conversation(NOW)
    await book.conversation(NOW, ["Bonjour"])
    await book.conversation(NOW, ["Ma carte", "Et le prix ?"], ["F1", "F1"])
    asked = await book.conversation(NOW, ["Ma carte"], ["F1"])
    await book.request(NOW, conversation=asked)
    assert await total(book) == Volume(opened=4, written=3, answered=1, messages=4, requests=1)


async def test_a_day_is_one_of_paris_in_summer_and_in_winter(book):
    await book.conversation(datetime(2026, 7, 14, 22, 30, tzinfo=timezone.utc), ["a"])
    await book.conversation(datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc), ["a"])
    summer, winter = datetime(2026, 7, 15).date(), datetime(2027, 1, 1).date()
    assert (await total(book, Period(summer, summer))).opened == 1
    assert (await total(book, Period(winter, winter))).opened == 1


async def test_waiting_is_until_the_first_taking_and_handling_is_all_the_time_with_agents(book):
    for minutes in (1, 2, 3, 9):
        steps = [(minutes, "Take", "taken"), (minutes + 4, "Close", "closed")]
        await book.request(NOW, steps, agent_id="a1", outcome="resolved")
    passed = [(2, "Take", "taken"), (4, "Transfer", "waiting"), (10, "Take", "taken"), (11, "Close", "closed")]
    await book.request(NOW, passed, agent_id="a2", outcome="resolved")
    figures = await RequestFigures(book.database).of(TODAY)
    assert figures.waits == Spread(5, 120, 540)
    assert figures.handling == Spread(5, 240, 240)
    assert figures.work == [Work("a1", 4, 4, 0), Work("a2", 1, 1, 0)]


async def test_a_ticket_is_counted_from_the_moment_nobody_came(book):
    steps = [(10, "NobodyCame", "ticket"), (40, "Answer", "closed")]
    await book.request(NOW, steps, agent_id="a1", outcome="answered")
    await book.request(NOW, [(3, "GiveUp", "closed")], outcome="given_up")
    await book.request(NOW)
    figures = await RequestFigures(book.database).of(TODAY)
    assert (figures.nobody_came, figures.given_up, figures.waits.count) == (1, 1, 0)
    assert figures.later == Spread(1, 1800, 1800)
    assert dict(figures.ends) == {"answered": 1, "given_up": 1, "waiting": 1}
    assert figures.work == [Work("a1", 0, 1, 1)]


async def test_numbers_of_one_team_are_of_the_requests_it_has(book):
    await book.request(NOW, team="accueil", reason="lost", procedure_id="F1", procedure_title="Passeport")
    other = await book.conversation(NOW, ["Bonjour"])
    await book.request(NOW, team="etat_civil", conversation=other)
    await book.opinion(other, NOW, score=2)
    figures = await RequestFigures(book.database).of(TODAY, requests.c.team == "accueil")
    assert (figures.total, figures.reasons) == (1, [("lost", 1)])
    assert figures.lost_procedures == [Procedure("F1", "Passeport", 1)]
    assert (await Supervision(book.database).opinions(TODAY, requests.c.team == "etat_civil")).scores[2] == 1
    assert (await Supervision(book.database).opinions(TODAY, requests.c.team == "accueil")).mean is None


async def test_opinions_and_what_was_not_answered(book):
    one = await book.conversation(NOW, ["Euh"], lost=True)
    two = await book.conversation(NOW, ["Allô ?"], failed=True)
    for conversation, score in ((one, 1), (two, 5)):
        await book.opinion(conversation, NOW, score=score)
    await book.opinion(one, NOW, rating="down")
    supervision = Supervision(book.database)
    assert await supervision.opinions(TODAY) == Opinions({1: 1, 2: 0, 3: 0, 4: 0, 5: 1}, 0, 1)
    assert await supervision.unanswered(TODAY) == Unanswered(1, 1, 1)
    lots = Lots(book.database)
    assert [(await lots.page(lot, TODAY, 9))[0].id for lot in ("lost", "trouble", "score5", "down")] == [
        one,
        two,
        two,
        one,
    ]


async def test_the_most_asked_procedures_come_first(book):
    await book.conversation(NOW, ["a"], ["F2", "F1", "F2"])
    found, read = await Supervision(book.database).answers(TODAY)
    assert found == [Procedure("F2", "Démarche F2", 2), Procedure("F1", "Démarche F1", 1)]
    assert read == 3


async def test_every_number_leads_to_as_many_lines(book, sam):
    """What the page counts is what its links list."""
    asked = await book.conversation(NOW, ["a"], ["F1"])
    await book.request(NOW, [(3, "GiveUp", "closed")], outcome="given_up", conversation=asked, procedure_id="F1")
    solved = await book.conversation(NOW, ["a"], ["F1"])
    await book.conversation(NOW, ["a"], lost=True)
    await book.opinion(solved, NOW, score=4)
    page = await sam.read("/desk/suivi?periode=jour")
    links = re.findall(r'<a href="(/desk/(?:suivi/conversations|demandes)\?[^"]+)"', page.text)
    assert len(links) >= 9
    for link in links:
        listed = await sam.read(link.replace("&amp;", "&"))
        lines = len(re.findall(r'<th scope="row">', listed.text))
        value = re.search(
            rf'href="{re.escape(link)}">([^<]+)</a>(?:</th>\s*<td>.*?class="value">(\d+))?', page.text, re.S
        )
        assert lines == int(value[2] or value[1]), link


async def test_a_supervisor_reads_a_conversation_and_the_journal_says_so(book, sam, desk):
    conversation = await book.conversation(NOW, ["<b>Bonjour</b>"], ["F1"])
    reference = await book.request(NOW, conversation=conversation)
    page = await sam.read(f"/desk/conversations/{conversation}")
    assert "&lt;b&gt;Bonjour" in page.text
    assert reference in page.text
    assert [entry.subject for entry in await desk.audit.entries(Filter(action="conversation.seen"))] == [conversation]
    assert (await sam.read("/desk/conversations/nothing")).status_code == 404


async def test_a_supervisor_hands_out_all_that_is_kept_and_the_journal_says_so(book, sam, camille, desk):
    conversation = await book.conversation(NOW, ["Bonjour"], ["F1"])
    reference = await book.request(NOW, conversation=conversation)
    page = await sam.read(f"/desk/conversations/{conversation}")
    for link in re.findall(r'href="(/desk/conversations/[^"]+)" download', page.text):
        file = await sam.read(link)
        assert file.headers["Cache-Control"] == "no-store"
        assert "Bonjour" in file.text
        assert reference in file.text
        assert (await camille.read(link)).status_code == 403
    assert len(await desk.audit.entries(Filter(action="conversation.exported"))) == 2
    assert (await sam.read(f"/desk/conversations/{conversation}/tout/exe")).status_code == 404


@pytest.mark.parametrize("path", ["", "/conversations", "/demandes.csv", "/jours.csv"])
async def test_supervision_is_for_supervisors(camille, path):
    assert (await camille.read(f"/desk/suivi{path}")).status_code == 403


async def test_a_conversation_is_for_supervisors(book, camille, url):
    conversation = await book.conversation(NOW, ["a"])
    assert (await camille.read(f"/desk/conversations/{conversation}")).status_code == 403


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("du=2026-02-30", "Indiquez une date"),
        ("du=1999-01-01&au=2026-01-01", "Indiquez une date"),
        ("du=2000-01-01&au=2099-12-31", "trop longue"),
        ("equipe=nulle", "Cette équipe n’existe pas"),
        ("periode=%00%27&equipe=%25", "Cette équipe n’existe pas"),
        ("du=2099-12-31&au=2099-12-01", "Aucune conversation"),
    ],
)
async def test_what_can_t_be_meant_is_told(sam, asked, told):
    page = await sam.read(f"/desk/suivi?{asked}")
    assert page.status_code == 200
    assert told in words_of(page)


@pytest.mark.parametrize(
    "asked", ["lot=nul&page=-1", "lot=all&page=99999999999999999999", "lot=score9", "lot=%27&du=x"]
)
async def test_a_lot_that_does_not_exist_is_all_of_them(sam, asked):
    page = await sam.read(f"/desk/suivi/conversations?{asked}")
    assert page.status_code == 200
    assert "Toutes les conversations" in words_of(page)


def test_hours_that_have_not_come_are_not_drawn_as_nothing():
    chart = volumes_chart({"2026-03-02T08": Volume(opened=3)}, TODAY, NOW)
    [opened, _] = chart.lines
    assert [mark.value for mark in opened.marks] == [0] * 9 + [3, 0]
    assert chart.rows[9] == ("9:00", (3, 0))
    assert chart.rows[23] == ("23:00", (None, None))
