"""What the bot has yet to hear: numbered updates, kept until the webhook took them or getUpdates confirmed them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.gateway.telegram.bot_api.bell import Bell

#: Left out unless the bot asks for them: « all update types except chat_member, message_reaction, … (default) ».
_ON_DEMAND = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Pending:
    """`queue`: those of one queue reach a webhook one after the other. `tried`: the first try is over."""

    body: dict[str, Any]
    queue: str
    tried: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> int:
        return self.body["update_id"]


class Mailbox:
    """The updates that wait, oldest first."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._numbers = itertools.count(712_345_001)
        self.allowed: Sequence[str] = ()
        self.pending: dict[int, Pending] = {}

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ON_DEMAND

    def number(self) -> int:
        return next(self._numbers)

    def put(self, kind: str, thing: dict[str, Any], queue: str) -> Pending | None:
        """A new update, unless the bot doesn't want its kind."""
        if not self.wants(kind):
            return None
        pending = Pending({"update_id": self.number(), kind: thing}, queue)
        self.pending[pending.id] = pending
        self._bell.ring()
        return pending

    def done(self, update_id: int) -> None:
        self.pending.pop(update_id, None)
        self._bell.ring()

    def confirm(self, offset: int) -> None:
        """« An update is considered confirmed as soon as getUpdates is called with an offset higher than its id »."""
        if offset < 0:
            offset = (list(self.pending)[offset:] or [0])[0]
        for update_id in [each for each in self.pending if each < offset]:
            self.done(update_id)

    def first(self, queue: str) -> Pending | None:
        return next((pending for pending in self.pending.values() if pending.queue == queue), None)

    async def take(self, limit: int, timeout: float) -> list[dict[str, Any]]:
        """The oldest ones; waits for the first."""
        try:
            await self._bell.until(lambda: bool(self.pending), timeout)
        except TimeoutError:
            return []
        return [pending.body for pending in list(self.pending.values())[:limit]]

    async def empty(self, timeout: float) -> None:
        """Everything was taken. Raises `TimeoutError`."""
        await self._bell.until(lambda: not self.pending, timeout)
