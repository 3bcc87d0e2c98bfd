"""Reading the catalogue: sheets, resources, topics, redirections, definitions, artifacts; leaves out writing it."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guichet.catalogue.schema import VERSION
from guichet.errors import GuichetError
from guichet.procedure import Definition, Link, Procedure, Resource, Topic, decode
from guichet.swapped_database import connect_read_only

WORD = re.compile(r"\w+")
#: More steps than any chain of redirections has: a cycle ends there too.
REDIRECTIONS_LIMIT = 20
#: How many sheets are kept once read.
IN_HAND = 64


class FeedInfo(msgspec.Struct, frozen=True):
    """Where the official sheets come from, as reuse of the feed requires it to be said.

    `date`: the feed's own day; `imported_at`: UTC, ISO 8601; `counts`: how many of each kind.
    """

    producer: str
    url: str
    file: str
    date: str
    licence: str
    imported_at: str
    digest: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Artifact:
    """What another part of the core computed from the catalogue, with the digest of its inputs."""

    digest: str
    data: bytes


@dataclass(frozen=True)
class FormUse:
    """A number that stands in `owner`, a sheet or the form itself, on a form or leaflet whose id is `id`."""

    number: str
    id: str
    owner: str
    title: str
    url: str


class Catalogue:
    """The catalogue at `path`. Threads may share it; it follows the file when an import replaces it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._stamp: tuple[int, int] | None = None
        self._in_hand: dict[tuple[str, str], Procedure] = {}

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """The catalogue, checked to be readable. Raises `GuichetError` with the command to run otherwise."""
        catalogue = cls(path)
        catalogue._row("SELECT count(*) FROM meta")
        return catalogue

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._drop()

    def stamp(self) -> tuple[int, int]:
        """A value that changes whenever the catalogue is replaced, for caches built from it."""
        return _stamp(self.path)

    def feed(self) -> FeedInfo | None:
        """The official feed in service; nothing before the first import."""
        row = self._row("SELECT value FROM meta WHERE key = 'feed'")
        return msgspec.json.decode(row[0], type=FeedInfo) if row else None

    def procedure(self, identifier: str) -> Procedure | None:
        """An official or editor's sheet; a retired id leads to the sheet that took over.

        The same object again while it is in hand: reading a long sheet takes 10 ms, and the guide's analysis more.
        """
        row = self._row("SELECT id, digest FROM sheet WHERE id = ?", self._followed(identifier))
        if row is None:
            return None
        sheet = self._in_hand.get(row)
        body = None if sheet else self._row("SELECT body FROM sheet WHERE id = ?", row[0])
        if body is not None:
            sheet = self._in_hand[row] = decode(body[0], Procedure)
            while len(self._in_hand) > IN_HAND:
                self._in_hand.pop(next(iter(self._in_hand)), None)
        return sheet

    def official(self) -> Iterator[Procedure]:
        """Every sheet of the feed, in the order of the ids."""
        return self._sheets("official")

    def editors(self) -> Iterator[Procedure]:
        """Every sheet of the editors, in the order of the ids."""
        return self._sheets("editor")

    def resource(self, identifier: str) -> Resource | None:
        """A form, online service, simulator or letter template."""
        row = self._row("SELECT body FROM resource WHERE id = ?", self._followed(identifier))
        return decode(row[0], Resource) if row else None

    def topic(self, identifier: str) -> Topic | None:
        """A theme or a folder."""
        row = self._row("SELECT body FROM topic WHERE id = ?", self._followed(identifier))
        return decode(row[0], Topic) if row else None

    def redirect(self, identifier: str) -> str | None:
        """Where a retired id leads, to the end of the chain: an id or an address; nothing when not retired."""
        target = self._followed(identifier)
        return target if target != identifier else None

    def definition(self, identifier: str) -> Definition | None:
        """A word of the glossary, whichever sheet explains it."""
        row = self._row("SELECT body FROM definition WHERE id = ? ORDER BY owner LIMIT 1", identifier)
        return msgspec.json.decode(row[0], type=Definition) if row else None

    def title(self, identifier: str) -> str:
        """The title of a sheet, resource or topic; empty when nobody has this id."""
        target = self._followed(identifier)
        for table in ("sheet", "resource", "topic"):
            row = self._row(f"SELECT title FROM {table} WHERE id = ?", target)
            if row:
                return row[0]
        return ""

    def titles(self, prefix: str, limit: int = 8) -> tuple[Link, ...]:
        """The sheets whose title or names hold all these words, the last one perhaps unfinished.

        Titles in brackets (`[RG - …]`) are the feed's own names for parts of guided searches.
        """
        words = WORD.findall(prefix)[:12]
        if not words:
            return ()
        query = " ".join(f'"{word}"' for word in words)
        rows = self._rows(
            "SELECT s.id, s.title FROM sheet_name n JOIN sheet s ON s.rowid = n.rowid "
            "WHERE sheet_name MATCH ? AND s.title NOT LIKE '[%' ORDER BY bm25(sheet_name, 2, 1), s.id LIMIT ?",
            f"{query}*",
            limit,
        )
        return tuple(Link(id=row[0], title=row[1]) for row in rows)

    def meanings(self, key: str) -> tuple[str, ...]:
        """The definitions that answer to a key of `terms.keys`, those that most sheets use first."""
        return self._definitions("key", key)

    def meanings_heard(self, sound: str) -> tuple[str, ...]:
        """The same by ear, as `terms.sound` writes it; acronyms are not found so."""
        return self._definitions("sound", sound) if sound else ()

    def sounds(self, shortest: int, longest: int) -> tuple[str, ...]:
        """What the terms of so many characters sound like."""
        rows = self._rows("SELECT DISTINCT sound FROM term WHERE length(sound) BETWEEN ? AND ?", shortest, longest)
        return tuple(row[0] for row in rows)

    def users(self, definition: str) -> tuple[str, ...]:
        """The sheets that use a definition, the last modified first."""
        rows = self._rows(
            "SELECT s.id FROM term t JOIN sheet s ON s.id = t.owner WHERE t.definition = ? "
            "GROUP BY s.id ORDER BY s.modified DESC, s.id",
            definition,
        )
        return tuple(row[0] for row in rows)

    def forms(self, number: str) -> tuple[FormUse, ...]:
        """Where a number of `terms.form_numbers` appears: on the form itself, and in the sheets that ask for it."""
        rows = self._rows("SELECT number, id, owner, title, url FROM form WHERE number = ? ORDER BY id, owner", number)
        return tuple(FormUse(*row) for row in rows)

    def tools(self, type: str, words: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        """The letters or simulators with one of these beginnings of words: id, title, titles of the sheets served."""
        query = " OR ".join(f'"{word}"*' for word in words if WORD.fullmatch(word))
        rows = self._rows(
            "SELECT r.id, t.title, t.sheets FROM tool t JOIN resource r ON r.rowid = t.rowid "
            "WHERE tool MATCH ? AND r.type = ? ORDER BY r.id",
            query or '""',
            type,
        )
        return tuple((row[0], row[1], row[2]) for row in rows)

    def mentioning(self, words: Sequence[str], limit: int) -> tuple[str, ...]:
        """The sheets that say these words in a row, the best first; a title counts most."""
        phrase = " ".join(word for word in words if WORD.fullmatch(word))
        rows = self._rows(
            "SELECT s.id FROM sheet_text t JOIN sheet s ON s.rowid = t.rowid WHERE sheet_text MATCH ? "
            "AND s.type IN ('sheet', 'question') ORDER BY bm25(sheet_text, 10, 5, 1), s.id LIMIT ?",
            f'"{phrase}"',
            limit,
        )
        return tuple(row[0] for row in rows)

    def _definitions(self, column: str, value: str) -> tuple[str, ...]:
        rows = self._rows(
            f"SELECT definition FROM term WHERE {column} = ? GROUP BY definition ORDER BY count(*) DESC, definition",
            value,
        )
        return tuple(row[0] for row in rows)

    def artifact(self, name: str) -> Artifact | None:
        """What was put under this name by `put_artifact`."""
        row = self._row("SELECT digest, data FROM artifact WHERE name = ?", name)
        return Artifact(digest=row[0], data=row[1]) if row else None

    def _sheets(self, origin: str) -> Iterator[Procedure]:
        rows = self._rows("SELECT id FROM sheet WHERE origin = ? ORDER BY id", origin)
        for (identifier,) in rows:
            row = self._row("SELECT body FROM sheet WHERE id = ? AND origin = ?", identifier, origin)
            if row:
                yield decode(row[0], Procedure)

    def _followed(self, identifier: str) -> str:
        """The end of the chain of redirections; `identifier` itself where there is none, or only a cycle."""
        seen = [identifier]
        for _ in range(REDIRECTIONS_LIMIT):
            row = self._row("SELECT target FROM redirect WHERE source = ?", seen[-1])
            if row is None:
                return seen[-1]
            if row[0] in seen:
                break
            seen.append(row[0])
        return identifier

    def _row(self, query: str, *values: object) -> tuple | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: object) -> list[tuple]:
        with self._lock:
            try:
                return self._current().execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._drop()
                raise GuichetError(f"{self.path} : catalogue illisible ({error}) — lancez `guichet import`") from error

    def _current(self) -> sqlite3.Connection:
        stamp = _stamp(self.path)
        if self._connection is None or stamp != self._stamp:
            self._drop()
            self._connection, self._stamp = _connected(self.path), stamp
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError as error:
        raise GuichetError(f"{path} : pas encore de catalogue — lancez `guichet import`") from error
    return status.st_ino, status.st_mtime_ns


def _connected(path: Path) -> sqlite3.Connection:
    connection = connect_read_only(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError:
        connection.close()
        raise
    if version != VERSION:
        connection.close()
        raise GuichetError(f"{path} : catalogue d'une autre version de Guichet — lancez `guichet import`")
    return connection
