"""A gateway whose clock a test may turn, and browsers at its desk."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import httpx
import pytest

from guichet.gateway.app import HEARTBEAT
from tests.gateway.desk.answering import handing_over, started, write_teams
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
async def engine():
    """It hands over when it hears « quelqu'un »."""
    fake = await started(handing_over())
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path, engine):
    return settings_for(tmp_path, engine.port)


@pytest.fixture
def teams(tmp_path):
    return write_teams(tmp_path)


@pytest.fixture
def heartbeat():
    return HEARTBEAT


@pytest.fixture
async def url(settings, hands, teams, heartbeat):
    async with serving(settings, clock=hands, teams=teams, heartbeat=heartbeat) as address:
        yield address


@pytest.fixture
async def http(url):
    """A client without a conversation."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        yield client


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
