"""The catalogue's SQLite file: its tables, and how it is replaced as a whole; leaves out reading and filling it.

The file is never modified in place. A writer works on a copy and swaps it in with `os.replace`:
a reader keeps the old catalogue until it looks again, and a crash or a full disk leaves the old one
in service.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from guichet.errors import GuichetError

#: `PRAGMA user_version`. A catalogue of another version is not read; an import builds a new one.
VERSION = 3

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sheet (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL CHECK (origin IN ('official', 'editor')),
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    theme TEXT NOT NULL,
    modified TEXT NOT NULL,
    digest TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE resource (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE topic (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE redirect (source TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE definition (id TEXT, owner TEXT, body BLOB NOT NULL, PRIMARY KEY (id, owner)) WITHOUT ROWID;
CREATE INDEX definition_owner ON definition (owner);
CREATE TABLE term (
    key TEXT, sound TEXT NOT NULL, definition TEXT, owner TEXT, PRIMARY KEY (key, definition, owner)
) WITHOUT ROWID;
CREATE INDEX term_sound ON term (sound);
CREATE INDEX term_owner ON term (owner);
CREATE INDEX term_definition ON term (definition, owner);
CREATE TABLE form (
    number TEXT, id TEXT, owner TEXT, title TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY (number, id, owner)
) WITHOUT ROWID;
CREATE INDEX form_owner ON form (owner);
CREATE TABLE artifact (name TEXT PRIMARY KEY, digest TEXT NOT NULL, data BLOB NOT NULL);
CREATE VIRTUAL TABLE sheet_text USING fts5 (title, names, text, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE sheet_name USING fts5 (
    title, names, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE tool USING fts5 (title, sheets, tokenize = 'unicode61 remove_diacritics 2');
"""


@contextmanager
def replacing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the catalogue at `path`, in one transaction; the copy replaces it on success.

    On any failure the catalogue stays as it was. Raises `GuichetError` when another writer is at work
    or the disk is full; a catalogue of another version, or unreadable, is replaced by an empty one first.
    """
    part = path.with_name(f"{path.name}.part")
    with _disk_errors(path), _alone(path):
        try:
            with closing(_copy(path, part)) as connection:
                yield connection
                connection.commit()
            _flush(part)
            os.replace(part, path)
            _flush(path.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time; the lock goes with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GuichetError(f"{path} : une autre commande écrit ce catalogue — attendez qu'elle finisse") from error
        yield


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        reason = " ".join(str(error).split())
        raise GuichetError(
            f"{path} : écriture impossible ({reason}) — libérez de la place ou vérifiez les droits ; "
            "l'ancien catalogue reste en service"
        ) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        raise GuichetError(f"{path} : catalogue abîmé ({error}) — supprimez ce fichier, puis relancez") from error


def _copy(path: Path, part: Path) -> sqlite3.Connection:
    """A connection in a transaction to a copy of the catalogue, or to a new one where there is none to keep."""
    part.unlink(missing_ok=True)
    if is_current(path):
        shutil.copyfile(path, part)
        connection = _connect(part)
    else:
        connection = _connect(part)
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN")
    return connection


def _connect(part: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(part, isolation_level=None)
    # The file is thrown away on failure and flushed before it takes its place.
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def is_current(path: Path) -> bool:
    """Whether there is at `path` a catalogue that this version reads."""
    if not path.is_file():
        return False
    try:
        with closing(connect_read_only(path)) as connection:
            return connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
    except sqlite3.DatabaseError:
        return False


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that several threads may share under a lock; the file below it never changes."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
