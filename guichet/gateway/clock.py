"""The time, handed in so that tests can choose it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

#: The days that people read are those of Paris.
PARIS = ZoneInfo("Europe/Paris")

#: Gives the present moment, with its time zone.
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC, always 24 characters, so that text order is time order."""
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
