"""Work that is done again and again beside the requests: one task, which no failure ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

logger = logging.getLogger(__name__)

#: Seconds to end what is in hand.
GRACE = 2.0


class Repeating:
    """Does `work`, rests for `pause` seconds, does it again; what goes wrong is logged as `failure`."""

    def __init__(self, work: Callable[[], Awaitable[None]], pause: float, failure: str) -> None:
        self._work = work
        self._pause = pause
        self._failure = failure
        self._task: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End after what is in hand; what takes longer is dropped, and done again after the next start."""
        self._over.set()
        if self._task:
            await asyncio.wait({self._task}, timeout=GRACE)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while not self._over.is_set():
            try:
                await self._work()
            except Exception:
                logger.exception(self._failure)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), self._pause)
