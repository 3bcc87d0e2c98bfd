"""Which offices of the directory answer to the key that a sheet gives; leaves out finding them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

#: The codes of those who keep a commune's civil registers, from which communes are learnt.
TOWN_HALLS = ("mairie", "paris_mairie_arrondissement", "paris_mairie", "mairie_com")


class Kind(msgspec.Struct, frozen=True):
    """`codes`: the directory's own, best first. `own_commune`: only the commune's own office will do.

    `whole_departement`: one office serves all of it, wherever it stands. `serves_all`: whoever comes is helped, so
    that the nearest is the right one for a citizen who tells where they stand.
    """

    codes: tuple[str, ...]
    own_commune: bool = False
    whole_departement: bool = False
    serves_all: bool = False


def kind_of(pivot: str) -> Kind:
    """What a sheet's key stands for; the key itself where the two sides agree."""
    return _kinds().get(pivot) or Kind(codes=(pivot,))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Kind]:
    return msgspec.yaml.decode(Path(__file__).with_name("kinds.yml").read_bytes(), type=dict[str, Kind])
