"""Days of Paris as moments of the database, and the dates that a form gives. No SQL and no HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from guichet.gateway.clock import stamp
from guichet.gateway.desk.audit import PARIS

#: Years in which there may be something to find.
YEARS = range(2000, 2100)

#: Characters of a stamp that tell its hour. Paris is whole hours away from UTC: days can be made of hours.
HOUR = len("2026-11-22T10")


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


def day_of(hour: str) -> date:
    """The day in Paris of the first `HOUR` characters of a stamp."""
    return datetime.strptime(hour, "%Y-%m-%dT%H").replace(tzinfo=timezone.utc).astimezone(PARIS).date()


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
