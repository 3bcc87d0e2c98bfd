"""Which communes a citizen's words may mean: a postcode, a name alone, or a name inside a sentence.

Leaves out where communes are stored: an `Index` answers for names and postcodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import msgspec

from guichet.language import fold
from guichet.offices import naming
from guichet.offices.departements import departements
from guichet.offices.records import Commune

#: No commune's name has more words.
LONGEST = 8
TEXT_LIMIT = 1000
#: A shorter name is one letter away from too many others.
SHORTEST = 5
#: More namesakes of a beginning than a citizen can choose from say that too little was typed.
BEGINNINGS = 6

_POSTCODE = re.compile(r"(?<![\w/-])(?:\d{5}|\d{2} \d{3})(?![\d/-])(?!\s*(?:€|euros?))")
_NUMBERED = re.compile(r"(?:cerfa|n°|\bno|numero|formulaire|dossier)\s*$")
#: After these a commune's name is expected; the first group leaves no doubt.
_LIVING = frozenset(
    "habite habitons habitant vis vivons reside residons demeure loge demenage installe domicilie".split()
)
_COUNTER = frozenset(
    "commune communes ville mairie mairies prefecture caf cpam msa impots tribunal commissariat gendarmerie".split()
)
_SURE = frozenset("a sur dans vers".split())
_LINK = frozenset("de d".split())
_ARTICLE = frozenset("le la les l".split())


class Index(Protocol):
    """Where communes are kept."""

    def named(self, keys: Iterable[str]) -> dict[str, tuple[Commune, ...]]:
        """The communes with one of these keys, by key."""

    def beginning(self, key: str, limit: int) -> tuple[Commune, ...]:
        """The communes whose key begins with this one and a space, `limit` + 1 at most."""

    def resembling(self, key: str) -> tuple[str, ...]:
        """The keys that begin with the same letter and are as long, give or take one letter."""

    def at_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """The communes that share this postcode."""

    def coded(self, insee: str) -> Commune | None:
        """The commune with this official code."""


class _Lists(msgspec.Struct, frozen=True):
    ordinary: str
    function: str


@dataclass(frozen=True)
class _Match:
    start: int
    end: int
    communes: tuple[Commune, ...]
    living: bool


def find(text: str, index: Index, typos: bool = False) -> tuple[Commune, ...]:
    """Every commune these words may mean, namesakes included; empty when they name none.

    `typos`: the words answer « dans quelle commune ? », so one wrong letter in a name is forgiven.
    """
    text = text[:TEXT_LIMIT]
    words = naming.spoken(text)
    named = _alone(words, index) or _in_sentence(words, index)
    named = _of_departement(named, words)
    at_postcode = [commune for postcode in _postcodes(text) for commune in _at_postcode(postcode, index)]
    both = [commune for commune in at_postcode if commune in named]
    found = both or at_postcode or named
    return tuple(dict.fromkeys(found)) or (_misspelled(words, index) if typos else ())


def _postcodes(text: str) -> Iterator[str]:
    folded = fold(text)
    for match in _POSTCODE.finditer(folded):
        if not _NUMBERED.search(folded[: match.start()]):
            yield match.group().replace(" ", "")


def _at_postcode(postcode: str, index: Index) -> tuple[Commune, ...]:
    own = index.coded(naming.arrondissement_of_postcode(postcode))
    return (own,) if own else index.at_postcode(postcode)


def _alone(words: list[str], index: Index) -> tuple[Commune, ...]:
    """The communes when the words are a name and nothing else, but perhaps « à », a postcode or a departement."""
    while words and words[0] in _SURE | _LINK | _LIVING | {"je", "j"}:
        words = words[1:]
    bare = [word for word in words if not word.isdecimal() or len(word) < 5]
    for name in (bare, _without_departement(bare)):
        if 0 < len(name) <= LONGEST and (found := _exact(name, index)):
            return found
    typed = " ".join(bare)
    begun = index.beginning(typed, BEGINNINGS) if len(typed) >= 4 and 0 < len(bare) <= LONGEST else ()
    return begun if len(begun) <= BEGINNINGS else ()


def _misspelled(words: list[str], index: Index) -> tuple[Commune, ...]:
    while words and words[0] in _SURE | _LINK | _LIVING | {"je", "j"}:
        words = words[1:]
    typed = " ".join(words)
    if not SHORTEST <= len(typed) <= 60:
        return ()
    near = [key for key in index.resembling(typed) if one_letter_apart(typed, key)]
    communes = [commune for found in index.named(near).values() for commune in found]
    return tuple(dict.fromkeys(communes)) if len(communes) <= BEGINNINGS else ()


def one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter added, dropped or replaced, or two exchanged, make one word of the other."""
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest, other_rest = short[start:], long[start:]
    if len(short) == len(long):
        exchanged = rest[1:2] + rest[:1] + rest[2:]
        return rest[1:] == other_rest[1:] or exchanged == other_rest
    return rest == other_rest[1:]


