"""Fitting the scorer of the search: weights under which the right procedure is the likeliest of those that come near.

It knows measures and which candidates are right; no question, no word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from guichet.search.ranker import Scorer

#: Mixtures of measures: more bring nothing on questions that were not seen.
_MIXTURES = 12
_EPOCHS, _BATCH, _STEP = 30, 32, 0.01
#: How strongly weights are held near zero.
_DECAY = 1e-3


@dataclass(frozen=True)
class Lesson:
    """One question: the measures of its candidates (candidates, measures), which are right, and what it counts."""

    values: np.ndarray
    right: np.ndarray
    weight: float = 1.0


class _Batch:
    """Some lessons one under the other; `owner` says whose each row is."""

    def __init__(self, lessons: Sequence[Lesson], mean: np.ndarray, spread: np.ndarray) -> None:
        lengths = [len(lesson.right) for lesson in lessons]
        self.values = (np.concatenate([lesson.values for lesson in lessons]) - mean) / spread
        self.right = np.concatenate([lesson.right for lesson in lessons])
        self.owner = np.repeat(np.arange(len(lessons)), lengths)
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.weights = np.asarray([lesson.weight for lesson in lessons])[self.owner] / len(lessons)

    def errors(self, scores: np.ndarray) -> np.ndarray:
        """The slope of the loss by each score: how likely each candidate is, less its share of what is right."""
        peaks = np.maximum.reduceat(scores, self.starts)[self.owner]
        likely = np.exp(scores - peaks)
        likely /= np.add.reduceat(likely, self.starts)[self.owner]
        share = likely * self.right
        return (likely - share / (np.add.reduceat(share, self.starts)[self.owner] + 1e-9)) * self.weights


def fit_scorer(lessons: Sequence[Lesson], seed: int = 0) -> Scorer:
    """The scorer that these lessons teach (conditional likelihood, Adam); the same for the same lessons."""
    every = np.concatenate([lesson.values for lesson in lessons]).astype(np.float64)
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    chance = np.random.default_rng(seed)
    width = every.shape[1]
    weights = [
        np.zeros(width),
        chance.normal(0, width**-0.5, (width, _MIXTURES)),
        np.zeros(_MIXTURES),
        chance.normal(0, 0.1, _MIXTURES),
    ]
    adam = _Adam(weights)
    for epoch in range(_EPOCHS):
        order = chance.permutation(len(lessons))
        for start in range(0, len(order), _BATCH):
            batch = _Batch([lessons[i] for i in order[start : start + _BATCH]], mean, spread)
            adam.step(_slopes(weights, batch), _STEP * (1 - epoch / _EPOCHS))
    return _unstandardised(weights, mean, spread)


def _slopes(weights: list[np.ndarray], batch: _Batch) -> list[np.ndarray]:
    direct, mixtures, bias, worth = weights
    hidden = np.tanh(batch.values @ mixtures + bias)
    errors = batch.errors(batch.values @ direct + hidden @ worth)
    within = np.outer(errors, worth) * (1 - hidden**2)
    slopes = [batch.values.T @ errors, batch.values.T @ within, within.sum(axis=0), hidden.T @ errors]
    return [slope + _DECAY * weight for slope, weight in zip(slopes, weights, strict=True)]


class _Adam:
    """Adam's steps over arrays, changed in place."""

    def __init__(self, weights: list[np.ndarray]) -> None:
        self._weights, self._count = weights, 0
        self._means = [np.zeros_like(weight) for weight in weights]
        self._squares = [np.zeros_like(weight) for weight in weights]

    def step(self, slopes: list[np.ndarray], size: float) -> None:
        """One step down the slopes."""
        self._count += 1
        for weight, slope, mean, square in zip(self._weights, slopes, self._means, self._squares, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            corrected = mean / (1 - 0.9**self._count)
            weight -= size * corrected / (np.sqrt(square / (1 - 0.999**self._count)) + 1e-8)


def _unstandardised(weights: list[np.ndarray], mean: np.ndarray, spread: np.ndarray) -> Scorer:
    """The same scorer over measures as they come; a constant is lost, which changes no order."""
    direct, mixtures, bias, worth = weights
    scaled = mixtures / spread[:, None]
    parts = (direct / spread, scaled, bias - mean @ scaled, worth)
    return Scorer(*(part.astype(np.float32) for part in parts))
