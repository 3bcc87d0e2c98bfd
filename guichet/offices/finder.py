"""What the dialogue asks: which communes, and which offices; the directory first, then the live API.

Leaves out opening hours and how offices are shown.
"""

from __future__ import annotations

import logging
from typing import Protocol

import msgspec

from guichet.errors import GuichetError
from guichet.offices import naming
from guichet.offices.departements import departements
from guichet.offices.directory import Directory
from guichet.offices.kinds import kind_of
from guichet.offices.nearness import Point, distance
from guichet.offices.records import Commune, DirectorySource, OfficeRecord

log = logging.getLogger(__name__)

#: The kind of the offices that tell in which commune a point is, and how many of them are looked at.
_TOWN_HALL, _TOWN_HALLS = "mairie", 8


class Live(Protocol):
    """A second source of offices."""

    def offices(self, kind: str, commune: Commune, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices of a kind for a commune. Raises `GuichetError` when it can't be asked."""


class Offices:
    """Finds offices, and fails in silence: with no directory there is no answer, and the caller gives the link."""

    def __init__(self, directory: Directory, live: Live | None = None) -> None:
        self._directory = directory
        self._live = live

    @property
    def available(self) -> bool:
        """Whether communes and offices can be looked up."""
        return self._directory.available

    @property
    def source(self) -> DirectorySource | None:
        """What is to be said of where the offices come from; nothing without a directory."""
        try:
            return self._directory.source
        except GuichetError:
            return None

    def communes(self, text: str, typos: bool = False) -> tuple[Commune, ...]:
        """All the communes that a citizen's words may mean; empty when there is no directory.

        `typos`: they were asked for their commune, so one wrong letter in a name is forgiven.
        """
        try:
            return self._directory.communes(text, typos)
        except GuichetError as error:
            log.warning("communes: %s", error)
            return ()

    def commune(self, insee: str) -> Commune | None:
        """The commune of an INSEE code."""
        try:
            return self._directory.coded(insee)
        except GuichetError as error:
            log.warning("commune: %s", error)
            return None

    def around(self, point: Point) -> Commune | None:
        """The commune of the nearest town hall; None at sea, in another country, and without a directory.

        In Paris, Lyon and Marseille the arrondissement's own comes before the city's: it is the one that receives.
        """
        codes = [hall.insee for hall in self._within_reach(_TOWN_HALL, point, _TOWN_HALLS)]
        if not codes:
            return None
        arrondissements = (code for code in codes if naming.city_of(code) == codes[0])
        return self.commune(next(arrondissements, codes[0]))

    def near(self, kind: str, commune: Commune, point: Point, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices for someone who stands at a point of this commune, best first.

        A file is dealt with by the office of one's own commune, however near another one is; of several of the
        commune's, and of those that receive everybody, the nearest is the best.
        """
        nearest = self._within_reach(kind, point, limit) if kind_of(kind).serves_all else ()
        here = msgspec.structs.replace(commune, latitude=point.latitude, longitude=point.longitude)
        return tuple(_found_around(office) for office in nearest) or self.find(kind, commune, limit, here)

    def find(
        self, kind: str, commune: Commune, limit: int = 3, here: Commune | None = None
    ) -> tuple[OfficeRecord, ...]:
        """The offices to send someone of this commune to, best first; empty when none is known.

        The API is asked only where the file has none that is the commune's own. `here`: the commune, placed where
        the citizen stands rather than at its town hall; the API's answers are kept for all citizens of the commune.
        """
        kept = self._kept(kind, here or commune, limit)
        if self._live is None or (kept and kept[0].found != "nearest"):
            return kept
        try:
            return self._live.offices(kind, commune, limit) or kept
        except GuichetError as error:
            log.warning("live directory: %s", error)
            return kept

    def _kept(self, kind: str, commune: Commune, limit: int) -> tuple[OfficeRecord, ...]:
        try:
            return self._directory.offices(kind, commune, limit)
        except GuichetError as error:
            log.warning("directory: %s", error)
            return ()

    def _within_reach(self, kind: str, point: Point, limit: int) -> tuple[OfficeRecord, ...]:
        try:
            nearest = self._directory.nearest(point.latitude, point.longitude, kind, limit)
        except GuichetError as error:
            log.warning("directory: %s", error)
            return ()
        return tuple(
            office for office in nearest if distance(point, (office.latitude, office.longitude)) <= _reach(office)
        )


def _reach(office: OfficeRecord) -> float:
    known = departements().get(office.departement)
    return known.reach if known else 0.0


def _found_around(office: OfficeRecord) -> OfficeRecord:
    return msgspec.structs.replace(office, found="around")
