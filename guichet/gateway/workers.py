"""One task per key with work to do, and never two for the same key; what the work is, is for those who make one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)

#: Seconds before going on after an unexpected failure, most likely of the database.
PAUSE = 1.0


class Workers:
    """Does `work(conversation id)` for each conversation that is woken, again if it is woken meanwhile.

    `failure`: how the log calls what went wrong; then the work is done again after a pause.
    """

    def __init__(self, work: Callable[[str], Awaitable[None]], failure: str) -> None:
        self._work = work
        self._failure = failure
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, conversation_id: object) -> bool:
        return conversation_id in self._tasks

    def wake(self, conversation_id: str) -> None:
        """There is something to do for this conversation."""
        self._woken.add(conversation_id)
        if conversation_id not in self._tasks:
            self._tasks[conversation_id] = asyncio.create_task(self._run(conversation_id))

    async def stop(self, grace: float = 0.0) -> None:
        """Drop the work in hand, but what ends by itself within `grace` seconds."""
        tasks = list(self._tasks.values())
        try:
            if tasks and grace:
                await asyncio.wait(tasks, timeout=grace)
        finally:  # also when whoever stops is stopped: nothing may go on behind their back
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._woken:
                self._woken.discard(conversation_id)
                try:
                    await self._work(conversation_id)
                except Exception:
                    logger.exception(self._failure, extra={"conversation": conversation_id})
                    await asyncio.sleep(PAUSE)
                    self._woken.add(conversation_id)
        finally:
            del self._tasks[conversation_id]
