"""Work that is done again and again beside the requests: one task, which no failure ends, in one gateway of several."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from guichet.gateway.leases import LeaseLost, Leases, OwnLeases

logger = logging.getLogger(__name__)

#: Seconds to end what is in hand.
GRACE = 2.0

#: Seconds before another gateway that does this work is looked after again.
STANDBY = 2.0


async def stand_by(leases: Leases, name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do work that has no end as soon as no other gateway does it, again and again; it ends with the task."""
    while True:
        with suppress(LeaseLost):
            if await leases.during(name, work):
                return
        await asyncio.sleep(STANDBY)


class Repeating:
    """Does `work`, rests for `pause` seconds, does it again; what goes wrong is logged as `failure`.

    With `leases`, of several gateways the one that has `name` does it, for as long as it lives; without, each of them.
    `begin` is called when that begins.
    """

    def __init__(
        self,
        work: Callable[[], Awaitable[None]],
        pause: float,
        failure: str,
        leases: Leases | None = None,
        name: str = "",
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        self._leases = leases or OwnLeases()
        self._name = name
        self._begin = begin
        self._work = work
        self._pause = pause
        self._failure = failure
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()
        self._working = False

    def start(self) -> None:
        self._task = asyncio.create_task(stand_by(self._leases, self._name, self._run))

    async def stop(self) -> None:
        """End after what is in hand; what takes longer is dropped, and done again after the next start."""
        self._over.set()
        if self._task:
            if self._working:
                await asyncio.wait({self._task}, timeout=GRACE)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        self._begin()
        self._working = True
        while not self._over.is_set():
            try:
                await self._work()
            except Exception:
                logger.exception(self._failure)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), self._pause)
