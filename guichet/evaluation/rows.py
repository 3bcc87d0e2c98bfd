"""The rows of the report's tables: figures with their goals, their change and their names. It writes no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guichet.evaluation import noise
from guichet.evaluation.figures import GATES, Figure, Report
from guichet.evaluation.linking import Asked
from guichet.evaluation.words import percent, points, say, words

Figures = Mapping[str, Figure]

#: What the project wants of each figure, at least. Where there are two names, the first that was measured.
GOALS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("linker.first",), 0.70),
    (("linker.four",), 0.90),
    (("service.answered_right", "linker.answered_right"), 0.92),
    (("service.answered", "linker.answered"), 0.40),
    (("scope.declined",), 0.95),
    (("intents.right",), 0.95),
    (("conversations.right",), 1.0),
)
#: What typing errors may cost, at most.
NOISE_GOAL = 0.04

#: From what harms least to what harms most.
OUTCOMES = ("right", "offered", "refused", "offered_wrong", "wrong")


@dataclass(frozen=True)
class Goal:
    """A figure beside its goal; `gap`: what is missing, 0 when reached. `figure` is None where no bar makes sense."""

    name: str
    value: str
    goal: str
    gap: float
    figure: Figure | None = None
    target: float = 0.0

    @property
    def reached(self) -> bool:
        return self.gap <= 0


@dataclass(frozen=True)
class Segment:
    """A part of a bar: `start` and `share` between 0 and 1."""

    kind: str
    count: int
    start: float
    share: float


@dataclass(frozen=True)
class Group:
    """A theme, procedure or author: its figures by name."""

    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Change:
    """A figure before and now; `told`: better, worse or same."""

    name: str
    before: Figure
    now: Figure
    told: str


def goals(figures: Figures) -> list[Goal]:
    """Every goal whose figure was measured."""
    found = []
    for names, target in GOALS:
        name = next((name for name in names if name in figures), None)
        if name and figures[name].count:
            figure = figures[name]
            shown = percent(figure.value), percent(target, 0)
            found.append(Goal(figure_name(name), *shown, target - figure.value, figure, target))
    if "noise.first" in figures and figures["noise.first"].count:
        found.append(_noise_goal(figures["noise.plain.first"].value - figures["noise.first"].value))
    return found


def _noise_goal(lost: float) -> Goal:
    limit = say("goals.at_most", goal=points(NOISE_GOAL).lstrip("+"))
    return Goal(say("goals.noise_drop"), f"{points(-lost)} points", limit, lost - NOISE_GOAL)


def outcomes(asked: Sequence[Asked]) -> list[Segment]:
    """What became of these questions, as parts of a bar."""
    found, start = [], 0.0
    for kind in OUTCOMES:
        count = sum(a.outcome == kind for a in asked)
        share = count / max(len(asked), 1)
        found.append(Segment(kind, count, start, share))
        start += share
    return found


def noise_rows(figures: Figures) -> list[Group]:
    """Well typed, mixed, then each kind that was measured apart."""
    names = {"plain": "noise.plain", "mixed": "noise"} | {kind: f"noise.{kind}" for kind in noise.KINDS}
    shown = words()["noise"]["kinds"]
    return [
        Group(shown[kind], {what: figures[f"{name}.{what}"] for what in ("first", "four")})
        for kind, name in names.items()
        if f"{name}.first" in figures
    ]


def groups(figures: Figures, kind: str, titles: Mapping[str, str]) -> list[Group]:
    """The themes, procedures or authors, those that are hardest to find first; `titles` of the procedures, by id."""
    names = {name.split(".", 1)[1].rsplit(".", 1)[0] for name in figures if name.startswith(f"{kind}.")}
    shown = words()["groups"]["authors"] if kind == "authorship" else titles
    found = []
    for name in sorted(names):
        prefix = f"{kind}.{name}."
        inside = {key.removeprefix(prefix): figure for key, figure in figures.items() if key.startswith(prefix)}
        found.append(Group(shown.get(name) or name, inside))
    return sorted(found, key=lambda group: (group.figures["four"].value, group.figures["first"].value))


def changes(now: Figures, before: Report | None) -> list[Change]:
    """What a promotion looks at, before and now."""
    if before is None:
        return []
    both = [name for name in GATES if name in now and name in before.figures]
    return [
        Change(figure_name(name), before.figures[name], now[name], change(now[name], before.figures[name]))
        for name in both
    ]


def change(now: Figure, before: Figure) -> str:
    """`better`, `worse`, or `same` when the margin of now holds the value before; empty without cases before."""
    if not before.count:
        return ""
    if now.low > before.value or now.high < before.value:
        return "better" if now.value > before.value else "worse"
    return "same"


def figure_name(name: str) -> str:
    """What people call a figure."""
    return words()["figures"].get(name, name)
