"""What the hearing asks of Telegram, beside the requests: nothing waits for it, and no failure of it ends anything."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

from guichet.gateway.channels.telegram.rendering.messages import Button
from guichet.gateway.metrics import Metrics

logger = logging.getLogger(__name__)

#: More errands under way than this means that Telegram can't be reached; what would come on top is let go.
MOST = 1_000

#: Seconds to finish what is under way when the gateway stops.
GRACE = 2.0


class Outward(Protocol):
    """What the hearing needs of the channel."""

    async def answer_callback(self, query_id: str, text: str = "", alert: bool = False) -> None:
        """Tell who pressed a button that it was heard."""

    async def set_buttons(self, address: str, message_id: int, inline_keyboard: list[list[dict[str, str]]]) -> None:
        """The buttons under a message of ours, in place of those there were."""

    async def reply(self, address: str, html: str, rows: Sequence[Sequence[Button]] = ()) -> str:
        """Say what belongs to no conversation."""

    async def leave_chat(self, address: str) -> None:
        """Leave a group."""

    async def username(self) -> str:
        """The bot's name, without @; empty while that isn't known."""


class Errands:
    """Tasks that are kept until they are done."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def do(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Start it now, and don't wait for it."""
        if len(self._tasks) >= MOST:
            errand.close()
            self._metrics.count("telegram_errands_dropped_total")
            return
        task = asyncio.create_task(self._run(errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Finish what is under way; what takes longer is let go."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, errand: Coroutine[Any, Any, Any]) -> None:
        try:
            await errand
        except Exception as error:
            # Its words may hold the address, which holds the token.
            logger.error("telegram.errand.failed", extra={"reason": type(error).__name__})
            self._metrics.count("telegram_errands_failed_total")
