"""Whether what a citizen states agrees with what an option asks for; leaves out words, and the choosing.

Only what is about the same thing is compared: the age of a child says nothing of how long a card has been expired.
"""

from __future__ import annotations

import re

from guichet.matching import people, situations
from guichet.matching.claims import ADULTHOOD, MINORITY, Claim, Region, Statement
from guichet.matching.europe import DOUBTFUL
from guichet.matching.intervals import Interval
from guichet.matching.options import Option, Options
from guichet.matching.quantities import YEAR

#: For each option: it agrees, it disagrees, or the claim does not concern it.
Verdict = list[bool | None]

_POSSESSION = re.compile(r"\b(?:ai|a|as|avons|ont)\b")
#: Stems of living somewhere, which « je vis en France depuis 6 ans » and « vous résidez en France » do not share.
_LIVING = re.compile(r"#living|vi[vst]|habit|resid|sejour|arriv|franc|reguli|install|demeur|present|soi|ailleur|europ")
#: Subjects that no stem stands for.
_TAGS = frozenset({"#birth", "#expiry"})
#: Stems that say no more than that something is so large.
_MEASURING = frozenset(
    "fer fair fait mesur surfac superfic haut hauteur long longueur larg taill grand environ m2 m".split()
)
#: « Ma maison fait 120 m² » is not what is to be built.
_EXISTING = re.compile(r"\b(?:mon|ma|notre|nos|mes) \w+(?: \w+)? (?:fait|font|a|de|mesure|d'|existant\w*)\b")
#: What may have happened elsewhere than where one lives.
_ELSEWHERE = frozenset({"#birth", "#vol", "#perte", "#deces", "#mariage", "#acte_naissance", "#acheter"})


def verdict(claim: Claim, options: Options, statement: Statement) -> Verdict:
    """What the claim says of each option."""
    found = [_of_option(claim, option, options, statement) for option in options.options]
    if not _covered(claim, options, found):
        return [None if agrees else agrees for agrees in found]
    point = next((r.low for _, r in claim.regions if isinstance(r, Interval) and r.point), None)
    if point is not None and found.count(True) > 1:
        firm = [ok and not _yields(claim, option, point) for ok, option in zip(found, options.options, strict=True)]
        if any(firm):
            return [ok and kept if ok else ok for ok, kept in zip(found, firm, strict=True)]
    return found


def _covered(claim: Claim, options: Options, found: Verdict) -> bool:
    """Whether the options that agree take in all of a place; « à l'étranger » is not « en Espagne »."""
    stated = dict(claim.regions).get("place")
    if not isinstance(stated, frozenset) or True not in found:
        return True
    agreeing = [dict(o.regions).get("place") for o, agrees in zip(options.options, found, strict=True) if agrees]
    return stated - DOUBTFUL <= frozenset().union(*(r for r in agreeing if isinstance(r, frozenset)))


def _yields(claim: Claim, option: Option, point: float) -> bool:
    regions = dict(option.regions)
    names = [name for name, _ in claim.regions] or list(regions)
    return any(isinstance(regions.get(n), Interval) and regions[n].yields(point) for n in names)  # type: ignore[union-attr]


def _of_option(claim: Claim, option: Option, options: Options, statement: Statement) -> bool | None:
    agreed = [
        _meet(allowed, region)
        for name, region in claim.regions
        for allowed in [_allowed(name, region, option, options)]
        if allowed is not None and _comparable(name, region, claim, option, options, statement)
    ]
    return all(agreed) if agreed else None


def _allowed(name: str, region: Region, option: Option, options: Options) -> Region | None:
    """The option's region in the dimension; a bare number is taken in the option's own unit."""
    regions = dict(option.regions)
    if name in regions:
        return regions[name]
    if name.startswith("count:"):
        return regions.get("number") if name.removeprefix("count:") in options.asked else None
    if name != "number":
        return None
    for other, allowed in regions.items():
        if isinstance(allowed, Interval) and other != "date":
            return _scaled(allowed, 1 / (YEAR if other == "age" else option.unit if other == "span" else 1))
    return None


def _scaled(interval: Interval, by: float) -> Interval:
    low, high = interval.low * by, interval.high * by
    ends = interval.low_open, interval.high_open
    return Interval(low, high, *ends, interval.soft_below * by, interval.soft_above * by)


def _meet(allowed: Region, stated: Region) -> bool:
    if isinstance(allowed, Interval):
        return isinstance(stated, Interval) and allowed.meets(stated)
    return not isinstance(stated, Interval) and bool(allowed & stated)


def _comparable(
    name: str, region: Region, claim: Claim, option: Option, options: Options, statement: Statement
) -> bool:
    if name == "age":
        return _same_person(region, claim, option, options, statement)
    if name in ("nationality", "couple"):
        if claim.bare or (option.whom in ("", "you") and claim.whom in ("", "self")):
            return True
        return bool(option.roles & statement.roles) if option.whom == "role" else claim.whom == "child" == option.whom
    if name == "place":
        return _same_place(claim, option, options)
    if name == "validity":
        return not claim.documents or situations.same_document(claim.documents, option.documents)
    return name in ("way", "beneficiary", "household") or _same_subject(name, claim, option, options, statement)


def _at_majority(option: Option) -> bool:
    """Whether only the age of majority tells an option apart, and it is not about one's own grown-up children."""
    region = dict(option.regions).get("age")
    return region in (MINORITY, ADULTHOOD) and option.whom != "own_child"


def _same_person(region: Region, claim: Claim, option: Option, options: Options, statement: Statement) -> bool:
    if claim.whom == "self" and statement.for_child and option.whom != "role":
        return False
    implied = region == MINORITY and claim.start == claim.end
    if implied and not _at_majority(option):
        return False
    young = isinstance(region, Interval) and region.high <= 18 * YEAR and not options.addressed
    named = bool(option.roles & statement.roles)
    return people.fits(option.whom, claim.whom, young=young, named=named, beneficiary=statement.for_child)


def _same_place(claim: Claim, option: Option, options: Options) -> bool:
    others = {stem for stem in option.about if stem in _TAGS or (stem[0] != "#" and not _LIVING.match(stem))}
    if claim.bare:
        return True
    if claim.about - {"#living"}:
        if claim.answers and options.places_only and not options.asked:
            return True
        return bool(claim.about & option.about) and claim.about & _ELSEWHERE <= option.about
    if option.doing and claim.whom in ("", "self"):
        return True
    return claim.whom != "other" and not others and not options.asked & _ELSEWHERE


def _same_subject(name: str, claim: Claim, option: Option, options: Options, statement: Statement) -> bool:
    spoken = option.about | options.asked
    if name.startswith("count:"):
        own = {stem for stem in option.about if stem not in ("charg", "personn")}
        if not own or claim.about & own:
            return not own or True
        return claim.bare and not _POSSESSION.search(statement.rest)
    if claim.bare:
        return True
    if name in ("area", "length", "distance"):
        left = claim.about - _MEASURING
        return not left or bool(left & spoken) or not (option.about or _EXISTING.search(statement.text))
    if "#expiry" in claim.about or "#expiry" in option.about:
        return "#expiry" in claim.about & spoken and _same_paper(claim, option)
    if ("#living" in claim.about) != ("#living" in spoken):
        return False
    if "#living" in claim.about:
        left = {stem for stem in claim.about if not _LIVING.match(stem)}
        return not left or bool(left & spoken)
    return bool(claim.about & spoken)


def _same_paper(claim: Claim, option: Option) -> bool:
    return not claim.documents or situations.same_document(claim.documents, option.documents)
