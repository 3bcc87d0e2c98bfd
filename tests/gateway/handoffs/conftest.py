"""A house of one's own for each test, on a copy of a database that was migrated once."""

from __future__ import annotations

import asyncio

import pytest

from guichet.gateway.database import Database
from tests.gateway.handoffs.house import House
from tests.gateway.running import SHARED


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A database with its tables and nothing in them."""
    if SHARED:
        return None
    path = tmp_path_factory.mktemp("handoffs") / "empty.db"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await database.migrate()
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def house(tmp_path, empty_database):
    """Open, with nobody at the desk yet."""
    built = House(tmp_path, empty_database)
    await built.open()
    yield built
    await built.die()
