"""The small indexes beside the sheets: words of the glossary, numbers of forms, letters and simulators.

They are filled on the same connection, and at the same time, as what they point into; reading them is the store's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain

from guichet.catalogue.terms import form_numbers, keys, sound
from guichet.procedure import Annex, Definition, Notice, Paragraph, Procedure, Resource, Service, Topic, walk

#: The feed's words for a letter to fill in and for a simulator.
LETTER, SIMULATOR = "Modèle de document", "Simulateur"

Form = Resource | Service | Annex | Notice


def put(connection: sqlite3.Connection, value: Procedure | Resource | Topic) -> None:
    """Write what the indexes say of a value, in place of what they said of the one with its id."""
    remove(connection, value.id)
    terms = _terms(value.id, getattr(value, "definitions", ()))
    connection.executemany("INSERT OR IGNORE INTO term (key, sound, definition, owner) VALUES (?, ?, ?, ?)", terms)
    rows = _numbers(value.id, _forms(value))
    connection.executemany("INSERT OR IGNORE INTO form (number, id, owner, title, url) VALUES (?, ?, ?, ?, ?)", rows)
    if isinstance(value, Resource) and value.type in (LETTER, SIMULATOR):
        sheets = "\n".join(link.title for link in value.related if link.id.startswith("F"))
        connection.execute(
            "INSERT INTO tool (rowid, title, sheets) SELECT rowid, title, ? FROM resource WHERE id = ?",
            (sheets, value.id),
        )


def remove(connection: sqlite3.Connection, identifier: str) -> None:
    """Take out what the indexes say of a sheet or a resource; a letter goes before its resource does."""
    for table in ("term", "form"):
        connection.execute(f"DELETE FROM {table} WHERE owner = ?", (identifier,))
    remove_tool(connection, identifier)


def remove_tool(connection: sqlite3.Connection, identifier: str) -> None:
    """Take a letter or a simulator out of the index of titles."""
    connection.execute("DELETE FROM tool WHERE rowid = (SELECT rowid FROM resource WHERE id = ?)", (identifier,))


def _terms(owner: str, definitions: Iterable[Definition]) -> Iterator[tuple[str, str, str, str]]:
    """An acronym answers to its letters alone, never to what sounds like them; its meaning is a term like others."""
    for definition in definitions:
        for name in keys(definition.title):
            yield name, "" if definition.abbreviation else sound(name), definition.id, owner
        if definition.abbreviation and definition.blocks and isinstance(definition.blocks[0], Paragraph):
            for name in keys(definition.blocks[0].content.text):
                yield name, sound(name), definition.id, owner


def _forms(value: Procedure | Resource | Topic) -> Iterator[Form]:
    if isinstance(value, Resource):
        yield value
        yield from value.notices
        blocks = value.blocks
    elif isinstance(value, Procedure):
        blocks = (*value.introduction, *value.body, *value.services)
    else:
        return
    for block in walk(blocks):
        if isinstance(block, Service):
            yield from chain((block,), block.annexes, block.notices, *(annex.notices for annex in block.annexes))


def _numbers(owner: str, forms: Iterable[Form]) -> Iterator[tuple[str, str, str, str, str]]:
    for form in forms:
        numbers = form_numbers(form.cerfa) if form.cerfa else ()
        own = form_numbers(form.other_number) if isinstance(form, Resource) and form.other_number else ()
        for number in (*numbers, *own):
            yield number, form.id, owner, form.title, form.url
