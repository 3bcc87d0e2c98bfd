"""Waiting for a condition without polling: whoever changes something rings, whoever waits looks again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Bell:
    """One for the whole fake."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future] = set()

    def ring(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], Found], timeout: float = 10) -> Found:
        """What `look` finds, as soon as it is something. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while not (found := look()):
                await self._rung()
            return found

    async def _rung(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)
