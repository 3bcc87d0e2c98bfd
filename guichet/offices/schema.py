"""The directory's SQLite file: its tables, and how a new one takes the place of the old; leaves out filling it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guichet.swapped_database import connect_to_part, has_version, swapping

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
    busy = "un autre import écrit cet annuaire — attendez qu'il finisse"
    with swapping(path, _empty, busy, "l'ancien annuaire reste en service") as connection:
        yield connection


def is_current(path: Path) -> bool:
    """Whether there is at `path` a directory that this version reads."""
    return has_version(path, VERSION)


def _empty(part: Path) -> sqlite3.Connection:
    connection = connect_to_part(part)
    connection.executescript(TABLES)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN")
    return connection
