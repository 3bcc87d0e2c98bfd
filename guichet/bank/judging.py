"""What a model is worth beside the one in service: measured on the same things, compared gate by gate.

The measuring itself is `guichet.evaluation.whole`'s.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from guichet.bank.folder import Model, write_report
from guichet.errors import GuichetError
from guichet.evaluation.figures import GATES, Report
from guichet.swapped_database import connect_read_only

#: Held-out cases, from the root of the project.
HELD_OUT = ("data/questions/**/*.yml", "data/heldout/**/*.yml", "tests/stories/**/*.yml")

#: The code that stands between a case and its outcome, outside the model.
CODE = (
    *("guichet/nlu/**/*.py", "guichet/search/**/*.py", "guichet/search/*.json", "guichet/evaluation/**/*.py"),
    *("guichet/dialogue/intents.py", "guichet/language.py", "guichet/spellings.py", "guichet/danger*.py"),
)

#: How much lower a share may be: one case of the set, or half a point. A single question that turns is chance in a
#: small set, and in a large one half a point is within what a few spellings change; more than both is a loss.
TOLERATED_CASES, TOLERATED_SHARE = 1, 0.005

#: Called at every step with what is measured, how much is done, and of how much.
Progress = Callable[[str, int, int], None]

#: (root, model, catalogue, progress) → figures; raises `GuichetError`.
Measure = Callable[[Path, Path, Path, Progress], Report]


@dataclass(frozen=True)
class Loss:
    """A gate where the candidate is worse. Shares between 0 and 1; `after` is None when it was not measured."""

    gate: str
    before: float
    after: float | None
    tolerated: float


def measure_with_evaluation(root: Path, model: Path, catalogue: Path, progress: Progress) -> Report:
    """The figures of one model, on everything that nothing trains on. Raises `GuichetError`."""
    from guichet.evaluation.whole import measure

    return measure(root, model, catalogue, progress=progress)


def judged(root: Path, model: Model, catalogue: Path, measure: Measure, progress: Progress) -> Model:
    """The model with its figures of today: those beside it when nothing has changed since they were measured."""
    today = digest(root, catalogue)
    if model.report is not None and not model.report.sample and model.card.judged == today:
        return model
    return write_report(model.path, measure(root, model.path, catalogue, progress), today)


def losses(candidate: Report, current: Report) -> list[Loss]:
    """Where the candidate is worse than the present model, by more than what is tolerated."""
    found = []
    for gate in GATES:
        before, after = current.figures.get(gate), candidate.figures.get(gate)
        if before is None or not before.count:
            continue
        if after is None or not after.count:
            found.append(Loss(gate, before.value, None, 0.0))
            continue
        tolerated = max(TOLERATED_CASES / after.count, TOLERATED_SHARE)
        # Shares are quotients: without the margin, a loss of exactly one case would sometimes count.
        if after.value < before.value - tolerated - 1e-9:
            found.append(Loss(gate, before.value, after.value, tolerated))
    return found


def gates(report: Report | None) -> dict[str, float]:
    """The value of each gate that was measured."""
    known = report.figures if report is not None else {}
    return {gate: known[gate].value for gate in GATES if gate in known and known[gate].count}


def digest(root: Path, catalogue: Path) -> str:
    """Changes with the held-out cases, the sheets, and the code that stands between a case and its outcome."""
    hasher = hashlib.sha256()
    for path in sorted(path for pattern in (*HELD_OUT, *CODE) for path in root.glob(pattern)):
        hasher.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        hasher.update(path.read_bytes())
    for identifier, version in _sheets(catalogue):
        hasher.update(f"\0{identifier}\0{version}".encode())
    return hasher.hexdigest()[:16]


def _sheets(catalogue: Path) -> list[tuple[str, str]]:
    """The id of every sheet and what changes with its content: reading the sheets themselves would take seconds."""
    try:
        with closing(connect_read_only(catalogue)) as connection:
            return connection.execute("SELECT id, digest FROM sheet ORDER BY id").fetchall()
    except sqlite3.DatabaseError as error:
        raise GuichetError(f"{catalogue} : catalogue illisible — lancez « guichet import »") from error
