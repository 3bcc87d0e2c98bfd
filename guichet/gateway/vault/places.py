"""Where sealed texts are in SQL: whether every key is there, and all of them sealed again with another one."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.desk.desk_tables import second_factors
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.tables import contacts
from guichet.gateway.vault.sealing import place, vault_of
from guichet.gateway.vault.vault import MARK, missing

#: Each column, with the one that a seal is bound to.
PLACES = (
    (contacts.c.email, contacts.c.request_id),
    (contacts.c.phone, contacts.c.request_id),
    (mails.c.recipient, mails.c.request_id),
    (second_factors.c.secret, second_factors.c.agent_id),
)

#: Characters of a key's number, and the place of the first one in a sealed text, counted from 1.
_LENGTH, _FIRST = 8, len(MARK) + 2


async def check(connection: AsyncConnection) -> None:
    """Raises `GuichetError` when something is sealed with a key that the vault does not have."""
    numbers: set[str] = set()
    for column, _ in PLACES:
        number = sa.func.substr(column, _FIRST, _LENGTH)
        numbers |= set((await connection.execute(sa.select(number).where(column != "").distinct())).scalars())
    if numbers and (lost := numbers - vault_of(connection).ids):
        raise missing(sorted(lost))


async def seal_again(connection: AsyncConnection) -> int:
    """Seal everything with the vault's first key: how many texts were not yet."""
    vault, changed = vault_of(connection), 0
    for column, owner in PLACES:
        old = sa.and_(column != "", sa.func.substr(column, _FIRST, _LENGTH) != vault.current)
        for values in [row._mapping for row in await connection.execute(_select(column, owner).where(old))]:
            text = vault.open(values["sealed"], place(column, values["owner"]))
            renewed = {column.name: vault.seal(text, place(column, values["owner"]))}
            # As it was read: what changed meanwhile was sealed by whoever changed it.
            same = sa.and_(owner == values["owner"], column == values["sealed"])
            changed += (await connection.execute(column.table.update().where(same).values(renewed))).rowcount
    return changed


def _select(column: sa.Column, owner: sa.Column) -> sa.Select:
    return sa.select(column.label("sealed"), owner.label("owner"))


async def forget_unreadable(connection: AsyncConnection) -> int:
    """Remove the rows that no key opens any more: how many. A second factor that is gone is set up again."""
    ids, removed = vault_of(connection).ids, 0
    for column, _ in PLACES:
        lost = sa.and_(column != "", sa.func.substr(column, _FIRST, _LENGTH).not_in(ids))
        removed += (await connection.execute(column.table.delete().where(lost))).rowcount
    return removed
