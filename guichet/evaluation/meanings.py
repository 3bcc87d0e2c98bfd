"""Learning what words mean: vectors such that texts of one subject lie near each other, and others apart.

Contrastive: each pair of a batch must find its own other half among those of all. Two readings with different chance
are put side by side, which is steadier than one twice as wide. The result is `guichet/search/meanings.npz`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from guichet.catalogue.store import Catalogue
from guichet.evaluation.said_alike import Pair, names_of_two, opening_pair, pairs_of_examples, pairs_of_sheets
from guichet.procedure import Procedure
from guichet.search.examples import Examples, load_examples
from guichet.search.meaning import Meanings, with_names
from guichet.search.text import Analyzer, concepts_path, load_concepts

#: Dimensions of a reading, and the chance of each.
_SIZE, _READINGS = 128, (0, 2)
#: How many pairs of sheets a pass sees, how often those of phrasings, and the size of the steps of each pass.
_SHEETS, _PHRASINGS, _STEPS = 130_000, 3, (0.02, 0.01)
_BATCH, _TEMPERATURE = 512, 0.05

Progress = Callable[[str], None]


def learn_meanings(root: Path, catalogue_path: Path, progress: Progress = lambda line: None) -> Meanings:
    """The meanings that the sheets of a catalogue and the phrasings of a project teach."""
    analyzer = Analyzer(load_concepts(concepts_path()))
    catalogue, examples = Catalogue.open(catalogue_path), load_examples(root)
    sheets = [s for s in (*catalogue.editors(), *catalogue.official()) if s.type != "guided"]
    return teach(sheets, examples, analyzer, progress)


def teach(sheets: Sequence[Procedure], examples: Examples, analyzer: Analyzer, progress: Progress) -> Meanings:
    """The meanings that these sheets and phrasings teach; the same for the same ones."""
    names = names_of_two(sheets, examples, analyzer)
    openings = {sheet.id: opening_pair(sheet, analyzer) for sheet in sheets}
    official = _Texts(pairs_of_sheets(sheets, analyzer), names)
    asked = _Texts(pairs_of_examples(examples, openings, analyzer), names)
    rows = {term: row for row, term in enumerate(dict.fromkeys([*official.terms(), *asked.terms()]))}
    progress(f"{len(rows)} mots et noms, {len(official)} paires de textes officiels, {len(asked)} de demandes.")
    sheets_of = {sheet: number for number, sheet in enumerate(openings)}
    taught = official.matrices(rows, sheets_of), asked.matrices(rows, sheets_of)
    readings = [_reading(*taught, seed) for seed in _READINGS]
    return Meanings(rows, np.hstack(readings))


class _Texts:
    """Pairs of texts, names of two stems among their terms."""

    def __init__(self, pairs: Sequence[Pair], names: set[str]) -> None:
        known = {terms: _named(terms, names) for pair in pairs for terms in pair[:2]}
        self._sides = [[known[pair.one] for pair in pairs], [known[pair.other] for pair in pairs]]
        self._sheets = [pair.sheet for pair in pairs]

    def __len__(self) -> int:
        return len(self._sheets)

    def terms(self) -> Iterable[str]:
        return (term for side in self._sides for terms in side for term in terms)

    def matrices(self, rows: dict[str, int], numbers: dict[str, int]) -> _Pairs:
        one, other = (_presence(side, rows) for side in self._sides)
        return _Pairs(one, other, np.asarray([numbers[sheet] for sheet in self._sheets]))


def _named(terms: tuple[str, ...], names: set[str]) -> tuple[str, ...]:
    long = with_names(list(terms))
    return tuple(dict.fromkeys([*terms, *(term for term in long[len(terms) :] if term in names)]))


def _presence(texts: Sequence[tuple[str, ...]], rows: dict[str, int]) -> sparse.csr_matrix:
    """Shape (texts, terms): 1 where a text has a term."""
    indices = [row for terms in texts for row in sorted(rows[term] for term in terms)]
    indptr = np.concatenate([[0], np.cumsum([len(terms) for terms in texts])])
    ones = np.ones(len(indices), dtype=np.float32)
    return sparse.csr_matrix((ones, np.asarray(indices), indptr), shape=(len(texts), len(rows)))


class _Pairs:
    """The two sides of pairs as matrices (pairs, terms), and a number for the sheet of each."""

    def __init__(self, one: sparse.csr_matrix, other: sparse.csr_matrix, sheets: np.ndarray) -> None:
        self.one, self.other, self.sheets = one, other, sheets

    def taken(self, places: np.ndarray) -> _Pairs:
        return _Pairs(self.one[places], self.other[places], self.sheets[places])

    def beside(self, other: _Pairs) -> _Pairs:
        sides = (sparse.vstack(sides).tocsr() for sides in ((self.one, other.one), (self.other, other.other)))
        return _Pairs(*sides, np.concatenate([self.sheets, other.sheets]))


def _reading(official: _Pairs, asked: _Pairs, seed: int) -> np.ndarray:
    """Vectors of all terms (terms, `_SIZE`), float32."""
    chance = np.random.default_rng(seed)
    vectors = _start(official, chance)
    for step in _STEPS:
        seen = official.taken(chance.permutation(len(official.sheets))[:_SHEETS])
        often = np.tile(np.arange(len(asked.sheets)), _PHRASINGS)
        _pass(vectors, seen.beside(asked.taken(often)), step, chance)
    return vectors


def _start(official: _Pairs, chance: np.random.Generator) -> np.ndarray:
    """Random directions, longer for rare terms."""
    documents = np.asarray(official.other.sum(axis=0)).ravel()
    rarity = np.log(1 + official.other.shape[0] / (documents + 1)).astype(np.float32)
    vectors = chance.normal(0, _SIZE**-0.5, (len(rarity), _SIZE)).astype(np.float32)
    return vectors * (rarity / rarity.mean())[:, None]


def _pass(vectors: np.ndarray, pairs: _Pairs, step: float, chance: np.random.Generator) -> None:
    """All pairs once, in batches; `vectors` change in place (Adam, on the terms of each batch only)."""
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    order = chance.permutation(len(pairs.sheets))
    for count, start in enumerate(range(0, len(order) - _BATCH + 1, _BATCH), 1):
        batch = pairs.taken(order[start : start + _BATCH])
        rows, slope = _slope(vectors, batch)
        mean[rows] += 0.1 * (slope - mean[rows])
        square[rows] += 0.01 * (slope**2 - square[rows])
        vectors[rows] -= step * (mean[rows] / (1 - 0.9**count)) / (np.sqrt(square[rows] / (1 - 0.99**count)) + 1e-8)


def _slope(vectors: np.ndarray, batch: _Pairs) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the terms of a batch, and the slope of its loss by their vectors."""
    (one, one_norm), (other, other_norm) = _unit(batch.one @ vectors), _unit(batch.other @ vectors)
    likeness = one @ other.T / _TEMPERATURE
    same = batch.sheets[:, None] == batch.sheets[None, :]
    np.fill_diagonal(same, False)
    likeness[same] = -1e4
    errors = (_softmax(likeness, 1) + _softmax(likeness, 0)) / 2
    np.fill_diagonal(errors, errors.diagonal() - 1)
    errors /= _TEMPERATURE * len(errors)
    slopes = [_through(errors @ other, one, one_norm), _through(errors.T @ one, other, other_norm)]
    terms = sparse.vstack([batch.one, batch.other]).tocsc()
    rows = np.flatnonzero(np.diff(terms.indptr))
    return rows, terms[:, rows].T @ np.vstack(slopes)


def _unit(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return rows / norms, norms


def _through(slope: np.ndarray, unit: np.ndarray, norms: np.ndarray) -> np.ndarray:
    """The slope by rows, from the slope by their unit vectors."""
    return (slope - unit * (slope * unit).sum(axis=1, keepdims=True)) / norms


def _softmax(values: np.ndarray, axis: int) -> np.ndarray:
    likely = np.exp(values - values.max(axis=axis, keepdims=True))
    return likely / likely.sum(axis=axis, keepdims=True)
