"""Numbers as shapes: bars of a list, and lines over time. Drawing and words are in templates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The picture of a line chart, and the room around its lines for values and dates.
WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 24, 36

#: More values than that beside a line would cover one another.
LABELLED = 12


@dataclass(frozen=True)
class Bar:
    """A line of a list: `length` in hundredths of the longest, `share` in hundredths of all, or None without one."""

    name: str
    value: int
    length: float
    share: int | None
    link: str = ""


@dataclass(frozen=True)
class Mark:
    """A point of a line; `shown`: whether its value is written beside it."""

    x: float
    y: float
    value: int
    shown: bool


@dataclass(frozen=True)
class Line:
    """The marks of a line, and the same as SVG's `points`."""

    name: str
    marks: tuple[Mark, ...]
    points: str


@dataclass(frozen=True)
class Tick:
    """A value or a date beside the picture, at its place."""

    at: float
    label: str


@dataclass(frozen=True)
class LineChart:
    """Lines over the same moments. `rows`: the same as a table, a label and a value for each line."""

    lines: tuple[Line, ...]
    values: tuple[Tick, ...]
    moments: tuple[Tick, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def bars(counted: Iterable[tuple[str, int, str]], total: int | None = None) -> list[Bar]:
    """Bars of names with their values and links; `total`: of what they are shares."""
    listed = list(counted)
    longest = max((value for _, value, _ in listed), default=0) or 1
    return [
        Bar(name, value, round(100 * value / longest, 1), round(100 * value / total) if total else None, link)
        for name, value, link in listed
    ]


def line_chart(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> LineChart:
    """Lines of names with a value for each label; the last ones may lack, when they have not come yet."""
    most = _round_up(max((value for _, values in series for value in values), default=0))
    across = (WIDTH - _LEFT - _RIGHT) / max(1, len(labels) - 1)

    def x(index: int) -> float:
        return round(_LEFT + index * across, 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / most * (HEIGHT - _TOP - _BOTTOM), 1)

    lines = []
    for name, values in series:
        told = _told(values)
        marks = tuple(Mark(x(i), y(value), value, i in told) for i, value in enumerate(values))
        lines.append(Line(name, marks, " ".join(f"{mark.x},{mark.y}" for mark in marks)))
    halves = (0, most // 2, most) if most > 1 else (0, most)
    step = max(1, math.ceil(len(labels) / LABELLED))
    moments = tuple(Tick(x(i), label) for i, label in enumerate(labels) if i % step == 0)
    rows = tuple((label, tuple(_at(values, i) for _, values in series)) for i, label in enumerate(labels))
    return LineChart(tuple(lines), tuple(Tick(y(value), str(value)) for value in halves), moments, rows)


def _at(values: Sequence[int], index: int) -> int | None:
    return values[index] if index < len(values) else None


def _told(values: Sequence[int]) -> set[int]:
    """The places of the values to write: all of a few, else the greatest and the last."""
    if len(values) <= LABELLED:
        return set(range(len(values)))
    return {max(range(len(values)), key=lambda i: values[i]), len(values) - 1}


def _round_up(value: int) -> int:
    """An even number that is easy to read, not below the value."""
    if value <= 2:
        return 2
    unit = 10 ** (len(str(value)) - 1)
    return next(step for step in (unit * n for n in (1, 2, 4, 6, 8, 10)) if step >= value)
