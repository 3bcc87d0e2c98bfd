"""Bringing the official feed and the editors' sheets into the catalogue; leaves out commands and their display."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

import msgspec

from guichet.catalogue import archive, download, parsing, schema, writing
from guichet.catalogue.official import PARSER_VERSION, read_redirections
from guichet.catalogue.store import Catalogue, FeedInfo
from guichet.errors import GuichetError
from guichet.procedure import Link, Procedure, encode
from guichet.swapped_database import connect_read_only

log = logging.getLogger(__name__)

PRODUCER = "Service-Public.fr / Direction de l'information légale et administrative (DILA)"
LICENCE = "Licence Ouverte 2.0"
#: Beyond this share of unreadable files the archive itself is taken for bad.
BAD_SHARE = 0.02
SHOWN = 5

#: `progress(done, total)`, in files.
Progress = Callable[[int, int], None]
#: Called inside the transaction, once the tables are filled.
OnBuilt = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True)
class Skipped:
    """A file left out, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `up_to_date`: this very archive is already in service, nothing was written."""

    feed: FeedInfo
    added: tuple[Link, ...] = ()
    changed: tuple[Link, ...] = ()
    removed: tuple[Link, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unchanged: int = 0
    unknown: tuple[str, ...] = ()
    up_to_date: bool = False


@dataclass
class _Work:
    """One import under way: what the catalogue held, and what was found so far."""

    connection: sqlite3.Connection
    before: dict[str, str]
    titles: dict[str, str]
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def keep(self, file: parsing.File, parsed: parsing.Parsed) -> None:
        """Write what a file holds, or note why it holds nothing."""
        identifier = PurePosixPath(file.name).stem
        self.unknown |= parsed.unknown
        reason = parsed.error
        if parsed.value is not None and parsed.value.id != identifier:
            reason = f"identifiant « {parsed.value.id} » inattendu dans ce fichier"
        if reason:
            self.skipped.append(Skipped(file.name, reason))
            return
        writing.put(self.connection, parsed.value, file.digest)
        (self.changed if identifier in self.before else self.added).append(identifier)


def import_feed(
    source: str,
    catalogue_path: Path,
    downloads: Path,
    progress: Progress | None = None,
    on_built: OnBuilt | None = None,
) -> ImportReport:
    """Bring the feed at `source`, a file or an http(s) address, into the catalogue at `catalogue_path`.

    All or nothing: on a `GuichetError` the earlier catalogue stays in service.
    """
    url = source if download.is_address(source) else ""
    path = download.fetch(url, downloads) if url else Path(source)
    digest = archive.digest(path)
    known = _feed_in_service(catalogue_path)
    if known is not None and known.digest == _version(digest) and known.url == url and known.file == path.name:
        return ImportReport(feed=known, unchanged=_total(known), up_to_date=True)
    try:
        return _import_archive(path, url, digest, catalogue_path, progress, on_built)
    except GuichetError:
        if url:
            download.forget(path)
        raise


def _import_archive(
    path: Path, url: str, digest: str, catalogue_path: Path, progress: Progress | None, on_built: OnBuilt | None
) -> ImportReport:
    with archive.opened(path) as opened, schema.replacing(catalogue_path) as connection:
        work = _Work(connection, writing.digests(connection), writing.titles(connection))
        _read_sheets(opened, work, progress)
        date = _read_redirections(opened, work) or opened.newest()
        removed = _remove_missing(work)
        writing.name_destinations(connection)
        feed = _feed(connection, url, path.name, date, _version(digest))
        report = _report(work, removed, feed)
        if on_built:
            on_built(connection)
    return report


def import_editors(procedures: Iterable[Procedure], catalogue_path: Path, on_built: OnBuilt | None = None) -> bool:
    """Write the editors' sheets in place of the earlier ones; false when they are already there."""
    sheets = sorted(procedures, key=lambda sheet: sheet.id)
    bodies = {sheet.id: hashlib.sha256(encode(sheet)).hexdigest() for sheet in sheets}
    digest = hashlib.sha256(msgspec.json.encode([schema.VERSION, *bodies.items()])).hexdigest()
    if schema.is_current(catalogue_path) and _meta(catalogue_path, "editors") == digest:
        return False
    with schema.replacing(catalogue_path) as connection:
        old = connection.execute("SELECT id FROM sheet WHERE origin = 'editor'").fetchall()
        for (identifier,) in old:
            writing.remove(connection, identifier)
        for sheet in sheets:
            writing.put(connection, sheet, bodies[sheet.id], origin=writing.EDITOR)
        writing.put_meta(connection, "editors", digest)
        if on_built:
            on_built(connection)
    return True


