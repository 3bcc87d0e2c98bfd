"""Registration plates of vehicles in a message, in the forms of today (AB-123-CD) and of before 2009 (1234 AB 75).

Plates of other countries and of the State's own vehicles are out of scope. Numbers between words look like plates
(« de 100 km », « 150 eur 20 »): a plate without hyphens needs capitals, or a message that speaks of a vehicle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: I, O and U are on no plate (arrêté of 9 February 2009); before, they were rare.
_LETTERS = "A-HJ-NP-TV-Z"

_HYPHENS = ("-", "\u2011", "\u2013")
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_]|[-.]\d)"
_GAP = "[ .\u00a0\u202f\u2011\u2013_-]"
_NOW = re.compile(
    rf"{_EDGE}([{_LETTERS}]{{2}}) ?({_GAP}?) ?\d{{3}} ?({_GAP}?) ?([{_LETTERS}]{{2}}){_END}", re.IGNORECASE
)
_DEPARTEMENT = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])"
_BEFORE = re.compile(
    rf"{_EDGE}[1-9]\d{{1,3}} ?({_GAP}?) ?([A-HJ-NP-Z]{{2,3}}) ?({_GAP}?) ?{_DEPARTEMENT}{_END}", re.IGNORECASE
)

#: What makes numbers and letters a plate.
_NAMED = re.compile(r"\bplaques?\b|immatr|num[ée]ro de (?:la |ma )?(?:voiture|moto)|\bv[ée]hicule n", re.IGNORECASE)
_VEHICLE = re.compile(
    r"voiture|v[ée]hicule|auto\b|\bmoto|scooter|camion|remorque|caravane|utilitaire|camping|cyclo|quad|carte grise"
    r"|certificat d['’]immat|contr[ôo]le technique|fourri[èe]re|amende|contravention|cession|crit['’ ]?air|\bpv\b"
    r"|renault|peugeot|citro[ëe]n|clio|twingo|megane|\b[1-5]0[5-8]\b|\b4l\b|\b2 ?cv\b|dacia|toyota"
    r"|volkswagen|\bgolf\b|ford|kangoo",
    re.IGNORECASE,
)
#: What makes them something else, right before.
_OTHER = re.compile(
    r"(?:cadastr\w*|parcelles?|sections?|lots?|articles?|art\.?|cerfas?|dossier|r[ée]f\w*\.?|passeport|identit[ée])\s*"
    r"(?:n[°ºo]\s*)?:?\s*$",
    re.IGNORECASE,
)

#: Short words and units on either side of a number; with hyphens they may be a plate all the same.
_WORDS = frozenset(
    "de du des le la les et en ne se sa ma ta te me ce ca es as ai an ans eu est un une au aux par sur pas que qui via"
    " km cm mm kg mg ml cl dl ha hz kw ch mn min sec hrs jrs eur euro ht ttc net nb pc ex art bis ter av bd rue ave"
    " jan fev mar avr mai jui jul aou sep oct nov dec lun mar mer jeu ven sam dim he el etc ref tel fax der cdi cdd apl"
    " rsa caf cpam sci sas eurl hlm tva csg cfe rfr bac cap bep bts ects kva dpe aah smic pel ldd lep gb go mo ko"
    " tce hdi dci tdi tsi vti fps sdb wc rdc apt bat esc etg pce pcs elle nos vos mes tes ses ces avec".split()
)
#: How far before a plate its name may stand, in characters.
_DISTANCE = 60


def plates(text: str) -> Iterator[tuple[int, int]]:
    """Where plates are."""
    # Looked at once: a long text may be nothing but what looks like plates.
    context = _Context(bool(_VEHICLE.search(text)), any(map(str.islower, text)), sum(map(str.isupper, text)))
    for match in _NOW.finditer(text):
        before, first, second, after = match[1], match[2], match[3], match[4]
        if _counts(text, context, match, first == second and first in _HYPHENS, (before, after)):
            yield match.span()
    for match in _BEFORE.finditer(text):
        hyphens = match[1] == match[3] and match[1] in _HYPHENS
        if _counts(text, context, match, hyphens and match[2].isupper(), (match[2],), old=True):
            yield match.span()


@dataclass(frozen=True)
class _Context:
    """Whether a message speaks of a vehicle, whether it has small letters, and how many capitals."""

    vehicle: bool
    small: bool
    capitals: int

    def stands_out(self, letters: tuple[str, ...]) -> bool:
        """Whether these letters are capitals in a message that is not shouted."""
        alone = self.capitals == sum(map(len, letters))
        return all(part.isupper() for part in letters) and (self.small or alone)


def _counts(
    text: str, context: _Context, match: re.Match[str], by_form: bool, letters: tuple[str, ...], old: bool = False
) -> bool:
    """Whether what looks like a plate is one, by its form or by the words around it."""
    before = text[max(0, match.start() - _DISTANCE) : match.start()]
    if _OTHER.search(before):
        return False
    words = any(part.lower() in _WORDS for part in letters)
    if _NAMED.search(before):
        return not (old and words)
    if words:
        return by_form and not old
    if by_form or context.vehicle:
        return True
    compact, shown = match[0].isalnum(), context.stands_out(letters)
    return (compact and shown) if old else (compact or shown)
