"""Work that is done again and again beside the requests: one task, which no failure ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)


class Repeating:
    """Does `work`, rests for `pause` seconds, does it again; what goes wrong is logged as `failure`."""

    def __init__(self, work: Callable[[], Awaitable[None]], pause: float, failure: str) -> None:
        self._work = work
        self._pause = pause
        self._failure = failure
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Drop what is under way: it is stored, and is done again after the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._work()
            except Exception:
                logger.exception(self._failure)
            await asyncio.sleep(self._pause)
