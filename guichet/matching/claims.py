"""What a citizen's message states, in dimensions that options can be compared on: ages, durations, dates, places…

One statement may count in several dimensions: « périmée depuis 2019 » is a date and a duration. It leaves out options.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Union

from guichet.matching import beneficiaries, households, people, places, situations
from guichet.matching.dates import Dated, read_dates
from guichet.matching.intervals import Interval, at
from guichet.matching.quantities import DAYS, YEAR, Quantity, read_quantities
from guichet.matching.sentences import Clause, Span, blank, clauses, content, prepare, same_sentence, subjects
from guichet.search.text import Analyzer

Region = Union[Interval, frozenset]

MINORITY = Interval(0, 18 * YEAR, high_open=True)
ADULTHOOD = Interval(18 * YEAR)

_HAS_AGE = re.compile(
    r"(?:\bai|\ba|\bas|\bavons|\bavoir|\baura|\bavait|\bont|agee?s? d[e']|\bage|\bagee?s?|\bde|\bd'"
    r"|\bsuis)(?: (?:que|deja|bien|tout juste|a peine|seulement|maintenant|actuellement|environ|l'age de))*$"
)
_OF_SOMETHING = re.compile(r" (?:d'|de )[a-z]")
_PEOPLE_ONLY = re.compile(r"[\s(]*")
_IS = r"(?:suis|sommes|es|est|sont|nationalite|origine|citoyen(?:ne)?|ressortissante?|pour une?|conjointe?|mari|femme)"
_NATIONAL = re.compile(
    rf"\b{_IS}(?: (?:de|d'|d’|un|une|bien|pas|plus|aussi|nationalite|citoyen(?:ne)?|ressortissante?))*(?: \w+ et)? ?$"
)
_NEGATED = re.compile(r"\b(?:pas|plus|ni|jamais|non)\b")
_LIVES = re.compile(
    r"\b(?:vi[st]|vivons|vivent|habit\w+|resid\w+|demeur\w+|domicilie\w*|installee?s?|expatrie\w*|suis|sommes|est"
    r"|base\w*|en ce moment|pour l'instant)\b"
)
_WILL = re.compile(
    r"\b(?:vais|va|allons|veux|voudrais|souhaite|pars|partir|pour|compte) (?:y )?(?:vivre|habiter|m'installer"
    r"|resider|aller|partir)?"
)
#: « Immatriculer une voiture en France » tells of no place where it is registered already.
_TO_DO = re.compile(r"\W*(?:(?:comment|ou|pour|faut-il|bonjour|peut-on),? )*\w{2,}(?:er|ir)\b")
_NOUNS = {"gosse": "enfant", "gamin": "enfant", "mome": "enfant", "bebe": "enfant", "employe": "salarie"}


@dataclass(frozen=True)
class Claim:
    """What is stated: a region in each dimension. `bare`: the message says nothing besides.

    `whom`: of whom (`people.whom`); `about`: the subject; `documents`: the papers that are meant.
    `answers`: a place that is all that one short clause tells of, besides what happened there.
    """

    regions: tuple[tuple[str, Region], ...]
    start: int
    end: int
    whom: str = ""
    about: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    bare: bool = False
    answers: bool = False


@dataclass(frozen=True)
class Statement:
    """A message as read: its claims, and the folded text with the claims blanked out."""

    text: str
    rest: str
    claims: tuple[Claim, ...]
    clauses: tuple[Clause, ...]
    for_child: bool = False
    roles: frozenset[str] = frozenset()


@lru_cache(maxsize=64)
def read_statement(text: str, analyzer: Analyzer, today: date) -> Statement:
    """What the message states; `today` is what ages and durations are counted from."""
    folded = prepare(text)
    dates = read_dates(folded, today)
    undated = blank(folded, [(d.start, d.end) for d in dates])
    quantities = read_quantities(undated)
    spans: list[Span] = [(x.start, x.end) for x in (*dates, *quantities)]
    parts = clauses(folded, spans, analyzer)
    reader = _Reader(folded, blank(folded, spans), parts, analyzer, today)
    claims = tuple(reader.claims(dates, quantities))
    rest = blank(folded, [(c.start, c.end) for c in claims])
    return Statement(folded, rest, claims, parts, reader.for_child, people.roles(folded))


def noun(word: str, analyzer: Analyzer) -> str:
    """The stem of a counted noun, everyday words brought back to the sheets'."""
    singular = re.sub(r"e?s$", "", word)
    return analyzer.stem(_NOUNS.get(singular, _NOUNS.get(word.rstrip("s"), word)))


