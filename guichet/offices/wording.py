"""The sentences about offices, read from `guichet/locale/offices.yml`; leaves out when each is said."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent.parent / "locale" / "offices.yml"


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text("utf-8"))


def say(name: str, **values: object) -> str:
    """A sentence by its name, dots for what is inside a group, with its values filled in."""
    found: Any = _sentences()
    for part in name.split("."):
        found = found[part]
    return found.format(**values) if values else found


def weekday(number: int) -> str:
    """« lundi » for 0, and on."""
    return _sentences()["days"][number]


def clock_time(minutes: int) -> str:
    """« 8 h 30 », « 17 h », « minuit », from minutes since midnight."""
    hour, rest = divmod(minutes % (24 * 60), 60)
    if hour == 0 and rest == 0:
        return say("clock.midnight")
    return say("clock.minutes", hour=hour, minutes=rest) if rest else say("clock.hour", hour=hour)


def day_and_month(day: date) -> str:
    """« 4 janvier », « 1er mai »."""
    number = say("first_of_month") if day.day == 1 else day.day
    return f"{number} {_sentences()['months'][day.month - 1]}"
