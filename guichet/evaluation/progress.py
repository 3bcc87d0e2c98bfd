"""How far a long measure is: told as (what, done, total), so that whoever asked may draw it or not."""

from __future__ import annotations

from collections.abc import Callable

#: Called at every step with what is measured, how much is done, and of how much.
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody."""