def _read_sheets(opened: archive.Archive, work: _Work, progress: Progress | None) -> None:
    total = len(opened.sheets)
    for done, _ in enumerate(parsing.in_order(_changed(opened, work), work.keep), start=1):
        if len(work.skipped) > BAD_SHARE * total:
            raise GuichetError(_too_many(opened.path, work.skipped, done, total))
        if progress:
            progress(done, total)
    for name in sorted(work.unknown):
        log.warning("unknown element <%s> in the official feed: ignored", name)


def _changed(opened: archive.Archive, work: _Work) -> Iterator[parsing.File]:
    """Every file of the archive with its bytes; empty for one that did not change, or that can't be read."""
    for name in opened.sheets:
        identifier = PurePosixPath(name).stem
        work.seen.add(identifier)
        try:
            data = opened.read(name)
        except GuichetError as error:
            work.skipped.append(Skipped(name, str(error)))
            data = b""
        digest = _version(hashlib.sha256(data).hexdigest())
        yield parsing.File(name, b"" if work.before.get(identifier) == digest else data, digest)


def _read_redirections(opened: archive.Archive, work: _Work) -> str:
    """The date of the feed, from the index of redirections; empty when the archive has none that reads."""
    if opened.redirections is None:
        return ""
    try:
        found = read_redirections(opened.read(opened.redirections))
    except GuichetError as error:
        work.skipped.append(Skipped(opened.redirections, str(error)))
        return ""
    writing.put_redirections(work.connection, found.targets)
    return found.date


def _remove_missing(work: _Work) -> tuple[Link, ...]:
    """Take out what the archive no longer has. A file that does not read today keeps its sheet of yesterday."""
    gone = set(work.before) - work.seen
    for identifier in gone:
        writing.remove(work.connection, identifier)
    return writing.links(work.titles, gone)


def _report(work: _Work, removed: tuple[Link, ...], feed: FeedInfo) -> ImportReport:
    now = writing.titles(work.connection)
    return ImportReport(
        feed=feed,
        added=writing.links(now, work.added),
        changed=writing.links(now, work.changed),
        removed=removed,
        skipped=tuple(work.skipped),
        unchanged=_total(feed) - len(work.added) - len(work.changed),
        unknown=tuple(sorted(work.unknown)),
    )


def _feed(connection: sqlite3.Connection, url: str, file: str, date: str, digest: str) -> FeedInfo:
    counts = {
        name: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for name, table in (
            ("sheets", "sheet WHERE origin = 'official'"),
            ("resources", "resource"),
            ("topics", "topic"),
            ("redirections", "redirect"),
        )
    }
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    feed = FeedInfo(PRODUCER, url, file, date, LICENCE, now, digest, counts)
    writing.put_meta(connection, "feed", msgspec.json.encode(feed).decode())
    return feed


def _feed_in_service(path: Path) -> FeedInfo | None:
    try:
        return Catalogue(path).feed() if schema.is_current(path) else None
    except GuichetError:
        return None


def _meta(path: Path, key: str) -> str:
    connection = connect_read_only(path)
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    finally:
        connection.close()
    return row[0] if row else ""


def _version(digest: str) -> str:
    """A digest that also changes with the parser."""
    return f"{PARSER_VERSION}:{digest}"


def _total(feed: FeedInfo) -> int:
    return feed.counts["sheets"] + feed.counts["resources"] + feed.counts["topics"]


def _too_many(path: Path, skipped: list[Skipped], done: int, total: int) -> str:
    shown = ", ".join(f"{item.file} ({item.reason})" for item in skipped[:SHOWN])
    return (
        f"{path} : {len(skipped)} fichiers illisibles sur {done} lus ({total} en tout), dont {shown} — "
        "téléchargez l'archive de nouveau ; l'ancien catalogue reste en service"
    )
