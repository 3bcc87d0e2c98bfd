"""A room of one's own for each test: the hearing on the services of a house."""

from __future__ import annotations

import pytest

from tests.gateway.handoffs.conftest import empty_database, house
from tests.gateway.telegram.hearing.room import Room

__all__ = ["empty_database", "house"]


@pytest.fixture
async def room(house):
    made = Room(house)
    yield made
    await made.hearing.stop()
