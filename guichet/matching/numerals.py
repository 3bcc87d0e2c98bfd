"""Numbers spelled out in French, as digits: « vingt et un ans » → « 21 ans »; leaves out what the numbers count.

It reads text in lower case and without accents (`guichet.language.fold`).
"""

from __future__ import annotations

import re

_SMALL = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_AMBIGUOUS = {"un": 1, "une": 1, "neuf": 9}
_LARGE = {"cent": 100, "cents": 100, "mille": 1000}
_VALUES = {**_SMALL, **_AMBIGUOUS, **_LARGE}
_NAME = "|".join(sorted(_VALUES, key=len, reverse=True))
_RUN = re.compile(rf"\b(?:{_NAME})(?:(?:-| et | |-et-)(?:{_NAME}))*\b")
_COUNTED = r" (?:ans?|annees?|mois|semaines?|jours?|heures?|euros?)\b"
#: « Un », « une » and « neuf » are also an article and an adjective: a number only before what is surely counted.
_ALONE = re.compile(rf"\b(?:un|une|neuf)(?={_COUNTED})|(?<=\bd')(?:un|une)(?={_COUNTED})")
_CHILDREN = re.compile(r"(\b(?:j'ai|a|avons|avez|seul|qu'|que) )(?:un|une)(?: seul)?(?= (?:enfant|gosse|gamin|mome)\b)")
_PERCENT = re.compile(r"\bpour ?cents?\b")


def spell_in_digits(text: str) -> str:
    """`text` with the numbers that are spelled out written in digits; the rest is unchanged."""
    text = _PERCENT.sub("%", text)
    text = _CHILDREN.sub(r"\g<1>1", text)
    text = _RUN.sub(_run, text)
    return _ALONE.sub(lambda match: str(_VALUES[match.group()]), text)


def _run(match: re.Match[str]) -> str:
    names = re.split(r"-et-| et |[- ]", match.group())
    if len(names) == 1 and names[0] in _AMBIGUOUS:
        return match.group()
    groups = _groups(names, re.findall(r"-et-| et |[- ]", match.group()))
    return " ".join(groups)


def _groups(names: list[str], links: list[str]) -> list[str]:
    """The numbers that a run of names makes, one or several: « seize dix-sept » is two."""
    numbers: list[list[str]] = [[names[0]]]
    for link, name in zip(links, names[1:], strict=True):
        if _continues(numbers[-1], name, link):
            numbers[-1].append(name)
        else:
            numbers.append([link.strip(), name] if link == " et " else [name])
    return [_written(number) for number in numbers]


def _continues(number: list[str], name: str, link: str) -> bool:
    """Whether `name` goes on with the number: after twenty come units, after a hundred anything smaller."""
    last, value = _VALUES[number[-1]], _VALUES[name]
    if value in (100, 1000):
        return last < value
    if last == 4 and value == 20:
        return True
    if "et" in link:
        return last in (20, 30, 40, 50, 60, 70, 80, 90) and value in (1, 11)
    if last in (20, 30, 40, 50, 60, 70, 80, 90):
        return value < (20 if last in (60, 20) and (last == 60 or "quatre" in number) else 10)
    return last in (100, 1000) or (last == 10 and value in (7, 8, 9))


def _written(number: list[str]) -> str:
    lead = f"{number[0]} " if number[0] == "et" else ""
    total = current = 0
    for name in number[1:] if lead else number:
        value = _VALUES[name]
        if value == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif value == 100:
            current = (current or 1) * 100
        elif value == 20 and current % 10 == 4:
            current += 76
        else:
            current += value
    return f"{lead}{total + current}"
