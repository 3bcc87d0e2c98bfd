"""A fake Telegram for each test its own, and a bot that does whatever the test says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.gateway.telegram.bot_api import FakeBotApi

#: A method and its parameters; the whole answer.
BotCall = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def bot_api():
    async with FakeBotApi(http_on_loopback=True) as fake:
        yield fake


@pytest.fixture
async def call(bot_api) -> BotCall:
    async with httpx.AsyncClient(base_url=f"{bot_api.url}/bot{bot_api.token}/", trust_env=False) as client:

        async def call(method: str, **params: Any) -> dict[str, Any]:
            return (await client.post(method, json=params)).json()

        yield call


@pytest.fixture
def ana(bot_api):
    return bot_api.person("Ana")
