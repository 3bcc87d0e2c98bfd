"""What words mean: a vector for each term, such that a question lies near the sheets that answer it.

The vectors were learned from the official sheets and the editors' phrasings (`guichet.evaluation.meanings`) and are
kept beside the code. Names of two words (« permis international ») have a vector of their own.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from guichet.errors import GuichetError
from guichet.search.text import CONCEPT

#: Where what was learned is kept, and what joins the two stems of a name.
FILE = Path(__file__).with_name("meanings.npz")
JOINT = "_"


@dataclass(frozen=True)
class Meanings:
    """`rows`: term → row of `vectors` (terms, dimensions), float32."""

    rows: dict[str, int]
    vectors: np.ndarray

    @property
    def size(self) -> int:
        """Dimensions of a vector."""
        return self.vectors.shape[1]

    def of(self, terms: Iterable[str]) -> np.ndarray:
        """The unit vector of a text, from its stems in order and its ideas; zero when it has none."""
        total = np.zeros(self.size, dtype=np.float32)
        for term in dict.fromkeys(with_names(list(terms))):
            if term in self.rows or JOINT not in term:
                total += self.vector(term)
        return unit(total)

    def vector(self, term: str) -> np.ndarray:
        """The vector of a term; one that was never learned has a direction of its own, always the same.

        So a new word still brings together those who use it: a sheet and a question about « pédalos ».
        """
        row = self.rows.get(term)
        if row is not None:
            return self.vectors[row]
        chance = np.random.default_rng(zlib.crc32(term.encode()))
        return (self.usual_length * unit(chance.normal(size=self.size))).astype(np.float32)

    @cached_property
    def usual_length(self) -> float:
        """How long most vectors are."""
        return float(np.median(np.linalg.norm(self.vectors, axis=1))) if len(self.vectors) else 1.0

    def table(self, vocabulary: dict[str, int]) -> np.ndarray:
        """The vectors of a vocabulary (term → row), in its order."""
        table = np.zeros((len(vocabulary), self.size), dtype=np.float32)
        for term, place in vocabulary.items():
            table[place] = self.vector(term)
        return table


def with_names(terms: list[str]) -> list[str]:
    """The terms of a text, then each pair of neighbouring stems as one term."""
    stems = [term for term in terms if not term.startswith(CONCEPT)]
    return terms + [first + JOINT + second for first, second in pairwise(stems)]


@lru_cache(maxsize=1)
def load_meanings() -> Meanings:
    """The meanings that come with the code. Raises `GuichetError` when the file is damaged."""
    try:
        return from_bytes(FILE.read_bytes())
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise GuichetError(f"{FILE} : sens des mots illisible — lancez « guichet calibrate --words »") from error


def from_bytes(data: bytes) -> Meanings:
    """The meanings that `to_bytes` wrote."""
    with np.load(io.BytesIO(data)) as arrays:
        terms = arrays["terms"].tobytes().decode().split("\n")
        vectors = arrays["vectors"].astype(np.float32) * arrays["scales"][:, None]
    return Meanings({term: row for row, term in enumerate(terms)}, vectors)


def to_bytes(meanings: Meanings) -> bytes:
    """The meanings in a byte a dimension, for `from_bytes`."""
    scales = np.maximum(np.abs(meanings.vectors).max(axis=1), 1e-9).astype(np.float32) / 127
    rounded = np.round(meanings.vectors / scales[:, None]).astype(np.int8)
    buffer = io.BytesIO()
    terms = np.frombuffer("\n".join(meanings.rows).encode(), dtype=np.uint8)
    np.savez_compressed(buffer, terms=terms, scales=scales, vectors=rounded)
    return buffer.getvalue()


def unit(rows: np.ndarray) -> np.ndarray:
    """Vectors of length one; zero stays zero."""
    return (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)).astype(np.float32)
