"""For whom a thing is asked: « pour moi » or « l'acte de ma mère », beside « votre acte » and « celui d'un autre ».

It leaves out ages and who must come along. It reads folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guichet.matching.people import CHILD

SELF, CHILD_OF, OTHER = "self", "child", "other"
EVERYONE = frozenset({SELF, CHILD_OF, OTHER})

_LABELS = (
    (frozenset({SELF}), re.compile(r"\bvotre propre \w+|\bpour vous(?:-meme| seul)?(?= *(?:$|\|))")),
    (frozenset({CHILD_OF, OTHER}), re.compile(r"\b(?:d'|pour )(?:une autre personne|un tiers|quelqu'un d'autre)")),
    (frozenset({CHILD_OF}), re.compile(r"\bpour un (?:enfant(?: mineur)?|mineur)\b")),
    (frozenset({OTHER}), re.compile(r"\bpour une personne\b")),
)
_RELATIVE = (
    r"(?:(?:arriere-)?(?:grand|beau|belle|petite?)[ -])?(?:mere|pere|maman|papa|mari|femme|conjointe?|epoux|epouse"
    r"|compagne|compagnon|copain|copine|amie?|voisine?|frere|soeur|oncle|tante|cousine?|neveu|niece|parents?"
    r"|partenaire|fils|filles?|enfants?|bebe)"
)
_ANOTHER = rf"(?:(?:mon|ma|mes|notre|nos) {_RELATIVE}|quelqu'un d'autre|une autre personne|un proche|un tiers)\b"
#: « Pour moi, c'est trop long » is an opinion.
_SELF = re.compile(
    r"\bpour (?:moi|nous)(?:-memes?)?\b(?!,? (?:c'|ce |ca |il |elle |je |j'|on |la |le ))"
    r"|^(?:c'est |plutot )*(?:le mien|la mienne|moi-meme)\b|\b(?:mon|ma) propre \w+"
)
_OTHERS = re.compile(
    rf"\b(?:pour|(?:acte|naissance|mariage|deces) (?:de|d'|a)) ?{_ANOTHER}|^(?:celui|celle) de {_ANOTHER}"
)
_DENIED = re.compile(r"\b(?:pas|plus|non)(?: que)? $")


def read_label(text: str) -> frozenset[str]:
    """For whom an option is; nothing when it does not say."""
    return frozenset().union(*(values for values, pattern in _LABELS if pattern.search(text)))


def offers_oneself(labels: str) -> bool:
    """Whether one of the labels is for whoever asks."""
    return bool(_LABELS[0][1].search(labels))


def read_beneficiary(text: str) -> Iterator[tuple[str, frozenset[str], int]]:
    """For whom a message asks: (dimension, values, start)."""
    for pattern in (_SELF, _OTHERS):
        for match in pattern.finditer(text):
            child = CHILD.search(match.group())
            values = frozenset({SELF}) if pattern is _SELF else frozenset({CHILD_OF if child else OTHER})
            denied = _DENIED.search(text, 0, match.start())
            yield "beneficiary", EVERYONE - values if denied else values, match.start()
