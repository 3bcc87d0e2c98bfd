"""How alike two messages are, by what is left of their words: no model, no library, a few thousand in a second.

It knows no procedure: words that every message has count for little because every message has them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from guichet.language import fold, normalize

#: What a message weighs by each of its stems; of length one, so that the product of two is their cosine.
Vector = dict[str, float]

#: Words that tell nothing of what is asked, folded.
_EMPTY = frozenset(
    """
    ai aie ait as au aux avais avait avec avez avoir avons c ca car ce cela celui ces cet cette ceux chez comme comment
    d dans de des dois doit donc du elle elles en encore es est et etait ete etre eu faire fais fait faites faut il ils
    j je l la le les leur leurs lui m ma mais me merci mes moi mon n ne nos notre nous on ont ou par pas peut peux plus
    pour pouvez puis qu quand que quel quelle quelles quels quest qui quoi s sa sais sans savoir se sera ses si soit
    son sont suis sur svp t ta te tes toi ton toujours tous tout toute tres tu un une va vais veut veux voudrais vos
    votre vous y bonjour bonsoir aussi alors deja ici aller apres avant besoin plait savoir
    """.split()
)

#: Endings that change with gender and tense, once a plural is gone; the longest first.
_ENDINGS = re.compile(r"(?:issement|issante|ement|ation|atrice|ateur|able|euse|ion|ee|ant|ent|au|ait|ai|er|ez|e|t)$")

#: From so many letters on, a word is known by its consonants: vowels are what people mistype.
_LONG = 6

#: Among fewer texts than this, how rare a word is tells little: as many are pretended.
_FEWEST = 1_000


def stems(text: str) -> list[str]:
    """What is left of each word that tells something, once each; of all words where none does."""
    words = re.findall(r"[a-z0-9]+", fold(normalize(text)))
    telling = [word for word in words if word not in _EMPTY and (len(word) > 1 or word.isdigit())]
    return list(dict.fromkeys(_stem(word) for word in telling or words))


def vectors(texts: Sequence[str]) -> list[Vector]:
    """Each text by its stems, the rare ones weighing most."""
    found = [stems(text) for text in texts]
    spread, size = Counter(stem for listed in found for stem in listed), max(len(texts), _FEWEST)
    return [_unit({stem: math.log(1 + size / spread[stem]) for stem in listed}) for listed in found]


def alike(one: Vector, other: Vector) -> float:
    """From 0, nothing in common, to 1, the same."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * long[stem] for stem, weight in short.items() if stem in long)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {stem: weight / length for stem, weight in vector.items()}


def _stem(word: str) -> str:
    if word.isdigit():
        return word
    word = word.rstrip("sx") if len(word) > 3 else word
    cut = _ENDINGS.sub("", word)
    cut = cut if len(cut) >= 3 else word
    # The letters of a long word without its vowels and doubled letters: « passport » is « passeport ».
    return re.sub(r"(.)\1+", r"\1", cut[0] + re.sub(r"[aeiouy]", "", cut[1:])) if len(cut) >= _LONG else cut
