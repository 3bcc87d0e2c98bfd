"""The search index: what every term weighs in every procedure and passage, as arrays that load in a moment.

It is built by `guichet.search.indexing` when the catalogue changes, and read by the ranker; it decides nothing.
"""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

#: Bump when the arrays or their meaning change: an index of another version is built again.
VERSION = 6


@dataclass(frozen=True)
class Entry:
    """One procedure of the index."""

    id: str
    title: str
    sheets: tuple[str, ...]
    from_editor: bool = False


@dataclass(frozen=True)
class SearchIndex:
    """Weights as sparse matrices of shape (terms, procedures) or (terms, passages), ready to be summed.

    `passage_owner[p]` is the procedure of passage `p` (ascending), `label_owner` that of a column of `labels`. Labels
    are unit vectors, and `label_use` the logarithm of how often each is used. `vectors` (procedures, 300) are unit
    rows; `prior` says how often others point to a procedure. `latent` (procedures, dimensions) and `latent_terms`
    (terms, dimensions) place both in the space of what is said together. Row `p` of `phrases` has the procedures in
    which the pair of terms `phrase_keys[p]` stands. `scope`: see `guichet.search.scope`.
    """

    entries: tuple[Entry, ...]
    vocabulary: dict[str, int]
    idf: np.ndarray
    sheets: sparse.csr_matrix
    passages: sparse.csr_matrix
    naming: sparse.csr_matrix
    description: sparse.csr_matrix
    phrases: sparse.csr_matrix
    phrase_keys: np.ndarray
    labels: sparse.csr_matrix
    label_owner: np.ndarray
    label_use: np.ndarray
    latent: np.ndarray
    latent_terms: np.ndarray
    passage_owner: np.ndarray
    vectors: np.ndarray
    vectors_mean: np.ndarray
    prior: np.ndarray
    spelling: dict[str, int]
    scope: dict[str, float]

    @cached_property
    def from_editors(self) -> np.ndarray:
        """1 for an editor's procedure, 0 for an official sheet."""
        return np.asarray([entry.from_editor for entry in self.entries], dtype=np.float32)

    @cached_property
    def passage_starts(self) -> np.ndarray:
        """Where each procedure's run of passages begins."""
        return np.flatnonzero(np.diff(self.passage_owner, prepend=-1))

    @cached_property
    def label_starts(self) -> np.ndarray:
        """Where each procedure's run of labels begins."""
        return np.flatnonzero(np.diff(self.label_owner, prepend=-1))


def pair_key(first: np.ndarray | int, second: np.ndarray | int, terms: int):
    """The key of a pair of neighbouring terms in a vocabulary of `terms`."""
    return np.int64(first) * terms + second


#: The fields of `SearchIndex` that are sparse matrices, and those that are arrays.
_MATRICES = ("sheets", "passages", "naming", "description", "phrases", "labels")
_ARRAYS = (
    "idf", "phrase_keys", "latent", "latent_terms", "passage_owner", "label_owner", "label_use", "vectors",
    "vectors_mean", "prior",
)  # fmt: skip


def to_bytes(index: SearchIndex) -> bytes:
    """The index as bytes, for `from_bytes`."""
    words = {
        "version": VERSION,
        "entries": [[e.id, e.title, e.sheets, e.from_editor] for e in index.entries],
        "vocabulary": list(index.vocabulary),
        "spelling": index.spelling,
        "scope": index.scope,
    }
    arrays: dict[str, np.ndarray] = {"words": np.frombuffer(json.dumps(words).encode(), dtype=np.uint8)}
    arrays |= {name: getattr(index, name) for name in _ARRAYS}
    for name in _MATRICES:
        matrix = getattr(index, name)
        arrays |= {f"{name}_{part}": getattr(matrix, part) for part in ("data", "indices", "indptr", "shape")}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return zlib.compress(buffer.getbuffer(), 1)


def from_bytes(data: bytes) -> SearchIndex | None:
    """The index that `to_bytes` wrote, or None when it is of another version."""
    with np.load(io.BytesIO(zlib.decompress(data))) as arrays:
        words = json.loads(arrays["words"].tobytes())
        if words["version"] != VERSION:
            return None
        return SearchIndex(
            entries=tuple(Entry(i, t, tuple(s), e) for i, t, s, e in words["entries"]),
            vocabulary={term: i for i, term in enumerate(words["vocabulary"])},
            spelling=words["spelling"],
            scope=words["scope"],
            **{name: _matrix(arrays, name) for name in _MATRICES},
            **{name: arrays[name] for name in _ARRAYS},
        )


def _matrix(arrays, name: str) -> sparse.csr_matrix:
    parts = tuple(arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(parts, shape=tuple(arrays[f"{name}_shape"]))
