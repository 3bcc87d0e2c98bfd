"""Fitting the search's few weights and thresholds on the project's own held-out questions.

Six weights order the procedures, two small logistic models say how far to trust the order. Nothing of a question's
words is kept. The result is `guichet/search/calibration.json`; the reported figures are cross-validated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.search import ranker
from guichet.search.engine import OFFERED, SearchEngine, evidence
from guichet.search.ranker import MEASURES, Calibration, features

#: How many wrong candidates each question teaches the order with.
_RIVALS = 60

#: What each outcome is worth to a citizen: (in scope, out of scope) for answer right, answer wrong, choose, refuse.
WORTH = {"right": 1.0, "wrong": -1.0, "offered": 0.6, "offered_wrong": -0.3, "refused": -0.5, "declined": 1.0}


@dataclass(frozen=True)
class Case:
    """One question against the index: its measures, and which entries are right (none when out of scope)."""

    query: object
    measures: np.ndarray
    right: np.ndarray


def calibrate(root: Path, catalogue_path: Path) -> Iterator[str]:
    """Fit on the project's questions, leave the result in place, and tell the cross-validated figures."""
    engine = SearchEngine.open(catalogue_path)
    known = cases(engine, load_questions(root))
    for name, share in cross_validate(engine, known).items():
        yield f"{name:<28}{share:>7.1%}"
    write(fit(engine, known), Path(ranker.__file__).with_name("calibration.json"))
    yield f"Réglé sur {len(known)} questions. Pour juger du résultat : `guichet evaluate`."


def cases(engine: SearchEngine, questions: Sequence[HeldOutQuestion]) -> list[Case]:
    """Every question measured once; questions whose sheets the catalogue doesn't have are left out."""
    found = []
    for question in questions:
        query = engine.read(question.text)
        right = engine.entries_of(question.expected)
        if not query.empty and (right.any() or question.kind == "out_of_scope"):
            found.append(Case(query, features(engine.index, query), right))
    return found


def fit(engine: SearchEngine, known: Sequence[Case]) -> Calibration:
    """The calibration that these cases teach."""
    weights = _fit_weights(known)
    rows, right, offered = _judged(engine, known, weights)
    models = [_logistic(rows, target) for target in (right, offered)]
    draft = Calibration(tuple(weights), *models, 0.5, 0.5)
    return _with_thresholds(draft, rows, right, offered, np.array([not case.right.any() for case in known]))


def cross_validate(engine: SearchEngine, known: Sequence[Case], folds: int = 5) -> dict[str, float]:
    """Shares over cases that their own fit never saw: first, first three, and the decision's outcomes."""
    outcomes: list[dict[str, float]] = []
    for train, test in KFold(folds, shuffle=True, random_state=0).split(known):
        calibration = fit(engine, [known[i] for i in train])
        outcomes += [_outcome(engine, known[i], calibration) for i in test]
    return {name: _mean(o[name] for o in outcomes if name in o) for name in sorted({n for o in outcomes for n in o})}


def write(calibration: Calibration, path: Path) -> None:
    """Leave the calibration where the ranker reads it, rounded, with the names of its measures."""
    values: dict[str, object] = {"measures": list(MEASURES)}
    for name in Calibration.__annotations__:
        value = getattr(calibration, name)
        values[name] = [round(float(v), 4) for v in value] if isinstance(value, tuple) else round(float(value), 4)
    path.write_text(json.dumps(values, indent=2) + "\n", "utf-8")


def _fit_weights(known: Sequence[Case]) -> np.ndarray:
    """Weights that put a right entry above its rivals, by logistic regression on differences, refined once."""
    weights = np.ones(len(MEASURES))
    for _ in range(4):
        differences = [d for case in known if case.right.any() for d in _differences(case, weights)]
        rows = np.vstack([differences, -np.asarray(differences)])
        labels = np.r_[np.ones(len(differences)), np.zeros(len(differences))]
        model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=500).fit(rows, labels)
        weights = np.maximum(model.coef_[0], 0)
    return weights / weights.sum()


def _differences(case: Case, weights: np.ndarray) -> np.ndarray:
    scores = case.measures @ weights
    best = np.flatnonzero(case.right)[np.argmax(scores[case.right])]
    rivals = np.argsort(-np.where(case.right, -np.inf, scores))[:_RIVALS]
    return case.measures[best] - case.measures[rivals]


def _judged(engine: SearchEngine, known: Sequence[Case], weights: np.ndarray):
    rows, right, offered = [], [], []
    for case in known:
        scores = (case.measures @ weights).astype(np.float32)
        best = engine.best(scores, 10)
        rows.append(evidence(case.query, case.measures, scores, best))
        hits = [engine.is_right(head, case.right) for head, _ in best]
        right.append(hits[0])
        offered.append(any(hits[:OFFERED]))
    return np.asarray(rows), np.asarray(right), np.asarray(offered)


def _logistic(rows: np.ndarray, target: np.ndarray) -> tuple[float, ...]:
    model = LogisticRegression(C=10.0, max_iter=2000).fit(rows, target)
    return (float(model.intercept_[0]), *map(float, model.coef_[0]))


def _with_thresholds(draft: Calibration, rows, right, offered, outside) -> Calibration:
    """The pair of thresholds whose outcomes are worth most."""
    grid = np.linspace(0.1, 0.9, 33)
    sure, answerable = _probabilities(draft.right, rows), _probabilities(draft.answerable, rows)
    _, answer_at, refuse_below = max(
        (float(np.mean(_worth(sure >= a, answerable < r, right, offered, outside))), a, r) for a in grid for r in grid
    )
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
    scores = (case.measures @ np.asarray(calibration.weights)).astype(np.float32)
    three = any(engine.is_right(head, case.right) for head, _ in engine.best(scores, 3))
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
