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

#: The measures, in the order of the columns of `features`; each lies between 0 and about 1.
MEASURES = ("sheet", "passage", "naming", "named", "vector", "prior")


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


def load_calibration(path: Path | None = None) -> Calibration:
    """The calibration that ships with the code, or one from a JSON file."""
    source = path or Path(__file__).with_name("calibration.json")
    values = json.loads(source.read_text("utf-8"))
    lists = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in Calibration.__annotations__}
    return Calibration(**lists)


def features(index: SearchIndex, query: Query) -> np.ndarray:
    """The measures of every procedure for a query: array (procedures, len(MEASURES))."""
    mass = max(query.mass, 1e-9)
    sheet = _sum_rows(index.sheets, query.terms) / mass
    passages = _sum_rows(index.passages, query.terms) / mass
    best = np.zeros(len(index.entries), dtype=np.float32)
    best[index.passage_owner[index.passage_starts]] = np.maximum.reduceat(passages, index.passage_starts)
    naming = _sum_rows(index.naming, query.terms)
    named = naming / np.maximum(index.naming_mass, 1e-9)
    vector = np.maximum(index.vectors @ query.vector, 0)
    return np.column_stack([sheet, best, naming / mass, np.minimum(named, 1), vector, index.prior / 5])


def _sum_rows(matrix: sparse.csr_matrix, terms: tuple[tuple[int, float], ...]) -> np.ndarray:
    """The weighted sum of some rows of a sparse matrix, dense; scipy's own indexing costs ten times more."""
    total = np.zeros(matrix.shape[1], dtype=np.float32)
    for row, weight in terms:
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        total[matrix.indices[start:end]] += weight * matrix.data[start:end]
    return total
