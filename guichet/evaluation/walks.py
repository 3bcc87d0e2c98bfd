"""Walking through every branch of every sheet: can it be walked, how many questions it takes, and how long.

A branch is an answer to a question: each is taken at least once; combinations of answers, up to a limit a sheet.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from guichet.catalogue.plain import texts
from guichet.guide import Answer, Checklist, Question, next_step, next_step_whole
from guichet.guide.analysis import analysed
from guichet.procedure import Aspect, Procedure

#: How many combinations of answers are tried of a sheet for one wish, once each answer was taken.
COMBINATIONS = 25


@dataclass(frozen=True)
class Walk:
    """One way through a sheet: the wish, the number of questions, the slowest step in seconds, what was wrong."""

    sheet: str
    wish: str
    questions: int
    slowest: float
    problem: str = ""


def walks_of(procedure: Procedure, combinations: int = COMBINATIONS) -> list[Walk]:
    """Every branch of a sheet for everything that may be asked of it: as a whole, and each aspect."""
    return [walk for wish in (None, *Aspect) for walk in _walks(procedure, wish, combinations)]


def walk_all(procedures: Iterable[Procedure], workers: int, combinations: int = COMBINATIONS) -> Iterator[Walk]:
    """The walks of many sheets, shared between processes."""
    with ProcessPoolExecutor(workers) as pool:
        for walks in pool.map(partial(walks_of, combinations=combinations), procedures, chunksize=40):
            yield from walks


def random_walk(procedure: Procedure, wish: Aspect | None, chance: random.Random) -> Walk:
    """A citizen who answers at random: what a walk is like, rather than what it may be at worst."""
    case: dict[str, str] = {}
    slowest = 0.0
    while True:
        step, seconds = _timed(procedure, wish, case)
        slowest = max(slowest, seconds)
        if not isinstance(step, Question):
            return Walk(procedure.id, _name(wish), len(case), slowest, _wrong(step))
        case[step.choice.id] = chance.choice(step.choice.options).id


def report(walks: list[Walk], typical: list[Walk]) -> Iterator[str]:
    """What `make bench` prints of every branch, and of random citizens."""
    sheets = {walk.sheet for walk in walks}
    broken = {walk.sheet for walk in walks if walk.problem}
    asked = [walk.questions for walk in typical if not walk.wish]
    aspects = [walk.questions for walk in typical if walk.wish]
    times = sorted(1000 * walk.slowest for walk in typical)
    yield f"{len(sheets)} fiches, {len(walks)} chemins : {100 * (1 - len(broken) / len(sheets)):.1f} % se parcourent"
    whole, point = statistics.mean(asked), statistics.mean(aspects)
    most = max(walk.questions for walk in walks)
    yield f"questions par réponse : {whole:.1f} pour une fiche entière, {point:.1f} pour un point ; {most} au plus"
    slow = times[int(0.95 * len(times))]
    median = statistics.median(times)
    yield f"une étape, fiche ouverte : {median:.1f} ms en médiane, {slow:.1f} au 95e centile, {times[-1]:.1f} au plus"


def _walks(procedure: Procedure, wish: Aspect | None, combinations: int) -> Iterator[Walk]:
    taken: set[tuple[str, str]] = set()
    waiting: list[dict[str, str]] = [{}]
    count = 0
    while waiting:
        case = waiting.pop()
        step, seconds = _timed(procedure, wish, case)
        if not isinstance(step, Question) or step.choice.id in case or len(step.choice.options) < 2:
            yield Walk(procedure.id, _name(wish), len(case), seconds, _wrong(step))
            count += 1
            continue
        for option in step.choice.options:
            if count + len(waiting) < combinations or (step.choice.id, option.id) not in taken:
                taken.add((step.choice.id, option.id))
                waiting.append(case | {step.choice.id: option.id})


def _timed(procedure: Procedure, wish: Aspect | None, case: dict[str, str]):
    # Once a sheet: in a conversation too, the first question pays for it alone.
    analysed(procedure)
    begin = time.perf_counter()
    step = next_step_whole(procedure, case) if wish is None else next_step(procedure, wish, case)
    return step, time.perf_counter() - begin


def _wrong(step: Question | Answer | Checklist) -> str:
    if isinstance(step, Question):
        return "une question sans choix" if len(step.choice.options) < 2 else "une question déjà posée"
    if isinstance(step, Answer):
        return "" if any(texts(step.blocks)) else "une réponse vide"
    return "" if step.tells() else "une liste vide"


def _name(wish: Aspect | None) -> str:
    return wish.value if wish else ""
