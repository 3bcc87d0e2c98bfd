"""What a departement's code tells: its name, its clock and its public holidays; leaves out communes."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from jours_feries_france import JoursFeries

MAINLAND_CLOCK = "Europe/Paris"
MAINLAND_HOLIDAYS = "Métropole"


class Departement(msgspec.Struct, frozen=True):
    """`local_holidays`: the place has public holidays of its own that we don't know.

    `reach`: kilometres from a town hall beyond which a point is not in its commune: at sea, or in another country.
    """

    name: str
    clock: str = MAINLAND_CLOCK
    holidays: str = MAINLAND_HOLIDAYS
    local_holidays: bool = False
    reach: float = 30.0


@lru_cache(maxsize=1)
def departements() -> dict[str, Departement]:
    """Every departement and overseas collectivity by its code (« 2A », « 974 »)."""
    data = Path(__file__).with_name("departements.yml").read_bytes()
    return msgspec.yaml.decode(data, type=dict[str, Departement])


def departement_of(insee: str) -> str:
    """The departement's code in a commune's official code: « 2A004 » → « 2A », « 97411 » → « 974 »."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def clock(departement: str) -> ZoneInfo:
    """The time zone of a departement; the mainland's for an unknown one."""
    known = departements().get(departement)
    return ZoneInfo(known.clock if known else MAINLAND_CLOCK)


def is_holiday(day: date, departement: str) -> bool:
    """Whether the labour code makes this day a public holiday in this departement."""
    known = departements().get(departement)
    return day in _holidays(day.year, known.holidays if known else MAINLAND_HOLIDAYS)


@lru_cache(maxsize=64)
def _holidays(year: int, zone: str) -> frozenset[date]:
    return frozenset(JoursFeries.for_year(year, zone).values())
