"""Too long without an answer: counted in hours of opening, told once for each silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.gateway.mail.escalation import deadline
from guichet.gateway.mail.mail_tables import mails
from guichet.teams import Closure, Team
from tests.gateway.handoffs.house import by, says
from tests.gateway.sealed import recipients

WEEK = (((540, 720), (810, 1020)),) * 5 + ((), ())
TEAMS = """
teams:
  - id: accueil
    name: Accueil
    departement: "75"
    week: {{{week}}}
    patience_minutes: 240
    away_minutes: 60
    escalate_minutes: 90
    escalate_to: [responsable@mairie.example, adjointe@mairie.example]
"""
DAY = "lundi-vendredi: [9:00-12:00, 13:30-17:00]"


def team(departement: str = "75", minutes: int = 90, **more) -> Team:
    return Team("a", "A", departement, WEEK, escalate_minutes=minutes, escalate_to=("a@b.fr",), **more)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(timezone.utc)


@pytest.mark.parametrize(
    ("since", "late"),
    [
        ("2026-03-02T09:30+01:00", "2026-03-02T11:00+01:00"),
        ("2026-03-02T11:00+01:00", "2026-03-02T14:00+01:00"),  # over lunch
        ("2026-03-02T03:00+01:00", "2026-03-02T10:30+01:00"),  # before opening
        ("2026-03-06T16:30+01:00", "2026-03-09T10:00+01:00"),  # over a week-end
        ("2026-03-27T16:30+01:00", "2026-03-30T10:00+02:00"),  # the one with an hour less
        ("2026-05-07T16:30+02:00", "2026-05-11T10:00+02:00"),  # 8 May is a holiday, and a Friday
    ],
)
def test_only_hours_of_opening_count(since, late):
    assert deadline(team(), utc(since)) == utc(late)


def test_a_team_overseas_has_its_own_hours():
    assert deadline(team("974"), utc("2026-03-02T09:00+04:00")) == utc("2026-03-02T10:30+04:00")


def test_a_team_that_is_never_there_is_never_late():
    away = Closure(date(2026, 1, 1), date(2027, 1, 1), "Travaux")
    assert deadline(team(closures=(away,)), utc("2026-03-02T09:30+01:00")) is None


def test_after_weeks_of_closing_the_count_goes_on():
    away = Closure(date(2026, 7, 6), date(2026, 8, 7), "Travaux")
    assert deadline(team(closures=(away,)), utc("2026-07-03T16:30+02:00")) == utc("2026-08-10T10:00+02:00")


@settings(max_examples=40, deadline=None)
@given(
    since=st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 20)),
    quarters=st.integers(1, 40),
    departement=st.sampled_from(["75", "67", "974", "971"]),
)
def test_it_is_the_quarter_that_counting_quarters_gives(since, quarters, departement):
    moment = since.replace(minute=since.minute // 15 * 15, second=0, microsecond=0, tzinfo=timezone.utc)
    there = team(departement, 15 * quarters)
    late, counted = deadline(there, moment), 0
    while counted < quarters:
        counted += there.is_open(moment)
        moment += timedelta(minutes=15)
    assert late == moment


@pytest.fixture
async def staffed(house):
    """A house whose team is late after ninety minutes, and a citizen who waits; it is a Monday, half past ten."""
    house.teams.write_text(TEAMS.format(week=DAY), "utf-8")
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    return visitor, agent, reference


async def told(house) -> list[str]:
    return await recipients(house.database, "late")


async def test_a_silence_is_told_once_to_each_address(house, staffed, sender, office):
    _, _, reference = staffed
    await house.later(minutes=89)
    assert await told(house) == []
    await house.later(minutes=1)
    await house.later(minutes=5)
    assert await told(house) == ["responsable@mairie.example", "adjointe@mairie.example"]
    await sender.send_due()
    letter = office.letters[0]
    assert letter["Subject"] == f"Demande {reference} sans réponse"
    assert "depuis plus de 1 h 30 d'ouverture.\nÉquipe : Accueil." in letter.get_content().replace("\r\n", "\n")
    assert "bruit" not in letter.get_content(), "nothing of the citizen"
    assert "/desk/" not in letter.get_content(), "the address of the desk isn't known"


async def test_a_restart_tells_nothing_twice(house, staffed):
    await house.later(minutes=95)
    await house.restart()
    await house.later(minutes=5)
    assert len(await told(house)) == 2


async def test_a_closed_counter_is_not_late(house, staffed):
    house.teams.write_text(TEAMS.format(week=DAY).replace("90", "120"), "utf-8")
    for minutes in (75, 115, 19):  # a quarter to twelve, lunch, a minute to two
        await house.later(minutes=minutes)
        assert await told(house) == []
    await house.later(minutes=1)
    assert len(await told(house)) == 2


async def test_an_answer_ends_the_silence_and_the_next_one_counts_anew(house, staffed):
    visitor, agent, reference = staffed
    agents, me = house.known.agents, by(agent)
    await agents.take(me, reference)
    await agents.say(me, reference, "1", says("Bonjour."))
    await house.later(minutes=40)
    assert await told(house) == []
    await visitor.say("Et alors ?")
    await agents.say(me, reference, "2", says("Je cherche."))
    await visitor.say("Merci")
    house.now += timedelta(days=1)
    await house.later(minutes=0)
    assert len(await told(house)) == 2
    await agents.take(me, reference)  # it was nobody's: their browser was silent for a day
    await agents.say(me, reference, "3", says("Voici."))
    await visitor.say("Et mon autre question ?")
    house.now += timedelta(days=1)
    await house.later(minutes=0)
    assert len(await told(house)) == 4


async def test_a_ticket_is_late_too_and_a_closed_request_never(house, staffed):
    _, agent, reference = staffed
    other = await house.arrive()
    await other.ask_for_a_person()
    await other.press("Recevoir la réponse plus tard")
    await house.known.agents.close(by(agent), reference, "resolved")
    await house.later(days=1)
    assert len(await told(house)) == 2


async def test_the_letter_leads_to_the_request(house, staffed):
    house.settings = replace(house.settings, public_url="https://guichet.mairie.example")
    await house.restart()
    await house.later(minutes=95)
    (row, _) = await house.rows(sa.select(mails.c.body))
    assert row.body.endswith(f"Pour l'ouvrir : https://guichet.mairie.example/desk/demandes/{staffed[2]}\n")
