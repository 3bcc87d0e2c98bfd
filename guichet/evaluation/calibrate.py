"""Fitting the search on the project's own held-out questions: weights of the measures, and how far to trust the order.

Nothing of a question's words is kept. The result is `guichet/search/calibration.json`; thresholds are set, and figures
reported, on rankings by weights that never saw the question.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.errors import GuichetError
from guichet.evaluation.meanings import learn_meanings
from guichet.search import ranker
from guichet.search.build import store_index
from guichet.search.engine import OFFERED, SearchEngine
from guichet.search.meaning import FILE, load_meanings, to_bytes
from guichet.search.query import Query
from guichet.search.ranker import MEASURES, Calibration, Measured, measure

#: How many candidates each question teaches the weights with, and how strongly these are held near zero.
_RIVALS, _SMALL = 150, 1e-3
_FOLDS = 5
#: How freely the weights of the logistic models leave zero: what did best on rankings they had not seen.
_LOOSENESS = {"right": 0.003, "inside": 0.03}

#: What is asked of the decisions: an answer at once is right so often, and so many messages of another kind are
#: declined. Above what is promised, for other questions than these will be asked.
PRECISION, DECLINED = {"large": 0.95, "small": 0.75}, 0.96
#: How many in scope may be declined at most, whatever becomes of the others.
_REFUSED = 0.06
#: How many messages that no sheet answers are expected for one that a sheet does: few with the whole feed,
#: most with the editors' sheets alone.
_OUTSIDE = {"large": 0.25, "small": 1.5}
#: Editors' procedures have ten questions each, the official sheets one in five: what people ask is between the two.
_COMMON = 0.2


@dataclass(frozen=True)
class Case:
    """One question against the index: its measures, and which entries are right.

    None are when the right sheet is not there; a `stranger` is no question for an administration at all.
    """

    query: Query
    measured: Measured
    right: np.ndarray
    weight: float = 1.0
    stranger: bool = False

    @property
    def inside(self) -> bool:
        """Whether the right answer is there."""
        return bool(self.right.any())


@dataclass(frozen=True)
class Ranking:
    """What weights that did not see the question made of it: the evidence, and which of the best are right."""

    row: np.ndarray
    hits: tuple[bool, ...]
    inside: bool
    stranger: bool
    weight: float


def calibrate(root: Path, catalogue_path: Path) -> Iterator[str]:
    """Fit on the project's questions, leave the result in place, and tell the cross-validated figures.

    Once with the official feed, once with the editors' sheets alone. Raises `GuichetError` without a feed.
    """
    questions = load_questions(root)
    fitted: dict[str, Calibration] = {}
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder, "catalogue.db")
        import_editors(load_editors(root), alone, on_built=partial(store_index, catalogue_path=catalogue_path))
        for name, path in (("large", catalogue_path), ("small", alone)):
            engine = SearchEngine.open(path)
            if name == "large" and len(engine.index.entries) < ranker.LARGE:
                raise GuichetError(f"{path} : pas de flux officiel — lancez `guichet import` avant de régler")
            known = cases(engine, questions, name == "small")
            yield f"{len(engine.index.entries)} démarches, {len(known)} questions, validation croisée :"
            rankings = cross_rank(engine, known)
            yield from (f"  {what:<28}{share:>7.1%}" for what, share in _figures(rankings, name).items())
            fitted[name] = fit(fit_weights(known), rankings, name)
    write(fitted, ranker.CALIBRATION)
    yield "Réglé. Pour juger du résultat : `guichet evaluate`."


def relearn(root: Path, catalogue_path: Path, progress: Callable[[str], None]) -> None:
    """Learn again what words mean, and leave it in place; the index is then built again at its next opening."""
    progress("Sens des mots : j'apprends des fiches et des exemples…")
    FILE.write_bytes(to_bytes(learn_meanings(root, catalogue_path, progress)))
    load_meanings.cache_clear()


def cases(engine: SearchEngine, questions: Sequence[HeldOutQuestion], alone: bool = False) -> list[Case]:
    """Every question measured once; those whose sheets the catalogue doesn't have are left out.

    With the editors' sheets `alone`, they are out of scope instead: the right answer is not there.
    """
    found = []
    for question in questions:
        query = engine.read(question.text)
        right = engine.stand_for(question.expected)
        if not query.empty and (right.any() or question.kind == "out_of_scope" or alone):
            weight = _COMMON if question.procedure else 1.0
            found.append(Case(query, measure(engine.index, query), right, weight, question.kind == "out_of_scope"))
    return found


def cross_rank(engine: SearchEngine, known: Sequence[Case], folds: int = _FOLDS) -> list[Ranking]:
    """Every case ranked by weights that were fitted on others, in the order of `known`."""
    rankings: list[Ranking | None] = [None] * len(known)
    for train, test in KFold(folds, shuffle=True, random_state=0).split(known):
        weights = fit_weights([known[i] for i in train])
        for i in test:
            rankings[i] = _rank(engine, known[i], weights)
    return [ranking for ranking in rankings if ranking]


def fit(weights: np.ndarray, rankings: Sequence[Ranking], size: str) -> Calibration:
    """The calibration of these weights; `size`: large with the official feed, small with the editors' sheets alone."""
    right, inside = _models(rankings, _OUTSIDE[size])
    return Calibration(tuple(weights), right, inside, *_thresholds(rankings, right, inside, size))


