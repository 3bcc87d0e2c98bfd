"""What a messaging channel is: it makes parts of events, and sends them. How to write one: `docs/channels.md`.

What was delivered is known by `chats.py`, when to deliver by `courier.py`; what citizens say goes through
`visitors.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sanic import Sanic

from guichet.gateway.frames import Event


class Undelivered(Exception):
    """A part did not leave as it should have. `reason` is for logs: never an address, never words of a citizen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Later(Undelivered):
    """It did not arrive; it may be tried again after `seconds`."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Unsure(Undelivered):
    """Nobody knows whether it arrived: the answer was lost on its way."""


class Gone(Undelivered):
    """The citizen can't be reached any more, until they write again."""


class Unfit(Undelivered):
    """The messaging service will never take it."""


class Part(Protocol):
    """What one call of the service sends. `asks`: it carries the buttons of a question, to be removed once answered."""

    @property
    def asks(self) -> bool: ...


class Channel(Protocol):
    """A messaging service. `address` is where it finds a citizen; it is never shown, logged or handed to the engine."""

    #: As stored with each conversation; 20 characters at most.
    name: str

    def attach(self, app: Sanic) -> None:
        """Register the routes that the service calls; what comes in goes through `Visitors`."""

    async def start(self) -> None:
        """Open what it needs."""

    async def stop(self) -> None:
        """Close it."""

    def parts(self, event: Event) -> Sequence[Any]:
        """The event as parts, to be sent in order; the same event always makes the same parts."""

    async def turn(self, address: str) -> None:
        """Wait until the service takes a part, where it wants pauses: one that begins to leave then leaves at once."""

    async def send(self, address: str, part: Any) -> str:
        """Send a part in its turn; the service's id of the message. Raises `Undelivered`, of one of its kinds."""

    async def arrived(self, address: str, part: Any, after: Sequence[str]) -> str:
        """The id of a part that was sent without an answer; empty when it did not arrive, or that can't be known.

        `after`: the newest ids known before it left, of this address and of all. Raises `Later` or `Gone`.
        """

    async def withdraw(self, address: str, message: str, part: Any, label: str) -> None:
        """Remove the buttons of a question that was answered; `label`: of the button that was pressed, if one was.

        Raises `Later` or `Gone`; a message that can't be changed any more is left as it is.
        """

    async def busy(self, address: str) -> None:
        """Show that somebody is writing, for some seconds. Never raises: it is worth no second try."""
