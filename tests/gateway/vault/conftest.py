"""A house as for hand-off."""

from tests.gateway.handoffs.conftest import empty_database, house

__all__ = ["empty_database", "house"]
