"""The report's pictures as places on a plane: squares of shares, and a matrix of counts. Templates draw them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guichet.evaluation.trust import Bin, Point

#: A plot's size, and the room around it for values and names.
WIDTH, HEIGHT = 420, 340
LEFT, RIGHT, TOP, BOTTOM = 52, 24, 16, 48
#: The radius of the largest dot.
_LARGEST = 9.0
#: A matrix's cell, and the room for names beside and above it.
CELL, NAMES = 15, 130


@dataclass(frozen=True)
class Plane:
    """Shares from 0 to 1 across, and from 0 to `top` upwards."""

    top: float = 1.0

    def x(self, share: float) -> float:
        """Where a share stands, from the left."""
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, share: float) -> float:
        """Where a share stands, from above."""
        return round(HEIGHT - BOTTOM - min(share / self.top, 1.0) * (HEIGHT - TOP - BOTTOM), 1)

    @property
    def across(self) -> list[float]:
        """The values written under it."""
        return [0, 0.2, 0.4, 0.6, 0.8, 1.0]

    @property
    def upwards(self) -> list[float]:
        """The values written beside it: tenths when they are few, else every other one."""
        step = 1 if self.top <= 0.5 else 2
        return [tenth / 10 for tenth in range(0, round(self.top * 10) + 1, step)]


@dataclass(frozen=True)
class Dot:
    """A tenth of confidence: its place, its margin from `low` up to `high`, its radius."""

    x: float
    y: float
    low: float
    high: float
    radius: float


@dataclass(frozen=True)
class Cell:
    """How often `row` was heard as `column`; `depth` is its share of the row."""

    x: int
    y: int
    count: int
    depth: float
    right: bool
    row: str
    column: str


@dataclass(frozen=True)
class Matrix:
    """The cells that hold something, and the names in order; `side` is the length of the whole."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def side(self) -> int:
        return NAMES + CELL * len(self.names) + 2


def dots(bins: Sequence[Bin], plane: Plane) -> list[Dot]:
    """The points of a reliability diagram; their surface says how many questions they stand for."""
    most = max((b.right.count for b in bins), default=1)
    return [
        Dot(
            plane.x(b.confidence),
            plane.y(b.right.value),
            plane.y(b.right.low),
            plane.y(b.right.high),
            round(max(2.5, _LARGEST * math.sqrt(b.right.count / most)), 1),
        )
        for b in bins
    ]


def risk_plane(curve: Sequence[Point]) -> Plane:
    """As high as the curve, to the next tenth."""
    highest = max((point.risk for point in curve), default=0.0)
    return Plane(top=max(0.1, math.ceil(highest * 10) / 10))


def path(curve: Sequence[Point], plane: Plane) -> str:
    """The curve as SVG's `points`."""
    return " ".join(f"{plane.x(point.coverage)},{plane.y(point.risk)}" for point in curve)


def matrix(counts: Mapping[tuple[str, str], int]) -> Matrix:
    """A confusion matrix; who is confused with whom stands where the lines of both names cross."""
    names = tuple(sorted({name for pair in counts for name in pair}))
    totals: Counter[str] = Counter()
    for (meant, _), count in counts.items():
        totals[meant] += count
    place = {name: NAMES + CELL * number for number, name in enumerate(names)}
    cells = [
        Cell(place[heard], place[meant], count, round(count / totals[meant], 2), meant == heard, meant, heard)
        for (meant, heard), count in sorted(counts.items())
    ]
    return Matrix(names, tuple(cells))
