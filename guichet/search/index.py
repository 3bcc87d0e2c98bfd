"""The search index: what every term weighs in every procedure and passage, as arrays that load in a moment.

It is built from documents when the catalogue changes, and read by the ranker; it decides nothing.
"""

from __future__ import annotations

import io
import json
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from guichet.search.documents import FIELDS, Document
from guichet.search.lexicon import Lexicon

#: Bump when the arrays or their meaning change: an index of another version is built again.
VERSION = 1

#: BM25: how fast a repeated term saturates, and how much long texts are held back.
_SATURATION = 1.2
_LENGTH_SHEET, _LENGTH_PASSAGE = 0.5, 0.6

#: Fields that name a procedure; the others describe it.
_NAMING = ("title", "names", "short")


@dataclass(frozen=True)
class Entry:
    """One procedure of the index."""

    id: str
    title: str
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class SearchIndex:
    """Weights as sparse matrices of shape (terms, procedures) or (terms, passages), ready to be summed.

    `passage_owner[p]` is the procedure of passage `p` (ascending); `vectors` (procedures, 300) are unit rows;
    `naming_mass` is the sum of the weights of each procedure's naming terms; `prior` says how often others point to it.
    """

    entries: tuple[Entry, ...]
    vocabulary: dict[str, int]
    idf: np.ndarray
    sheets: sparse.csr_matrix
    passages: sparse.csr_matrix
    naming: sparse.csr_matrix
    passage_owner: np.ndarray
    naming_mass: np.ndarray
    vectors: np.ndarray
    vectors_mean: np.ndarray
    prior: np.ndarray
    spelling: dict[str, int]

    @cached_property
    def passage_starts(self) -> np.ndarray:
        """Where each procedure's run of passages begins."""
        return np.flatnonzero(np.diff(self.passage_owner, prepend=-1))


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
        data = np.asarray(self.values, dtype=np.float32)
        return sparse.csr_matrix((data, (np.asarray(self.terms), np.asarray(self.columns))), shape=(terms, columns))


class IndexBuilder:
    """Takes documents one at a time, so that no more than one is in memory, and gives the index."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._fields = {name: _Counts() for name in FIELDS}
        self._passages = _Counts()
        self._owners = array("i")

    def add(self, document: Document) -> None:
        """Counts one document."""
        column = len(self._entries)
        self._entries.append(Entry(document.id, document.title, document.sheets))
        for name, counts in document.fields.items():
            self._fields[name].add(column, map(self._id, counts), counts.values())
        for counts in document.passages:
            if counts:
                self._passages.add(len(self._owners), map(self._id, counts), counts.values())
                self._owners.append(column)

    def build(self, lexicon: Lexicon, word_counts: Counter[str], stems: dict[str, str], prior: dict[str, int]):
        """The index. `word_counts`: folded words of all sheets; `stems`: word → stem; `prior`: id → links to it."""
        shape = (len(self._vocabulary), len(self._entries))
        fields = {name: counts.matrix(*shape) for name, counts in self._fields.items()}
        idf = _idf(sum(fields.values()))
        naming = _presence(sum(fields[name] for name in _NAMING), idf)
        sheets = _weigh(_combine(fields), idf)
        vectors, mean = self._vectors(sheets, _stem_vectors(word_counts, stems, self._vocabulary, lexicon))
        return SearchIndex(
            entries=tuple(self._entries),
            vocabulary=self._vocabulary,
            idf=idf.astype(np.float32),
            sheets=sheets,
            passages=_weigh_passages(self._passages.matrix(shape[0], len(self._owners))),
            naming=naming,
            passage_owner=np.asarray(self._owners, dtype=np.int32),
            naming_mass=np.asarray(naming.sum(axis=0), dtype=np.float32).ravel(),
            vectors=vectors,
            vectors_mean=mean,
            prior=np.log1p([prior.get(e.id, 0) for e in self._entries]).astype(np.float32),
            spelling={w: c for w, c in word_counts.items() if c >= 3 and w.isalpha()},
        )

    def _id(self, term: str) -> int:
        return self._vocabulary.setdefault(term, len(self._vocabulary))

    @staticmethod
    def _vectors(sheets: sparse.csr_matrix, stem_vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Unit vectors of the procedures: their terms' vectors by weight, less what all have in common."""
        vectors = _unit(np.asarray(sheets.T @ stem_vectors))
        mean = vectors.mean(axis=0) if len(vectors) > 1 else np.zeros(stem_vectors.shape[1])
        return _unit(vectors - mean).astype(np.float32), mean.astype(np.float32)


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
        weighted = counts @ sparse.diags(norm)
        combined = weighted if combined is None else combined + weighted
    return combined.tocsr()


