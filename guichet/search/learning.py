"""What editors' phrasings add to an index: how citizens ask for each procedure, and words that no sheet uses.

The sheets' index changes with the sheets; this is added when it is opened, so that a model can bring its own phrasings.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from guichet.search.examples import Examples
from guichet.search.index import SearchIndex, pair_key
from guichet.search.meaning import Meanings, unit
from guichet.search.query import IDEA_WEIGHT
from guichet.search.scope import out_of_scope, scope_odds
from guichet.search.text import CONCEPT, Analyzer, question_words

#: BM25 over all the phrasings of a procedure together.
_SATURATION, _LENGTH = 1.2, 0.3


@dataclass(frozen=True)
class _Read:
    """One phrasing: the procedure it asks for, its words, the rows of its terms, and its vector."""

    owner: int
    words: tuple[str, ...]
    terms: tuple[int, ...]
    meaning: np.ndarray


def learn(index: SearchIndex, examples: Examples, analyzer: Analyzer, meanings: Meanings) -> SearchIndex:
    """The index with the phrasings of the procedures it has; those of others are left aside."""
    vocabulary = dict(index.vocabulary)
    entries = {entry.id: number for number, entry in enumerate(index.entries)}
    read = [
        _read(text, entries[name], vocabulary, analyzer, meanings)
        for name, phrasings in examples.items()
        if name in entries
        for text in phrasings
    ]
    read = sorted((phrasing for phrasing in read if phrasing.terms), key=lambda phrasing: phrasing.owner)
    idf = _idf(index, read, len(vocabulary))
    return replace(
        index,
        vocabulary=vocabulary,
        scope=scope_odds(out_of_scope(), (text for texts in examples.values() for text in texts), analyzer),
        idf=idf,
        phrase_keys=pair_key(*divmod(index.phrase_keys, max(len(index.vocabulary), 1)), len(vocabulary)),
        asked=_asked(read, idf * _weights(vocabulary)),
        asked_owner=np.asarray([phrasing.owner for phrasing in read], dtype=np.int32),
        asked_meaning=_asked_meaning(read, len(index.entries), meanings.size),
        asked_words=_asked_words(read, idf, len(index.entries)),
        spelling=index.spelling | _spelling(read, index.spelling),
        **{name: _taller(getattr(index, name), len(vocabulary)) for name in _BY_TERM},
    )


#: The matrices of the index that have a row for each term.
_BY_TERM = ("sheets", "passages", "naming", "description", "labels")


def _read(text: str, owner: int, vocabulary: dict[str, int], analyzer: Analyzer, meanings: Meanings) -> _Read:
    words = question_words(text)
    terms = analyzer.with_ideas([analyzer.stem(word) for word in words])
    rows = tuple(vocabulary.setdefault(term, len(vocabulary)) for term in terms)
    return _Read(owner, tuple(words), rows, meanings.of(terms))


def _idf(index: SearchIndex, read: list[_Read], terms: int) -> np.ndarray:
    """The rarity of each term among procedures; that of new words, by how many procedures are asked for with them."""
    owners: dict[int, set[int]] = {}
    for phrasing in read:
        for term in phrasing.terms:
            if term >= len(index.idf):
                owners.setdefault(term, set()).add(phrasing.owner)
    total = len(index.entries)
    idf = np.zeros(terms, dtype=np.float32)
    idf[: len(index.idf)] = index.idf
    for term, found in owners.items():
        idf[term] = np.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
    return idf


def _weights(vocabulary: dict[str, int]) -> np.ndarray:
    """What each term counts for in a message: a phrasing weighed alike is recognised when it is said again."""
    weights = np.ones(len(vocabulary), dtype=np.float32)
    weights[[row for term, row in vocabulary.items() if term.startswith(CONCEPT)]] = IDEA_WEIGHT
    return weights


def _asked(read: list[_Read], worth: np.ndarray) -> sparse.csr_matrix:
    """Shape (terms, phrasings): each phrasing a unit vector of its terms by what they are worth."""
    columns = [sorted(set(phrasing.terms)) for phrasing in read]
    places = np.repeat(np.arange(len(read)), [len(column) for column in columns])
    terms = np.fromiter((term for column in columns for term in column), dtype=np.int32)
    weights = worth[terms]
    norms = np.sqrt(np.bincount(places, weights**2, len(read)))
    data = (weights / np.maximum(norms, 1e-9)[places]).astype(np.float32)
    return sparse.csr_matrix((data, (terms, places)), shape=(len(worth), len(read)))


def _asked_words(read: list[_Read], idf: np.ndarray, entries: int) -> sparse.csr_matrix:
    """Shape (terms, procedures): BM25 weights of the words of all its phrasings; in how many, not how often."""
    counts = Counter((term, phrasing.owner) for phrasing in read for term in set(phrasing.terms))
    terms = np.fromiter((term for term, _ in counts), dtype=np.int32, count=len(counts))
    owners = np.fromiter((owner for _, owner in counts), dtype=np.int32, count=len(counts))
    values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
    lengths = np.bincount(owners, values, entries)
    average = lengths[lengths > 0].mean() if len(counts) else 1.0
    held_back = 1 - _LENGTH + _LENGTH * lengths[owners] / average
    data = (values * (_SATURATION + 1) / (values + _SATURATION * held_back) * idf[terms]).astype(np.float32)
    return sparse.csr_matrix((data, (terms, owners)), shape=(len(idf), entries))


def _asked_meaning(read: list[_Read], entries: int, size: int) -> np.ndarray:
    """Shape (procedures, dimensions): the mean of the phrasings of each, as a unit vector."""
    total = np.zeros((entries, size), dtype=np.float32)
    for phrasing in read:
        total[phrasing.owner] += phrasing.meaning
    return unit(total)


def _spelling(read: list[_Read], known: dict[str, int]) -> dict[str, int]:
    """New words that several phrasings use: they are words, not misspellings."""
    counts = Counter(word for phrasing in read for word in set(phrasing.words) if word.isalpha() and word not in known)
    return {word: count for word, count in counts.items() if count >= 3}


def _taller(matrix: sparse.csr_matrix, rows: int) -> sparse.csr_matrix:
    """The same matrix with empty rows after its own."""
    indptr = np.pad(matrix.indptr, (0, rows - matrix.shape[0]), mode="edge")
    return sparse.csr_matrix((matrix.data, matrix.indices, indptr), shape=(rows, matrix.shape[1]))
