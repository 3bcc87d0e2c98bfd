"""What goes wrong because a test says so: errors, answers that get lost, answers that are late."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.gateway.telegram.bot_api.bell import Bell
from tests.gateway.telegram.bot_api.calls import Call
from tests.gateway.telegram.bot_api.refusals import Refusal


@dataclass
class Mishap:
    """The next `left` calls of a method: refused with `error`, or cut, after they were carried out or instead."""

    method: str
    left: int
    chat_id: int | None = None
    error: Refusal | None = None
    applied: bool = False


@dataclass
class Hold:
    """Answers that wait for the end of a block; `calls` are those that were carried out meanwhile."""

    method: str
    bell: Bell
    calls: list[Call] = field(default_factory=list)
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, count: int, timeout: float = 10) -> None:
        """That many calls were carried out. Raises `TimeoutError`."""
        await self.bell.until(lambda: len(self.calls) >= count, timeout)

    async def wait(self, call: Call) -> None:
        self.calls.append(call)
        self.bell.ring()
        await self._open.wait()

    def release(self) -> None:
        self._open.set()


class Mishaps:
    """Those that are still to come."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._mishaps: list[Mishap] = []
        self._holds: list[Hold] = []

    def add(self, mishap: Mishap) -> None:
        self._mishaps.append(mishap)

    def take(self, call: Call) -> Mishap | None:
        """The one that happens to this call."""
        for mishap in self._mishaps:
            if mishap.left and mishap.method == call.method and mishap.chat_id in (None, call.chat_id):
                mishap.left -= 1
                return mishap
        return None

    @contextmanager
    def hold(self, method: str) -> Iterator[Hold]:
        held = Hold(method, self._bell)
        self._holds.append(held)
        try:
            yield held
        finally:
            self._holds.remove(held)
            held.release()

    async def held(self, call: Call) -> None:
        for hold in [hold for hold in self._holds if hold.method == call.method]:
            await hold.wait(call)


def chat_id_of(chat: Any) -> int | None:
    """Tests name a chat by its number or by the person."""
    return chat if chat is None or isinstance(chat, int) else chat.chat_id
