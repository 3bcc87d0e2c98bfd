"""Fitting the search's few weights and thresholds on the project's own held-out questions.

A weight for each measure orders the procedures, two small logistic models say how far to trust the order.
Nothing of a question's words is kept. The result is `guichet/search/calibration.json`; the reported figures are
cross-validated.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import KFold

from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.errors import GuichetError
from guichet.search import ranker
from guichet.search.build import store_index
from guichet.search.engine import OFFERED, SearchEngine, evidence
from guichet.search.query import Query
from guichet.search.ranker import MEASURES, Calibration, Measured, measure

#: How many wrong candidates each question teaches the order with.
_RIVALS = 200
#: How strongly weights are held near zero.
_SMALL = 1e-3

#: What each outcome is worth to a citizen. A wrong answer harms; a needless choice costs a moment.
WORTH = {"right": 1.0, "wrong": -1.2, "offered": 0.3, "offered_wrong": -0.3, "refused": -0.5, "declined": 1.0}
#: How many messages that no sheet answers are expected for one that a sheet does: few with the whole feed,
#: most with the editors' sheets alone.
_OUTSIDE = {"large": 0.25, "small": 1.5}


@dataclass(frozen=True)
class Case:
    """One question against the index: its measures, and which entries are right (none when out of scope)."""

    query: Query
    measured: Measured
    right: np.ndarray


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
            yield f"{len(engine.index.entries)} démarches, {len(known)} questions :"
            yield from (
                f"  {what:<28}{share:>7.1%}" for what, share in cross_validate(engine, known, _OUTSIDE[name]).items()
            )
            fitted[name] = fit(engine, known, _OUTSIDE[name])
    write(fitted, ranker.CALIBRATION)
    yield "Réglé. Pour juger du résultat : `guichet evaluate`."


def cases(engine: SearchEngine, questions: Sequence[HeldOutQuestion], alone: bool = False) -> list[Case]:
    """Every question measured once; those whose sheets the catalogue doesn't have are left out.

    With the editors' sheets `alone`, they are out of scope instead: the right answer is not there.
    """
    found = []
    for question in questions:
        query = engine.read(question.text)
        right = engine.stand_for(question.expected)
        if not query.empty and (right.any() or question.kind == "out_of_scope" or alone):
            found.append(Case(query, measure(engine.index, query), right))
    return found


def fit(engine: SearchEngine, known: Sequence[Case], outside: float) -> Calibration:
    """The calibration that these cases teach; `outside`: messages expected out of scope for one in scope."""
    weights = _fit_weights(known)
    rows, right, offered = _judged(engine, known, weights)
    models = [_logistic(rows, target) for target in (right, offered)]
    draft = Calibration(tuple(weights), *models, 0.5, 0.5)
    return _with_thresholds(draft, rows, right, offered, _weights(known, outside))


def cross_validate(engine: SearchEngine, known: Sequence[Case], outside: float, folds: int = 5) -> dict[str, float]:
    """Shares over cases that their own fit never saw: first, first three, and the decision's outcomes."""
    outcomes: list[dict[str, float]] = []
    for train, test in KFold(folds, shuffle=True, random_state=0).split(known):
        calibration = fit(engine, [known[i] for i in train], outside)
        outcomes += [_outcome(engine, known[i], calibration) for i in test]
    return {name: _mean(o[name] for o in outcomes if name in o) for name in sorted({n for o in outcomes for n in o})}


def write(fitted: Mapping[str, Calibration], path: Path) -> None:
    """Leave the calibrations where the ranker reads them, rounded, with the names of their measures."""
    values: dict[str, object] = {"measures": list(MEASURES)}
    for name, calibration in fitted.items():
        values[name] = {key: _rounded(value) for key, value in asdict(calibration).items()}
    path.write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def _rounded(value: float | tuple[float, ...]) -> float | list[float]:
    return [round(float(v), 4) for v in value] if isinstance(value, tuple) else round(float(value), 4)


def _fit_weights(known: Sequence[Case]) -> np.ndarray:
    """Weights under which the right entries are the likeliest among all (conditional logit, lightly regularised)."""
    taught = [_rivals(case) for case in known if case.right.any()]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = 0.0, np.zeros_like(weights)
        for values, right in taught:
            likelihood = values @ weights
            likelihood = np.exp(likelihood - likelihood.max())
            likelihood /= likelihood.sum()
            share = likelihood * right
            value -= np.log(share.sum() + 1e-12)
            slope += values.T @ (likelihood - share / (share.sum() + 1e-12))
        return value / len(taught) + _SMALL * weights @ weights, slope / len(taught) + 2 * _SMALL * weights

    return minimize(loss, np.full(len(MEASURES), 2.0), jac=True, method="L-BFGS-B").x


