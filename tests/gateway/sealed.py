"""What is sealed in the database, opened: contact details and the addresses of letters."""

from __future__ import annotations

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.handoffs.contacts import Contact, of_request
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.tables import contacts
from guichet.gateway.vault.sealing import unseal


async def kept_contacts(database: Database) -> list[Contact]:
    """Every way to reach somebody, by request."""
    async with database.read() as connection:
        ids = (await connection.execute(sa.select(contacts.c.request_id).order_by(contacts.c.request_id))).scalars()
        return [await of_request(connection, request_id) for request_id in list(ids)]


async def recipients(database: Database, kind: str) -> list[str]:
    """Where the letters of a kind go, the oldest first."""
    query = sa.select(mails.c.request_id, mails.c.recipient).where(mails.c.kind == kind).order_by(mails.c.id)
    async with database.read() as connection:
        rows = list(await connection.execute(query))
        return [unseal(connection, mails.c.recipient, row.request_id, row.recipient) for row in rows]
