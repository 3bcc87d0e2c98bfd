"""How old what we answer with is: the catalogue's own words about itself, for operators. It reads no sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError


@dataclass(frozen=True)
class CatalogueState:
    """`sheets`: official ones; `published`: the feed's own day; `imported`: when we read it, with its time zone."""

    sheets: int
    published: date
    imported: datetime


def catalogue_state(path: Path) -> CatalogueState | None:
    """The state of the catalogue in service; None without the official feed, or where the file can't be read."""
    catalogue = Catalogue(path)
    try:
        feed = catalogue.feed()
        if feed is None:
            return None
        published, imported = date.fromisoformat(feed.date), datetime.fromisoformat(feed.imported_at)
    except (GuichetError, ValueError):
        return None
    finally:
        catalogue.close()
    return CatalogueState(feed.counts.get("sheets", 0), published, imported)
