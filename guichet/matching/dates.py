"""Dates and years in a sentence, as intervals of days: « avant le 1er octobre 2009 », « en 2015 », « l'an dernier ».

It leaves out days without a year, and what the dates are those of. It reads folded text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import inf

from guichet.matching.intervals import Interval

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet"),
    *("aout", "septembre", "octobre", "novembre", "decembre"),
)
_MONTH = "|".join(_MONTHS)
_COUNTED = r"ans?|annees?|mois|€|euros?|eur|%|[kcm]?m[23²³]?|[kc]?g|kwh?|w|[a-z]{4,}s"
_DATE = re.compile(
    rf"(?<![\w/.,'-])(?:(?P<d>\d{{1,2}})(?:er)? (?P<m>{_MONTH}) (?P<y>\d{{4}})|(?P<m2>{_MONTH}) (?P<y2>\d{{4}})"
    r"|(?P<d3>\d{1,2})[/.-](?P<m3>\d{1,2})[/.-](?P<y3>\d{4})|(?P<m4>\d{1,2})/(?P<y4>\d{4})"
    rf"|(?P<y5>(?:19|20)\d\d)(?! ?(?:{_COUNTED})(?!\w))"
    rf"|(?P<d6>\d{{1,2}})(?:er)?(?= (?:au|et le) \d{{1,2}}(?:er)? (?:{_MONTH}) \d{{4}})"
    rf"|(?:(?P<d7>\d{{1,2}})(?:er)? )?(?P<m7>{_MONTH})(?= (?:a|et|au"
    rf"|et le) (?:\d{{1,2}} )?(?:{_MONTH}) \d{{4}}))(?![\w/])"
)
_LAST_YEAR = re.compile(r"\bl'an(?:nee)? (?:derniere?|passee?)\b")
_THIS_YEAR = re.compile(r"\bcette annee\b|\bhier\b|\bla semaine derniere\b|\bce mois-?ci\b")
_NOT_A_DATE = re.compile(r"\b(?:loi (?:de|du)|n°|numero|article|conflits? .*) ?\(?$")
#: What stands before a date, and what it makes of it; the first that fits counts.
_PREFIXES = (
    ("before", re.compile(r"\b(?:avant|anterieure?s? a)(?: l'annee)?(?: le)? ?$")),
    ("since", re.compile(r"\b(?:depuis ou apres|depuis|a partir|a compter|des)(?: (?:le|du|de))*(?: d')? ?$")),
    ("after", re.compile(r"\bapres(?: le)? ?$")),
    ("until", re.compile(r"\bjusqu'(?:en|au|a)(?: fin)? ?$")),
)  # fmt: skip
_ONWARDS = re.compile(r" ?(?:ou|et) (?:apres|plus tard)\b")
_FROM = re.compile(r"\b(?:entre|du|de)(?: le)? ?$")
_TO = re.compile(r" ?(?:et|au|a)(?: le)?(?: fin)? ?")


@dataclass(frozen=True)
class Dated:
    """The days from `first` to `last` (proleptic ordinals), read in `[start, end)` of the text.

    `bound`: in, before, after, since, until.
    """

    first: int
    last: int
    start: int
    end: int
    bound: str = "in"

    def condition(self) -> Interval:
        """The days that a rule allows: « depuis 2015 » allows every later one."""
        low = {"before": -inf, "until": -inf, "after": self.last + 1}.get(self.bound, self.first)
        high = {"before": self.first, "since": inf, "after": inf}.get(self.bound, self.last)
        return Interval(low, high, high_open=self.bound == "before")

    def fact(self) -> Interval:
        """The days that a citizen speaks of: « périmée depuis 2015 » speaks of one day of that year."""
        return Interval(self.first, self.last) if self.bound == "since" else self.condition()


def read_dates(text: str, today: date) -> tuple[Dated, ...]:
    """The dates of a folded text, ranges read as one; `today` is what « l'an dernier » counts from."""
    found = [dated for match in _DATE.finditer(text) if (dated := _dated(match, text))]
    for pattern, years in ((_LAST_YEAR, 1), (_THIS_YEAR, 0)):
        for match in pattern.finditer(text):
            found.append(Dated(*_span(today.year - years), match.start(), match.end()))
    return tuple(_joined(sorted(found, key=lambda dated: dated.start), text))


def _dated(match: re.Match[str], text: str) -> Dated | None:
    parts = {key: value for key, value in match.groupdict().items() if value}
    if _NOT_A_DATE.search(text, 0, match.start()):
        return None
    year = _part(parts, "y") or _year_after(text, match.end())
    month = _part(parts, "m") or (_month_after(text, match.end()) if "d6" in parts else 0)
    try:
        first, last = _span(year, month, _part(parts, "d"))
    except ValueError:
        return None
    bound = next((name for name, pattern in _PREFIXES if pattern.search(text, 0, match.start())), "in")
    onwards = _ONWARDS.match(text, match.end())
    end = onwards.end() if onwards else match.end()
    return Dated(first, last, match.start(), end, "since" if onwards else bound)


def _part(parts: dict[str, str], letter: str) -> int:
    value = next((v for key, v in parts.items() if key[0] == letter), "0")
    return int(value) if value.isdigit() else _MONTHS.index(value) + 1


def _year_after(text: str, start: int) -> int:
    return int(re.compile(r"\d{4}").search(text, start)[0])  # type: ignore[index]


def _month_after(text: str, start: int) -> int:
    return _MONTHS.index(re.compile(_MONTH).search(text, start)[0]) + 1  # type: ignore[index]


def _span(year: int, month: int = 0, day: int = 0) -> tuple[int, int]:
    """The first and last day of a year, month or day, as ordinals."""
    if day:
        return (date(year, month, day).toordinal(),) * 2
    last = monthrange(year, month or 12)[1]
    return date(year, month or 1, 1).toordinal(), date(year, month or 12, last).toordinal()


def _joined(found: list[Dated], text: str) -> Iterator[Dated]:
    """« Entre 2016 et 2021 » and « du 1er au 14 juillet 2022 » as one interval each."""
    waiting: Dated | None = None
    for dated in found:
        if waiting and _TO.fullmatch(text, waiting.end, dated.start) and _FROM.search(text, 0, waiting.start):
            waiting = replace(waiting, last=dated.last, end=dated.end, bound="in")
            continue
        if waiting:
            yield waiting
        waiting = dated
    if waiting:
        yield waiting
