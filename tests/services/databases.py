"""Databases for gateways under test: on PostgreSQL, each a copy of one that was migrated once."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

from guichet.gateway.database import Database
from tests.services.postgres import Postgres
from tests.services.redis import RedisServer

TEMPLATE = "guichet_template"


class Databases:
    """Those of one cluster."""

    def __init__(self, cluster: Postgres, signals: RedisServer | None = None) -> None:
        self.cluster = cluster
        self.signals = signals
        self.redis_url = signals.url if signals else ""
        self._made: list[str] = []
        self._places: dict[Path, str] = {}
        asyncio.run(self._migrate(cluster.create(TEMPLATE)))

    async def _migrate(self, url: str) -> None:
        database = Database(url)
        await database.migrate()
        await database.close()

    def new(self) -> str:
        """The address of one with its tables and nothing in them."""
        name = f"guichet_{secrets.token_hex(6)}"
        self._made.append(name)
        return self.cluster.create(name, TEMPLATE)

    def of(self, folder: Path) -> str:
        """The one that goes with a folder, as SQLite's would be in it."""
        if folder not in self._places:
            self._places[folder] = self.new()
        return self._places[folder]

    def drop_all(self) -> None:
        """Remove what was made so far."""
        self._places.clear()
        if self.signals:
            self.signals.forget()
        while self._made:
            self.cluster.drop(self._made.pop())