def _weigh(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    counts.data = counts.data * (_SATURATION + 1) / (counts.data + _SATURATION)
    return (sparse.diags(idf) @ counts).tocsr().astype(np.float32)


def _weigh_passages(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.asarray(counts.sum(axis=0)).ravel()
    held_back = 1 - _LENGTH_PASSAGE + _LENGTH_PASSAGE * lengths / (lengths.mean() if len(lengths) else 1.0)
    counts.data = counts.data * (_SATURATION + 1) / (counts.data + _SATURATION * held_back[counts.indices])
    return (sparse.diags(_idf(counts)) @ counts).tocsr().astype(np.float32)


def _presence(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    counts = counts.tocsr()
    counts.data = np.ones_like(counts.data)
    return (sparse.diags(idf) @ counts).tocsr().astype(np.float32)


def _stem_vectors(
    word_counts: Counter[str], stems: dict[str, str], vocabulary: dict[str, int], lexicon: Lexicon
) -> np.ndarray:
    """One vector a term: those of the words behind the stem, by how often each is written."""
    vectors = np.zeros((len(vocabulary), lexicon.size), dtype=np.float32)
    for word, count in word_counts.items():
        term = vocabulary.get(stems.get(word, ""))
        vector = lexicon.vector(word)
        if term is not None and vector is not None:
            vectors[term] += count * vector
    return _unit(vectors)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def to_bytes(index: SearchIndex) -> bytes:
    """The index as bytes, for `from_bytes`."""
    words = {
        "version": VERSION,
        "entries": [[e.id, e.title, e.sheets] for e in index.entries],
        "vocabulary": list(index.vocabulary),
        "spelling": index.spelling,
    }
    arrays: dict[str, np.ndarray] = {"words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)}
    for name in ("idf", "passage_owner", "naming_mass", "vectors", "vectors_mean", "prior"):
        arrays[name] = getattr(index, name)
    for name in ("sheets", "passages", "naming"):
        matrix = getattr(index, name)
        arrays |= {f"{name}_data": matrix.data, f"{name}_indices": matrix.indices, f"{name}_indptr": matrix.indptr}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def from_bytes(data: bytes) -> SearchIndex | None:
    """The index that `to_bytes` wrote, or None when it is of another version."""
    with np.load(io.BytesIO(data)) as arrays:
        words = json.loads(arrays["words"].tobytes())
        if words["version"] != VERSION:
            return None
        columns = {"sheets": len(words["entries"]), "naming": len(words["entries"])}
        columns["passages"] = len(arrays["passage_owner"])
        matrices = {n: _matrix(arrays, n, len(words["vocabulary"]), c) for n, c in columns.items()}
        names = ("idf", "passage_owner", "naming_mass", "vectors", "vectors_mean", "prior")
        return SearchIndex(
            entries=tuple(Entry(i, t, tuple(s)) for i, t, s in words["entries"]),
            vocabulary={term: i for i, term in enumerate(words["vocabulary"])},
            spelling=words["spelling"],
            **matrices,
            **{name: arrays[name] for name in names},
        )


def _matrix(arrays, name: str, rows: int, columns: int) -> sparse.csr_matrix:
    parts = tuple(arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(parts, shape=(rows, columns))
