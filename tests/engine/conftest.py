"""A Redis of its own for what several engines share."""

import pytest

from tests.services import redis


@pytest.fixture(scope="session")
def redis_url():
    """The address of a Redis server of these tests alone."""
    with redis() as server:
        yield server.url
