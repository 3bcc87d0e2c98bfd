"""Building the search index: documents come one at a time, their counts become weights. It reads no catalogue."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy import sparse

from guichet.search.documents import FIELDS, Document
from guichet.search.index import Entry, SearchIndex, pair_key
from guichet.search.meaning import Meanings, unit

#: BM25: how fast a repeated term saturates, and how much long texts are held back.
_SATURATION = 1.2
_LENGTH_SHEET, _LENGTH_PASSAGE = 0.5, 0.6

#: Fields that name a procedure; the others describe it.
_NAMING = ("title", "names", "short")


class _Counts:
    """Term counts of many texts as they are read: coordinates of a sparse matrix, in compact arrays."""

    def __init__(self) -> None:
        self.terms, self.columns, self.values = array("i"), array("i"), array("f")

    def add(self, column: int, ids: Iterable[int], values: Iterable[float]) -> None:
        before = len(self.terms)
        self.terms.extend(ids)
        self.values.extend(values)
        self.columns.extend([column] * (len(self.terms) - before))

    def matrix(self, terms: int, columns: int) -> sparse.csr_matrix:
        """The counts as a matrix; they are let go, for they weigh as much as the rest of the index."""
        places = (np.asarray(self.terms), np.asarray(self.columns))
        found = sparse.csr_matrix((np.asarray(self.values), places), shape=(terms, columns), dtype=np.float32)
        self.terms, self.columns, self.values = array("i"), array("i"), array("f")
        return found


class IndexBuilder:
    """Takes documents one at a time, so that no more than one is in memory, and gives the index."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._fields = {name: _Counts() for name in FIELDS}
        self._passages = _Counts()
        self._owners = array("i")
        self._labels = _Counts()
        self._label_owners = array("i")
        self._label_counts = array("i")
        self._called: list[tuple[str, ...]] = []
        self._pairs = (array("i"), array("i"), array("i"))

    def add(self, document: Document) -> None:
        """Counts one document."""
        column = len(self._entries)
        self._entries.append(Entry(document.id, document.title, document.sheets, document.kind, document.dossier))
        self._called.append(document.called)
        for name, counts in document.fields.items():
            self._fields[name].add(column, counts, counts.values())
        for counts in document.passages:
            self._passages.add(len(self._owners), counts, counts.values())
            self._owners.append(column)
        for terms, count in document.labels.items():
            self._labels.add(len(self._label_owners), terms, [1.0] * len(terms))
            self._label_owners.append(column)
            self._label_counts.append(count)
        firsts, seconds, columns = self._pairs
        firsts.extend([first for first, _ in document.pairs])
        seconds.extend([second for _, second in document.pairs])
        columns.extend([column] * len(document.pairs))

    def build(
        self,
        vocabulary: dict[str, int],
        meanings: Meanings,
        word_counts: Counter[str],
        prior: dict[str, int],
    ) -> SearchIndex:
        """The index of what was added.

        `vocabulary`: term → row; `word_counts`: folded words of all sheets; `prior`: id → links to it.
        """
        shape = (len(vocabulary), len(self._entries))
        fields = {name: counts.matrix(*shape) for name, counts in self._fields.items()}
        idf = _idf(sum(fields.values()))
        naming = _presence(sum(fields[name] for name in _NAMING), idf)
        sheets = _weigh(_combine(fields), idf)
        phrase_keys, phrases = self._phrases(*shape)
        return SearchIndex(
            entries=tuple(self._entries),
            vocabulary=vocabulary,
            idf=idf.astype(np.float32),
            sheets=sheets,
            passages=_weigh_passages(self._passages.matrix(shape[0], len(self._owners))),
            naming=naming,
            description=_weigh(_combine({"description": fields["description"]}), idf),
            phrases=phrases,
            phrase_keys=phrase_keys,
            labels=_unit_columns(self._labels.matrix(shape[0], len(self._label_owners)), idf),
            label_owner=np.asarray(self._label_owners, dtype=np.int32),
            label_use=np.log1p(np.asarray(self._label_counts)).astype(np.float32),
            passage_owner=np.asarray(self._owners, dtype=np.int32),
            meaning=unit(np.asarray(sheets.T @ meanings.table(vocabulary))),
            called=_stacked([meanings.of(called) for called in self._called], meanings.size),
            prior=np.log1p([prior.get(e.id, 0) for e in self._entries]).astype(np.float32),
            spelling={w: c for w, c in word_counts.items() if c >= 3 and w.isalpha()},
        )

    def _phrases(self, terms: int, columns: int) -> tuple[np.ndarray, sparse.csr_matrix]:
        """The pairs that several procedures share, each weighing more the fewer they are."""
        firsts, seconds, owners = (np.asarray(numbers, dtype=np.int64) for numbers in self._pairs)
        keys, rows, counts = np.unique(pair_key(firsts, seconds, terms), return_inverse=True, return_counts=True)
        shared = counts > 1
        kept = shared[rows]
        new_rows = np.cumsum(shared)[rows[kept]] - 1
        weights = np.log1p(columns / counts[rows[kept]]).astype(np.float32)
        matrix = sparse.csr_matrix((weights, (new_rows, owners[kept])), shape=(int(shared.sum()), columns))
        return keys[shared], matrix


def _idf(counts: sparse.csr_matrix) -> np.ndarray:
    total = counts.shape[1]
    frequency = np.diff(counts.tocsr().indptr)
    return np.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _combine(fields: dict[str, sparse.csr_matrix]) -> sparse.csr_matrix:
    """BM25F: counts of the fields, each held back by its own length, summed by weight."""
    combined = None
    for name, counts in fields.items():
        lengths = np.asarray(counts.sum(axis=0)).ravel()
        average = lengths[lengths > 0].mean() if lengths.any() else 1.0
        norm = FIELDS[name] / (1 - _LENGTH_SHEET + _LENGTH_SHEET * lengths / average)
        weighted = counts @ sparse.diags(norm.astype(np.float32))
        combined = weighted if combined is None else combined + weighted
    return combined.tocsr()


def _weigh(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    saturated = counts.data * (_SATURATION + 1) / (counts.data + _SATURATION)
    return _with_data(counts, saturated, idf)


def _weigh_passages(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.asarray(counts.sum(axis=0), dtype=np.float32).ravel()
    average = lengths.mean() if len(lengths) else 1.0
    held_back = (1 - _LENGTH_PASSAGE + _LENGTH_PASSAGE * lengths / average).astype(np.float32)
    saturated = counts.data * (_SATURATION + 1) / (counts.data + _SATURATION * held_back[counts.indices])
    return _with_data(counts, saturated, _idf(counts))


def _with_data(counts: sparse.csr_matrix, data: np.ndarray, idf: np.ndarray) -> sparse.csr_matrix:
    """The same places with other values, each worth its term's rarity; the places are shared, not copied."""
    weights = np.repeat(idf.astype(np.float32), np.diff(counts.indptr))
    return sparse.csr_matrix((data.astype(np.float32) * weights, counts.indices, counts.indptr), shape=counts.shape)


def _stacked(rows: list[np.ndarray], width: int) -> np.ndarray:
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), width)


def _unit_columns(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    weighted = _presence(counts, idf)
    norms = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=0)).ravel())
    return (weighted @ sparse.diags((1 / np.maximum(norms, 1e-9)).astype(np.float32))).tocsr().astype(np.float32)


def _presence(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    counts = counts.tocsr()
    return _with_data(counts, np.ones(counts.nnz, dtype=np.float32), idf)
