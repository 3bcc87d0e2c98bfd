"""Small catalogues on disk, written as an import writes them."""

from __future__ import annotations

from pathlib import Path

from guichet.catalogue import writing
from guichet.catalogue.schema import replacing
from guichet.procedure import Chapter, Procedure, Source


def sheet(id: str, title: str, **more) -> Procedure:
    """A sheet with a name; an official one unless `type` says else."""
    url = f"https://www.service-public.gouv.fr/particuliers/vosdroits/{id}"
    chapters = tuple(Chapter(title="…", blocks=(), alternative_title=other) for other in more.pop("alternative", ()))
    more.setdefault("sheets", () if more.get("type") == "editor" else (id,))
    return Procedure(id=id, title=title, source=Source(title=title, url=url, date="2026-01-01"), body=chapters, **more)


def write_catalogue(path: Path, *sheets: Procedure, retired: dict[str, str] | None = None) -> Path:
    """The catalogue at `path`, with these sheets besides what it held."""
    with replacing(path) as connection:
        for one in sheets:
            origin = writing.EDITOR if one.type == "editor" else writing.OFFICIAL
            writing.put(connection, one, one.title, origin)
        writing.put_redirections(connection, retired or {})
    return path
