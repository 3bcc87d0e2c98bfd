"""The catalogue's SQLite file: its tables, and how it is replaced as a whole; leaves out reading and filling it.

A writer works on a copy, which is swapped in: a reader keeps the old catalogue until it looks again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guichet.errors import GuichetError
from guichet.swapped_database import connect_to_part, has_version, swapping

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
    busy = "une autre commande écrit ce catalogue — attendez qu'elle finisse"
    kept = "l'ancien catalogue reste en service"
    with _damage(path), swapping(path, lambda part: _copy(path, part), busy, kept) as connection:
        yield connection


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    """What a copied catalogue may turn out to be; a full disk was told from it before."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        raise GuichetError(f"{path} : catalogue abîmé ({error}) — supprimez ce fichier, puis relancez") from error


def _copy(path: Path, part: Path) -> sqlite3.Connection:
    """A connection in a transaction to a copy of the catalogue, or to a new one where there is none to keep."""
    if is_current(path):
        shutil.copyfile(path, part)
        connection = connect_to_part(part)
    else:
        connection = connect_to_part(part)
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN")
    return connection


def is_current(path: Path) -> bool:
    """Whether there is at `path` a catalogue that this version reads."""
    return has_version(path, VERSION)
