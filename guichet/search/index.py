"""The search index: what every term weighs in every procedure and passage, as arrays that load in a moment.

It is built by `guichet.search.indexing` when the catalogue changes, and read by the ranker; it decides nothing.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from scipy import sparse

#: Bump when the arrays or their meaning change: an index of another version is built again.
VERSION = 7


@dataclass(frozen=True)
class Entry:
    """One procedure of the index."""

    id: str
    title: str
    sheets: tuple[str, ...]
    kind: str = ""
    dossier: str = ""


_NOTHING = sparse.csr_matrix((0, 0), dtype=np.float32)
_NO_ODDS: Mapping[str, float] = MappingProxyType({})
_NOBODY = np.zeros(0, dtype=np.int32)
_NO_MEANING = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True)
class SearchIndex:
    """Weights as sparse matrices of shape (terms, procedures) or (terms, passages), ready to be summed.

    `passage_owner[p]` is the procedure of passage `p` (ascending), `label_owner` that of a column of `labels`. Labels
    are unit vectors, and `label_use` the logarithm of how often each is used. `meaning` (procedures, dimensions) and
    `called` are unit vectors of a whole procedure and of its names; `prior` says how often others point to it. Row `p`
    of `phrases` has the procedures in which the pair of terms `phrase_keys[p]` stands.

    What is last is added by `guichet.search.learning` and not stored: `scope` (see `guichet.search.scope`), `asked`
    (terms, phrasings), `asked_owner`, `asked_words` (terms, procedures), `asked_meaning` (procedures, dimensions).
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
    passage_owner: np.ndarray
    meaning: np.ndarray
    called: np.ndarray
    prior: np.ndarray
    spelling: dict[str, int]
    scope: Mapping[str, float] = _NO_ODDS
    asked: sparse.csr_matrix = _NOTHING
    asked_owner: np.ndarray = _NOBODY
    asked_words: sparse.csr_matrix = _NOTHING
    asked_meaning: np.ndarray = _NO_MEANING

    @cached_property
    def kinds(self) -> dict[str, np.ndarray]:
        """For each kind of procedure, 1 where it is of that kind."""
        names = ("editor", "external")
        return {n: np.asarray([entry.kind == n for entry in self.entries], dtype=np.float32) for n in names}

    @cached_property
    def dossiers(self) -> np.ndarray:
        """A number for each procedure, the same for those that are filed together."""
        return _numbered([entry.dossier for entry in self.entries])

    @cached_property
    def themes(self) -> np.ndarray:
        """The same, for the widest heading they are filed under."""
        return _numbered([entry.dossier.split(" > ")[0] for entry in self.entries])

    @cached_property
    def asked_starts(self) -> np.ndarray:
        """Where each procedure's run of phrasings begins."""
        return np.flatnonzero(np.diff(self.asked_owner, prepend=-1))

    @cached_property
    def passage_starts(self) -> np.ndarray:
        """Where each procedure's run of passages begins."""
        return np.flatnonzero(np.diff(self.passage_owner, prepend=-1))

    @cached_property
    def label_starts(self) -> np.ndarray:
        """Where each procedure's run of labels begins."""
        return np.flatnonzero(np.diff(self.label_owner, prepend=-1))


def _numbered(names: list[str]) -> np.ndarray:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.asarray([numbers[name] for name in names], dtype=np.int64)


def pair_key(first: np.ndarray | int, second: np.ndarray | int, terms: int):
    """The key of a pair of neighbouring terms in a vocabulary of `terms`."""
    return np.int64(first) * terms + second


#: The fields of `SearchIndex` that are sparse matrices, and those that are arrays.
_MATRICES = ("sheets", "passages", "naming", "description", "phrases", "labels")
_ARRAYS = (
    "idf", "phrase_keys", "passage_owner", "label_owner", "label_use", "meaning", "called", "prior",
)  # fmt: skip


def to_bytes(index: SearchIndex) -> bytes:
    """The index as bytes, for `from_bytes`."""
    words = {
        "version": VERSION,
        "entries": [[e.id, e.title, e.sheets, e.kind, e.dossier] for e in index.entries],
        "vocabulary": list(index.vocabulary),
        "spelling": index.spelling,
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
            entries=tuple(Entry(i, t, tuple(s), k, d) for i, t, s, k, d in words["entries"]),
            vocabulary={term: i for i, term in enumerate(words["vocabulary"])},
            spelling=words["spelling"],
            **{name: _matrix(arrays, name) for name in _MATRICES},
            **{name: arrays[name] for name in _ARRAYS},
        )


def _matrix(arrays, name: str) -> sparse.csr_matrix:
    parts = tuple(arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(parts, shape=tuple(arrays[f"{name}_shape"]))