def write(fitted: Mapping[str, Calibration], path: Path) -> None:
    """Leave the calibrations where the ranker reads them, rounded, with the names of their measures."""
    values: dict[str, object] = {"measures": list(MEASURES)}
    for name, calibration in fitted.items():
        values[name] = {key: _rounded(value) for key, value in asdict(calibration).items()}
    path.write_text(json.dumps(values) + "\n", "utf-8")


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return np.round(np.asarray(value, dtype=np.float64), 4).tolist()


def fit_weights(known: Sequence[Case]) -> np.ndarray:
    """Weights under which the right entries are the likeliest among all (conditional logit, lightly regularised)."""
    taught = [(*_rivals(case), case.weight) for case in known if case.inside]
    total = sum(weight for _, _, weight in taught)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.0, np.zeros_like(weights)
        for values, right, importance in taught:
            likelihood = values @ weights
            likelihood = np.exp(likelihood - likelihood.max())
            likelihood /= likelihood.sum()
            share = likelihood * right
            value -= importance * np.log(share.sum() + 1e-12)
            slope += importance * (values.T @ (likelihood - share / (share.sum() + 1e-12)))
        return value / total + _SMALL * weights @ weights, slope / total + 2 * _SMALL * weights

    return minimize(loss, np.full(len(MEASURES), 2.0), jac=True, method="L-BFGS-B").x


