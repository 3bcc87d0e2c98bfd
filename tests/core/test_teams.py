"""When a team is there, what is said of it, and who gets which request: clocks, holidays, closures."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.team_file import read_range
from guichet.teams import Closure, Team, team_for

PARIS = ZoneInfo("Europe/Paris")


def ranges(text):
    return tuple(read_range(typed) for typed in text.split(", ")) if text else ()


OFFICE = (ranges("9:00-12:00, 14:00-17:00"),) * 5 + ((), ())
LONG = ranges("9:00-12:00, 13:30-17:00")
ALWAYS = (ranges("0:00-24:00"),) * 7


def team(departement="75", week=OFFICE, **values):
    return Team("accueil", "Accueil", departement, week, **values)


def at(text, zone="Europe/Paris"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T14:00", True),
        ("2026-11-22T10:00", False),
    ],
    ids=["before", "first second", "last second", "noon", "afternoon", "sunday"],
)
def test_a_team_is_there_from_the_first_minute_to_the_last(now, expected):
    assert team().is_open(at(now)) is expected
    assert (team().closes_at(at(now)) is not None) is expected


def test_closing_and_opening_are_told_on_the_team_s_clock():
    closes = team("974").closes_at(datetime(2026, 11, 23, 6, tzinfo=timezone.utc))
    assert (closes, closes.hour) == (at("2026-11-23T12:00", "Indian/Reunion"), 12)
    opens = team("974").next_opening(datetime(2026, 11, 23, 14, tzinfo=timezone.utc))
    assert (opens, opens.hour) == (at("2026-11-24T09:00", "Indian/Reunion"), 9)


def test_ranges_that_touch_are_one():
    week = (ranges("9:00-12:00, 12:00-14:00"),) * 5 + ((), ())
    assert team(week=week).closes_at(at("2026-11-23T10:00")) == at("2026-11-23T14:00")
    assert team(week=week).next_opening(at("2026-11-23T10:00")) == at("2026-11-24T09:00")


def test_midnight_does_not_close_a_team_of_day_and_night():
    week = (ranges("22:00-24:00"), ranges("0:00-6:00"), (), (), (), (), ())
    assert team(week=week).closes_at(at("2026-11-23T23:59")) == at("2026-11-24T06:00")
    assert team(week=week).closes_at(at("2026-11-24T00:00")) == at("2026-11-24T06:00")
    assert team(week=ALWAYS).is_open(at("2026-11-23T23:59:59"))


def test_at_the_very_minute_of_opening_the_next_one_is_another():
    assert team().next_opening(at("2026-11-23T09:00")) == at("2026-11-23T14:00")


@pytest.mark.parametrize("method", ["is_open", "closes_at", "next_opening", "opening_words"])
def test_a_time_without_a_zone_is_refused(method):
    with pytest.raises(ValueError, match="aware"):
        getattr(team(), method)(datetime(2026, 11, 23, 10))


@pytest.mark.parametrize(
    ("departement", "day", "rests"),
    [
        ("75", "2026-07-14", True),
        ("75", "2026-05-14", True),
        ("75", "2025-12-26", False),
        ("67", "2025-12-26", True),
        ("75", "2026-04-03", False),
        ("57", "2026-04-03", True),
        ("972", "2026-05-22", True),
        ("971", "2026-05-27", True),
        ("973", "2026-06-10", True),
        ("974", "2024-12-20", True),
        ("75", "2026-05-22", False),
    ],
    ids=[
        *("14 juillet", "Ascension", "26 décembre à Paris", "26 décembre en Alsace", "vendredi saint à Paris"),
        *("vendredi saint en Moselle", "abolition en Martinique", "abolition en Guadeloupe", "abolition en Guyane"),
        *("abolition à La Réunion", "22 mai à Paris"),
    ],
)
def test_public_holidays_are_those_of_the_place(departement, day, rests):
    there = team(departement)
    assert (there.ranges_on(date.fromisoformat(day)) == ()) is rests


@pytest.mark.parametrize(
    ("departement", "utc", "expected"),
    [
        ("75", "2026-11-23T08:00", True),
        ("974", "2026-11-23T05:00", True),
        ("974", "2026-11-23T08:00", False),
        ("972", "2026-11-23T13:00", True),
        ("972", "2026-11-23T08:00", False),
        ("988", "2026-11-22T22:00", True),
        ("988", "2026-11-23T08:00", False),
    ],
    ids=[
        *("Paris", "La Réunion ouvre", "La Réunion déjeune", "Martinique ouvre", "Martinique dort"),
        *("lundi en Nouvelle-Calédonie, dimanche à Paris", "Nouvelle-Calédonie partie"),
    ],
)
def test_hours_are_those_of_the_clock_on_the_wall(departement, utc, expected):
    assert team(departement).is_open(datetime.fromisoformat(utc + "+00:00")) is expected


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        ("2026-03-27T08:00", True),
        ("2026-03-30T07:00", True),
        ("2026-10-23T07:00", True),
        ("2026-10-26T07:00", False),
        ("2026-10-26T08:00", True),
    ],
    ids=["winter", "first monday of summer time", "summer", "first monday of winter time, 8 h", "9 h"],
)
def test_summer_time_moves_the_opening(utc, expected):
    assert team().is_open(datetime.fromisoformat(utc + "+00:00")) is expected


def test_the_night_without_an_hour_and_the_one_with_one_more():
    night = (ranges("1:00-5:00"),) * 7
    spring, autumn = (team(week=night).closes_at(at(f"{day}T01:30")) for day in ("2026-03-29", "2026-10-25"))
    opened = [at(f"{day}T01:00").astimezone(timezone.utc) for day in ("2026-03-29", "2026-10-25")]
    assert [end - start for start, end in zip(opened, (spring, autumn), strict=True)] == [
        timedelta(hours=3),
        timedelta(hours=5),
    ]
    twice = datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc), datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc)
    assert all(team(week=night).is_open(now) for now in twice)


def test_hours_that_do_not_exist_that_night_open_nothing():
    night = (ranges("2:00-3:00"),) * 7
    assert team(week=night).next_opening(at("2026-03-28T23:00")) == at("2026-03-30T02:00")


def test_the_next_opening_crosses_a_long_bridge():
    closures = (Closure(date(2026, 12, 24), date(2027, 1, 3), "Fêtes"),)
    away = team(closures=closures)
    assert not away.is_open(at("2026-12-28T10:00"))
    assert away.next_opening(at("2026-12-23T17:00")) == at("2027-01-04T09:00")
    assert away.opening_words(at("2026-12-23T17:00")) == "le 4 janvier à 9 h"


def test_no_date_is_given_beyond_fifteen_days():
    closures = (Closure(date(2026, 7, 20), date(2026, 8, 16), "Été"),)
    away = team(closures=closures)
    assert away.next_opening(at("2026-07-20T10:00")) is None
    assert away.opening_words(at("2026-07-20T10:00")) == ""
    assert away.next_opening(at("2026-08-02T09:00")) == at("2026-08-17T09:00")
    assert away.next_opening(at("2026-08-02T08:59")) is None
    assert team(week=((),) * 7).next_opening(at("2026-11-23T10:00")) is None


def test_a_closure_may_take_half_a_day():
    meeting = (Closure(date(2026, 11, 24), date(2026, 11, 24), "Réunion", read_range("13:00-16:00")),)
    there = team(closures=meeting)
    assert there.is_open(at("2026-11-24T10:00"))
    assert not there.is_open(at("2026-11-24T14:30"))
    assert there.next_opening(at("2026-11-24T12:00")) == at("2026-11-24T16:00")
    lunch = (Closure(date(2026, 11, 24), date(2026, 11, 24), "Pot", read_range("10:00-11:00")),)
    assert team(closures=lunch).ranges_on(date(2026, 11, 24)) == ranges("9:00-10:00, 11:00-12:00, 14:00-17:00")


def test_two_closures_of_the_same_day_add_up():
    both = tuple(
        Closure(date(2026, 11, 24), date(2026, 11, 24), "x", read_range(h)) for h in ("9:00-10:00", "16:00-17:00")
    )
    assert team(closures=both).ranges_on(date(2026, 11, 24)) == ranges("10:00-12:00, 14:00-16:00")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-23T07:00", "aujourd'hui à 9 h"),
        ("2026-11-23T12:30", "aujourd'hui à 14 h"),
        ("2026-11-23T18:00", "demain à 9 h"),
        ("2026-11-20T18:00", "lundi à 9 h"),
        ("2026-12-24T18:00", "lundi à 9 h"),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(now, words):
    assert team().opening_words(at(now)) == words


def test_a_week_ahead_is_said_by_its_date():
    away = team(closures=(Closure(date(2026, 4, 27), date(2026, 4, 30), "Congés"),))
    assert away.opening_words(at("2026-04-24T18:00")) == "le 4 mai à 9 h"
    assert team(week=(OFFICE[0], *((),) * 6)).opening_words(at("2026-11-23T18:00")) == "le 30 novembre à 9 h"


def test_tomorrow_is_that_of_the_team():
    """Sunday evening in Paris, Monday already in Nouméa."""
    now = datetime(2026, 11, 22, 19, tzinfo=timezone.utc)
    assert team("988").opening_words(now) == "aujourd'hui à 9 h"
    assert team().opening_words(now) == "demain à 9 h"


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (OFFICE, "du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h"),
        (
            (*(LONG,) * 2, ranges("9:00-12:00"), *(LONG,) * 2, (), ()),
            "le lundi, le mardi, le jeudi et le vendredi, de 9 h à 12 h et de 13 h 30 à 17 h"
            " ; le mercredi, de 9 h à 12 h",
        ),
        (((), (), (), (), (), ranges("9:00-12:00"), ranges("9:00-12:00")), "le samedi et le dimanche, de 9 h à 12 h"),
        (ALWAYS, "tous les jours, 24 heures sur 24"),
        (((),) * 7, ""),
    ],
    ids=["usual", "wednesday", "week-end", "always", "never"],
)
def test_the_week_is_said_in_one_line(week, said):
    assert team(week=week).hours() == said


def test_a_procedure_wins_over_its_theme_and_the_first_team_gets_the_rest():
    teams = (
        team(),
        Team("papiers", "Papiers", "75", OFFICE, themes=("N19810", "papiers")),
        Team("passeports", "Passeports", "75", OFFICE, themes=("passeport_majeur",)),
    )
    chosen = [
        team_for(teams, *asked).id
        for asked in (("F21089", "N19810"), ("passeport_majeur", "papiers"), ("F1", "N1"), (), ("", "papiers"))
    ]
    assert chosen == ["papiers", "passeports", "accueil", "accueil", "papiers"]


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(timezone.utc))
PLACES = st.sampled_from(["75", "67", "974", "972", "988", "975"])
WEEKS = st.sampled_from([OFFICE, ALWAYS, (ranges("1:30-2:30, 22:00-24:00"),) * 7, (ranges("0:00-3:00"), *((),) * 6)])


@given(MOMENTS, PLACES, WEEKS)
def test_openings_and_closings_agree(now, place, week):
    there = team(place, week)
    closes, opens = there.closes_at(now), there.next_opening(now)
    assert there.is_open(now) == (closes is not None)
    if closes:
        assert closes > now
        assert there.is_open(closes - timedelta(seconds=1))
    if opens:
        assert now < opens <= now + timedelta(days=15)
        assert there.is_open(opens)
        assert not there.is_open(opens - timedelta(seconds=1))
