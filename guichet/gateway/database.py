"""The connection to SQL and its migrations. Queries are in `conversations.py` and `inbox.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from guichet.errors import GuichetError

#: Seconds to close a connection that was cut in the middle of a query, and the coroutine that does it.
CLOSING, _CLOSING = 0.3, "_terminate_graceful_close"


class Database:
    """One pool of connections; `read()` and `write()` give a transaction each."""

    def __init__(self, url: str) -> None:
        # Without hide_parameters an SQL error would carry the citizen's words into the logs.
        try:
            self._engine = create_async_engine(url, hide_parameters=True)
        except (ArgumentError, ImportError) as error:
            raise GuichetError(f"GUICHET_DATABASE_URL : adresse inutilisable — corrigez-la ({error})") from error
        self._sqlite = self._engine.dialect.name == "sqlite"
        # SQLite has one writer; queueing here spares its busy-wait. Other databases need no queue.
        self._writer = asyncio.Semaphore(1 if self._sqlite else 1000)
        if self._sqlite:
            sa.event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block and rolls back on an exception."""
        async with self._writer, self._engine.begin() as connection:
            yield connection

    async def migrate(self) -> None:
        """Bring the tables to the newest version. Raises `GuichetError` when that can't be done."""
        place = self._engine.url.render_as_string(hide_password=True)
        try:
            if self._sqlite and self._engine.url.database not in (None, "", ":memory:"):
                Path(self._engine.url.database).parent.mkdir(parents=True, exist_ok=True)
            async with self._engine.begin() as connection:
                await connection.run_sync(_upgrade)
        except (OSError, SQLAlchemyError, CommandError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise GuichetError(f"{place} : base inutilisable ({reason}) — vérifiez GUICHET_DATABASE_URL") from error

    async def close(self) -> None:
        await self._engine.dispose()
        await _end_closing()


async def _end_closing() -> None:
    """Have done with connections that a cut request left behind.

    Each is closed by a task of SQLAlchemy's. One that is cut as well waits for a thread that is gone, and catches the
    first cancellation: left to the end of the event loop, it would keep the process from ever ending.
    """
    for _ in range(3):
        closing = {task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == _CLOSING}
        if not closing:
            return
        await asyncio.wait(closing, timeout=CLOSING)
        for task in closing:
            task.cancel()


def _prepare_sqlite(connection, _record) -> None:
    cursor = connection.cursor()
    # WAL lets readers go on during a write; synchronous stays FULL: an acknowledged message survives a power cut.
    # secure_delete overwrites what a citizen erases.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
