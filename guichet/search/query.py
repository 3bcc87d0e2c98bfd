"""A citizen's message as search sees it: terms with weights, and a vector.

Spelling is mended only towards words that the sheets use, and only for words that no French text uses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from guichet.search.index import SearchIndex
from guichet.search.lexicon import Lexicon
from guichet.search.text import CONCEPT, Analyzer, question_words

#: An idea says less than the word that was typed.
IDEA_WEIGHT = 0.6


@dataclass(frozen=True)
class Query:
    """`terms`: (row in the index, weight). `mass`, `known`: weight of all its terms, and of those in the index.

    `vector`: unit, or zero when no word has one.
    """

    terms: tuple[tuple[int, float], ...]
    mass: float
    vector: np.ndarray
    known: float

    @property
    def empty(self) -> bool:
        """Whether no word of it is in any sheet."""
        return not self.terms


class QueryReader:
    """Reads messages for one index."""

    def __init__(self, index: SearchIndex, lexicon: Lexicon, analyzer: Analyzer) -> None:
        self._index, self._lexicon, self._analyzer = index, lexicon, analyzer
        self._by_initial: dict[str, list[str]] = {}
        for word in index.spelling:
            self._by_initial.setdefault(word[0], []).append(word)

    def read(self, text: str) -> Query:
        """The query that a message makes."""
        words = [self._mend(word) for word in question_words(text)]
        terms = dict.fromkeys(self._analyzer.with_ideas([self._analyzer.stem(w) for w in words]))
        unknown_idf = float(self._index.idf.max()) if len(self._index.idf) else 1.0
        found: list[tuple[int, float]] = []
        mass = known = 0.0
        for term in terms:
            weight = IDEA_WEIGHT if term.startswith(CONCEPT) else 1.0
            row = self._index.vocabulary.get(term)
            if row is not None:
                found.append((row, weight))
                known += weight * float(self._index.idf[row])
            elif weight == 1.0:
                mass += unknown_idf
        return Query(tuple(found), mass + known, self._vector(words), known)

    def _mend(self, word: str) -> str:
        """The word of the sheets that a misspelt word stands for, or the word itself."""
        if len(word) < 5 or not word.isalpha() or word in self._index.spelling or word in self._lexicon:
            return word
        near = [w for w in self._by_initial.get(word[0], ()) if abs(len(w) - len(word)) <= 2]
        limit = 1 if len(word) < 8 else 2
        matches = process.extract(word, near, scorer=OSA.distance, score_cutoff=limit, limit=5)
        if not matches:
            return word
        return min(matches, key=lambda m: (m[1], -self._index.spelling[m[0]]))[0]

    def _vector(self, words: list[str]) -> np.ndarray:
        total = np.zeros(self._lexicon.size, dtype=np.float32)
        for word in dict.fromkeys(words):
            vector = self._lexicon.vector(word)
            if vector is not None:
                row = self._index.vocabulary.get(self._analyzer.stem(word))
                total += vector * (self._index.idf[row] if row is not None else self._index.idf.mean())
        return _unit(_unit(total) - self._index.vectors_mean) if total.any() else total


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
