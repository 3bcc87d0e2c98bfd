"""Which communes there are, learnt from the town halls of the directory and from the communes' own files.

Leaves out finding them in a citizen's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from guichet.offices.departements import departement_of
from guichet.offices.kinds import TOWN_HALLS
from guichet.offices.naming import arrondissement_name, arrondissement_of_postcode, city_name, key
from guichet.offices.records import Commune, OfficeRecord

_TITLE = re.compile(r"mairie(?P<old> déléguée| associée)?(?: d[eu] paris)?(?: -|,)? (?P<name>.+)", re.IGNORECASE)
#: Beside the town hall itself: a counter in a district, a bus.
_BESIDE = re.compile(r"annexe|mobile|itinérant|antenne|quartier|points? d'accueil", re.IGNORECASE)
_POSTCODE = re.compile(r"\d{5}")


@dataclass
class _Found:
    """What is known of a commune so far. `best` ranks the town hall that gives the name: lower is better."""

    name: str = ""
    best: tuple[int, int] = (9, 0)
    aliases: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)
    position: tuple[float, float] | None = None


class Gathering:
    """Collects what offices and files tell of communes."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = defaultdict(_Found)
        self._postcodes: dict[str, set[str]] = defaultdict(set)

    def office(self, record: OfficeRecord) -> None:
        """Take what an office tells: any tells a postcode of its commune, a town hall its name too."""
        if not record.insee:
            return
        postcode = record.address.postcode if record.address else ""
        if _POSTCODE.fullmatch(postcode):
            self._postcodes[record.insee].add(postcode)
        if any(kind in TOWN_HALLS for kind in record.kinds):
            self._town_hall(record)

    def named(self, insee: str, name: str) -> None:
        """Take a commune's name from its own file: better than what a town hall's title says."""
        found = self._found[insee]
        if name:
            found.name, found.best = name, (-1, 0)

    def communes(self) -> Iterator[tuple[Commune, tuple[str, ...]]]:
        """Every commune with the keys of its names, in the order of the codes."""
        for insee in sorted(self._found):
            found = self._found[insee]
            name = city_name(insee) or found.name
            if name:
                latitude, longitude = found.position or (None, None)
                postcodes = tuple(sorted(_own(insee, found.postcodes | self._postcodes[insee])))
                commune = Commune(insee, name, departement_of(insee), postcodes, latitude, longitude)
                yield commune, tuple(sorted({key(n) for n in (name, *found.aliases)}))

    def _town_hall(self, record: OfficeRecord) -> None:
        found = self._found[record.insee]
        match = _TITLE.fullmatch(record.name)
        beside, old = bool(_BESIDE.search(record.name)), bool(match and match["old"])
        name = match["name"].strip() if match else (record.address.commune if record.address else "")
        if old and not beside:
            found.aliases.add(name)
        rank = (2 if beside else 1 if old else 0, len(record.name))
        if name and rank < found.best:
            found.best, found.name = rank, (record.address.commune if beside and record.address else name)
            if record.latitude is not None and record.longitude is not None:
                found.position = (record.latitude, record.longitude)
        elif found.position is None and record.latitude is not None and record.longitude is not None:
            found.position = (record.latitude, record.longitude)


def _own(insee: str, postcodes: Iterable[str]) -> Iterator[str]:
    """The postcodes of an arrondissement are its own, not its neighbours'."""
    for postcode in postcodes:
        other = arrondissement_of_postcode(postcode)
        if not arrondissement_name(insee) or other in ("", insee):
            yield postcode
