"""A fake engine, a running gateway, an HTTP client and a citizen, for each test its own."""

from __future__ import annotations

import httpx
import pytest

from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import ON_POSTGRES, SHARED, arrive, serving, settings_for
from tests.services import postgres, redis
from tests.services.databases import Databases


@pytest.fixture(scope="session", autouse=ON_POSTGRES)
def shared_database():
    """All gateways of this run on a PostgreSQL and a Redis of ours."""
    with postgres() as cluster, redis() as signals:
        SHARED.append(Databases(cluster, signals))
        yield
        SHARED.clear()


@pytest.fixture(autouse=ON_POSTGRES)
def databases_of_one_test(shared_database):
    yield
    SHARED[0].drop_all()


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
