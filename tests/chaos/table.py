"""The rows of all faults, for people to read."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tests.chaos.trial import Row

TITLES = ("panne", "essais", "en vol", "acceptés", "perdus", "doublés", "avis", "refus", "erreurs", "retour (s)")
_WIDTHS = (46, 6, 6, 8, 6, 7, 5, 5, 7, 18)


def heading() -> str:
    return _line(TITLES)


def line(row: Row) -> str:
    account = row.account
    counts = (account.accepted, account.lost, account.doubled, account.notices, account.refusals, account.errors)
    return _line((row.fault, len(row.recoveries), row.in_flight, *counts, _back(row.recoveries)))


def _back(recoveries: Sequence[float | None]) -> str:
    known = [seconds for seconds in recoveries if seconds is not None]
    told = f"{median(known):.1f}, {max(known):.1f} au plus" if known else ""
    return f"{told} jamais : {recoveries.count(None)}".strip() if None in recoveries else told


def _line(cells: Sequence[object]) -> str:
    first, *others = (str(cell) for cell in cells)
    return first.ljust(_WIDTHS[0]) + " ".join(c.rjust(width) for c, width in zip(others, _WIDTHS[1:], strict=True))
