"""Gateways on one PostgreSQL, with Redis between them or with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import settings_for
from tests.services import postgres, redis
from tests.services.databases import Databases

#: The key of a test: all gateways must have the same.
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture(scope="session")
def cluster():
    with postgres() as running:
        yield running


@pytest.fixture(scope="session")
def databases(cluster):
    return Databases(cluster)


@pytest.fixture(scope="session")
def signals():
    with redis() as running:
        yield running


@pytest.fixture
async def engine():
    fake = FakeEngine()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture(params=["redis", "postgres alone"])
def wire(request):
    """What connects the gateways."""
    return request.param


@pytest.fixture
def settings(tmp_path, engine, databases, wire, request):
    """Those of every gateway of a test."""
    url = request.getfixturevalue("signals").url if wire == "redis" else ""
    database = databases.new()
    yield replace(settings_for(tmp_path, engine.port), database_url=database, redis_url=url, secret_key=KEY)
    databases.drop_all()
