"""Where one stands, how near an office is, and whether it is a main one; leaves out where offices are kept."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from guichet.offices.records import OfficeRecord

EARTH_RADIUS = 6371.0
_BESIDE = re.compile(r"annexe|mobile|itinérant|déléguée|associée|antenne|permanence", re.IGNORECASE)

#: Degrees as a channel writes them: « 48.86 2.35 », « -20.88 55.45 ».
_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,9})?) (-?[0-9]{1,3}(?:\.[0-9]{1,9})?)")


class Point(NamedTuple):
    """A place on Earth, in degrees."""

    latitude: float
    longitude: float


def point_in(words: str) -> Point | None:
    """The point that a channel wrote, latitude first; None for anything that is not one."""
    match = _POINT.fullmatch(words)
    point = Point(float(match[1]), float(match[2])) if match else None
    on_earth = point is not None and abs(point.latitude) <= 90 and abs(point.longitude) <= 180
    return point if on_earth else None


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
