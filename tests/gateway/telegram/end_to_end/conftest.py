"""A counter in Telegram with the fake engine, open for the length of a test."""

from __future__ import annotations

import pytest

from tests.gateway.telegram.end_to_end.counter import open_counter, telegram_settings


@pytest.fixture
def settings(tmp_path, engine, bot_api):
    return telegram_settings(tmp_path, engine.port, bot_api)


@pytest.fixture
async def counter(settings, bot_api):
    async with open_counter(settings, bot_api) as open_:
        yield open_
