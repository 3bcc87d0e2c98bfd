"""Filling the catalogue's tables, on a connection that is inside a transaction; leaves out where values come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from guichet.catalogue import indexes
from guichet.catalogue.plain import sheet_texts
from guichet.procedure import (
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Definition,
    Fragment,
    Link,
    Procedure,
    Reference,
    Resource,
    Topic,
    decode,
    encode,
)

TABLES: dict[type, str] = {Procedure: "sheet", Resource: "resource", Topic: "topic"}
OFFICIAL, EDITOR = "official", "editor"


def put(
    connection: sqlite3.Connection, value: Procedure | Resource | Topic, digest: str, origin: str = OFFICIAL
) -> None:
    """Write a value in place of the one with its id. `digest` tells whether it changed since."""
    if isinstance(value, Procedure):
        _put_sheet(connection, value, digest, origin)
    else:
        # A letter's place in the index is its resource's row, which the next line gives a new number.
        indexes.remove_tool(connection, value.id)
        connection.execute(
            f"INSERT OR REPLACE INTO {TABLES[type(value)]} (id, type, title, digest, body) VALUES (?, ?, ?, ?, ?)",
            (value.id, value.type, value.title, digest, encode(value)),
        )
    _put_definitions(connection, value.id, getattr(value, "definitions", ()))
    indexes.put(connection, value)


def remove(connection: sqlite3.Connection, identifier: str) -> None:
    """Take out a sheet, a resource or a topic."""
    indexes.remove(connection, identifier)
    for table in ("sheet_text", "sheet_name"):
        connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT rowid FROM sheet WHERE id = ?)", (identifier,))
    for table in TABLES.values():
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (identifier,))
    connection.execute("DELETE FROM definition WHERE owner = ?", (identifier,))


def put_redirections(connection: sqlite3.Connection, targets: dict[str, str]) -> None:
    """Write all the redirections in place of the earlier ones."""
    connection.execute("DELETE FROM redirect")
    connection.executemany("INSERT INTO redirect (source, target) VALUES (?, ?)", targets.items())


def put_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Write one line about the catalogue itself."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def put_artifact(connection: sqlite3.Connection, name: str, digest: str, data: bytes) -> None:
    """Write what was computed from the catalogue, with the digest of its inputs."""
    connection.execute("INSERT OR REPLACE INTO artifact (name, digest, data) VALUES (?, ?, ?)", (name, digest, data))


def digests(connection: sqlite3.Connection) -> dict[str, str]:
    """The digest of every official sheet, resource and topic, by id."""
    rows = connection.execute(
        "SELECT id, digest FROM sheet WHERE origin = 'official' UNION ALL "
        "SELECT id, digest FROM resource UNION ALL SELECT id, digest FROM topic"
    )
    return dict(rows.fetchall())


def titles(connection: sqlite3.Connection) -> dict[str, str]:
    """The title of every sheet, resource and topic, by id."""
    rows = connection.execute(
        "SELECT id, title FROM sheet UNION ALL SELECT id, title FROM resource UNION ALL SELECT id, title FROM topic"
    )
    return dict(rows.fetchall())


def links(known: dict[str, str], identifiers: Iterable[str]) -> tuple[Link, ...]:
    """These ids with their titles, sorted."""
    return tuple(Link(id=name, title=known.get(name, "")) for name in sorted(identifiers))


def name_destinations(connection: sqlite3.Connection) -> None:
    """Give the pointers of guided searches the titles of today: the feed leaves them blank."""
    known = titles(connection)
    for rowid, body in connection.execute("SELECT rowid, body FROM sheet WHERE type = 'guided'").fetchall():
        sheet = decode(body, Procedure)
        named = msgspec.structs.replace(sheet, body=tuple(_named(sheet.body, known)))
        connection.execute("UPDATE sheet SET body = ? WHERE rowid = ?", (encode(named), rowid))


def _named(blocks: Iterable[Block], known: dict[str, str]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Reference):
            yield msgspec.structs.replace(block, title=known.get(block.target, block.title))
        elif isinstance(block, Choice):
            options = (
                msgspec.structs.replace(option, blocks=tuple(_named(option.blocks, known))) for option in block.options
            )
            yield msgspec.structs.replace(block, options=tuple(options))
        elif isinstance(block, (Callout, Chapter, Fragment)):
            yield msgspec.structs.replace(block, blocks=tuple(_named(block.blocks, known)))
        elif isinstance(block, BulletList):
            yield msgspec.structs.replace(block, items=tuple(tuple(_named(item, known)) for item in block.items))
        else:
            yield block


def _put_sheet(connection: sqlite3.Connection, sheet: Procedure, digest: str, origin: str) -> None:
    remove(connection, sheet.id)
    cursor = connection.execute(
        "INSERT INTO sheet (id, origin, type, title, theme, modified, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (sheet.id, origin, sheet.type, sheet.title, sheet.theme, sheet.modified, digest, encode(sheet)),
    )
    names = "\n".join(filter(None, (sheet.short_title, *sheet.names)))
    row = (cursor.lastrowid, sheet.title, names)
    connection.execute("INSERT INTO sheet_name (rowid, title, names) VALUES (?, ?, ?)", row)
    connection.execute(
        "INSERT INTO sheet_text (rowid, title, names, text) VALUES (?, ?, ?, ?)", (*row, "\n".join(sheet_texts(sheet)))
    )


def _put_definitions(connection: sqlite3.Connection, owner: str, definitions: tuple[Definition, ...]) -> None:
    connection.execute("DELETE FROM definition WHERE owner = ?", (owner,))
    rows = [(definition.id, owner, msgspec.json.encode(definition)) for definition in definitions]
    connection.executemany("INSERT OR REPLACE INTO definition (id, owner, body) VALUES (?, ?, ?)", rows)
