"""Publish/subscribe: "conversation X has something new", within this process.

It carries no data but who is typing: a subscriber reads the store, so a missed or doubled signal loses nothing.
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
        self._typing = ""
        self.closed = False

    def notify(self, typing: str = "") -> None:
        self._typing = typing or self._typing
        self._signal.set()

    def take_typing(self) -> str:
        """Who has been typing since the last call; nobody: an empty text."""
        name, self._typing = self._typing, ""
        return name

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

    async def publish(self, topic: str, typing: str = "") -> None:
        """Something is new; or only, somebody is `typing`, which nothing keeps."""
        for subscription in self._listeners.get(topic, ()):
            subscription.notify(typing)

    @contextmanager
    def subscribe(self, topic: str) -> Iterator[Subscription]:
        subscription = Subscription()
        self._listeners.setdefault(topic, set()).add(subscription)
        try:
            yield subscription
        finally:
            self._listeners[topic].discard(subscription)
            if not self._listeners[topic]:
                del self._listeners[topic]

    async def close(self) -> None:
        """Tell every listener to stop: the server is going down."""
        for listeners in self._listeners.values():
            for subscription in listeners:
                subscription.closed = True
                subscription.notify()
