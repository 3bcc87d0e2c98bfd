"""Days of Paris as moments of the database, and the dates that a form gives. No SQL and no HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.gateway.clock import PARIS, stamp

#: Years in which there may be something to find.
YEARS = range(2000, 2100)

#: Characters of a stamp that tell its hour. Paris is whole hours away from UTC: days can be made of hours.
HOUR = len("2026-11-22T10")

#: Days of the periods that have a name, up to today. A period of chosen dates is called `dates`.
NAMED = {"jour": 1, "7": 7, "30": 30}

#: The longest period that is counted at once.
MOST = 92


@dataclass(frozen=True)
class Period:
    """Days of Paris, both included."""

    first: date
    last: date

    @property
    def start(self) -> str:
        """The stamp of the first moment."""
        return midnight(self.first)

    @property
    def end(self) -> str:
        """The stamp of the moment after the last."""
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def each(self) -> Iterator[date]:
        """Every day, in order."""
        return (self.first + timedelta(days=ahead) for ahead in range(self.days))


def midnight(day: date) -> str:
    """The stamp of the moment when a day begins in Paris."""
    return stamp(datetime.combine(day, time(), PARIS))


def in_paris(hour: str) -> datetime:
    """The first `HOUR` characters of a stamp as a moment on the clocks of Paris."""
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(PARIS)


def today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


def read_day(text: str) -> date | None:
    """`AAAA-MM-JJ`, or None for no text. Raises `ValueError` for what is no date of our times."""
    if not text:
        return None
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(text)
    return day


@dataclass(frozen=True)
class Chosen:
    """The period that a form asks for, and the codes of what is wrong with what it says."""

    name: str
    period: Period
    problems: tuple[str, ...] = ()


def choose(name: str, first: str, last: str, today: date) -> Chosen:
    """What is meant by the name of a period, or by its dates; today where that can't be told."""
    if name in NAMED or not (first or last):
        name = name if name in NAMED else next(iter(NAMED))
        return Chosen(name, Period(today - timedelta(days=NAMED[name] - 1), today))
    try:
        days = [day for day in (read_day(first), read_day(last)) if day]
    except ValueError:
        return Chosen("jour", Period(today, today), ("date_invalid",))
    period = Period(min(days), max(days))
    if period.days > MOST:
        return Chosen("dates", Period(period.last - timedelta(days=MOST - 1), period.last), ("period_long",))
    return Chosen("dates", period)
