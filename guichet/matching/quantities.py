"""Quantities in a sentence: « moins de 5 ans », « entre 16 et 18 ans », « 2 enfants », « jusqu'à 12 000 € ».

Labels and citizens' messages are read alike. Dates are read by `dates`; whose age or what duration a quantity is, by
the caller: here is only the kind of thing counted, and which numbers are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from guichet.matching.intervals import Interval, at

#: Days in each unit of time; months and years as averages, so that 24 months are exactly 2 years.
DAYS = {"an": 365.25, "mois": 30.4375, "semaine": 7.0, "jour": 1.0}
YEAR = DAYS["an"]

_NUMBER = r"\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+"
_ATOM = re.compile(
    rf"(?<![\w/])(?<!\w-)(?<!\d[.,])(?P<number>{_NUMBER})(?:[.,](?P<decimals>\d{{1,2}})(?!\d))?(?P<million> ?millions?"
    rf"| ?k(?=€|\b))?"
    r"(?P<half> et demie?)?"
    r"(?!(?:er|ere|re|e|eme|ieme|nde?)\b)(?![\d/])(?: ?-?(?: ?d'| de )?(?P<unit>€|%|c?m[23²³]"
    r"|[a-z]{1,}))?(?P<half2> et demie?\b)?"
)
#: A number before one of these counts nothing: « 5 ou », « 12 à », « 16 et plus ».
_NOT_COUNTED = frozenset(
    """a ai au aux avec avant apres ca ce ces c car dans de des du d en entre est et eu fois il elle je j'ai jusqu le la
    les l lui mais mes mon ma moi mini min maxi max maximum minimum moins ni non on ont or ou par pas plus pour puis
    qu que qui sa se ses si son sont sur svp tous tout un une vers y n ne inclus bis ter environ compris""".split()
)
_TIME = re.compile(r"(?P<an>ans?|annees?|piges|balais)|(?P<mois>mois)|(?P<semaine>semaines?|sem)|(?P<jour>jours?)")
_METRES = {"m": 1.0, "metre": 1.0, "metres": 1.0, "cm": 0.01, "centimetre": 0.01, "centimetres": 0.01}
_KILOMETRES = re.compile(r"km|kilometres?|bornes?")
_MONEY = re.compile(r"€|euros?|eur|balles|e")
_GLUE = r"(?: (?:l'age|environ|celui))?(?: ?d'| ?de)? ?$"
#: What stands before a number, and the ends it sets (low, high): « > » open, « >= » closed.
_BEFORE = tuple(
    (effect, re.compile(pattern + _GLUE))
    for effect, pattern in (
        ("<=", r"(?:\binferieure?s? ou egale?s? a|\begale?s? ou inferieure?s? a|< ?ou ?= ?a|⩽|≤|<=)"),
        ("<=", r"\b(?:jusqu'a|au plus(?: egale?s? a)?|au maximum|maxim\w+|pas (?:plus|au-?dela|depasser?)"
               r"|ne depass\w+ pas|n'excedant pas|n'excede pas)"),
        (">=", r"(?:\bsuperieure?s? ou egale?s? a|\begale?s? ou superieure?s? a|≥|⩾|>=|> ?ou ?= ?a)"),
        (">=", r"\b(?:au moins(?: egale?s? a)?|a partir|minimum|au minimum|pas moins)"),
        ("<", r"(?:\bmoins|\binferieure?s? a|\ben dessous|\bsous|\bavant|\bpas encore|\b(?:n'a|n'ai|n'avez|ai|a"
            r"|avez) pas|(?:^| )-|<)"),
        (">", r"(?:\bplus|\bsuperieure?s? a|\bau-?dela|\bau dela|\bapres|\bdepass\w+|\+|>)"),
        ("~<", r"\b(?:presque|bientot|va avoir|aura|aurai|pas tout a fait)"),
        ("~", r"\b(?:environ|a peu pres|autour|dans les|pres|une? petite?|quelque)"),
    )
)  # fmt: skip
_AFTER = tuple(
    (effect, re.compile(pattern))
    for effect, pattern in (
        (">=", r" ?\(?(?:ou|et) ?(?:\+|plus\b|davantage)\)?| (?:minimum|au moins|au minimum|revolus|passes?)\b"),
        ("<=", r" ?\(?(?:ou|et) moins\b\)?| (?:au plus|maximum|max|maxi|au maximum)\b"),
        ("~", r" (?:environ|a peu pres)\b"),
    )
)
#: « Dès 16 ans », without its accent the same as « des »: it says so only of time.
_FROM_AGE = re.compile(r"(?<!l'un )(?<!seul )\bdes(?: l'age de)? ?$")
_TO = re.compile(r" ?(?P<link>et|a|ou|-|–)(?P<bound> moins de| moins d'| jusqu'a)? ?")
_FROM = re.compile(r"\b(?:entre|de|du)(?: les)? ?$")
_THEN = re.compile(r",? ?(?:et )?")
_SINCE = re.compile(
    r"\b(?:depuis|il y a|y a|(?:ca|cela) (?:fait|remonte a)|remonte a|voila|date)(?: (?:deja|environ|bientot"
    r"|maintenant))*$"
)
_IN_FUTURE = re.compile(r"\bdans(?: (?:environ|a peu pres))?$")


@dataclass(frozen=True)
class Quantity:
    """Numbers allowed of a kind, read in `[start, end)` of the text.

    `kind`: time (in days), money (in euros), area (m²), length (m), distance (km), percent, count (of `noun`) or
    number. `unit`: of time, as in `DAYS`. `form`: since (« depuis », « il y a »), future (« dans 3 mois ») or empty.
    """

    kind: str
    interval: Interval
    start: int
    end: int
    noun: str = ""
    unit: str = ""
    form: str = ""
    bounded: bool = False


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a folded text whose numbers are in digits, in order; a range or « 1 an et 3 mois » is one."""
    atoms = [atom for match in _ATOM.finditer(text) if (atom := _atom(match))]
    return tuple(_bounded(atom, text) if not atom.bounded else _formed(atom, text) for atom in _joined(atoms, text))


