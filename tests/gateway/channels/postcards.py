"""A messaging channel in one file: postcards, with little room, kept in a list. What docs/channels.md shows."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty

from guichet.gateway.channels.channel import Undelivered
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.frames import Event
from guichet.gateway.services import Services


@dataclass(frozen=True)
class Card:
    """What is written on one card, and the buttons under it."""

    text: str
    buttons: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        return bool(self.buttons)


@dataclass
class Post:
    """The postal service: what it delivered, what it was told besides, and what is to go wrong next."""

    delivered: list[tuple[str, str, Card]] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    #: Raised instead of delivering, or after it (`lost`: what it said of a card that it did deliver).
    troubles: list[Undelivered] = field(default_factory=list)
    lost: list[Undelivered] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    #: The most letters that a card has room for.
    letters: int = 40
    #: Cards are handed out only while it is open.
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def texts(self, address: str) -> list[str]:
        return [card.text for _, where, card in self.delivered if where == address]

    def buttons(self, address: str) -> list[str]:
        return [button for _, where, card in self.delivered for button in card.buttons if where == address]


class Postcards:
    """The channel."""

    name = "postcards"

    def __init__(self, known: Services, post: Post) -> None:
        self.visitors = Visitors(known, self.name)
        self._post = post

    def attach(self, app: Sanic) -> None:
        app.add_route(self.receive, "/channels/postcards", methods=["POST"], name="postcards")

    async def start(self) -> None:
        self._post.open.set()

    async def stop(self) -> None:
        pass

    async def receive(self, request: Request) -> HTTPResponse:
        """A card from a citizen: `{"number", "from", "text" or "button"}`."""
        card = request.json

        async def read() -> None:
            conversation, _new = await self.visitors.enter(card["from"])
            if "button" in card:
                await self.visitors.press(conversation, card["number"], card["button"])
            else:
                await self.visitors.say(conversation, card["number"], card["text"])

        await self.visitors.once(card["number"], read)
        return empty()

    def parts(self, event: Event) -> Sequence[Card]:
        pieces = textwrap.wrap(event.body["text"], self._post.letters)
        buttons = tuple(option["choice"] for option in event.body.get("options", ()))
        return [Card(piece, buttons if piece is pieces[-1] else ()) for piece in pieces]

    async def turn(self, address: str) -> None:
        pass  # the post takes cards at any time

    async def send(self, address: str, part: Card) -> str:
        await self._post.open.wait()
        if self._post.troubles:
            raise self._post.troubles.pop(0)
        number = str(len(self._post.delivered) + 1)
        self._post.delivered.append((number, address, part))
        if self._post.lost:
            raise self._post.lost.pop(0)
        return number

    async def arrived(self, address: str, part: Card, after: Sequence[str]) -> str:
        self._post.asked.append(tuple(after))
        found = [number for number, where, card in self._post.delivered if (where, card) == (address, part)]
        return found[-1] if found and found[-1] not in after else ""

    async def withdraw(self, address: str, message: str, part: Card, label: str) -> None:
        self._post.withdrawn.append((message, label))

    async def busy(self, address: str) -> None:
        self._post.signs.append(address)
