"""« En Europe », « un pays de l'UE », « hors EEE ou Suisse »: groups of countries as sets of codes.

It leaves out single countries and départements (`places`). It reads folded text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guichet.matching.place_names import EUROPEAN, OTHER

#: In the European Economic Area, but not in the Union; Switzerland is in neither.
_EEA_ONLY = frozenset({"is", "li", "no"})
#: On the map of Europe, whatever a sheet means by the word: no option is sure to take them in or to leave them out.
DOUBTFUL = _EEA_ONLY | frozenset("ch gb rs al mc ad sm va ua by tr ru md xk ge am".split())
_UNION = r"ue|union europeenne|u\.e\.?"
_AREA = r"espace economique europeen"
_GROUP = rf"(?:(?P<union>{_UNION})|(?P<area>{_AREA})|(?P<europe>europe)(?! de l'est))\b"
_IN = (
    r"(?<!\brue )(?<!\bplace )(?<!\bavenue )(?<!\bconseil )\b(?:en|dans|vers|pour|de|du|d'|au sein de|hors"
    r"|hors de|dehors de|ou|et|a)"
)
_GROUPS = re.compile(
    rf"(?:{_IN} ?(?:l')?|^(?:l')?|[(/,+] ?(?:de )?(?:l')?){_GROUP}|\bpays (?P<adjective>europeens?)\b"
    r"|(?:^|\bdans un )pays (?P<other>non[- ]europeens?|extra[- ]?europeens?)\b"
)
#: Neither the Union nor the Economic Area: what names it too is left unread.
_SCHENGEN = re.compile(r"\bschengen\b")
_OUTSIDE = re.compile(r"\b(?:hors|dehors)(?: de)? ?(?:l')?$")
_AND = re.compile(
    r" ?\)? ?(?:/|,|\+|\bet|,? ?\bou)? ?\(?(?:\bde |\bd'|\ben |\bau |\baux |\bdans )?(?:la |le |les |l')?"
)


@lru_cache(maxsize=1)
def union() -> frozenset[str]:
    """The other states of the European Union."""
    return frozenset(EUROPEAN) - _EEA_ONLY - {"ch"}


def read_groups(text: str) -> list[tuple[frozenset[str], int, int]]:
    """The groups of countries that the text names, with the countries listed along: « l'EEE ou la Suisse »."""
    found: list[tuple[frozenset[str], int, int]] = []
    if _SCHENGEN.search(text):
        return found
    for match in _GROUPS.finditer(text):
        if found and match.start() < found[-1][2]:
            continue
        outside = bool(match["other"]) or bool(_OUTSIDE.search(text, 0, match.start(match.lastgroup or 0)))
        codes, end = listed(text, match.end(), _codes(match) | (DOUBTFUL if match["other"] else frozenset()))
        found.append((_everywhere() - codes if outside else codes, match.start(), end))
    return found


def listed(text: str, end: int, codes: frozenset[str]) -> tuple[frozenset[str], int]:
    """`codes` with the countries and groups that go on the list that stands before `end`, and where the list ends."""
    while True:
        following = _item().match(text, _AND.match(text, end).end())  # type: ignore[union-attr]
        if not following or following.end() == end:
            return codes, end
        codes, end = codes | _codes(following), following.end()


def _codes(match: re.Match[str]) -> frozenset[str]:
    groups = match.groupdict()
    if groups.get("country"):
        return frozenset(c for c, (names, _) in {**EUROPEAN, **OTHER}.items() if groups["country"] in names.split("|"))
    return frozenset(EUROPEAN) - {"ch"} if groups.get("area") else union()


def _everywhere() -> frozenset[str]:
    return frozenset(EUROPEAN) | frozenset(OTHER) | {"?"}


@lru_cache(maxsize=1)
def _item() -> re.Pattern[str]:
    countries = "|".join(names for names, _ in {**EUROPEAN, **OTHER}.values())
    return re.compile(rf"(?:{_GROUP}|(?P<country>{countries})(?![\w-]))")
