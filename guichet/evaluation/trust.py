"""Whether the search's confidence can be believed, as numbers to draw: reliability, and risk against coverage.

It measures nothing: it counts questions already asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guichet.evaluation.figures import Figure, share
from guichet.evaluation.linking import Asked

_BINS = 10
#: How many points a curve needs to look smooth.
_STEPS = 60


@dataclass(frozen=True)
class Bin:
    """The questions whose confidence lies between two tenths: their mean confidence, and how often they were right."""

    confidence: float
    right: Figure


@dataclass(frozen=True)
class Point:
    """Answering only the surest questions: their share (`coverage`), how many of them are wrong, and from what
    confidence on that is.
    """

    coverage: float
    risk: float
    confidence: float


def reliability(asked: Sequence[Asked]) -> list[Bin]:
    """Tenths of confidence that hold questions, in order."""
    bins: list[list[Asked]] = [[] for _ in range(_BINS)]
    for one in asked:
        bins[min(int(one.confidence * _BINS), _BINS - 1)].append(one)
    return [
        Bin(sum(a.confidence for a in members) / len(members), share(a.among(1) for a in members))
        for members in bins
        if members
    ]


def gap(bins: Sequence[Bin]) -> float:
    """How far confidence is from the truth on average (expected calibration error), between 0 and 1."""
    count = sum(b.right.count for b in bins)
    return sum(abs(b.confidence - b.right.value) * b.right.count for b in bins) / max(count, 1)


def risk_coverage(asked: Sequence[Asked]) -> list[Point]:
    """The curve from the few surest questions to all of them."""
    order = sorted(asked, key=lambda a: -a.confidence)
    wrong, points = 0, []
    step = max(1, len(order) // _STEPS)
    for count, one in enumerate(order, 1):
        wrong += not one.among(1)
        if count % step == 0 or count == len(order):
            points.append(Point(count / len(order), wrong / count, one.confidence))
    return points


def coverage_at(points: Sequence[Point], risk: float) -> Point | None:
    """The most questions that can be answered with at most this risk; None when even the surest are riskier."""
    return next((point for point in reversed(points) if point.risk <= risk), None)
