"""A house as for hand-off, and what is deleted in it at night."""

from __future__ import annotations

import pytest

from guichet.gateway.retention.purge import Purge
from tests.gateway.handoffs.conftest import empty_database, house

__all__ = ["empty_database", "house"]


@pytest.fixture
def purge(house):
    """By the settings' own durations."""
    return Purge(house.database, house.clock, house.settings.keep)
