"""Which team answers a request, and when it is there; leaves out who is in it and how its file is checked.

Times that come in and go out are aware. Hours are those of the clock on the team's wall, overseas too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem
from guichet.errors import GuichetError
from guichet.offices.departements import clock, is_holiday
from guichet.offices.wording import clock_time, day_and_month, weekday
from guichet.team_file import TEAMS, Range, file_name, read_days, read_range, read_teams, unknown_themes
from guichet.wording import say
from guichet.yaml_shape import told

__all__ = ["AHEAD", "TEAMS", "Closure", "Range", "Team", "check_teams", "load_teams", "team_for"]

#: How many days ahead the next opening is looked for; a team that is away for longer gives no date.
AHEAD = 15

_DAY = 24 * 60


@dataclass(frozen=True)
class Closure:
    """Days without anybody, both ends included; `hours`: only these minutes of each day."""

    start: date
    end: date
    reason: str
    hours: Range | None = None


@dataclass(frozen=True)
class Team:
    """`week`: for each day from Monday, ranges in minutes since midnight; `themes`: ids of themes or procedures.

    `patience_minutes`: a citizen waits this long at most; `away_minutes`: an agent is gone after this silence;
    `escalate_minutes`: a request that waits so long is told by e-mail to `escalate_to` (0: never).
    """

    id: str
    name: str
    departement: str
    week: tuple[tuple[Range, ...], ...]
    closures: tuple[Closure, ...] = ()
    themes: tuple[str, ...] = ()
    patience_minutes: int = 10
    away_minutes: int = 2
    escalate_minutes: int = 0
    escalate_to: tuple[str, ...] = ()

    def is_open(self, now: datetime) -> bool:
        """Whether the team is there at `now`."""
        return self.closes_at(now) is not None

    def closes_at(self, now: datetime) -> datetime | None:
        """When the team, which is there at `now`, leaves, on its own clock; None when it is not there."""
        end = next((end for start, end in self._spells(now) if start <= _utc(now) < end), None)
        return end and end.astimezone(clock(self.departement))

    def next_opening(self, now: datetime) -> datetime | None:
        """When the team comes next after `now`, on its own clock; None when not within 15 days."""
        limit = _utc(now) + timedelta(days=AHEAD)
        start = next((start for start, _ in self._spells(now) if _utc(now) < start <= limit), None)
        return start and start.astimezone(clock(self.departement))

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        """The hours of this very day: none on a public holiday, less what a closure takes."""
        if is_holiday(day, self.departement):
            return ()
        ranges = self.week[day.weekday()]
        for closure in self.closures:
            if closure.start <= day <= closure.end:
                ranges = _without(ranges, closure.hours or (0, _DAY))
        return ranges

    def hours(self) -> str:
        """« du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h »; empty for a team that is never there."""
        groups: dict[tuple[Range, ...], list[int]] = {}
        for day, ranges in enumerate(self.week):
            if ranges:
                groups.setdefault(ranges, []).append(day)
        said = (say("teams.hours.group", days=_days(days), times=_times(ranges)) for ranges, days in groups.items())
        return say("teams.hours.separator").join(said)

    def opening_words(self, now: datetime) -> str:
        """« lundi à 9 h », « demain à 9 h »: the next opening, by the team's clock; empty when there is none soon."""
        start = self.next_opening(now)
        if start is None:
            return ""
        days = (start.date() - now.astimezone(clock(self.departement)).date()).days
        values = {"time": clock_time(start.hour * 60 + start.minute), "day": weekday(start.weekday())}
        name = {0: "today", 1: "tomorrow"}.get(days, "weekday" if days < 7 else "date")
        return say(f"teams.opening.{name}", date=day_and_month(start.date()), **values)

    def _spells(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The openings from today on, in UTC and in order, those that touch made one.

        In UTC because two times of the same zone are compared by the clock on the wall, which goes back in October.
        """
        today = now.astimezone(clock(self.departement)).date()
        begun: tuple[datetime, datetime] | None = None
        for day in (today + timedelta(days=ahead) for ahead in range(AHEAD + 1)):
            for first, last in self.ranges_on(day):
                start, end = self._at(day, first), self._at(day, last)
                if begun and start <= begun[1]:
                    begun = (min(begun[0], start), max(begun[1], end))
                    continue
                if begun:
                    yield begun
                # In March an hour between 2 and 3 a.m. does not exist, and a range of it is empty.
                begun = (start, end) if start < end else None
        if begun:
            yield begun

    def _at(self, day: date, minutes: int) -> datetime:
        wall = datetime(day.year, day.month, day.day, tzinfo=clock(self.departement)) + timedelta(minutes=minutes)
        return wall.astimezone(timezone.utc)


def load_teams(path: Path) -> tuple[Team, ...]:
    """The teams of the file, the first one being who gets what nobody else does. Raises `GuichetError`."""
    data, problems = read_teams(path)
    if problems:
        raise GuichetError(f"{problems[0]} ({len(problems)} en tout : lancez « guichet check »)")
    return tuple(_team(team) for team in data["teams"])


def check_teams(path: Path, known: Collection[str] | None = None) -> list[Problem]:
    """Every problem of the file, if there is one; `known`: ids of all themes and procedures, None when not known."""
    if not path.is_file():
        return []
    data, problems = read_teams(path)
    return problems if problems or known is None else told(file_name(path), unknown_themes(data, known))


def team_for(teams: tuple[Team, ...], procedure: str = "", theme: str = "") -> Team:
    """The team that has this procedure, else this theme, else the first one."""
    for wanted in filter(None, (procedure, theme)):
        for team in teams:
            if wanted in team.themes:
                return team
    return teams[0]


def _utc(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("an aware time is needed: the team may be in another time zone")
    return now.astimezone(timezone.utc)


def _without(ranges: tuple[Range, ...], taken: Range) -> tuple[Range, ...]:
    start, end = taken
    left = ((s, e) for first, last in ranges for s, e in ((first, min(last, start)), (max(first, end), last)))
    return tuple((first, last) for first, last in left if first < last)


def _days(days: list[int]) -> str:
    if len(days) == 7:
        return say("teams.hours.every_day")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return say("teams.hours.span", first=weekday(days[0]), last=weekday(days[-1]))
    return _and([say("teams.hours.day", day=weekday(day)) for day in days])


def _times(ranges: tuple[Range, ...]) -> str:
    if ranges == ((0, _DAY),):
        return say("teams.hours.all_day")
    return _and([say("teams.hours.range", start=clock_time(start), end=clock_time(end)) for start, end in ranges])


def _and(words: list[str]) -> str:
    *several, last = words
    return say("teams.hours.and", several=", ".join(several), last=last) if several else last


def _team(data: Mapping[str, Any]) -> Team:
    """One team from a file without fault, where every value is text, None or a list."""
    numbers = ("patience_minutes", "away_minutes", "escalate_minutes")
    return Team(
        id=data["id"],
        name=data["name"].strip(),
        departement=data["departement"],
        week=_week(data["week"]),
        closures=tuple(_closure(closure) for closure in data.get("closures") or ()),
        themes=tuple(data.get("themes") or ()),
        escalate_to=tuple(data.get("escalate_to") or ()),
        **{key: int(data[key]) for key in numbers if data.get(key) is not None},
    )


def _week(data: Mapping[str, Any]) -> tuple[tuple[Range, ...], ...]:
    days: list[tuple[Range, ...]] = [()] * 7
    for key, ranges in data.items():
        for day in read_days(key):
            days[day] = tuple(sorted(read_range(text) for text in ranges or ()))
    return tuple(days)


def _closure(data: Mapping[str, Any]) -> Closure:
    start, end = (date.fromisoformat(data.get(key) or data["start"]) for key in ("start", "end"))
    return Closure(start, end, data["reason"].strip(), read_range(data["hours"]) if data.get("hours") else None)
