"""How well the linker does: each question with what was found, and the figures that follow. It draws nothing.

A question is answered at once, offered a choice of four, or refused; a right sheet first, among four, or nowhere.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from guichet.evaluation import noise
from guichet.evaluation.figures import Figure, share
from guichet.evaluation.progress import Progress, silent
from guichet.evaluation.question_set import Question
from guichet.search.engine import OFFERED, SearchEngine, SearchResult

#: How many titles of what was found are kept, to be shown.
_SHOWN = 3
#: A group with fewer questions says nothing.
FEWEST = 3


@dataclass(frozen=True)
class Asked:
    """A question and what became of it.

    `decision`: answer, choose or none. `rank`: the place of the first right procedure, from 0, None when not found.
    `confidence`: how likely the first one is right, says the search. `found`: titles, best first.
    """

    question: Question
    decision: str
    rank: int | None
    confidence: float
    found: tuple[str, ...] = ()
    milliseconds: float = 0.0

    def among(self, count: int) -> bool:
        """Whether a right one is among the first ones."""
        return self.rank is not None and self.rank < count

    @property
    def outcome(self) -> str:
        """What the citizen gets: right, wrong, offered, offered_wrong or refused."""
        if self.decision == "none":
            return "refused"
        if self.decision == "answer":
            return "right" if self.among(1) else "wrong"
        return "offered" if self.among(OFFERED) else "offered_wrong"


def ask(
    engine: SearchEngine, questions: Sequence[Question], progress: Progress = silent, label: str = "linker"
) -> list[Asked]:
    """Every question put to the search."""
    answered = []
    for done, question in enumerate(questions, 1):
        begin = time.perf_counter()
        result = engine.search(question.text)
        answered.append(judged(question, result, 1000 * (time.perf_counter() - begin)))
        progress(label, done, len(questions))
    return answered


def judged(question: Question, result: SearchResult, milliseconds: float = 0.0) -> Asked:
    """The question with its result, told right or wrong."""
    wanted = set(question.expected)
    found = result.procedures
    rank = next((place for place, c in enumerate(found) if wanted & {c.id, *c.sheets}), None)
    first = found[0].score if found else 0.0
    confidence = float(getattr(result, "confidence", first))
    return Asked(question, result.decision, rank, confidence, tuple(c.title for c in found[:_SHOWN]), milliseconds)


def linker_figures(asked: Sequence[Asked]) -> dict[str, Figure]:
    """`linker.…` over the questions that sheets answer, `scope.…` over the others."""
    inside, outside = in_scope(asked), [a for a in asked if a.question.outside]
    figures = {f"linker.{name}": figure for name, figure in ranks(inside).items()}
    figures |= {f"linker.{name}": figure for name, figure in decisions(inside).items()}
    figures["linker.mrr"] = average([0.0 if a.rank is None else 1 / (a.rank + 1) for a in inside])
    figures["scope.search_declined"] = share(a.decision == "none" for a in outside)
    figures["scope.answered"] = share(a.decision == "answer" for a in outside)
    return figures


def decisions(inside: Sequence[Asked]) -> dict[str, Figure]:
    """How often it answers, and how often that is right; what it offers, refuses, and gets wrong with assurance."""
    sure = [a for a in inside if a.decision == "answer"]
    return {
        "answered": share(a.decision == "answer" for a in inside),
        "answered_right": share(a.among(1) for a in sure),
        "wrong_confident": share(a.outcome == "wrong" for a in inside),
        "offered": share(a.outcome == "offered" for a in inside),
        "abstained": share(a.decision == "none" for a in inside),
    }


def ranks(asked: Sequence[Asked]) -> dict[str, Figure]:
    """A right one first, among the first three, among the four shown."""
    return {
        "first": share(a.among(1) for a in asked),
        "three": share(a.among(3) for a in asked),
        "four": share(a.among(OFFERED) for a in asked),
    }


def group_figures(asked: Sequence[Asked]) -> dict[str, Figure]:
    """The same for each theme, procedure and authorship that has a few questions."""
    figures: dict[str, Figure] = {}
    for kind in ("theme", "procedure", "authorship"):
        for name, members in _groups(in_scope(asked), kind):
            found = ranks(members) | (decisions(members) if kind == "authorship" else {})
            figures |= {f"{kind}.{name}.{what}": figure for what, figure in found.items()}
    return figures


def noise_figures(
    engine: SearchEngine, asked: Sequence[Asked], each: bool, progress: Progress = silent
) -> dict[str, Figure]:
    """`noise.first`, `noise.four` when every question has one kind of noise; `noise.plain…` the same, well typed.

    `each`: also every kind apart, over all the questions (`noise.sms.first`…).
    """
    inside = in_scope(asked)
    questions = [a.question for a in inside]
    mixed = [noise.noisy_question(q, noise.kind_of(q.text)) for q in questions]
    figures = _noise("noise", ask(engine, mixed, progress, "noise")) | _noise("noise.plain", inside)
    for kind in noise.KINDS if each else ():
        typed = [noise.noisy_question(q, kind) for q in questions]
        figures |= _noise(f"noise.{kind}", ask(engine, typed, progress, f"noise.{kind}"))
    return figures


def ask_baseline(
    name: str, rank: Callable[[str], list[str]], questions: Sequence[Question], progress: Progress = silent
) -> list[Asked]:
    """Every question put to a plain ranking of sheets, which decides nothing."""
    answered = []
    for done, question in enumerate(questions, 1):
        begin = time.perf_counter()
        found = rank(question.text)
        milliseconds = 1000 * (time.perf_counter() - begin)
        place = next((n for n, sheet in enumerate(found) if sheet in question.expected), None)
        answered.append(Asked(question, "choose", place, 0.0, (), milliseconds))
        progress(f"search.{name}", done, len(questions))
    return answered


def speed(asked: Sequence[Asked]) -> tuple[float, float]:
    """Milliseconds: the median, and what 95 % stay under."""
    times = sorted(a.milliseconds for a in asked)
    if not times:
        return 0.0, 0.0
    return statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]


def in_scope(asked: Iterable[Asked]) -> list[Asked]:
    """Those that sheets answer."""
    return [a for a in asked if not a.question.outside and a.question.expected]


def average(values: Sequence[float]) -> Figure:
    """The mean of values between 0 and 1, with its normal interval."""
    count = len(values)
    if not count:
        return Figure(0.0, 0, 0.0, 1.0)
    mean = sum(values) / count
    margin = 1.96 * math.sqrt(sum((v - mean) ** 2 for v in values) / max(count - 1, 1) / count)
    return Figure(mean, count, max(0.0, mean - margin), min(1.0, mean + margin))


def worst(asked: Sequence[Asked], limit: int) -> list[Asked]:
    """What went wrong with the most assurance: answered although wrong or out of scope, then never shown."""
    harm = {"wrong": 0, "refused": 2, "offered_wrong": 1}
    bad = [a for a in in_scope(asked) if a.outcome in harm]
    bad += [a for a in asked if a.question.outside and a.decision == "answer"]
    order = partial(_harm, harm=harm)
    return sorted(bad, key=order)[:limit]


def _harm(asked: Asked, harm: dict[str, int]) -> tuple[int, float]:
    return harm.get("wrong" if asked.question.outside else asked.outcome, 2), -asked.confidence


def _noise(name: str, asked: Sequence[Asked]) -> dict[str, Figure]:
    found = ranks(asked)
    return {f"{name}.first": found["first"], f"{name}.four": found["four"]}


def _groups(asked: Sequence[Asked], kind: str) -> list[tuple[str, list[Asked]]]:
    groups: dict[str, list[Asked]] = {}
    for one in asked:
        groups.setdefault(getattr(one.question, kind), []).append(one)
    return [(name, members) for name, members in sorted(groups.items()) if name and len(members) >= FEWEST]
