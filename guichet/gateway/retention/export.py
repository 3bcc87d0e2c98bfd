"""Everything kept about one conversation, for whoever has the right to have it: as data, and to be read.

What the engine remembers of it is a copy of the same masked messages. Tokens and choices' payloads are no one's data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.handoffs import contacts
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.tables import chats, conversations, events, feedback, notes, requests, transitions
from guichet.gateway.unanswered.unanswered_tables import unanswered
from guichet.gateway.vault.sealing import unseal

#: What of each table tells of the citizen, in the order in which it is shown.
_CONVERSATION = ("id", "channel", "language", "owner", "created_at")
_EVENTS = ("seq", "at", "author", "kind", "body")
_REQUESTS = (
    *("id", "reference", "status", "team", "outcome", "reason", "procedure_id", "procedure_title", "file"),
    *("opened_at", "taken_at", "closed_at"),
)
_UNANSWERED = ("seq", "why", "at", "words", "comment", "status", "settled_at")


async def conversation_of(connection: AsyncConnection, reference: str) -> str | None:
    """The conversation of a request, by its number."""
    query = sa.select(requests.c.conversation_id).where(requests.c.reference == reference.strip().upper())
    return (await connection.execute(query)).scalar()


async def export(connection: AsyncConnection, conversation_id: str) -> dict[str, Any] | None:
    """All that is kept of a conversation, ready for JSON; None when there is none."""
    here = conversations.c.id == conversation_id
    found = await _rows(connection, conversations, _CONVERSATION, here)
    if not found:
        return None
    mine = {table: table.c.conversation_id == conversation_id for table in (events, feedback, chats, unanswered)}
    asked = await _rows(connection, requests, _REQUESTS, requests.c.conversation_id == conversation_id)
    return {
        "conversation": found[0],
        "events": await _rows(connection, events, _EVENTS, mine[events]),
        "requests": [await _request(connection, request) for request in asked],
        "feedback": await _rows(
            connection, feedback, ("seq", "at", "rating", "satisfaction", "comment"), mine[feedback]
        ),
        "unanswered": await _rows(connection, unanswered, _UNANSWERED, mine[unanswered]),
        "chats": await _rows(connection, chats, ("channel", "address", "stopped_at"), mine[chats]),
    }


async def _request(connection: AsyncConnection, request: dict[str, Any]) -> dict[str, Any]:
    """A request with how to reach the citizen, what agents did and noted, and the letters that wait."""
    number = request.pop("id")
    kept = await contacts.of_request(connection, number)
    letters = await _rows(
        connection, mails, ("created_at", "kind", "status", "recipient", "subject", "body"), _on(mails, number)
    )
    for letter in letters:
        letter["recipient"] = unseal(connection, mails.c.recipient, number, letter["recipient"])
    return request | {
        "contact": vars(kept),
        "moves": await _rows(
            connection, transitions, ("at", "actor", "command", "status", "team"), _on(transitions, number)
        ),
        "notes": await _rows(connection, notes, ("at", "text"), _on(notes, number)),
        "letters": letters,
    }


def _on(table: sa.Table, request_id: int) -> sa.ColumnElement[bool]:
    return table.c.request_id == request_id


async def _rows(
    connection: AsyncConnection, table: sa.Table, names: Sequence[str], wanted: sa.ColumnElement[bool]
) -> list[dict[str, Any]]:
    query = sa.select(*(table.c[name] for name in names)).where(wanted).order_by(*table.primary_key.columns)
    return [dict(row._mapping) for row in await connection.execute(query)]


def readable(data: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """The same for whoever would rather read it. `words`: the names of parts and authors, in French."""
    about = data["conversation"]
    lines = [words["title"].format(**about), ""]
    lines += [f"[{_moment(e['at'])}] {words[e['author']]} : {e['body'].get('text', '')}" for e in data["events"]]
    for request in data["requests"]:
        lines += ["", words["request"].format(**request)]
        lines += [
            f"{words[name]} : {request['contact'][name]}" for name in ("email", "phone") if request["contact"][name]
        ]
        lines += [f"{words['note']} ({_moment(note['at'])}) : {note['text']}" for note in request["notes"]]
        lines += [
            f"{words['letter']} ({_moment(one['created_at'])}) : {one['subject']}\n{one['body']}"
            for one in request["letters"]
            if one["body"]
        ]
    for part in ("feedback", "unanswered", "chats"):
        lines += ["", words[part], *(_line(row) for row in data[part])] if data[part] else []
    return "\n".join([*lines, "", words["engine"]])


def _moment(stamp: str) -> str:
    return stamp[:16].replace("T", " ")


def _line(row: Mapping[str, Any]) -> str:
    return " · ".join(f"{name} {value}" for name, value in row.items() if value not in ("", None))
