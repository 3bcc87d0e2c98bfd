"""The usual hours of an office as the directory gives them → `Opening`s; leaves out what they mean today."""

from __future__ import annotations

import re

from guichet.language import fold
from guichet.offices import cleaning
from guichet.offices.records import Opening

DAY = 24 * 60
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_TIME = re.compile(r"([01]?\d|2[0-4])\s*[:hH]\s*([0-5]\d)?(?::[0-5]\d)?")


def read_openings(value: object) -> tuple[Opening, ...]:
    """The hours in `plage_ouverture`, days in order; a line without a day we know is left out."""
    found = (_opening(item) for item in cleaning.objects(value))
    unique = dict.fromkeys(opening for opening in found if opening is not None)
    return tuple(sorted(unique, key=lambda opening: (opening.first, opening.ranges[:1])))


def _opening(item: dict) -> Opening | None:
    first = _weekday(item.get("nom_jour_debut"))
    last = _weekday(item.get("nom_jour_fin"))
    if first is None:
        return None
    pairs = [
        (_minutes(item.get(f"valeur_heure_debut_{number}")), _minutes(item.get(f"valeur_heure_fin_{number}")))
        for number in (1, 2)
    ]
    ranges = sorted((start, end) for start, end in pairs if start is not None and end is not None)
    return Opening(
        first=first,
        last=first if last is None else last,
        ranges=tuple((start % DAY, end) for start, end in ranges),
        note=cleaning.text(item.get("commentaire"), 300),
        partial=any((start is None) != (end is None) for start, end in pairs),
    )


def _weekday(value: object) -> int | None:
    word = fold(cleaning.text(value, 20))
    return DAYS.index(word) if word in DAYS else None


def _minutes(value: object) -> int | None:
    """« 08:30:00 » → 510; midnight at the end of a day may be written 24:00."""
    match = _TIME.fullmatch(cleaning.text(value, 20))
    if match is None:
        return None
    minutes = int(match[1]) * 60 + int(match[2] or 0)
    return minutes if minutes <= DAY else None
