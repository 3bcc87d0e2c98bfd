"""One turn of a conversation at a time: in this process without polling, among engines through Redis.

Redis makes waiting orderly, not answers right: without it, or when it is cut, two engines that take up the same
conversation find out when they store their turns (`tracker_store`), and only one is answered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.lock_store import LockError, LockStore
from redis.asyncio import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

#: Seconds that a turn may hold its conversation among engines, until its engine counts as dead.
LIFETIME = 30.0

#: Seconds between two looks at a lock that another engine holds, and seconds that Redis may take.
PAUSE, PATIENCE = 0.02, 0.5

#: Released by who holds it, and by nobody else.
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


class TurnLocks(LockStore):
    """Locks of conversations; `url` is that of Redis, empty where there is one engine."""

    def __init__(self, url: str = "") -> None:
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) if url else None

    @asynccontextmanager
    async def lock(self, conversation_id: str, *rest: Any, **more: Any) -> AsyncIterator[None]:
        """The conversation is this turn's alone, meanwhile. Raises `LockError` when another engine keeps it."""
        here = self._here.setdefault(conversation_id, asyncio.Lock())
        async with here:
            key, token = f"guichet:turn:{conversation_id}", token_hex(8)
            taken = await self._take(key, token)
            try:
                yield
            finally:
                if taken:
                    await self._release(key, token)

    async def _take(self, key: str, token: str) -> bool:
        if self._redis is None:
            return False
        try:
            for _ in range(int(LIFETIME / PAUSE)):
                if await self._redis.set(key, token, nx=True, px=int(LIFETIME * 1000)):
                    return True
                await asyncio.sleep(PAUSE)
        except (RedisError, OSError) as error:
            logger.warning("locks: Redis can't be reached (%s), going on without", type(error).__name__)
            return False
        raise LockError("another engine keeps this conversation")

    async def _release(self, key: str, token: str) -> None:
        try:
            await self._redis.eval(_RELEASE, 1, key, token)
        except (RedisError, OSError) as error:
            logger.warning("locks: Redis can't be reached (%s), the lock ends by itself", type(error).__name__)