def _atom(match: re.Match[str]) -> Quantity | None:
    value = float(re.sub(r"[ .]", "", match["number"]) + "." + (match["decimals"] or "0"))
    if match["half"] or match["half2"]:
        value += 0.5
    if match["million"]:
        value *= 1000 if "k" in match["million"] else 1_000_000
    word = match["unit"] or ""
    if word in _NOT_COUNTED or (len(word) == 1 and word not in "€%em"):
        return Quantity("number", at(value), match.start(), match.end("unit") - len(word) if word else match.end())
    kind, unit = _kind(word)
    scale = _METRES[word] if kind == "length" else DAYS.get(unit, 1.0)
    return Quantity(kind, at(value * scale), match.start(), match.end(), word if kind == "count" else "", unit)


def _kind(word: str) -> tuple[str, str]:
    time = _TIME.fullmatch(word)
    if time:
        return "time", time.lastgroup or ""
    if _MONEY.fullmatch(word):
        return "money", ""
    if word in _METRES:
        return "length", ""
    if word == "m²" or _KILOMETRES.fullmatch(word):
        return ("area" if word == "m²" else "distance"), ""
    return ("percent" if word == "%" else "count" if word else "number"), ""


def _joined(atoms: list[Quantity], text: str) -> Iterator[Quantity]:
    """Ranges and sums of neighbours as one: « entre 16 et 18 ans », « 16 ou 17 ans », « 1 an et 3 mois »."""
    waiting: Quantity | None = None
    for atom in atoms:
        joined = waiting and (_range(waiting, atom, text) or _sum(waiting, atom, text))
        if waiting and not joined:
            yield waiting
        waiting = joined or atom
    if waiting:
        yield waiting


def _range(first: Quantity, second: Quantity, text: str) -> Quantity | None:
    link = _TO.fullmatch(text, first.end, second.start)
    if not link or first.bounded or (link["link"] == "et" and not _FROM.search(text, 0, first.start)):
        return None
    if first.kind == "number" and second.kind != "number":
        first = replace(first, kind=second.kind, interval=at(first.interval.low * DAYS.get(second.unit, 1.0)))
    elif first.kind != second.kind or (first.noun and second.noun not in (first.noun, "")):
        return None
    low, high = first.interval.low, second.interval.high
    if low >= high:
        return None
    soft = link["link"] != "ou" and not re.compile(r" ?\(?inclus").match(text, second.end)
    open_end = bool(link["bound"]) and "moins" in link["bound"]
    below, above = (low if soft else -inf), (high if soft and not open_end else inf)
    interval = Interval(low, high, high_open=open_end, soft_below=below, soft_above=above)
    return replace(second, kind=first.kind, interval=interval, start=first.start, bounded=True)


def _sum(first: Quantity, second: Quantity, text: str) -> Quantity | None:
    smaller = first.kind == second.kind == "time" and DAYS[second.unit] < DAYS[first.unit]
    if not smaller or first.bounded or not _THEN.fullmatch(text, first.end, second.start):
        return None
    total = first.interval.low + second.interval.low
    return replace(first, interval=at(total), end=second.end, unit=second.unit)


def _bounded(atom: Quantity, text: str) -> Quantity:
    """The atom with what « moins de », « ou plus », « environ » around it say."""
    for effect, pattern in _AFTER:
        after = pattern.match(text, atom.end)
        if after:
            ended = replace(atom, end=after.end())
            return _formed(replace(ended, interval=_interval(effect, atom), bounded=True), text)
    if atom.kind == "time" and _FROM_AGE.search(text, 0, atom.start):
        return replace(atom, interval=_interval(">=", atom), bounded=True)
    for effect, pattern in _BEFORE:
        before = pattern.search(text, 0, atom.start)
        if before:
            return _formed(replace(atom, interval=_interval(effect, atom), bounded=True, start=before.start()), text)
    return _formed(atom, text)


def _interval(effect: str, atom: Quantity) -> Interval:
    value, one = atom.interval.low, DAYS.get(atom.unit, 1.0)
    if effect.startswith("~"):
        return Interval(value - one, value, high_open=True) if effect == "~<" else at(value).widened(0.15)
    if effect.startswith("<"):
        return Interval(high=value, high_open=effect == "<")
    return Interval(low=value, low_open=effect == ">")


def _formed(quantity: Quantity, text: str) -> Quantity:
    """The quantity with what « depuis » or « dans » before it says."""
    head = text[: quantity.start].rstrip()
    if _SINCE.search(head):
        return replace(quantity, form="since")
    return replace(quantity, form="future") if _IN_FUTURE.search(head) else quantity
