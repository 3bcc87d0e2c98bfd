"""The French of the reports, read from `locale/fr.yml`; and numbers as French writes them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

#: A narrow space that never breaks a line.
_SPACE = "\u202f"


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """All of them, as the file groups them."""
    return yaml.safe_load(Path(__file__).with_name("locale").joinpath("fr.yml").read_text("utf-8"))


def say(sentence: str, /, **values: object) -> str:
    """A sentence by its name, dots for what is inside a group, with its values filled in."""
    found: Any = words()
    for part in sentence.split("."):
        found = found[part]
    return found.format(**values)


def percent(value: float, digits: int = 1) -> str:
    """« 57,3 % »."""
    return f"{100 * value:.{digits}f}".replace(".", ",") + f"{_SPACE}%"


def hundredths(value: float) -> str:
    """« 57 », to be said « 57 fois sur 100 »; nothing but all is 100, and nothing but none is 0."""
    shown = round(100 * value)
    if shown == 100 and value < 1:
        return "99"
    return "1" if shown == 0 and value > 0 else str(shown)


def points(value: float) -> str:
    """« +2,1 » or « −0,4 », in points of a hundred; zero has no sign."""
    shown = f"{abs(100 * value):.1f}".replace(".", ",")
    sign = "" if shown == "0,0" else "+" if value > 0 else "−"
    return sign + shown


def number(value: float) -> str:
    """« 1 230 »."""
    return f"{value:,.0f}".replace(",", _SPACE)
