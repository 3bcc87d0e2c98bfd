"""What an option of a choice asks for, as a value; `labels` reads it, `comparing` and `polarity` compare it."""

from __future__ import annotations

from dataclasses import dataclass

from guichet.matching import places
from guichet.matching.claims import Region


@dataclass(frozen=True)
class Option:
    """One option as read. `regions`: what it allows, by dimension; `units`: of its bare numbers, in days.

    `words`: the stems it says besides; `ideas`: what the search hears in them; `denied`: the stems it denies.
    `opposed`: the stems right after « non »: « non enterrée ». `place_alone`: it is « en France » or « à l'étranger ».
    `doing`: it says where the thing is to be done, not where something was done.
    """

    regions: tuple[tuple[str, Region], ...] = ()
    whom: str = ""
    roles: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()
    denied: frozenset[str] = frozenset()
    negative: bool = False
    default: bool = False
    rest: bool = False
    opposed: frozenset[str] = frozenset()
    place_alone: bool = False
    doing: bool = False
    unit: float = 1.0


@dataclass(frozen=True)
class Options:
    """All the options of a choice, with the stems of the question that they answer."""

    options: tuple[Option, ...]
    asked: frozenset[str]

    @property
    def places_only(self) -> bool:
        """Whether the options are « en France » and « à l'étranger » or « autre pays », of whatever happened there."""
        known = [dict(option.regions).get("place") for option in self.options]
        return all(option.place_alone for option in self.options) and places.france() in known

    @property
    def addressed(self) -> bool:
        """Whether an option speaks to whoever asks: « vous »."""
        return any(option.whom == "you" for option in self.options)
