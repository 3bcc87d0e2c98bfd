"""Situations that exclude one another, in everyday words: how to apply, in couple or not, papers valid or expired.

Each reader returns (values, start, end) for what a folded text says; numbers, dates and places are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Reading = tuple[frozenset[str], int, int]

_WAYS = {
    "online": r"en ligne|(?:sur|par|via) (?:l')?internet|sur le (?:site|web|net)|teleservice|dematerialise\w*"
    r"|par le site",
    "mail": r"par courrier|par (?:la )?poste|par voie postale|par lettre|par ecrit|par recommande",
    "onsite": r"sur place|au guichet|en personne|physiquement|(?:me|se|nous) deplace\w*|j'y vais|j'irai|y aller"
    r"|en mairie",
    "phone": r"par tel(?:ephone)?|telephoner|au telephone|par sms",
}
#: Alone in an answer these name a way; in a sentence they may be the subject (« j'ai perdu mon téléphone »).
_WAYS_ALONE = {
    "online": r"internet|le site|ordinateur|ordi|le web",
    "mail": r"courrier|la poste|poste|lettre",
    "onsite": r"guichet|mairie|prefecture|la mairie|le guichet|a la mairie|a la prefecture",
    "phone": r"telephone|tel|le telephone",
}
_BOUGHT = re.compile(
    r"\b(?:achet|achat|command|vend|vent|arnaqu|escro|pari|jeu|jou|trouv|contact|rencontr|souscri|rachet)"
)
_COUPLE = {
    "married": r"(?<!me )(?<!se )(?<!nous )marie(?:e|s|es|\(e\)s?)?",
    "pacs": r"(?<!me )(?<!se )pacse(?:e|s|es|\(e\)s?)?",
    "cohabiting": r"concubin(?:age|e|s|es)?|union libre|vie maritale",
    "single": r"celibataires?",
    "divorced": r"(?<=\bsuis )divorcee?|(?<=\betes )divorcee?s?|divorce\(e\)s?|^divorcee?$|divorcees?|divorces",
    "widowed": r"veu(?:f|ve)s?",
    "together": r"en couple|vi(?:t|vent|vez) ensemble",
    "alone": r"vi[sv](?:ez)? (?:toute? )?seul(?:e|\(e\))?|parent isole|famille monoparentale",
}
_WIDER = {
    "together": frozenset({"married", "pacs", "cohabiting"}),
    "alone": frozenset({"single", "divorced", "widowed"}),
}
_EXPIRED = (
    r"(?:ne |n')?(?:est|sont)? ?(?:plus|pas) (?:en cours de validite|valables?|valides?|bonnes?)|perime\w*|"
    r"date de validite[^,;.]*? depassee?|depassee?s? de date|expiree?s?\b|date (?:d'expiration"
    r"|de fin de validite)[^,;.]*"
    r"(?:depassee?|remonte|inferieure|superieure|passee)|(?:invalide|hors delai)s?\b|date d'expiration ?:"
)
_STILL_VALID = (
    r"(?:pas|jamais)(?: encore)? (?:perime|expire)\w*|(?:va|vont|doit)(?: bientot)? (?:expirer|perimer|etre perimee?)|"
    r"expire(?:nt)? (?:bientot|dans|le mois prochain|l'annee prochaine|l'an prochain)|"
    r"arrive(?:nt)? (?:bientot )?a (?:expiration|echeance)|en cours de validite|valides?\b|valables?\b|"
    r"(?:toujours|encore) bonnes?\b"
)
_VALIDITY = re.compile(rf"\b(?P<valid>{_STILL_VALID})|\b(?P<expired>{_EXPIRED})")
_PLUS_VALID = re.compile(r"\b(?:plus|pas)(?: (?:du tout|encore|toujours))? ?$")
_DOCUMENTS = {
    "grise": r"cartes? grises?|certificats? d'immatriculation",
    "vitale": r"cartes? vitales?",
    "sejour": r"(?:cartes?|titres?) de (?:sejour|resident)|recepisses?",
    "cni": r"cartes? (?:nationales? )?d'identites?|cni|cartes? nationales?|pieces? d'identite",
    "passeport": r"pass?e?ports?",
    "permis": r"permis",
    "visa": r"visas?",
    "carte": r"cartes?",
}
_DOCUMENT = re.compile("|".join(rf"\b(?P<{name}>{words})\b" for name, words in _DOCUMENTS.items()))
_CARDS = frozenset({"carte", "cni", "sejour"})
_WITHOUT = re.compile(
    r"\b(?:pas|plus|jamais|sans|aucune?|ni)(?: (?:encore|eu|du tout|de|un|une|le|la|mon|ma|son|sa|votre))*(?: d')? ?$"
)
_WITH = re.compile(
    r"\b(?:ai|as|a|avons|avez|ont|aviez|possede|possedez)"
    r"(?: (?:toujours|bien|deja|encore|aussi|egalement|quand meme|par contre))*"
    r" (?:un|une|mon|ma|le|la|son|sa|notre|votre)(?: (?:vieux|vieille|ancien|ancienne|autre))? ?$"
)


def read_ways(text: str, *, alone: bool) -> Iterator[Reading]:
    """The ways to apply; `alone`: the text is nothing but an answer."""
    if _BOUGHT.search(text):
        return
    for name, words in _WAYS.items():
        for match in re.finditer(rf"\b(?:{words})\b", text):
            yield frozenset({name}), match.start(), match.end()
        if alone and re.fullmatch(rf"(?:par |plutot |au |l')?(?:{_WAYS_ALONE[name]})[ .!]*", text.strip()):
            yield frozenset({name}), 0, len(text)


def ways() -> frozenset[str]:
    """Every way to apply."""
    return frozenset(_WAYS)


def read_couple(text: str) -> Iterator[Reading]:
    """Whether people live in couple, and how."""
    for name, words in _COUPLE.items():
        for match in re.finditer(rf"(?<![\w])(?:{words})(?![\w])", text):
            yield _WIDER.get(name, frozenset({name})), match.start(), match.end()


def couples() -> frozenset[str]:
    """Every family situation."""
    return frozenset(_COUPLE) - frozenset(_WIDER)


def read_validity(text: str) -> Iterator[Reading]:
    """Whether papers are valid or expired, or not there at all; « j'ai un passeport » says either of the first two."""
    for match in _VALIDITY.finditer(text):
        denied = match.lastgroup == "valid" and _PLUS_VALID.search(text, 0, match.start())
        yield frozenset({"expired" if denied else match.lastgroup or ""}), match.start(), match.end()
    for match in _DOCUMENT.finditer(text):
        if _WITHOUT.search(text, 0, match.start()):
            yield frozenset({"none"}), match.start(), match.end()
        elif _WITH.search(text, 0, match.start()):
            yield frozenset({"valid", "expired"}), match.start(), match.end()


def documents(text: str) -> frozenset[str]:
    """The papers that a text names."""
    return frozenset(match.lastgroup or "" for match in _DOCUMENT.finditer(text))


def document_spans(text: str) -> list[tuple[int, int]]:
    """Where a text names papers."""
    return [match.span() for match in _DOCUMENT.finditer(text)]


def same_document(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of papers may be the same; « la carte » may be an identity card or a residence card."""
    if one & other:
        return True
    return ("carte" in one and bool(other & _CARDS)) or ("carte" in other and bool(one & _CARDS))
