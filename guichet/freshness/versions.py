"""The versions of official sheets that editors rely on, as each import brought them, in a file beside the catalogue.

A citation is compared with the version that was there when it was verified, so that a report can say what changed.
Days are those of the feeds (AAAA-MM-JJ). Leaves out which sheets are wanted, and comparing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guichet.catalogue.official import PARSER_VERSION
from guichet.catalogue.plain import sheet_texts
from guichet.errors import GuichetError
from guichet.procedure import Procedure, Service, decode, encode, walk

NAME = "versions.db"

_TABLES = """
CREATE TABLE IF NOT EXISTS version (
    sheet TEXT, first_seen TEXT, last_seen TEXT NOT NULL, digest TEXT NOT NULL, parser TEXT NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (sheet, first_seen)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS address (key TEXT PRIMARY KEY, last_seen TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Version:
    """A sheet as the feeds from `first_seen` to `last_seen` had it; `parser`: the reader that made it a tree."""

    sheet: Procedure
    first_seen: str
    last_seen: str
    digest: str
    parser: str


class Versions:
    """The memory at `path`, made when it is first written."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, day: str, sheets: Iterable[Procedure], addresses: Iterable[str]) -> None:
        """Note what the feed of `day` has. An archive older than the last one noted teaches nothing."""
        newest = self._connection.execute("SELECT max(last_seen) FROM version").fetchone()[0]
        if newest and day < newest:
            return
        for sheet in sheets:
            self._keep(day, sheet)
        rows = [(key, day) for key in addresses]
        self._connection.executemany("INSERT OR REPLACE INTO address (key, last_seen) VALUES (?, ?)", rows)

    def _keep(self, day: str, sheet: Procedure) -> None:
        digest = digest_of(sheet)
        query = "SELECT first_seen, digest FROM version WHERE sheet = ? ORDER BY first_seen DESC LIMIT 1"
        last = self._connection.execute(query, (sheet.id,)).fetchone()
        first = last[0] if last and last[1] == digest else day
        self._connection.execute(
            "INSERT OR REPLACE INTO version (sheet, first_seen, last_seen, digest, parser, body) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (sheet.id, first, day, digest, PARSER_VERSION, zlib.compress(encode(sheet))),
        )

    def at(self, sheet: str, day: str) -> Version | None:
        """The version in force on `day`, as far as is known: the last one seen by then, else the first one ever."""
        for order in ("first_seen <= ? ORDER BY first_seen DESC", "first_seen > ? ORDER BY first_seen"):
            query = (
                f"SELECT body, first_seen, last_seen, digest, parser FROM version WHERE sheet = ? AND {order} LIMIT 1"
            )
            if row := self._connection.execute(query, (sheet, day)).fetchone():
                return _version(*row)
        return None

    def last_carried(self, key: str) -> str:
        """The day of the last feed that had an address; empty when none did."""
        row = self._connection.execute("SELECT last_seen FROM address WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def forget(self, oldest: Mapping[str, str]) -> None:
        """Drop what no citation needs: `oldest` is the earliest day each cited sheet was verified on."""
        for (sheet,) in self._connection.execute("SELECT DISTINCT sheet FROM version").fetchall():
            needed = self.at(sheet, oldest[sheet]) if sheet in oldest else None
            first = needed.first_seen if needed else "9999"
            self._connection.execute("DELETE FROM version WHERE sheet = ? AND first_seen < ?", (sheet, first))


@contextmanager
def opened(path: Path) -> Iterator[Versions]:
    """The memory at `path`, written when the block ends well. Raises `GuichetError` when it can't be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
            connection.executescript(_TABLES)
            yield Versions(connection)
    except sqlite3.DatabaseError as error:
        cure = "supprimez ce fichier : il se refait au prochain import, sans le passé"
        raise GuichetError(f"{path} : mémoire des fiches illisible ({error}) — {cure}") from error


def digest_of(sheet: Procedure) -> str:
    """What is the same for two versions that say the same; neighbours, legal texts and glossary don't count."""
    services = (block.url for block in walk((*sheet.body, *sheet.services)) if isinstance(block, Service))
    return hashlib.sha256("\n".join((sheet.title, *sheet_texts(sheet), *services)).encode()).hexdigest()


def _version(body: bytes, first_seen: str, last_seen: str, digest: str, parser: str) -> Version | None:
    """Nothing for a body that an older Guichet wrote another way: then only dates can be compared."""
    try:
        return Version(decode(zlib.decompress(body), Procedure), first_seen, last_seen, digest, parser)
    except (msgspec.DecodeError, zlib.error):
        return None
