"""A gateway before an engine that understands little, and its inbox."""

from __future__ import annotations

import httpx
import pytest

from tests.gateway.desk.answering import write_teams
from tests.gateway.desk.conftest import Hands
from tests.gateway.desk.signing import add_agent
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import arrive, serving, settings_for
from tests.gateway.unanswered.confused import confused, inbox


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
async def engine():
    fake = FakeEngine(confused)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def http(settings, hands, tmp_path):
    options = {"clock": hands, "teams": write_teams(tmp_path)}
    async with (
        serving(settings, **options) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client,
    ):
        # Without anybody to answer, nobody is handed over.
        await add_agent(settings, clock=hands)
        yield client


@pytest.fixture
async def citizen(http):
    return await arrive(http)


@pytest.fixture
async def kept(http, settings, hands):
    """What the inbox holds."""
    async with inbox(settings, hands) as entries:
        yield entries


@pytest.fixture
def settings(tmp_path, engine):
    return settings_for(tmp_path, engine.port)
