"""Gateways that really run: in this event loop on a free port, or as a process of their own."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from guichet.gateway.app import create_app
from guichet.gateway.database import Database
from guichet.gateway.engine import EngineClient
from guichet.settings import Settings
from tests.services.databases import Databases

#: `GUICHET_TEST_DATABASE=postgresql`: the same tests on PostgreSQL and Redis, whose `Databases` are put here.
ON_POSTGRES = os.environ.get("GUICHET_TEST_DATABASE") == "postgresql"
SHARED: list[Databases] = []

#: A test of what SQLite alone has, or that looks into its file.
sqlite_alone = pytest.mark.skipif(ON_POSTGRES, reason="SQLite alone")


def settings_for(folder: Path, engine_port: int = 1, port: int = 0, rate_per_minute: int = 10_000) -> Settings:
    return Settings(
        var=folder,
        host="127.0.0.1",
        port=port,
        engine_port=engine_port,
        actions_port=0,
        feed="",
        database_url=SHARED[0].of(folder) if SHARED else f"sqlite+aiosqlite:///{folder / 'guichet.db'}",
        redis_url=SHARED[0].redis_url if SHARED else "",
        rate_per_minute=rate_per_minute,
    )


@asynccontextmanager
async def serving(settings: Settings, **options) -> AsyncIterator[str]:
    """A gateway in this loop; gives its address."""
    engine = options.pop("engine", None) or EngineClient(
        settings.engine_url, answer_timeout=2.0, retry_delay=0.05, token=settings.internal_token
    )
    app = create_app(settings, engine=engine, **options)
    # A socket of our own: Sanic takes port 0 for its default port.
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await server.before_stop()
        server.close()
        await hang_up(list(server.connections))
        await server.after_stop()


async def hang_up(connections: list) -> None:
    """End what is still open, as Sanic does when its time of grace is over, and wait for the handlers."""
    tasks = [connection._task for connection in connections if connection._task]
    for connection in connections:
        connection.abort()
    if tasks:
        await asyncio.wait(tasks, timeout=5)


class Citizen:
    """A client of the public API in one conversation."""

    def __init__(self, http: httpx.AsyncClient, conversation_id: str, token: str) -> None:
        self.http = http
        self.id = conversation_id
        self.token = token
        self._sent = 0

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def call(self, method: str, rest: str = "", **options) -> httpx.Response:
        headers = self.headers | options.pop("headers", {})
        return await self.http.request(method, f"{self.path}{rest}", headers=headers, **options)

    async def say(self, text: str) -> int:
        self._sent += 1
        return await self._send({"client_id": f"c{self._sent}", "text": text})

    async def choose(self, choice: str) -> int:
        self._sent += 1
        return await self._send({"client_id": f"c{self._sent}", "choice": choice})

    async def _send(self, body: dict) -> int:
        response = await self.call("POST", "/messages", json=body)
        assert response.status_code == 202, response.text
        return response.json()["seq"]

    async def events(self, after: int = 0, wait: float = 0) -> list[dict]:
        response = await self.call("GET", "/events", params={"after": after, "wait": wait})
        assert response.status_code == 200, response.text
        return response.json()

    async def ask(self, text: str) -> list[dict]:
        """Say something and wait for what is said to it."""
        return await self.answers(await self.say(text))

    async def answers(self, seq: int, count: int = 1) -> list[dict]:
        async with asyncio.timeout(10):
            while True:
                events = [e for e in await self.events(seq, wait=5) if e["author"] != "citizen"]
                if len(events) >= count:
                    return events


async def rows(settings: Settings, *columns: Any) -> list[sa.Row]:
    """What is in the database, whichever it is."""
    database = Database(settings.database_url)
    async with database.read() as connection:
        found = (await connection.execute(sa.select(*columns))).all()
    await database.close()
    return list(found)


async def arrive(http: httpx.AsyncClient) -> Citizen:
    """A new conversation."""
    response = await http.post("/api/conversations")
    assert response.status_code == 201, response.text
    return Citizen(http, response.json()["id"], response.json()["token"])
