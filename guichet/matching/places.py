"""Where people live and what their nationality is, as sets of codes: countries (« dz ») and départements (« 93 »).

It knows no town: « à Lyon » says nothing here, « dans le 69 » does. Groups of countries are read by `europe`. It reads
folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from guichet.matching.europe import listed, read_groups
from guichet.matching.place_names import EUROPEAN, OTHER, REGIONS

#: A word that may be a nationality: « étranger », but not « à l'étranger » nor « pays étranger ».
_WORD = re.compile(r"(?<!l')(?<!pays )(?<!union )(?<!economique )\b([a-z]+)(?:\((?:ne|e)\))?(?![a-z])")
#: A country that the tables do not name.
ELSEWHERE = "?"


@dataclass(frozen=True)
class Named:
    """The codes that words in `[start, end)` of a text stand for."""

    codes: frozenset[str]
    start: int
    end: int


@lru_cache(maxsize=1)
def european() -> frozenset[str]:
    """The countries whose citizens the sheets call European."""
    return frozenset(EUROPEAN)


@lru_cache(maxsize=1)
def abroad() -> frozenset[str]:
    """Every country but France."""
    return frozenset(EUROPEAN) | frozenset(OTHER) | {ELSEWHERE}


@lru_cache(maxsize=1)
def nationalities() -> frozenset[str]:
    """Every nationality, the French one included."""
    return abroad() | {"fr"}


@lru_cache(maxsize=1)
def regions() -> dict[str, frozenset[str]]:
    """Region → the numbers of its départements."""
    return {name: frozenset(d.split(" ")[0] for d in listed.split(",")) for name, listed in REGIONS.items()}


@lru_cache(maxsize=1)
def departements() -> dict[str, str]:
    """Name of a département → its number."""
    pairs = (d.split(" ", 1) for listed in REGIONS.values() for d in listed.split(","))
    return {name: number for number, name in pairs}


@lru_cache(maxsize=1)
def france() -> frozenset[str]:
    """Every département."""
    return frozenset(departements().values())


def read_nationality(text: str) -> tuple[Named, ...]:
    """The nationalities that the text names, one `Named` each."""
    known = _nationality_words()
    found = [(match, known.get(match[1])) for match in _WORD.finditer(text)]
    return tuple(Named(codes, match.start(), match.end()) for match, codes in found if codes)


def read_place(text: str) -> tuple[Named, ...]:
    """The countries, regions and départements that the text says someone or something is in."""
    found = [Named(*group) for group in read_groups(text)]
    taken = list(found)
    for match in _place_pattern().finditer(text):
        named = {key: value for key, value in match.groupdict().items() if value}
        codes, end = _place(named), match.end()
        if codes and "country" in named:
            codes, end = listed(text, end, codes)
        if codes and not any(n.start < end and match.start() < n.end for n in taken):
            found.append(Named(codes, match.start(), end))
    return tuple(sorted(found, key=lambda n: n.start))


def read_countries(text: str) -> tuple[Named, ...]:
    """Every country of a list, some of whose names are unknown here: « Bénin, Burkina Faso, Cameroun »."""
    return tuple(Named(_place({"country": m[1]}), m.start(), m.end()) for m in _countries().finditer(text))


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    names = "|".join(names for names, _ in {**EUROPEAN, **OTHER}.values())
    return re.compile(rf"(?<![\w-])({names})(?![\w-])")


@lru_cache(maxsize=1)
def _nationality_words() -> dict[str, frozenset[str]]:
    """Every form of every nationality → the countries it may be of."""
    stems = [
        (stem, frozenset({code}))
        for code, (_, names) in {**EUROPEAN, **OTHER}.items()
        for stem in names.split("|")
        if stem
    ]
    stems += [("francais", frozenset({"fr"})), ("europeen", european())]
    forms = {stem + ending: codes for stem, codes in stems for ending in ("", "e", "s", "es", "ne", "nes")}
    foreign = {word: abroad() for word in ("etranger", "etrangere", "etrangers", "etrangeres")}
    return forms | foreign | {"extracommunautaire": abroad() - european()}


_AT = (
    r"\b(?:en|au|aux|a|a la|dans|dans le|dans la|dans les|dans l'|depuis l'|vers|vers le|vers la|vers les|vers l'"
    r"|departement(?: de| du| des| de la| de l'| d')?)[ ]?"
)


@lru_cache(maxsize=1)
def _place_pattern() -> re.Pattern[str]:
    countries = "|".join(names for names, _ in {**EUROPEAN, **OTHER}.values())
    named = "|".join(sorted(departements(), key=len, reverse=True)).replace("-", "[- ]")
    areas = "|".join(sorted(regions(), key=len, reverse=True)).replace("-", "[- ]")
    edges = r"(?![\w-])(?! (?:de la france|d'ivoire))"
    return re.compile(
        r"(?P<abroad>\b(?:a|depuis|de) l'etranger\b"
        r"|\bhors (?:de )?france\b|\bautre pays\b(?! (?:membres? )?(?:de l'|d'))"
        r"|\bexpat\w*)"
        r"|(?P<overseas>\b(?:en |d'|l')?outre-? ?mer\b|\bdom-?tom\b|\ben drom\b)"
        r"|(?P<mainland>\b(?:en |france )?metropol(?:e|itaine)\b)"
        rf"|(?P<france>\ben france\b(?! (?:metropol|d'outre)))|(?:{_AT}|^)(?P<country>{countries}){edges}"
        r"|\b(?P<alsace>alsace[ -]moselle)\b|(?P<idf>\bile[ -]de[ -]france\b|\bregion parisienne\b)"
        rf"|(?:{_AT}|\bregion |^)(?P<region>{areas}){edges}|(?:{_AT}|^)(?:la )?(?P<departement>{named}){edges}"
        r"|(?:\b(?:dans le|departements?)|^le) (?P<number>0[1-9]|[1-9]\d|2[ab]|97\d)\b(?! (?:ans?|mois|jours?"
        r"|euros?|€))"
        r"|\((?P<listed>0[1-9]|[1-9]\d|2[ab]|97\d)\)|^(?P<alone>0[1-9]|[1-9]\d|2[ab]|97\d)$"
        r"|(?<!\d)(?P<postcode>\d{5})(?!\d)(?! ?(?:€|euros?))(?: [a-z' -]{2,40}$)?"
    )


def _place(found: dict[str, str]) -> frozenset[str]:
    """The codes that one match of the pattern stands for; none when its number is no département's."""
    kind, words = next(iter(found.items()))
    if kind in ("abroad", "france", "overseas", "mainland", "alsace", "idf"):
        return _area(kind)
    if kind == "country":
        tables = {**EUROPEAN, **OTHER}
        return frozenset(code for code, (names, _) in tables.items() if words in names.split("|"))
    if kind in ("region", "departement"):
        spaced = words.replace(" ", "-")
        known = {name.replace(" ", "-"): codes for name, codes in regions().items()}
        return known.get(spaced) or frozenset({departements()[spaced]})
    words = words[:5].strip()
    number = words[:3] if kind == "postcode" and words.startswith("97") else words[:2] if kind == "postcode" else words
    if number == "20":
        return regions()["corse"]
    return frozenset({number}) & france()


def _area(kind: str) -> frozenset[str]:
    overseas = regions()["outre-mer"]
    return {
        "abroad": abroad(),
        "france": france(),
        "overseas": overseas,
        "mainland": france() - overseas,
        "alsace": frozenset({"57", "67", "68"}),
        "idf": regions()["ile-de-france"],
    }[kind]
