"""The sentences that the core composes around sheets, read from `guichet/locale/`.

Those of `fr.yml` go by their own names; those of another file by the file's name too (`around.form`).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_MAIN = "fr"


@lru_cache(maxsize=1)
def _sentences() -> dict[str, Any]:
    files = sorted(Path(__file__).with_name("locale").glob("*.yml"))
    read = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in files}
    return read.pop(_MAIN) | read


def say(name: str, **values: object) -> str:
    """A sentence by its name, dots for what is inside a group (`aspects.cost`), with its values filled in."""
    found: Any = _sentences()
    for part in name.split("."):
        found = found[part]
    return found.format(**values) if values else found


def french_date(iso: str) -> str:
    """« 2023-12-04 » → « 4 décembre 2023 »; anything else as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(p.isdecimal() for p in parts):
        return iso
    year, month, day = (int(p) for p in parts)
    if not 1 <= month <= 12:
        return iso
    return f"{'1er' if day == 1 else day} {say('months')[month - 1]} {year}"
