"""The connection to SQL, SQLite or PostgreSQL, and its migrations. Queries are in `conversations.py` and `inbox.py`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from guichet.errors import GuichetError
from guichet.gateway.vault.vault import Vault

#: Seconds to close a connection that was cut in the middle of a query, and the coroutine that does it.
CLOSING, _CLOSING = 0.3, "_terminate_graceful_close"

#: Connections that are kept, those that a crowd may add, and seconds to wait for one when all are used.
KEPT, MORE, PATIENCE = 10, 20, 10.0

#: Seconds to reach PostgreSQL, and for one query; after which it lets go of what a frozen gateway has: rows, leases.
CONNECT, QUERY, IDLE, SILENT = 5.0, 30.0, 30, 10

#: How PostgreSQL names the lock of migrations, so that gateways that start together migrate once.
MIGRATING = 7_405_926

#: How SQLite calls a file that gives its pages back when told to, and how many pages at once.
INCREMENTAL, PAGES = 2, 2000


class Unreachable(SQLAlchemyError):
    """The database can't be reached now."""


class Database:
    """One pool of connections; `read()` and `write()` give a transaction each."""

    def __init__(self, url: str, vault: Callable[[], Vault] | None = None) -> None:
        """`vault`: what seals contact details and second factors; without it, they can be neither stored nor read."""
        # Without hide_parameters an SQL error would carry the citizen's words into the logs.
        try:
            self._engine = create_async_engine(url, hide_parameters=True, **_options(url))
        except (ArgumentError, ImportError) as error:
            raise GuichetError(f"GUICHET_DATABASE_URL : adresse inutilisable — corrigez-la ({error})") from error
        self._sqlite = self._engine.dialect.name == "sqlite"
        # Each of our reads sees what is committed, on PostgreSQL with or without a transaction: it costs two ways more.
        self._reading = self._engine if self._sqlite else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        # SQLite has one writer; queueing here spares its busy-wait. Other databases need no queue.
        self._writer = asyncio.Semaphore(1 if self._sqlite else 1000)
        self._vault = vault
        if self._sqlite:
            sa.event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
        if vault:
            sa.event.listen(self._engine.sync_engine, "connect", lambda _, record: record.info.update(vault=vault))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """What is committed. Raises `Unreachable`."""
        async with _connected(self._reading) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block and rolls back on an exception. Raises `Unreachable`."""
        async with self._writer, _connected(self._engine) as connection, connection.begin():
            yield connection

    @property
    def is_shared(self) -> bool:
        """Whether other gateways may work on it at the same time."""
        return not self._sqlite

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Any]:
        """A connection of one's own beside the pool, as PostgreSQL's driver has it. Raises `Unreachable`."""
        own = {"poolclass": sa.NullPool, "connect_args": _connect_args(alive=True)}
        engine = create_async_engine(self._engine.url, hide_parameters=True, **own)
        try:
            async with _connected(engine) as connection:
                yield (await connection.get_raw_connection()).driver_connection
        finally:
            await engine.dispose()

    def connections(self) -> dict[str, int]:
        """How many connections are used and idle, and how many there may be at most."""
        pool = self._engine.pool
        most = pool.size() + max(0, getattr(pool, "_max_overflow", 0))
        return {"used": pool.checkedout(), "idle": pool.checkedin(), "most": most}

    async def scrub(self) -> None:
        """Leave nothing of what was erased in SQLite's log of changes; elsewhere, the server's own cleaning does it."""
        if self._sqlite:
            await self._pragma("PRAGMA wal_checkpoint(TRUNCATE)")

    async def give_back(self) -> None:
        """Give the space of what was deleted back to the disk, on SQLite, a little at a time: others may write."""
        if not self._sqlite:
            return
        if await self._asked("PRAGMA auto_vacuum") != INCREMENTAL:
            # A file of before: rewritten as a whole, once.
            await self._pragma("PRAGMA auto_vacuum=INCREMENTAL", "VACUUM")
        while (left := await self._asked("PRAGMA freelist_count")) > 0:
            await self._pragma(f"PRAGMA incremental_vacuum({PAGES})")
            if await self._asked("PRAGMA freelist_count") >= left:
                break  # somebody deletes at the same time
        await self.scrub()

    async def _asked(self, command: str) -> int:
        async with _connected(self._engine) as connection:
            return (await connection.exec_driver_sql(command)).scalar_one()

    async def _pragma(self, *commands: str) -> None:
        async with self._writer, _connected(self._engine) as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            # Step by step to its end: an ordinary execution does the first step only.
            await driver.executescript("; ".join(commands))

    async def migrate(self) -> None:
        """Bring the tables to the newest version. Raises `GuichetError` when that can't be done."""
        place = self._engine.url.render_as_string(hide_password=True)
        try:
            if self._sqlite and self._engine.url.database not in (None, "", ":memory:"):
                Path(self._engine.url.database).parent.mkdir(parents=True, exist_ok=True)
            async with self.write() as connection:
                if not self._sqlite:
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
                await connection.run_sync(_upgrade, self._vault)
        except (OSError, SQLAlchemyError, CommandError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise GuichetError(f"{place} : base inutilisable ({reason}) — vérifiez GUICHET_DATABASE_URL") from error

    async def close(self) -> None:
        await self._engine.dispose()
        await _end_closing()


def _options(url: str) -> dict[str, Any]:
    """How the pool of a server is kept; SQLite's own is right as it is."""
    if not url.startswith("postgresql"):
        return {}
    pool = {"pool_size": KEPT, "max_overflow": MORE, "pool_timeout": PATIENCE, "pool_recycle": 1800}
    # A connection that was cut while it was idle is replaced before anybody uses it.
    return pool | {"pool_pre_ping": True, "connect_args": _connect_args()}


def _connect_args(alive: bool = False) -> dict[str, Any]:
    # Somebody who is gone without a word, or stands still, must not keep rows and leases from the others.
    settings = {"application_name": "guichet", "idle_in_transaction_session_timeout": f"{IDLE}s"}
    settings |= {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}
    if alive:
        settings |= {"idle_session_timeout": f"{SILENT}s"}
    return {"timeout": CONNECT, "command_timeout": QUERY, "server_settings": settings}


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection; whatever the driver says when there is none, it is `Unreachable`."""
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(engine.connect())
        except SQLAlchemyError:
            raise
        except Exception as error:
            # The driver's own words may hold the address and its password.
            raise Unreachable(type(error).__name__) from None
        yield connection


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
    # auto_vacuum first: only an empty file takes it.
    first = ("auto_vacuum=INCREMENTAL", "journal_mode=WAL", "foreign_keys=ON")
    for pragma in (*first, "busy_timeout=5000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _upgrade(connection: sa.Connection, vault: Callable[[], Vault] | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes.update(connection=connection, vault=vault)
    command.upgrade(config, "head")
