"""The database of the settings for one command: brought up to date, with its keys, and closed at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from guichet.gateway.database import Database
from guichet.gateway.vault.keys import lazily
from guichet.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, for the block. Raises `GuichetError` when it can't be used."""
    database = Database(settings.database_url, lazily(settings))
    await database.migrate()
    try:
        yield database
    finally:
        await database.close()
