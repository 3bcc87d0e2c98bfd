"""Sealing and opening one column of one row, with the vault that the database was opened with."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.vault.vault import Vault


def vault_of(connection: AsyncConnection) -> Vault:
    """The vault that the database was opened with."""
    return connection.info["vault"]()


def seal(connection: AsyncConnection, column: sa.Column, owner: str | int, text: str) -> str:
    """A text as this column keeps it. `owner`: the row's value of the column that a seal is bound to."""
    return vault_of(connection).seal(text, place(column, owner))


def unseal(connection: AsyncConnection, column: sa.Column, owner: str | int, sealed: str) -> str:
    """What this column keeps, as it was. Raises `GuichetError`."""
    return vault_of(connection).open(sealed, place(column, owner)) if sealed else ""


def place(column: sa.Column, owner: str | int) -> str:
    """What a seal in this column and row is bound to."""
    return f"{column.table.name}.{column.name}:{owner}"
