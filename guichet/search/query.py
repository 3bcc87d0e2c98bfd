"""A citizen's message as search sees it: terms with weights, and a vector.

Spelling is mended only towards words that the sheets use, and only for words that no French text uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from guichet.search.index import SearchIndex, pair_key
from guichet.search.lexicon import Lexicon
from guichet.search.meaning import Meanings
from guichet.search.text import CONCEPT, Analyzer, question_words

#: Shorter parts than this are in too many words to tell that two were glued.
_PART = 4

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
        self._by_initial: dict[str, list[str]] = {}
        for word in index.spelling:
            self._by_initial.setdefault(word[0], []).append(word)

    def read(self, text: str) -> Query:
        """The query that a message makes."""
        words = [mended for word in question_words(text) for mended in self._mend(word)]
        stems = [self._analyzer.stem(word) for word in words]
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

    def _mend(self, word: str) -> tuple[str, ...]:
        """The word of the sheets that a misspelt word stands for, the two that it glues, or the word itself."""
        if len(word) < 5 or not word.isalpha() or word in self._index.spelling or word in self._lexicon:
            return (word,)
        return self._unglued(word) or (self._nearest(word),)

    def _unglued(self, word: str) -> tuple[str, ...]:
        """« congeparental » → (conge, parental), the pair whose rarer word is the most used; nothing when none is."""
        use = self._index.spelling
        pairs = [(word[:cut], word[cut:]) for cut in range(_PART, len(word) - _PART + 1)]
        known = [pair for pair in pairs if pair[0] in use and pair[1] in use]
        return max(known, key=lambda pair: min(use[pair[0]], use[pair[1]]), default=())

    def _nearest(self, word: str) -> str:
        near = [w for w in self._by_initial.get(word[0], ()) if abs(len(w) - len(word)) <= 2]
        limit = 1 if len(word) < 8 else 2
        matches = process.extract(word, near, scorer=OSA.distance, score_cutoff=limit, limit=5)
        if not matches:
            return word
        return min(matches, key=lambda m: (m[1], -self._index.spelling[m[0]]))[0]

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
