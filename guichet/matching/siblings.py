"""What options say by being beside one another.

« Étranger » beside « européen » is someone from outside Europe, « enfant » beside « adulte » is a minor, and « autre
département » is what the others leave. It reads no label by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from guichet.matching import people, places
from guichet.matching.claims import ADULTHOOD, MINORITY, Region
from guichet.matching.europe import DOUBTFUL, union
from guichet.matching.options import Option

_ABROAD_TOO = re.compile(r"\bpays\b|\bailleurs\b|\bzone\b|\betat\b")
#: « Un autre pays de l'UE » than those that the siblings name.
_OTHER_OF = re.compile(r"\bautres? (?:pays|etats?)\b")
#: Who says « en Europe » may mean more or less than the Union.
_VAGUE = re.compile(r"\beurope\b|\bpays europeens?\b")


def among_siblings(options: list[Option], texts: list[str]) -> list[Option]:
    """What the options say by being beside one another."""
    named = [dict(option.regions) for option in options]
    if any(region == ADULTHOOD for r in named for region in [r.get("age")]):
        for index, regions in enumerate(named):
            if "age" not in regions and people.CHILD.search(texts[index]) and not options[index].default:
                regions["age"] = MINORITY
    _drop_lonely(named, options)
    _europeans(named)
    _other_europeans(named, texts)
    for name, everything in (("nationality", places.nationalities()), ("place", places.abroad() | places.france())):
        _leave_the_rest(name, everything, named, options, texts)
    return [replace(option, regions=tuple(sorted(r.items()))) for option, r in zip(options, named, strict=True)]


def _europeans(named: list[dict[str, Region]]) -> None:
    """« Européen » takes in the French who have no option of their own; « étranger » beside it is from elsewhere."""
    european = [r for r in named if r.get("nationality") == places.european()]
    french = any("fr" in r.get("nationality", ()) for r in named)  # type: ignore[operator]
    for regions in european if not french else ():
        regions["nationality"] = places.european() | {"fr"}
    for regions in named:
        if european and regions.get("nationality") == places.abroad():
            regions["nationality"] = places.abroad() - places.european()


def _other_europeans(named: list[dict[str, Region]], texts: list[str]) -> None:
    """« À l'étranger » beside « dans l'UE » is out of it; « un autre pays de l'UE » is none of those named."""
    for index, (regions, text) in enumerate(zip(named, texts, strict=True)):
        own = regions.get("place")
        if not isinstance(own, frozenset):
            continue
        beside = [r["place"] for i, r in enumerate(named) if i != index and "place" in r]
        smaller = [place for place in beside if place < own and place <= places.abroad()]
        if own == places.abroad() or _OTHER_OF.search(text):
            regions["place"] = own.difference(*smaller)


def _drop_lonely(named: list[dict[str, Region]], options: list[Option]) -> None:
    """Forget what a single option says by the way: « le mineur n'a pas de carte » beside « il a une carte »."""
    for name in {name for regions in named for name in regions}:
        regions = [r.get(name) for r in named]
        lonely = sum(region is not None for region in regions) == 1
        alike = None not in regions and all(region == regions[0] for region in regions)
        for own, option in zip(named, options, strict=True):
            others_default = all(o.default for o in options if o is not option)
            if name in own and (alike or (lonely and option.words and not others_default and not option.rest)):
                del own[name]


def _leave_the_rest(
    name: str, everything: frozenset[str], named: list[dict[str, Region]], options: list[Option], texts: list[str]
) -> None:
    """« Autre département », « autre nationalité »: all that no sibling names, if all the siblings name some."""
    if not all(name in r for r, o in zip(named, options, strict=True) if not o.rest):
        return
    taken = frozenset().union(*(r[name] for r, o in zip(named, options, strict=True) if name in r and not o.rest))  # type: ignore[arg-type]
    if name == "place" and taken & union():
        # France is in Europe, and no « other country » either.
        taken |= places.france() | (DOUBTFUL if any(map(_VAGUE.search, texts)) else frozenset())
    for regions, option, text in zip(named, options, texts, strict=True):
        if option.rest and taken and not (name == "place" and "nationalite" in text):
            # « Autre département » is one of France.
            all_of_it = places.france() if name == "place" and not _ABROAD_TOO.search(text) else everything
            regions[name] = all_of_it - taken
