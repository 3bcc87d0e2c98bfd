"""A fake engine, a running gateway, an HTTP client and a citizen, for each test its own."""

from __future__ import annotations

import httpx
import pytest

from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import arrive, serving, settings_for


@pytest.fixture
async def engine():
    fake = FakeEngine()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path, engine):
    return settings_for(tmp_path, engine.port)


@pytest.fixture
async def http(settings):
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        yield client


@pytest.fixture
async def citizen(http):
    return await arrive(http)