def _exact(name: list[str], index: Index) -> tuple[Commune, ...]:
    if (code := _arrondissement(name)) and (commune := index.coded(code)):
        return (commune,)
    typed = " ".join(name)
    spellings = [typed, *(f"{article} {typed}" for article in sorted(_ARTICLE))]
    found = index.named(spellings)
    return next((found[spelling] for spelling in spellings if spelling in found), ())


def _arrondissement(name: list[str]) -> str:
    ends = {"arrondissement", "ardt", "arr"}
    short = name[:-1] if name[-1] in ends else name
    if len(short) == 2:
        return naming.arrondissement(*short) or naming.arrondissement(short[1], short[0])
    # « 15e arrondissement de Paris »
    if len(name) == 4 and name[1] in ends and name[2] == "de":
        return naming.arrondissement(name[3], name[0])
    return ""


def _in_sentence(words: list[str], index: Index) -> tuple[Commune, ...]:
    """The communes named after a preposition, longest names first; those where the citizen lives, if they say so."""
    spans = {
        (start, end) for start in range(len(words)) for end in range(start + 1, min(len(words), start + LONGEST) + 1)
    }
    known = index.named({" ".join(words[start:end]) for start, end in spans if _is_expected(words, start, end)})
    matches: list[_Match] = []
    taken = -1
    for start in range(len(words)):
        if start < taken:
            continue
        if match := _longest(words, start, known, index):
            matches.append(match)
            taken = match.end
    living = [match for match in matches if match.living]
    return tuple(dict.fromkeys(commune for match in living or matches for commune in match.communes))


def _longest(words: list[str], start: int, known: dict[str, tuple[Commune, ...]], index: Index) -> _Match | None:
    living = bool(_LIVING & set(words[max(0, start - 3) : start]))
    for end in range(min(len(words), start + LONGEST), start, -1):
        name = words[start:end]
        if end - start > 1 and (code := _arrondissement(name)) and (commune := index.coded(code)):
            return _Match(start, end, (commune,), living)
        if (communes := known.get(" ".join(name))) and _is_expected(words, start, end):
            return _Match(start, end, communes, living)
    return None


def _is_expected(words: list[str], start: int, end: int) -> bool:
    """Whether a commune's name may stand here in a sentence."""
    before, earlier = (words[start - 1] if start else ""), (words[start - 2] if start > 1 else "")
    name = [word for word in words[start:end] if word not in _ARTICLE] or words[start:end]
    certain = bool(_LIVING & {before, earlier}) or before in _COUNTER or (before in _LINK and earlier in _COUNTER)
    if len(name) > 1:
        return certain or start == 0 or before in _SURE | _LINK or name[0] in ("saint", "sainte") or len(name) > 2
    word, has_article = name[0], end - start > 1
    if word in _lists()[1]:
        return certain
    if word in _lists()[0]:
        return certain or (before in _SURE and not has_article)
    return certain or before in _SURE | _LINK


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = Path(__file__).with_name("ordinary_words.yml").read_bytes()
    lists = msgspec.yaml.decode(data, type=_Lists)
    return frozenset(lists.ordinary.split()), frozenset(lists.function.split())


def _of_departement(communes: tuple[Commune, ...], words: list[str]) -> tuple[Commune, ...]:
    """Among namesakes, those of the departement that the words name too (« Saint-Denis 93 », « … à la Réunion »)."""
    if len({commune.departement for commune in communes}) < 2:
        return communes
    said = f" {' '.join(words)} "
    wanted = {c.departement for c in communes if _names(said, c)}
    return tuple(c for c in communes if c.departement in wanted) if wanted else communes


def _names(said: str, commune: Commune) -> bool:
    known = departements().get(commune.departement)
    rest = said.replace(f" {naming.key(commune.name)} ", " ", 1)
    names = (commune.departement.lower(), *(_spellings(known.name) if known else ()))
    return any(f" {name} " in rest for name in names)


@lru_cache(maxsize=256)
def _spellings(departement: str) -> tuple[str, str]:
    """The key of a departement's name, with and without its article."""
    name = naming.key(departement)
    return name, re.sub(r"^(?:le|la|les|l) ", "", name)


def _without_departement(name: list[str]) -> list[str]:
    """The words without a departement's code or name at their end."""
    codes = {code.lower() for code in departements()}
    if len(name) > 1 and name[-1] in codes:
        return name[:-1]
    said = " ".join(name)
    for known in departements().values():
        for name_of_it in _spellings(known.name):
            if said.endswith(f" {name_of_it}"):
                return said[: -len(name_of_it)].split()
    return name
