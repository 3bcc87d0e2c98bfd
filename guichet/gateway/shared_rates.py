"""A rate that several gateways share through Redis; each goes on with its own count while Redis can't be reached."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import math
from typing import Protocol

from redis.exceptions import RedisError

from guichet.gateway.rates import Rate

logger = logging.getLogger(__name__)

#: Seconds that Redis may take, and for which it is left alone after it failed: nobody waits for it at each message.
ANSWER, LEFT_ALONE = 0.25, 5.0

#: Seconds to wait before the next one may pass, on Redis' own clock: those of the gateways may disagree.
#: The key holds the moment at which all would be free again; it goes away by itself then.
_TAKE = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1000000
local step = 60 / tonumber(ARGV[1])
local free = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
if free - now > 60 - step + 0.000001 then return tostring(free - now - 60 + step) end
redis.call('SET', KEYS[1], string.format('%.6f', free + step), 'PX', math.ceil((free + step - now) * 1000))
return '0'
"""


class Script(Protocol):
    """What we need of Redis."""

    async def eval(self, script: str, numkeys: int, *keys_and_args: str) -> str: ...


class Outage:
    """Whether Redis was just out of reach; shared by all the rates of a gateway."""

    def __init__(self) -> None:
        self._until = 0.0

    def lasts(self) -> bool:
        return asyncio.get_running_loop().time() < self._until

    def begin(self) -> None:
        self._until = asyncio.get_running_loop().time() + LEFT_ALONE


class SharedRate:
    """`own` for all gateways together; `name` tells it from other rates."""

    def __init__(self, name: str, own: Rate, redis: Script | None, outage: Outage) -> None:
        self._name = name
        self._own = own
        self._redis = redis
        self._outage = outage

    async def take(self, key: str) -> int:
        """0 when it may be done now, else the whole seconds to wait."""
        # Ours first: who is refused here costs Redis nothing.
        seconds = self._own.take(key)
        if seconds or self._redis is None or self._outage.lasts():
            return seconds
        try:
            async with asyncio.timeout(ANSWER):
                told = await self._redis.eval(_TAKE, 1, self._place(key), str(self._own.per_minute))
                return math.ceil(float(told))
        except (RedisError, OSError, TimeoutError, ValueError) as error:
            self._outage.begin()
            logger.warning("rates.alone", extra={"reason": type(error).__name__})
            return 0

    def _place(self, key: str) -> str:
        """Where it is counted; addresses themselves are nobody's business."""
        return f"guichet:rate:{self._name}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
