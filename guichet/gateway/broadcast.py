"""Publish/subscribe: "conversation X has something new", within this process.

It carries no data but who is typing: a subscriber reads the store, so a missed or doubled signal loses nothing.
Other gateways hear of it through `relay.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

#: The topic of a signal that says no more than: look at everything.
ALL = ""


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


class Round:
    """One listener of every topic: which ones had something since it last asked."""

    def __init__(self) -> None:
        self._signal = asyncio.Event()
        self._heard: dict[str, str] = {}
        self.closed = False

    def notify(self, topic: str, typing: str = "") -> None:
        self._heard[topic] = typing or self._heard.get(topic, "")
        self._signal.set()

    async def wait(self, seconds: float) -> dict[str, str]:
        """The topics that had something within the time, each with who is typing there; it ends at the first.

        `ALL` among them: any topic may have had.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._signal.wait(), seconds)
        self._signal.clear()
        heard, self._heard = self._heard, {}
        return heard


class Broadcast:
    """Who listens to which conversation."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Subscription]] = {}
        self._rounds: set[Round] = set()
        self._pass_on: Callable[[str, str], None] | None = None

    def carry(self, pass_on: Callable[[str, str], None]) -> None:
        """Have other gateways told, too."""
        self._pass_on = pass_on

    def __len__(self) -> int:
        return sum(len(listeners) for listeners in self._listeners.values())

    async def publish(self, topic: str, typing: str = "") -> None:
        """Something is new; or only, somebody is `typing`, which nothing keeps."""
        self.hear(topic, typing)
        if self._pass_on:
            self._pass_on(topic, typing)

    def hear(self, topic: str, typing: str = "") -> None:
        """As published by another gateway: for the listeners here."""
        for subscription in self._listeners.get(topic, ()):
            subscription.notify(typing)
        for every in self._rounds:
            every.notify(topic, typing)

    def hear_all(self) -> None:
        """Something may be new anywhere."""
        for listeners in self._listeners.values():
            for subscription in listeners:
                subscription.notify()
        for every in self._rounds:
            every.notify(ALL)

    @contextmanager
    def listen(self) -> Iterator[Round]:
        """Hear of every topic."""
        every = Round()
        self._rounds.add(every)
        try:
            yield every
        finally:
            self._rounds.discard(every)

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
        for every in self._rounds:
            every.closed = True
            every.notify(ALL)
