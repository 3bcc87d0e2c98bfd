"""How well each procedure fits a query: a few measures, fused by weights that were fitted on questions.

It orders procedures; whether the first one is good enough to answer with is the engine's decision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from guichet.search.index import SearchIndex
from guichet.search.query import Query

#: The measures, in the order of the columns of `features`, each between 0 and 1. The first `_RELATIVE` are given as
#: shares of the best procedure's, so that long and short questions weigh alike.
MEASURES = (
    "sheet", "passage", "naming", "description", "coverage", "phrases",
    "label", "vector", "latent", "prior", "editor", "called",
)  # fmt: skip
_RELATIVE = 6


@dataclass(frozen=True)
class Calibration:
    """What was fitted on held-out questions: weights of the measures, then how sure a score makes us.

    `right` and `answerable` are (bias, weights…) of logistic models over `Evidence.row`: is the first one right,
    and is any of the first four. `answer_at` and `refuse_below` are the thresholds on them.
    """

    weights: tuple[float, ...]
    right: tuple[float, ...]
    answerable: tuple[float, ...]
    answer_at: float
    refuse_below: float


#: Where what was fitted is kept, and from how many procedures on an index is no longer the editors' sheets alone.
CALIBRATION = Path(__file__).with_name("calibration.json")
LARGE = 500


def load_calibration(procedures: int) -> Calibration:
    """The calibration for an index of so many procedures: among twelve, the likeliest may still be far off."""
    values = json.loads(CALIBRATION.read_text("utf-8"))["large" if procedures >= LARGE else "small"]
    return Calibration(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


@dataclass(frozen=True)
class Measured:
    """`values` (procedures, len(MEASURES)) of float32; `peaks`: what the relative ones are shares of."""

    values: np.ndarray
    peaks: np.ndarray

    def absolute(self, entry: int, mass: float) -> np.ndarray:
        """The relative measures of one procedure as shares of a query's mass: comparable between queries."""
        return self.values[entry, :_RELATIVE] * self.peaks / max(mass, 1e-9)


def measure(index: SearchIndex, query: Query) -> Measured:
    """The measures of every procedure for a query."""
    rows = np.empty((len(MEASURES), len(index.entries)), dtype=np.float32)
    rows[0] = _sum_rows(index.sheets, query.terms)
    passages = _sum_rows(index.passages, query.terms)
    rows[1] = _best(passages, index.passage_owner, index.passage_starts, len(index.entries))
    rows[2] = _sum_rows(index.naming, query.terms)
    rows[3] = _sum_rows(index.description, query.terms)
    rows[4] = _coverage(index, query)
    rows[5] = _sum_rows(index.phrases, tuple((row, 1.0) for row in query.pairs))
    peaks = np.maximum(rows[:_RELATIVE].max(axis=1), 1e-9)
    rows[:_RELATIVE] /= peaks[:, None]
    labels = _sum_rows(index.labels, query.unit_terms)
    rows[6] = _best(labels, index.label_owner, index.label_starts, len(index.entries))
    rows[7] = np.maximum(index.vectors @ query.vector, 0)
    rows[8] = np.maximum(index.latent @ query.latent, 0)
    rows[9] = index.prior / 5
    rows[10] = index.from_editors
    rows[11] = _best(labels**2 * index.label_use, index.label_owner, index.label_starts, len(index.entries)) / 3
    return Measured(rows.T, peaks)


def _best(values: np.ndarray, owners: np.ndarray, starts: np.ndarray, count: int) -> np.ndarray:
    """The best value of each procedure, from those of its parts, which follow each other."""
    best = np.zeros(count, dtype=np.float32)
    if len(starts):
        best[owners[starts]] = np.maximum.reduceat(values, starts)
    return best


def _coverage(index: SearchIndex, query: Query) -> np.ndarray:
    """How much of the query each procedure has at all, however often."""
    total = np.zeros(len(index.entries), dtype=np.float32)
    for row, weight in query.terms:
        start, end = index.sheets.indptr[row], index.sheets.indptr[row + 1]
        total[index.sheets.indices[start:end]] += weight * index.idf[row]
    return total


def _sum_rows(matrix: sparse.csr_matrix, terms: tuple[tuple[int, float], ...]) -> np.ndarray:
    """The weighted sum of some rows of a sparse matrix, dense; scipy's own indexing costs ten times more."""
    runs = [(matrix.indptr[row], matrix.indptr[row + 1], weight) for row, weight in terms]
    if not runs:
        return np.zeros(matrix.shape[1], dtype=np.float32)
    places = np.concatenate([matrix.indices[start:end] for start, end, _ in runs])
    values = np.concatenate([weight * matrix.data[start:end] for start, end, weight in runs])
    return np.bincount(places, values, matrix.shape[1])
