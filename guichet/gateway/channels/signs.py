"""Signs of life in a chat: "is writing…" while the bot looks for an answer or an agent writes. Nothing keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from guichet.gateway.channels.channel import Channel
from guichet.gateway.channels.chats import Chats
from guichet.gateway.workers import Workers

#: Seconds that a service shows a sign for, and how many are shown for one answer.
SHOWN, MOST = 4.5, 6


class Signs:
    """Shows that somebody writes. `working`: whether the bot has an answer to find in a conversation."""

    def __init__(
        self, chats: Chats, channels: Mapping[str, Channel], working: Callable[[str], Awaitable[bool]]
    ) -> None:
        self._chats = chats
        self._channels = channels
        self._working = working
        self._workers = Workers(self._show, "signs.failed")
        # Apart: the sign for the bot still lasts when an agent who came at once begins to write.
        self._agents = Workers(self._show_once, "signs.failed")

    def notice(self, conversation_id: str, typing: str) -> None:
        """Something happened in a conversation; `typing`: the agent who writes, if that is what happened."""
        if typing:
            self._agents.wake(conversation_id)
        elif conversation_id not in self._workers:
            self._workers.wake(conversation_id)

    async def stop(self) -> None:
        await self._workers.stop()
        await self._agents.stop()

    async def _show(self, conversation_id: str) -> None:
        for _ in range(MOST):
            if not await self._working(conversation_id) or not await self._show_once(conversation_id):
                return
            await asyncio.sleep(SHOWN)

    async def _show_once(self, conversation_id: str) -> bool:
        """False where it is shown to nobody: a page, or a chat that blocked us."""
        chat = await self._chats.of(conversation_id)
        channel = self._channels.get(chat.channel) if chat else None
        if chat is None or channel is None or chat.stopped_at:
            return False
        await channel.busy(chat.address)
        return True