def _rivals(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The measures of the right entries and of those that come near them, and which are right."""
    near = np.argsort(-case.measured.values.sum(axis=1))[:_RIVALS]
    kept = np.union1d(near, np.flatnonzero(case.right))
    return case.measured.values[kept].astype(np.float64), case.right[kept]


def _rank(engine: SearchEngine, case: Case, weights: np.ndarray) -> Ranking:
    scores = case.measured.values @ weights.astype(np.float32)
    best = engine.best(scores, 10)
    hits = tuple(bool(case.right[head]) for head, _ in best)
    return Ranking(
        engine.evidence(case.query, case.measured, scores, best), hits, case.inside, case.stranger, case.weight
    )


def _models(rankings: Sequence[Ranking], outside: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """How likely is the first one right, and is the right one there at all."""
    rows = np.asarray([ranking.row for ranking in rankings])
    weights = _weights(rankings, outside)
    first = np.asarray([ranking.hits[0] for ranking in rankings])
    inside = np.asarray([ranking.inside for ranking in rankings])
    right = _logistic(rows, first, weights, _LOOSENESS["right"])
    return right, _logistic(rows, inside, _weights(rankings, 1.0), _LOOSENESS["inside"])


def _weights(rankings: Sequence[Ranking], outside: float) -> np.ndarray:
    """What each counts: those that no sheet answers weigh `outside` times the others in all."""
    weights = np.asarray([ranking.weight for ranking in rankings])
    inside = np.asarray([ranking.inside for ranking in rankings])
    weights[~inside] *= outside * weights[inside].sum() / max(weights[~inside].sum(), 1e-9)
    return weights


def _logistic(rows: np.ndarray, target: np.ndarray, weights: np.ndarray, looseness: float) -> tuple[float, ...]:
    """A logistic model of `target` as (bias, weights…) of the rows."""
    if len(set(target.tolist())) < 2:
        return (20.0 if target.all() else -20.0, *[0.0] * rows.shape[1])
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    model = LogisticRegression(C=looseness, max_iter=3000)
    model.fit((rows - mean) / spread, target, sample_weight=weights * len(weights) / weights.sum())
    slopes = model.coef_[0] / spread
    return (float(model.intercept_[0] - slopes @ mean), *map(float, slopes))


def _thresholds(rankings: Sequence[Ranking], right, inside, size: str) -> tuple[float, float]:
    """The lowest thresholds at which answers are right, and other messages declined, as often as asked."""
    rows, weights = np.asarray([ranking.row for ranking in rankings]), _weights(rankings, _OUTSIDE[size])
    there = np.asarray([ranking.inside for ranking in rankings])
    strangers = np.asarray([ranking.stranger for ranking in rankings])
    first = np.asarray([ranking.hits[0] for ranking in rankings])
    sure, likely = _probabilities(right, rows), _probabilities(inside, rows)
    grid = np.linspace(0.01, 0.99, 99)
    declining = (t for t in grid if (likely[strangers] < t).mean() >= DECLINED) if strangers.any() else iter(())
    bearable = max((t for t in grid if (likely[there] < t).mean() <= _REFUSED), default=grid[0])
    refuse = min(next(declining, bearable), bearable)
    kept = likely >= refuse
    precision = PRECISION[size]
    precise = (t for t in grid if _precision(kept & (sure >= t), first, weights) >= precision)
    return float(next(precise, grid[-1])), float(refuse)


def _precision(answered: np.ndarray, first: np.ndarray, weights: np.ndarray) -> float:
    return float((weights * first)[answered].sum() / max(weights[answered].sum(), 1e-9))


def _figures(rankings: Sequence[Ranking], size: str) -> dict[str, float]:
    """Shares over cases that their own scorer, model and thresholds never saw."""
    outcomes: list[dict[str, float]] = []
    for train, test in KFold(_FOLDS, shuffle=True, random_state=1).split(rankings):
        taught = [rankings[i] for i in train]
        right, inside = _models(taught, _OUTSIDE[size])
        answer_at, refuse_below = _thresholds(taught, right, inside, size)
        for ranking in (rankings[i] for i in test):
            refused = _probabilities(inside, ranking.row[None])[0] < refuse_below
            answered = not refused and _probabilities(right, ranking.row[None])[0] >= answer_at
            outcomes.append(_outcome(ranking, answered, refused))
    return {name: _mean(o[name] for o in outcomes if name in o) for name in sorted({n for o in outcomes for n in o})}


def _outcome(ranking: Ranking, answered: bool, refused: bool) -> dict[str, float]:
    if not ranking.inside:
        kind = "out of scope" if ranking.stranger else "not there"
        return {f"{kind}: declined": float(refused), f"{kind}: answered": float(answered)}
    first, three, four = (any(ranking.hits[:count]) for count in (1, 3, OFFERED))
    found = {"first": first, "first three": three, "first four": four, "answered": answered, "refused": refused}
    if answered:
        found["answered: right"] = first
    return {name: float(value) for name, value in found.items()}


def _probabilities(model: tuple[float, ...], rows: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(model[0] + rows @ np.asarray(model[1:]))))


def _mean(values) -> float:
    found = list(values)
    return sum(found) / len(found)
