"""Redis as what connects the gateways: a channel of signals, and the client that others of ours share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from guichet.errors import GuichetError

#: Seconds to reach Redis, and for one answer: whoever waits for it can do without.
CONNECT, ANSWER = 1.0, 1.0

CHANNEL = "guichet:signals"


def connect(url: str) -> Redis:
    """A client of the server at this address; nothing is opened yet. Raises `GuichetError`."""
    try:
        # Without tries of its own: who calls knows what to do without an answer.
        return Redis.from_url(
            url,
            socket_connect_timeout=CONNECT,
            socket_timeout=ANSWER,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
    except ValueError:
        cure = "indiquez-la ainsi : redis://hôte:6379/0 (rediss:// pour TLS)"
        raise GuichetError(f"GUICHET_REDIS_URL : adresse inutilisable — {cure}") from None


class RedisWire:
    """The channel of one server."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    @asynccontextmanager
    async def open(self) -> AsyncIterator[_RedisLine]:
        async with self._client.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL)
            yield _RedisLine(self._client, subscription)


class _RedisLine:
    def __init__(self, client: Redis, subscription: PubSub) -> None:
        self._client = client
        self._subscription = subscription

    async def send(self, signal: str) -> None:
        await self._client.publish(CHANNEL, signal)

    async def receive(self) -> str:
        while True:
            heard = await self._subscription.get_message(timeout=ANSWER)
            if heard:
                return heard["data"]
            await asyncio.sleep(0)
