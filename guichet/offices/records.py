"""The values of the directory: offices, their opening hours, communes, and where all this comes from.

Values only: no JSON of the producer, no SQL, no clock.
"""

from __future__ import annotations

import msgspec


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of the values; `msgspec.json` writes and reads them."""


class Phone(Value, frozen=True):
    number: str
    label: str = ""


class Address(Value, frozen=True):
    """`lines`: what to write on an envelope under the name, the postcode and commune last."""

    lines: tuple[str, ...]
    postcode: str = ""
    commune: str = ""


class Link(Value, frozen=True):
    url: str
    label: str = ""


class Opening(Value, frozen=True):
    """The usual hours of some days: `first` to `last` (0 is Monday; `last` before `first` runs over the weekend).

    `ranges`: (start, end) in minutes since midnight; an end at or before the start is on the next day.
    `partial`: the directory gives a range with one end only, which is left out.
    """

    first: int
    last: int
    ranges: tuple[tuple[int, int], ...] = ()
    note: str = ""
    partial: bool = False

    def covers(self, weekday: int) -> bool:
        """Whether these hours hold on this day of the week."""
        return (weekday - self.first) % 7 <= (self.last - self.first) % 7


class OfficeRecord(Value, frozen=True):
    """One office. `accessibility`: ACC (accessible), DEM (on request), NAC (not accessible) or empty.

    `kinds` are the directory's codes; `insee` the commune it stands in; `modified` AAAA-MM-JJ.
    `found` says how it answers a search: competent (the directory names it for the commune), commune
    (it stands there), departement (it serves all of it), nearest (the closest in the departement), around
    (the closest to where the citizen stands); empty outside a search.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    insee: str = ""
    departement: str = ""
    address: Address | None = None
    postal: Address | None = None
    phones: tuple[Phone, ...] = ()
    email: str = ""
    sites: tuple[Link, ...] = ()
    contact_url: str = ""
    appointment_url: str = ""
    openings: tuple[Opening, ...] = ()
    opening_note: str = ""
    information: str = ""
    accessibility: str = ""
    accessibility_note: str = ""
    latitude: float | None = None
    longitude: float | None = None
    directory_url: str = ""
    modified: str = ""
    places: tuple[str, ...] = ()
    found: str = ""


class Commune(Value, frozen=True):
    """A commune, or an arrondissement of Paris, Lyon or Marseille. `insee` is the official code, not a postcode."""

    insee: str
    name: str
    departement: str
    postcodes: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    @property
    def label(self) -> str:
        """What tells it from its namesakes: « Saint-Denis (93) »."""
        return f"{self.name} ({self.departement})"


class DirectorySource(Value, frozen=True):
    """What the licence asks to be said of the directory; `date` is the file's day, AAAA-MM-JJ."""

    title: str
    producer: str
    url: str
    file: str
    date: str
    licence: str = ""
    imported_at: str = ""
    digest: str = ""
    counts: dict[str, int] = {}
