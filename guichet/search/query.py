"""A citizen's message as search sees it: terms with weights, and a vector.

`guichet.search.mending` settles which words were meant; this weighs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from guichet.language import fold, normalize, strip_preamble
from guichet.search.index import SearchIndex, pair_key
from guichet.search.lexicon import Lexicon
from guichet.search.meaning import Meanings
from guichet.search.mending import Mender
from guichet.search.text import CONCEPT, Analyzer

_WORD = re.compile(r"[a-z0-9]+")

#: An idea says less than the word that was typed.
IDEA_WEIGHT = 0.6


@dataclass(frozen=True)
class Query:
    """`terms`: (row in the index, weight); `unit_terms`: the same, weighed by rarity, as a unit vector.

     `mass`, `known`: weight of all its terms, and of those in the index.

    `scope`: see `_scope`; `pairs`: rows of the index's phrases. `meaning`: a unit vector, or zero.
    """

    terms: tuple[tuple[int, float], ...]
    unit_terms: tuple[tuple[int, float], ...]
    mass: float
    known: float
    scope: float
    pairs: tuple[int, ...]
    meaning: np.ndarray

    @property
    def empty(self) -> bool:
        """Whether no word of it is in any sheet."""
        return not self.terms


class QueryReader:
    """Reads messages for one index."""

    def __init__(self, index: SearchIndex, lexicon: Lexicon, analyzer: Analyzer, meanings: Meanings) -> None:
        self._index, self._lexicon, self._analyzer, self._meanings = index, lexicon, analyzer, meanings
        self._mender = Mender(index, lexicon, analyzer, meanings)

    def read(self, text: str) -> Query:
        """The query that a message makes."""
        stems = [self._analyzer.stem(word) for word in self._mender.mend(_spoken(text))]
        terms = dict.fromkeys(self._analyzer.with_ideas(stems))
        unknown_idf = float(self._index.idf.max()) if len(self._index.idf) else 1.0
        found: list[tuple[int, float]] = []
        mass = known = square = 0.0
        for term in terms:
            weight = IDEA_WEIGHT if term.startswith(CONCEPT) else 1.0
            row = self._index.vocabulary.get(term)
            if row is not None:
                found.append((row, weight))
                known += weight * float(self._index.idf[row])
                square += (weight * float(self._index.idf[row])) ** 2
            elif weight == 1.0:
                mass += unknown_idf
                square += unknown_idf**2
        norm = max(square, 1e-9) ** 0.5
        unit = tuple((row, weight * float(self._index.idf[row]) / norm) for row, weight in found)
        return Query(
            tuple(found), unit, mass + known, known, self._scope(stems), self._pairs(stems), self._meanings.of(terms)
        )

    def _scope(self, stems: list[str]) -> float:
        """How much the words speak for a subject of the counter's, on average; below zero, for something else."""
        odds = [min(max(self._index.scope.get(stem, 0.0), -3.0), 3.0) for stem in set(stems)]
        return -sum(odds) / max(len(odds), 1)

    def _pairs(self, stems: list[str]) -> tuple[int, ...]:
        """The rows of the pairs of neighbours that the sheets also have."""
        rows = [self._index.vocabulary.get(stem, -1) for stem in stems]
        keys = {int(pair_key(a, b, len(self._index.vocabulary))) for a, b in pairwise(rows) if a >= 0 <= b}
        known = self._index.phrase_keys
        places = [(int(np.searchsorted(known, key)), key) for key in sorted(keys)]
        return tuple(place for place, key in places if place < len(known) and known[place] == key)


def _spoken(text: str) -> list[str]:
    """The folded words of a message without its greetings; those that say nothing are still there."""
    return _WORD.findall(fold(strip_preamble(normalize(text))))
