"""How a commune's name is written and typed: one key for « Saint-Denis », « ST DENIS » and « saint denis ».

Leaves out which communes there are, and sentences.
"""

from __future__ import annotations

import re

from guichet.language import fold

#: City → the code of the arrondissement before its first, and how many there are.
CITIES = {"paris": (75100, 20), "marseille": (13200, 16), "lyon": (69380, 9)}
#: The city as a whole → the same code, to go from one to the other.
WHOLE = {"75056": 75100, "13055": 13200, "69123": 69380}
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lès": "les", "s": "sur"}
_CONTRACTED = {"au": ("a", "le"), "aux": ("a", "les"), "du": ("de", "le"), "des": ("de", "les")}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_RANK = re.compile(r"(\d{1,2})(?:er|ere|e|eme|ieme|em|nd)?")
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The words of a name or a sentence, without case, accents or hyphens, abbreviations spelled out."""
    found = _WORD.findall(fold(text).replace("s/", "sur "))
    return [_SHORT.get(word, word) for word in found]


def spoken(text: str) -> list[str]:
    """The same, with « au » as « à le »: « au Havre » then holds the name « Le Havre »."""
    return [part for word in words(text) for part in _CONTRACTED.get(word, (word,))]


def key(name: str) -> str:
    """What two ways of writing the same name have in common. Contractions are undone as in a sentence."""
    return " ".join(spoken(name))


def arrondissement(city: str, rank: str) -> str:
    """The official code for « paris » and « 15e »; empty when there is no such arrondissement."""
    base, count = CITIES.get(city, (0, 0))
    match = _RANK.fullmatch(rank)
    number = int(match[1]) if match else (_ROMAN.index(rank) + 1 if rank in _ROMAN else 0)
    return str(base + number) if 1 <= number <= count else ""


def city_of(insee: str) -> str:
    """The code of the whole city of an arrondissement; empty for any other commune."""
    for whole, base in WHOLE.items():
        if insee.isdecimal() and arrondissement_number(insee, base):
            return whole
    return ""


def city_name(insee: str) -> str:
    """« 75056 » → « Paris », « 75115 » → « Paris 15e »; empty for any other commune."""
    if insee in WHOLE:
        return next(city for city, (base, _) in CITIES.items() if base == WHOLE[insee]).capitalize()
    return arrondissement_name(insee)


def arrondissement_name(insee: str) -> str:
    """« 75115 » → « Paris 15e »; empty for any other commune."""
    for city, (base, _) in CITIES.items():
        number = arrondissement_number(insee, base) if insee.isdecimal() else 0
        if number:
            return f"{city.capitalize()} {number}{'er' if number == 1 else 'e'}"
    return ""


def arrondissement_number(insee: str, base: int) -> int:
    """Which arrondissement a code stands for, counted from `base`; 0 for none."""
    count = next(count for known, count in CITIES.values() if known == base)
    number = int(insee) - base
    return number if 1 <= number <= count else 0


def arrondissement_of_postcode(postcode: str) -> str:
    """« 75015 » → « 75115 », « 69003 » → « 69383 »; empty for any other. 75116 is the north of the 16th."""
    if postcode == "75116":
        return "75116"
    for prefix, city in (("750", "paris"), ("130", "marseille"), ("6900", "lyon")):
        if postcode.startswith(prefix):
            return arrondissement(city, postcode[len(prefix) :].lstrip("0") or "x")
    return ""
