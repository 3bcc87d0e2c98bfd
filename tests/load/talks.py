"""What simulated citizens come to say: the project's held-out questions, with greetings, buttons and thanks around."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from guichet.settings import ROOT

#: Presses the first button of what is offered, where something is.
BUTTON = 0

Step = str | int

_AROUND = Path(__file__).with_name("suites.yml")


class Talks:
    """Draws conversations by lot."""

    def __init__(self, lot: random.Random, folder: Path = ROOT / "data" / "questions") -> None:
        self._lot = lot
        self._around: dict[str, list[str]] = yaml.safe_load(_AROUND.read_text("utf-8"))
        self._questions = _questions(folder)

    def draw(self) -> list[Step]:
        """One conversation: rarely more than eight steps, as real ones."""
        lot, around = self._lot, self._around
        hello = [lot.choice(around["bonjour"])] if lot.random() < 0.6 else []
        talk: list[Step] = [*hello, lot.choice(self._questions), BUTTON, BUTTON]
        talk += lot.sample(around["suites"], lot.randint(1, 3))
        if lot.random() < 0.2:  # one thing leads to another
            talk += [lot.choice(self._questions), BUTTON]
        return [*talk, lot.choice(around["merci"])] if lot.random() < 0.7 else talk


@lru_cache(maxsize=1)
def _questions(folder: Path) -> tuple[str, ...]:
    return tuple(_read(folder))


def _read(folder: Path) -> Iterator[str]:
    # Ten times faster, where PyYAML was built with it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(folder.glob("*.yml")):
        yield from (entry["text"] for entry in yaml.load(path.read_text("utf-8"), loader)["questions"])
