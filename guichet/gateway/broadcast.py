"""Publish/subscribe: "conversation X has something new", within this process.

It carries no data: a subscriber reads the store, so a missed or doubled signal loses nothing.
Several gateways will need the same three methods over a broker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Subscription:
    """One listener of one conversation."""

    def __init__(self) -> None:
        self._signal = asyncio.Event()
        self.closed = False

    def notify(self) -> None:
        self._signal.set()

    async def wait(self, seconds: float) -> bool:
        """Whether something came within the time; several signals since the last call count as one."""
        try:
            await asyncio.wait_for(self._signal.wait(), seconds)
        except TimeoutError:
            return False
        self._signal.clear()
        return True


class Broadcast:
    """Who listens to which conversation."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Subscription]] = {}

    def __len__(self) -> int:
        return sum(len(listeners) for listeners in self._listeners.values())

    async def publish(self, conversation_id: str) -> None:
        for subscription in self._listeners.get(conversation_id, ()):
            subscription.notify()

    @contextmanager
    def subscribe(self, conversation_id: str) -> Iterator[Subscription]:
        subscription = Subscription()
        self._listeners.setdefault(conversation_id, set()).add(subscription)
        try:
            yield subscription
        finally:
            self._listeners[conversation_id].discard(subscription)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    async def close(self) -> None:
        """Tell every listener to stop: the server is going down."""
        for listeners in self._listeners.values():
            for subscription in listeners:
                subscription.closed = True
                subscription.notify()
