"""The official feed in service, asked what a comparison needs; it writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.freshness.citations import address_key
from guichet.procedure import Procedure
from guichet.swapped_database import connect_read_only

_ADDRESS = re.compile(rb'"(https?://[^"\\]+)"')
_BODIES = "SELECT id, body FROM sheet WHERE origin = 'official' UNION ALL SELECT id, body FROM resource"


class OfficialFeed:
    """The feed of the catalogue at `path`; `day` is its own date, AAAA-MM-JJ."""

    def __init__(self, path: Path) -> None:
        """Raises `GuichetError` where no feed was imported."""
        self.catalogue = Catalogue.open(path)
        feed = self.catalogue.feed()
        if feed is None:
            cure = "lancez `guichet import`, puis recommencez"
            raise GuichetError(f"{path} : pas de flux officiel à quoi comparer — {cure}")
        self.day = feed.date[:10]

    def sheet(self, identifier: str) -> Procedure | None:
        """The official sheet of this very id; nothing when it left the feed, even if another took over."""
        found = self.catalogue.procedure(identifier)
        return found if found is not None and found.id == identifier else None

    def successor(self, identifier: str) -> str | None:
        """Where the feed's register of redirections leads from a retired id: an id or an address."""
        return self.catalogue.redirect(identifier)

    def carried(self, wanted: frozenset[str]) -> frozenset[str]:
        """Those of these addresses, as `address_key` writes them, that the feed gives somewhere."""
        return wanted & frozenset(self._keys())

    def _keys(self) -> Iterator[str]:
        with closing(connect_read_only(self.catalogue.path)) as connection:
            for identifier, body in connection.execute(_BODIES):
                yield identifier
                for address in _ADDRESS.findall(body):
                    yield address_key(address.decode("utf-8", "replace"))