def _rivals(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """The measures of the right entries and of those that come near them, and which are right."""
    near = np.argsort(-case.measured.values.sum(axis=1))[:_RIVALS]
    kept = np.union1d(near, np.flatnonzero(case.right))
    return case.measured.values[kept].astype(np.float64), case.right[kept]


def _judged(engine: SearchEngine, known: Sequence[Case], weights: np.ndarray):
    rows, right, offered = [], [], []
    for case in known:
        scores = case.measured.values @ weights.astype(np.float32)
        best = engine.best(scores, 10)
        rows.append(evidence(case.query, case.measured, scores, best))
        hits = [bool(case.right[head]) for head, _ in best]
        right.append(hits[0])
        offered.append(any(hits[:OFFERED]))
    return np.asarray(rows), np.asarray(right), np.asarray(offered)


def _logistic(rows: np.ndarray, target: np.ndarray) -> tuple[float, ...]:
    """A logistic model of `target` as (bias, weights…) of the rows; no evidence may lower trust."""
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    standard = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    signs = np.where(target, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (standard @ weights)
        doubt = 1 / (1 + np.exp(margins))
        slope = -(standard * (signs * doubt)[:, None]).mean(axis=0)
        return float(np.logaddexp(0, -margins).mean() + _SMALL * weights @ weights), slope + 2 * _SMALL * weights

    bounds = [(None, None)] + [(0, None)] * rows.shape[1]
    fitted = minimize(loss, np.zeros(standard.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = fitted[1:] / spread
    return (float(fitted[0] - weights @ mean), *map(float, weights))


def _weights(known: Sequence[Case], outside: float) -> np.ndarray:
    """What each case counts, negative for the ones that no sheet answers, so that these weigh `outside` in all."""
    inside = np.asarray([case.right.any() for case in known])
    return np.where(inside, 1.0, -outside * inside.sum() / max((~inside).sum(), 1))


def _with_thresholds(draft: Calibration, rows, right, offered, weights) -> Calibration:
    """The pair of thresholds whose outcomes are worth most."""
    grid = np.linspace(0.025, 0.9, 36)
    sure, answerable = _probabilities(draft.right, rows), _probabilities(draft.answerable, rows)

    def worth(pair: tuple[float, float]) -> float:
        outcome = _worth(sure >= pair[0], answerable < pair[1], right, offered, weights < 0)
        return float(np.average(outcome, weights=np.abs(weights)))

    answer_at, refuse_below = max(((a, r) for a in grid for r in grid), key=worth)
    return Calibration(draft.weights, draft.right, draft.answerable, float(answer_at), float(refuse_below))


def _worth(answers, refuses, right, offered, outside) -> np.ndarray:
    answered = np.where(right, WORTH["right"], WORTH["wrong"])
    torn = np.where(offered, WORTH["offered"], WORTH["offered_wrong"])
    refused = np.where(outside, WORTH["declined"], WORTH["refused"])
    return np.where(refuses, refused, np.where(answers, answered, torn))


def _outcome(engine: SearchEngine, case: Case, calibration: Calibration) -> dict[str, float]:
    rows, right, offered = _judged(engine, [case], np.asarray(calibration.weights))
    refused = _probabilities(calibration.answerable, rows)[0] < calibration.refuse_below
    answered = not refused and _probabilities(calibration.right, rows)[0] >= calibration.answer_at
    if not case.right.any():
        return {"out of scope: declined": float(refused), "out of scope: answered": float(answered)}
    scores = case.measured.values @ np.asarray(calibration.weights, dtype=np.float32)
    three = any(bool(case.right[head]) for head, _ in engine.best(scores, 3))
    return {
        "first": float(right[0]),
        "first three": float(three),
        "answered right": float(answered and right[0]),
        "answered wrong": float(answered and not right[0]),
        "offered": float(not answered and not refused and offered[0]),
        "refused": float(refused),
    }


def _probabilities(model: tuple[float, ...], rows: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(model[0] + rows @ np.asarray(model[1:]))))


def _mean(values) -> float:
    found = list(values)
    return sum(found) / len(found)
