"""Which of the options on the table a citizen's own words mean: « la deuxième », « à l'étranger », « pour mon fils ».

It compares words, ideas and places in the list; numbers and ages are compared by the guide's later work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from guichet.language import fold
from guichet.search.text import Analyzer, question_words

_ORDINALS = {
    "premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "sixieme": 6, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4,
}  # fmt: skip
_PLACE = re.compile(
    r"(?:(?:plutot|alors|je (?:prends|choisis|veux|dirais)|oui) )?(?:(?:le|la|l'|option|choix|reponse|numero|n°|no) ?)*"
    r"(\d{1,2}|[a-z]+)(?:(?<=\d)(?:ere?|re|e|i?eme|nde?))?"
    r"(?: (?:option|choix|reponse|proposition|de la liste|svp|s'il vous plait))*[ .!]*"
)
_NEGATION = re.compile(r"\b(?:pas|sans|aucune?|jamais|plus de)\b")
_PARTICIPLE = re.compile(r"\b([a-z]{3,}e)es?\b|\b([a-z]{2,}du)s\b")
#: Who says so denies nothing: « je ne sais pas ».
_UNSURE = re.compile(r"\b(?:sai[st]|comprends?) pas\b|\bpas (?:compris|sure?|certaine?)\b|\baucune idee\b")


def place_in_list(text: str, count: int) -> int | None:
    """The index (from 0) that « 2 », « la deuxième » or « la dernière » points to among `count` options, or None."""
    match = _PLACE.fullmatch(fold(text).strip())
    if not match:
        return None
    word = match[1]
    if word in ("dernier", "derniere"):
        return count - 1 if count else None
    place = int(word) if word.isdigit() else _ORDINALS.get(word, 0)
    return place - 1 if 1 <= place <= count else None


def narrow(text: str, labels: Sequence[str], analyzer: Analyzer) -> list[int]:
    """The indices of the labels that the text speaks for; all of them when it tells none apart.

    Only what distinguishes the labels counts: « carte perdue » says nothing between two lost cards.
    """
    known = [set(analyzer.terms(_masculine(label))) | _negation(label) for label in labels]
    shared = set.intersection(*known) if known else set()
    said = set(analyzer.with_ideas([analyzer.stem(w) for w in question_words(_masculine(text))])) | _negation(text)
    points = [len((terms - shared) & said) for terms in known]
    best = max(points, default=0)
    return [i for i, p in enumerate(points) if p == best] if best else list(range(len(labels)))


def _masculine(text: str) -> str:
    """« Volée » and « perdus » as « vole » and « perdu »: without accents, the stemmer takes them for other words."""
    return _PARTICIPLE.sub(r"\1\2", fold(text))


def _negation(text: str) -> set[str]:
    """« Pas de passeport » and « un passeport » differ by words that search leaves out."""
    return {"#non"} if _NEGATION.search(_UNSURE.sub(" ", fold(text))) else set()
