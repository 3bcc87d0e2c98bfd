"""When an office is open: now, and through the week; leaves out who asks, and how it is laid out.

The directory gives usual hours. A public holiday closes an office unless it also opens on Sundays: then we don't know.
A condition in a note (« semaines paires », « sauf vacances ») is shown, and nothing is concluded from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from guichet.language import fold
from guichet.offices.closures import closed_by_note
from guichet.offices.departements import clock, is_holiday
from guichet.offices.openings import DAY
from guichet.offices.records import OfficeRecord, Opening
from guichet.offices.wording import clock_time, day_and_month, say, weekday

#: Below this many minutes, how long is left matters more than until when.
SOON = 30
#: How many days ahead the next opening is looked for: beyond two weeks of closure we would not know.
AHEAD = 15

_CONDITION = re.compile(
    r"semaines? (?:paires?|impaires?)|\b(?:1er|premier|2e|2eme|3e|3eme|4e|4eme|dernier)s?\b|vacances|scolaire"
    r"|uniquement"
    r"|\bsauf\b|hors|excepte|seulement|\b(?:ete|hiver)\b|janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre"
    r"|novembre|decembre|alternance|ferm|mois|quinzaine|reserve"
)
#: A note as long as a letter says too much for one line.
NOTE_SHOWN = 120


@dataclass(frozen=True)
class Status:
    """`open` is None when the data do not say; `text` is what to tell, in French."""

    open: bool | None
    text: str


@dataclass(frozen=True)
class Spell:
    """A stretch of time during which an office is open, on the clock of the place."""

    start: datetime
    end: datetime
    note: str


def status(office: OfficeRecord, now: datetime) -> Status:
    """Whether the office is open at `now`, an aware time, and until when, or when it opens next."""
    if now.tzinfo is None:
        raise ValueError("an aware time is needed: the office may be in another time zone")
    here = now.astimezone(clock(office.departement))
    if not any(opening.ranges for opening in office.openings):
        return Status(None, say("status.partial" if _is_half_known(office) else "status.unknown"))
    spells = _merged(_spells(office, here.date()))
    current = next((spell for spell in spells if spell.start <= here < spell.end), None)
    if current is not None:
        return _open(current, here)
    return _closed(office, here, next((spell for spell in spells if spell.start > here), None))


def week(office: OfficeRecord) -> tuple[dict[str, str], ...]:
    """The usual hours, days as the directory groups them: `{"days", "times", "note"}`."""
    return tuple(
        {"days": _days(opening).capitalize(), "times": _times(opening), "note": opening.note}
        for opening in office.openings
    )


def _is_partial(opening: Opening) -> bool:
    return opening.partial or not opening.ranges


def _is_half_known(office: OfficeRecord) -> bool:
    return any(opening.partial or opening.note for opening in office.openings) or bool(office.opening_note)


def _open(spell: Spell, here: datetime) -> Status:
    left = _seconds(here, spell.end)
    until = clock_time(spell.end.hour * 60 + spell.end.minute)
    note = spell.note[:NOTE_SHOWN]
    if _CONDITION.search(fold(spell.note)):
        return Status(None, say("status.conditional", time=until, note=note))
    if left > 24 * 3600:
        text = say("status.open_always")
    elif left <= SOON * 60:
        text = say("status.closing", minutes=max(1, -(-left // 60)))
    else:
        text = say("status.open_until", time=until)
    return Status(True, say("status.note", status=text, note=note) if note else text)


def _closed(office: OfficeRecord, here: datetime, following: Spell | None) -> Status:
    today = here.date()
    closed = "status.closed"
    if closed_by_note(today, (office.opening_note, office.information)):
        closed = "status.exceptional"
    elif _rests(office, today):
        closed = "status.holiday"
    elif _is_unsure(office, today):
        return Status(None, say("status.holiday_unsure"))
    elif any(opening.covers(today.weekday()) and _is_partial(opening) for opening in office.openings):
        return Status(None, say("status.partial"))
    if following is None:
        return Status(False, say("status.closed_today" if closed == "status.closed" else closed))
    return Status(False, _opens(say(closed), following.start, today))


def _opens(closed: str, start: datetime, today: date) -> str:
    at = clock_time(start.hour * 60 + start.minute)
    days = (start.date() - today).days
    if days <= 1:
        return say("opens.tomorrow" if days else "opens.today", status=closed, time=at)
    named = weekday(start.weekday())
    if days < 7:
        return say("opens.weekday", status=closed, day=named, time=at)
    return say("opens.date", status=closed, day=named, date=day_and_month(start.date()), time=at)


def _spells(office: OfficeRecord, today: date) -> Iterator[Spell]:
    """The openings around today, from yesterday on: a night's opening may not be over."""
    zone = clock(office.departement)
    for ahead in range(-1, AHEAD):
        day = today + timedelta(days=ahead)
        if _rests(office, day) or _is_unsure(office, day):
            continue
        if closed_by_note(day, (office.opening_note, office.information)):
            continue
        for opening in office.openings:
            for start, end in opening.ranges if opening.covers(day.weekday()) else ():
                length = end - start if end > start else end - start + DAY
                begin = datetime.combine(day, time(start // 60, start % 60))
                finish = (begin + timedelta(minutes=length)).replace(tzinfo=zone)
                yield Spell(begin.replace(tzinfo=zone), finish, opening.note)


def _merged(spells: Iterator[Spell]) -> list[Spell]:
    """In order, those that touch or overlap made one."""
    merged: list[Spell] = []
    for spell in sorted(spells, key=lambda spell: (spell.start, spell.end)):
        if merged and spell.start <= merged[-1].end:
            last = merged[-1]
            notes = dict.fromkeys(note for note in (last.note, spell.note) if note)
            merged[-1] = Spell(last.start, max(last.end, spell.end), " ; ".join(notes))
        else:
            merged.append(spell)
    return merged


def _rests(office: OfficeRecord, day: date) -> bool:
    return is_holiday(day, office.departement) and not _opens_on_sundays(office)


def _is_unsure(office: OfficeRecord, day: date) -> bool:
    return is_holiday(day, office.departement) and _opens_on_sundays(office)


def _opens_on_sundays(office: OfficeRecord) -> bool:
    return any(opening.ranges and opening.covers(6) for opening in office.openings)


def _seconds(start: datetime, end: datetime) -> int:
    """Real time between two moments: the clocks may change in between."""
    return int((end.astimezone(timezone.utc) - start.astimezone(timezone.utc)).total_seconds())


def _days(opening: Opening) -> str:
    first, last = weekday(opening.first), weekday(opening.last)
    if first == last:
        return say("hours.day", first=first)
    name = "hours.two_days" if (opening.first + 1) % 7 == opening.last else "hours.days"
    return say(name, first=first, last=last)


def _times(opening: Opening) -> str:
    ranges = ", ".join(
        say("hours.all_day")
        if (end - start) % DAY == 0
        else say("hours.range", start=clock_time(start), end=clock_time(end))
        for start, end in opening.ranges
    )
    return ranges or say("hours.unknown")
