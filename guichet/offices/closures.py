"""Exceptional closures, where the notes of an office say so with dates; leaves out its usual hours.

The directory has no field for them: people write « Fermeture exceptionnelle le 24 décembre 2026 » in a note.
Only a full date, with its year, is believed: without one the note is shown and nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from guichet.language import fold

_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_WORDS = rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)})(?: (\d{{4}}))?"
_FIGURES = r"(\d{1,2})/(\d{1,2})/(\d{4})"
_DAY = rf"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?(?:{_WORDS}|{_FIGURES})"
_SPAN = re.compile(rf"\b(?:du|de) {_DAY} (?:inclus )?(?:au|a) {_DAY}")
_ONE = re.compile(rf"\ble {_DAY}")
#: A sentence that speaks of closing, and not of opening again.
_CLOSING = re.compile(r"\bferm(?:e|es|ee|ees|eture|etures|era|eront)\b")


def closed_by_note(day: date, notes: Iterable[str]) -> bool:
    """Whether a note says that the office is closed on this day, with the year."""
    return any(first <= day <= last for note in notes for first, last in _closures(note))


def _closures(note: str) -> Iterator[tuple[date, date]]:
    for sentence in re.split(r"[.;!\n]", fold(note)):
        closing = _CLOSING.search(sentence)
        if not closing:
            continue
        # « ouvert du … au …, fermé le … »: what comes before the word is not closed.
        said = sentence if re.match(r"\s*(?:du|le)\b", sentence) else sentence[closing.start() :]
        for match in _SPAN.finditer(said):
            last = _date(match.groups()[6:12], "")
            first = _date(match.groups()[0:6], str(last.year) if last else "")
            if first and last:
                yield first, last
        for match in _ONE.finditer(said):
            if one := _date(match.groups(), ""):
                yield one, one


def _date(parts: tuple[str | None, ...], year: str) -> date | None:
    """The date of (day, month's name, year, or day, month, year in figures); `year` where it is left out."""
    named_day, name, named_year, *figures = parts
    try:
        if named_day:
            return date(int(named_year or year), _MONTHS.index(name) + 1, int(named_day))
        day, month, written_year = figures
        return date(int(written_year), int(month), int(day))
    except (ValueError, TypeError):
        return None