class _Reader:
    """One message being read."""

    def __init__(self, text: str, kept: str, parts: tuple[Clause, ...], analyzer: Analyzer, today: date) -> None:
        self._text, self._kept, self._parts, self._analyzer, self._today = text, kept, parts, analyzer, today
        self._bare = not any(part.about for part in parts)
        self.for_child = bool(people.is_for_child(text))

    def claims(self, dates: tuple[Dated, ...], quantities: tuple[Quantity, ...]) -> Iterator[Claim]:
        ages = [claim for claim in map(self._quantity, quantities) if claim]
        self._dates = dates
        yield from ages
        yield from map(self._date, dates)
        majority = list(self._majority())
        yield from majority
        said_age = any(
            name == "age" and c.whom in ("child", "pronoun") for c in [*ages, *majority] for name, _ in c.regions
        )
        if self.for_child and not said_age:
            match = people.is_for_child(self._text)
            yield self._claim((("age", MINORITY),), match.start(), match.start(), "child")  # type: ignore[union-attr]
        yield from self._places()
        yield from self._situations()
        for name, values, start in (*beneficiaries.read_beneficiary(self._text), *households.read_parents(self._text)):
            # The words stay: they may be those of an option.
            yield self._claim(((name, values),), start, start)

    def _claim(self, regions: tuple[tuple[str, Region], ...], start: int, end: int, whom: str | None = None) -> Claim:
        clause = self._clause(start)
        about, papers = clause.about, self._documents(clause)
        return Claim(regions, start, end, self._whom(clause) if whom is None else whom, about, papers, self._bare)

    def _clause(self, start: int) -> Clause:
        return next((part for part in reversed(self._parts) if part.start <= start), self._parts[0])

    def _whom(self, clause: Clause, besides: Span = (0, 0)) -> str:
        said = people.whom(blank(self._text, [besides])[clause.start : clause.end])
        if said in ("pronoun", ""):
            for part in reversed(self._parts[: self._parts.index(clause)]):
                before = people.whom(self._text[part.start : part.end])
                if before in ("child", "other") and (said or same_sentence(self._text, part, clause)):
                    return before
        return said

    def _documents(self, clause: Clause) -> frozenset[str]:
        words = self._text[clause.start : clause.end]
        named = situations.documents(words)
        if named or self._parts.index(clause) == 0:
            return named
        before = self._parts[self._parts.index(clause) - 1]
        follows = people.whom(words) == "pronoun" or same_sentence(self._text, before, clause)
        return self._documents(before) if follows else named

    def _quantity(self, quantity: Quantity) -> Claim | None:
        clause = self._clause(quantity.start)
        interval = quantity.interval
        if quantity.kind == "time":
            return self._time(quantity, clause)
        if quantity.kind == "count":
            name = noun(quantity.noun, self._analyzer)
            return self._claim(((f"count:{name}", interval),), quantity.start, quantity.end)
        if quantity.kind == "number" and not self._bare:
            return None
        return self._claim(((quantity.kind, interval),), quantity.start, quantity.end)

    def _time(self, quantity: Quantity, clause: Clause) -> Claim | None:
        whom = self._age_of(quantity, clause)
        if whom is not None:
            thing = (("span", quantity.interval),) if whom == "pronoun" else ()
            return self._claim((("age", quantity.interval), *thing), quantity.start, quantity.end, whom)
        if quantity.form == "future":
            return None
        if self._bare and not quantity.form:
            regions: tuple[tuple[str, Region], ...] = (("age", quantity.interval), ("span", quantity.interval))
        else:
            regions = (("span", quantity.interval),)
            if quantity.form == "since":
                regions += (("date", _ago(quantity, self._today)),)
        return self._claim(regions, quantity.start, quantity.end)

    def _age_of(self, quantity: Quantity, clause: Clause) -> str | None:
        """Whose age a quantity of time is; nothing when it is not an age."""
        if quantity.form or quantity.unit not in ("an", "mois") or _OF_SOMETHING.match(self._text, quantity.end):
            return None
        head = self._text[clause.start : quantity.start].rstrip(" (")
        whom = self._whom(clause)
        if re.search(
            r"\bj'ai$|\bmoi$|\bj'ai (?:que|deja|bien|tout juste|a peine|seulement|maintenant|actuellement)$", head
        ):
            return "self" if quantity.unit == "an" else None
        if not head.strip() or not content(self._kept[clause.start : clause.end], self._analyzer):
            return whom if whom else None
        if whom in ("child", "other", "pronoun") and (_HAS_AGE.search(head) or people.whom(head.split(" ")[-1])):
            return whom
        return whom if re.search(r"\bagee?s? (?:de|d')?$", head) or re.search(r"\bage (?:de|d'|est)?$", head) else None

    def _date(self, dated: Dated) -> Claim:
        fact, today = dated.fact(), self._today.toordinal()
        clause = self._clause(dated.start)
        regions: tuple[tuple[str, Region], ...] = (("date", fact),)
        if dated.last <= today:
            elapsed = Interval(today - fact.high, today - fact.low, fact.high_open, fact.low_open)
            regions += (("span", elapsed),)
        if (
            "#expiry" in clause.about
            and not dated.first <= today <= dated.last
            and dated.bound in ("in", "since", "until")
        ):
            regions += (("validity", frozenset({"expired" if dated.last < today else "valid"})),)
        if "#birth" in subjects(self._text[clause.start : clause.end]) and dated.bound == "in":
            regions += (("age", _age_since(dated, self._today)),)
        return self._claim(regions, dated.start, dated.end)

    def _majority(self) -> Iterator[Claim]:
        for adult, start, end in people.majority(self._text):
            clause = self._clause(start)
            whom = self._whom(clause, (start, end))
            own = people.is_for_child(self._text[clause.start : clause.end])
            yield self._claim(
                (("age", ADULTHOOD if adult else MINORITY),), start, end, "child" if own else _adult(whom)
            )

    def _places(self) -> Iterator[Claim]:
        for named in places.read_nationality(self._text):
            clause = self._clause(named.start)
            head = self._text[clause.start : named.start]
            alone = not content(blank(self._text, [(named.start, named.end)]), self._analyzer)
            if _NATIONAL.search(head) or alone:
                denied = _NEGATED.search(head)
                codes = places.nationalities() - named.codes if denied else named.codes
                yield self._claim((("nationality", codes),), named.start, named.end)
        for named in places.read_place(self._text):
            yield from self._place(named)

    def _place(self, named: places.Named) -> Iterator[Claim]:
        """Where someone lives; a place that something else happened in is told apart by its clause's subject."""
        clause = self._clause(named.start)
        words = blank(self._text, [(named.start, named.end)])[clause.start : clause.end]
        if _WILL.search(words) or _TO_DO.match(words):
            return
        lives = bool(_LIVES.search(words))
        about = content(_LIVES.sub(" ", words), self._analyzer) | (
            subjects(self._text[clause.start : clause.end]) - {"#living"}
        )
        denied = _NEGATED.search(words)
        codes = (places.abroad() | places.france()) - named.codes if denied else named.codes
        alone = not lives and not content(blank(self._text, [(named.start, named.end)]), self._analyzer)
        if lives and not about:
            about = frozenset({"#living"})
        answers = len(self._parts) == 1 and self._whom(clause) in ("", "self") and not denied
        yield Claim((("place", codes),), named.start, named.end, self._whom(clause), about, bare=alone, answers=answers)

    def _situations(self) -> Iterator[Claim]:
        for part in self._parts:
            words = self._text[part.start : part.end]
            denied = bool(_NEGATED.search(words))
            for values, start, end in situations.read_ways(words, alone=len(self._parts) == 1):
                values = situations.ways() - values if denied else values
                yield self._claim((("way", values),), part.start + start, part.start + end)
            for values, start, end in situations.read_couple(words):
                values = situations.couples() - values if denied else values
                yield self._claim((("couple", values),), part.start + start, part.start + end)
            dated = any(part.start <= d.start < part.end for d in self._dates) and "#expiry" in part.about
            for values, start, end in situations.read_validity(words) if not dated else ():
                yield self._claim((("validity", values),), part.start + start, part.start + end)


def _adult(whom: str) -> str:
    """« Je suis majeur » speaks of who speaks; « pour une personne majeure » of anyone."""
    return "" if whom == "other" else whom


def _ago(quantity: Quantity, today: date) -> Interval:
    """The days that « il y a 3 ans » may mean: three full years, and less than one more."""
    one = DAYS.get(quantity.unit, 1.0)
    interval, now = quantity.interval, today.toordinal()
    more = one if interval.point else 0
    return Interval(now - interval.high - more, now - interval.low, interval.high_open, interval.low_open)


def _age_since(born: Dated, today: date) -> Interval:
    """The ages, in full years, of those born on one of these days."""
    ages = [_full_years(date.fromordinal(day), today) * YEAR for day in (born.last, born.first)]
    return at(ages[0]) if ages[0] == ages[1] else Interval(ages[0], ages[1])


def _full_years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
