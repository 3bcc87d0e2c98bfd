"""How a citizen wants to be reached: asked for with consent, sealed apart from the events, erased with the request."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.tables import contacts
from guichet.gateway.vault.sealing import seal, unseal
from guichet.privacy import Kind, find

_KINDS = {"email": Kind.EMAIL, "phone": Kind.PHONE}

#: An address that a letter can bear: « arobase », or a comma for the dot, are masked and asked for again.
_ADDRESS = re.compile(r"[!-?A-~]+@[^@\s,]+\.[^@\s,.]+")

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
    value = _plain(detail, "".join(words[found.start : found.end].split()))
    if value is None:
        return None
    known = await of_request(connection, request_id)
    details = {"email": known.email, "phone": known.phone} | {detail: value}
    row = {name: seal(connection, contacts.c[name], request_id, text) for name, text in details.items()}
    await connection.execute(contacts.delete().where(contacts.c.request_id == request_id))
    await connection.execute(contacts.insert(), row | {"request_id": request_id, "consented_at": stamp(clock())})
    return hidden(value)


def _plain(detail: str, value: str) -> str | None:
    """The detail as it can be used; None for an address that no letter could be sent to."""
    if detail == "email":
        return value if _ADDRESS.fullmatch(value) else None
    # « (06) 39 … », or the letter for the zero
    value = value.replace("(", "", 1).replace(")", "", 1) if value.startswith("(") else value
    return f"0{value[1:]}" if value[:1] in "oO" else value


def looks_meant(detail: str, words: str) -> bool:
    """Whether a message that holds no such detail was meant as one, with a slip."""
    return "@" in words if detail == "email" else sum(c.isdigit() for c in words) >= DIGITS


def hidden(value: str) -> str:
    """Enough of an address or a number to be recognised by its owner alone: `c…@exemple.fr`, `06 … 78`."""
    name, at, host = value.partition("@")
    return f"{name[:1]}…@{host}" if at else f"{value[:2]} … {value[-2:]}"


async def of_request(connection: AsyncConnection, request_id: int) -> Contact:
    """The details that were left for a request. Raises `GuichetError` when their key is lost."""
    query = sa.select(contacts.c.email, contacts.c.phone, contacts.c.consented_at)
    row = (await connection.execute(query.where(contacts.c.request_id == request_id))).first()
    if row is None:
        return Contact()
    details = {name: unseal(connection, contacts.c[name], request_id, row._mapping[name]) for name in _KINDS}
    return Contact(**details, consented_at=row.consented_at)
