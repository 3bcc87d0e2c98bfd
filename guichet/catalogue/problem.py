"""One thing to mend in a data file, told in French on one line; finding problems is left to the checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """`path` is relative to the project's folder; `where` a place in the file (`sources[0].url`) or empty."""

    path: str
    where: str
    what: str
    cure: str

    def __str__(self) -> str:
        """The line people read: « fichier : endroit constat — remède »."""
        place = f"{self.where} " if self.where else ""
        # A key of the file may hold anything, also what would break the line.
        return " ".join(f"{self.path} : {place}{self.what} — {self.cure}".splitlines())


def place(steps: Iterable[str | int]) -> str:
    """The steps from a file's root to one value, as people write them: `sources[0].verified_on`."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def excerpt(text: object, limit: int = 60) -> str:
    """A value between French quotes, cut so that the message stays on one readable line."""
    words = " ".join(str(text).split())
    return f"« {words if len(words) <= limit else words[: limit - 1] + '…'} »"
