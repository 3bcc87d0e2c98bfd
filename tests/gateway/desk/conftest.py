"""A gateway whose clock a test may turn, and browsers at its desk."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from tests.gateway.desk.signing import behind, browsing, signed_in
from tests.gateway.running import serving, settings_for


class Hands:
    """A clock that stands until a test turns it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def settings(tmp_path):
    return settings_for(tmp_path)


@pytest.fixture
async def url(settings, hands):
    async with serving(settings, clock=hands) as address:
        yield address


@pytest.fixture
async def browser(url):
    """Nobody is signed in."""
    async with browsing(url) as nobody:
        yield nobody


@pytest.fixture
async def camille(url, settings, hands):
    """An agent who is signed in."""
    async with signed_in(url, settings, "camille", clock=hands) as browser:
        yield browser


@pytest.fixture
async def chief(url, settings, hands):
    """An administrator who is signed in."""
    async with signed_in(url, settings, "chef", "administrator", clock=hands) as browser:
        yield browser


@pytest.fixture
async def desk(url, settings, hands):
    """The desk's services, as another process sees them."""
    async with behind(settings, hands) as services:
        yield services
