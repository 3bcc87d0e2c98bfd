"""The directory's SQLite file: its tables, and how a new one takes the place of the old; leaves out filling it.

The file is built aside and swapped in with `os.replace`: whoever reads keeps the old directory until they look
again, and a crash or a full disk leaves the old one in service.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from guichet.errors import GuichetError

#: `PRAGMA user_version`. A directory of another version is not read; an import builds a new one.
VERSION = 1

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE office (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE place (
    kind TEXT NOT NULL, insee TEXT NOT NULL, departement TEXT NOT NULL, office INTEGER NOT NULL,
    latitude REAL, longitude REAL,
    PRIMARY KEY (kind, insee, office)
) WITHOUT ROWID;
CREATE INDEX place_departement ON place (kind, departement);
CREATE INDEX place_latitude ON place (kind, latitude);
CREATE TABLE commune (insee TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE commune_name (name TEXT, insee TEXT, PRIMARY KEY (name, insee)) WITHOUT ROWID;
CREATE TABLE commune_postcode (postcode TEXT, insee TEXT, PRIMARY KEY (postcode, insee)) WITHOUT ROWID;
CREATE TABLE competence (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, offices BLOB NOT NULL);
CREATE TABLE coverage (insee TEXT PRIMARY KEY, competences BLOB NOT NULL) WITHOUT ROWID;
"""


@contextmanager
def rebuilding(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to an empty directory, in one transaction; on success it takes the place of the one at `path`.

    On any failure the old one stays as it was. Raises `GuichetError` when another import is at work
    or the disk is full.
    """
    part = path.with_name(f"{path.name}.part")
    with _disk_errors(path), _alone(path):
        try:
            part.unlink(missing_ok=True)
            with closing(_empty(part)) as connection:
                yield connection
                connection.commit()
            _flush(part)
            os.replace(part, path)
            _flush(path.parent)
        finally:
            part.unlink(missing_ok=True)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that several threads may share under a lock; the file below it never changes."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def is_current(path: Path) -> bool:
    """Whether there is at `path` a directory that this version reads."""
    if not path.is_file():
        return False
    try:
        with closing(connect_read_only(path)) as connection:
            return connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
    except sqlite3.DatabaseError:
        return False


def _empty(part: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(part, isolation_level=None)
    # The file is thrown away on failure and flushed before it takes its place.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN")
    return connection


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One import at a time; the lock goes with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GuichetError(f"{path} : un autre import écrit cet annuaire — attendez qu'il finisse") from error
        yield


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        reason = " ".join(str(error).split())
        raise GuichetError(
            f"{path} : écriture impossible ({reason}) — libérez de la place ou vérifiez les droits ; "
            "l'ancien annuaire reste en service"
        ) from error


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
