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

#: The measures, in the order of the columns of `Measured.values`, most between 0 and 1. The first `_RELATIVE` are
#: given as shares of the best procedure's, so that long and short questions weigh alike.
MEASURES = (
    # Words in common: with the whole sheet, its best passage, its names, its description, all of the query, in pairs,
    # and with what citizens say for it.
    "sheet", "passage", "naming", "description", "coverage", "phrases", "asked_words",
    # How near a name of it is, a much used one, and the nearest phrasing.
    "label", "called", "asked",
    # How near in meaning: the whole sheet, its names, its phrasings together.
    "meaning", "meaning_called", "meaning_asked",
    # How much of the likelihood falls on what is filed beside it.
    "dossier", "theme",
    # Whatever the query says.
    "prior", "editor", "external",
)  # fmt: skip
_RELATIVE = 7
#: The last ones do not depend on the query; the columns between mean the same for every query.
_CONSTANT = 3
ABSOLUTE = list(range(_RELATIVE, len(MEASURES) - _CONSTANT))
#: What a first, rough likelihood is made of, and how sharp it is.
_ROUGH, _SHARPNESS = list(map(MEASURES.index, ("naming", "asked_words", "meaning_called", "meaning_asked"))), 6.0


@dataclass(frozen=True)
class Calibration:
    """What was fitted on held-out questions: weights of the measures, then how sure a ranking makes us.

    `right` and `inside` are (bias, weights…) of logistic models over `SearchEngine.evidence`: is the first one right,
    and is the right one there at all. `answer_at` and `refuse_below` are the thresholds on them.
    """

    weights: tuple[float, ...]
    right: tuple[float, ...]
    inside: tuple[float, ...]
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

    def leads(self, entries: list[int]) -> np.ndarray:
        """How far the best of these entries is before all others, by each measure that depends on the query."""
        columns = self.values.T[: len(MEASURES) - _CONSTANT]
        own = columns[:, entries].max(axis=1)
        others = columns.copy()
        others[:, entries] = -1.0
        return own - others.max(axis=1, initial=-1.0)


def measure(index: SearchIndex, query: Query) -> Measured:
    """The measures of every procedure for a query."""
    rows = _words_in_common(index, query) | _names(index, query) | _meanings(index, query)
    rows["prior"] = index.prior / 5
    rows |= index.kinds
    values = np.zeros((len(MEASURES), len(index.entries)), dtype=np.float32)
    for place, name in enumerate(MEASURES):
        values[place] = rows.get(name, 0.0)
    peaks = np.maximum(values[:_RELATIVE].max(axis=1, initial=0), 1e-9)
    values[:_RELATIVE] /= peaks[:, None]
    _set_neighbours(index, values)
    return Measured(values.T, peaks)


def _words_in_common(index: SearchIndex, query: Query) -> dict[str, np.ndarray]:
    passages = _sum_rows(index.passages, query.terms)
    return {
        "sheet": _sum_rows(index.sheets, query.terms),
        "passage": _best(passages, index.passage_owner, index.passage_starts, len(index.entries)),
        "naming": _sum_rows(index.naming, query.terms),
        "description": _sum_rows(index.description, query.terms),
        "coverage": _coverage(index, query),
        "phrases": _sum_rows(index.phrases, tuple((row, 1.0) for row in query.pairs)),
        "asked_words": _sum_rows(index.asked_words, query.terms),
    }


def _names(index: SearchIndex, query: Query) -> dict[str, np.ndarray]:
    near = _sum_rows(index.labels, query.unit_terms)
    owners, starts, count = index.label_owner, index.label_starts, len(index.entries)
    return {
        "label": _best(near, owners, starts, count),
        "called": _best(near**2 * index.label_use, owners, starts, count) / 3,
        "asked": _best(_sum_rows(index.asked, query.unit_terms), index.asked_owner, index.asked_starts, count),
    }


def _meanings(index: SearchIndex, query: Query) -> dict[str, np.ndarray]:
    vectors = {"meaning": index.meaning, "meaning_called": index.called, "meaning_asked": index.asked_meaning}
    return {name: np.maximum(rows @ query.meaning, 0) for name, rows in vectors.items()}


def _set_neighbours(index: SearchIndex, values: np.ndarray) -> None:
    """How much of a rough likelihood falls on the dossier and on the theme of each procedure, as logarithms."""
    rough = _SHARPNESS * values[_ROUGH, :].sum(axis=0)
    likelihood = np.exp(rough - rough.max(initial=0))
    likelihood /= max(float(likelihood.sum()), 1e-9)
    for name, filed in (("dossier", index.dossiers), ("theme", index.themes)):
        share = np.bincount(filed, likelihood, minlength=1)[filed]
        values[MEASURES.index(name)] = np.log(share + 1e-3) / 7 + 1


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
