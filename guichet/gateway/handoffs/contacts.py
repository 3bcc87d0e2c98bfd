"""How a citizen wants to be reached: asked for with consent, kept apart from the events, erased with the request."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.tables import contacts
from guichet.privacy import Kind, find

_KINDS = {"email": Kind.EMAIL, "phone": Kind.PHONE}

#: A message with as many digits was meant as a number.
DIGITS = 6


@dataclass(frozen=True)
class Contact:
    """Where to reach a citizen; what they did not leave is empty."""

    email: str = ""
    phone: str = ""
    consented_at: str = ""


async def take(connection: AsyncConnection, request_id: int, detail: str, words: str, clock: Clock) -> str | None:
    """Keep the detail that a message holds, in place of the former one: what to repeat of it, None when there is none.

    A note is kept nowhere else than in the conversation, as the message that it is.
    """
    if detail == "note":
        return ""
    found = next((f for f in find(words) if f.kind is _KINDS[detail]), None)
    if found is None:
        return None
    value = "".join(words[found.start : found.end].split())
    if detail == "email" and not value.rpartition("@")[0].isascii():
        return None  # no letter could be sent there
    known = await of_request(connection, request_id)
    row = {"email": known.email, "phone": known.phone} | {detail: value, "consented_at": stamp(clock())}
    await connection.execute(contacts.delete().where(contacts.c.request_id == request_id))
    await connection.execute(contacts.insert(), row | {"request_id": request_id})
    return hidden(value)


def looks_meant(detail: str, words: str) -> bool:
    """Whether a message that holds no such detail was meant as one, with a slip."""
    return "@" in words if detail == "email" else sum(c.isdigit() for c in words) >= DIGITS


def hidden(value: str) -> str:
    """Enough of an address or a number to be recognised by its owner alone: `c…@exemple.fr`, `06 … 78`."""
    name, at, host = value.partition("@")
    return f"{name[:1]}…@{host}" if at else f"{value[:2]} … {value[-2:]}"


async def of_request(connection: AsyncConnection, request_id: int) -> Contact:
    query = sa.select(contacts.c.email, contacts.c.phone, contacts.c.consented_at)
    row = (await connection.execute(query.where(contacts.c.request_id == request_id))).first()
    return Contact(**row._mapping) if row else Contact()
