"""PostgreSQL as what connects the gateways, where there is no Redis: its own notifications."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from guichet.gateway.database import Database

CHANNEL = "guichet_signals"


class PostgresWire:
    """The notifications of the gateways' database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def open(self) -> AsyncIterator[_PostgresLine]:
        async with self._database.line() as connection:
            line = _PostgresLine(connection)
            await connection.add_listener(CHANNEL, line.heard)
            yield line


class _PostgresLine:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._heard: asyncio.Queue[str] = asyncio.Queue()

    def heard(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        self._heard.put_nowait(payload)

    async def send(self, signal: str) -> None:
        await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, signal)

    async def receive(self) -> str:
        return await self._heard.get()
