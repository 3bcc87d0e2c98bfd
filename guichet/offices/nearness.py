"""How near an office is, and whether it is a main one; leaves out where offices are kept."""

from __future__ import annotations

import math
import re

from guichet.offices.records import OfficeRecord

EARTH_RADIUS = 6371.0
_BESIDE = re.compile(r"annexe|mobile|itinérant|déléguée|associée|antenne|permanence", re.IGNORECASE)


def distance(here: tuple, there: tuple) -> float:
    """Kilometres as the crow flies between two (latitude, longitude); infinite when either is not known."""
    if None in here or None in there:
        return math.inf
    (lat1, lon1), (lat2, lon2) = ((math.radians(x), math.radians(y)) for x, y in (here, there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def annexe(record: OfficeRecord) -> bool:
    """Whether its name says that it is beside the main office: an annexe, a bus, a former commune's town hall."""
    return bool(_BESIDE.search(record.name))
