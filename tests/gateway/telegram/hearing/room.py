"""The hearing on real services and a database, without HTTP: updates go in, what it asks of Telegram is kept."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import sqlalchemy as sa

from guichet.gateway.channels.telegram.hearing.hearing import Hearing
from guichet.gateway.channels.telegram.hearing.updates import parse
from guichet.gateway.channels.telegram.wording import load
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.conversations import append
from guichet.gateway.frames import Choice, Event, Frame
from guichet.gateway.tables import messages
from tests.gateway.handoffs.house import House

ANA, BOB, GROUP = 987654321, 123123123, -1001234567890


class Recorder:
    """A channel that keeps what it was asked, with plain spaces; `gate` holds changes of buttons back."""

    def __init__(self) -> None:
        self.answered: list[tuple[str, str, bool]] = []
        self.buttons: list[tuple[str, int, list]] = []
        self.replies: list[tuple[str, str, list[tuple[str, str]]]] = []
        self.left: list[str] = []
        self.gate: asyncio.Event | None = None
        self.broken = False

    async def answer_callback(self, query_id: str, text: str = "", alert: bool = False) -> None:
        self.answered.append((query_id, text.replace("\xa0", " "), alert))

    async def set_buttons(self, address: str, message_id: int, inline_keyboard: list) -> None:
        if self.gate:
            await self.gate.wait()
        self.buttons.append((address, message_id, inline_keyboard))

    async def reply(self, address: str, html: str, rows=()) -> str:
        if self.broken:
            raise RuntimeError("https://api.telegram.org/bot123:secret/sendMessage")
        self.replies.append(
            (address, html.replace("\xa0", " "), [(button.label, button.data) for row in rows for button in row])
        )
        return "1"

    async def leave_chat(self, address: str) -> None:
        self.left.append(address)

    async def username(self) -> str:
        return "GuichetTestBot"


class Room:
    """Sends updates of people to the hearing, and reads what came of them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.known = house.known
        self.words = load().hearing
        self.channel = Recorder()
        self.visitors = Visitors(house.known, "telegram")
        self.hearing = Hearing(self.channel, self.visitors, house.known, load(), house.clock)
        self.number = 1_000

    async def hear(self, number: int | None = None, **content: Any) -> int:
        """One update; its number."""
        self.number += 1
        number = number or self.number
        await self.hearing.hear(parse(json.dumps({"update_id": number} | content).encode()))
        return number

    async def says(self, text: str, chat: int = ANA, **more: Any) -> int:
        return await self.hear(message=message(chat, text=text) | more)

    async def sends(self, chat: int = ANA, **fields: Any) -> int:
        return await self.hear(message=message(chat, **fields))

    async def presses(
        self, data: str | None, chat: int = ANA, on: int = 5, keys: list | None = None, **more: Any
    ) -> None:
        """Press a button under a message with these keys: rows of (label, data or address)."""
        rows = [
            [{"text": t, "url" if d.startswith("https") else "callback_data": d} for t, d in row] for row in keys or []
        ]
        under = message(chat, message_id=on, text="…", reply_markup={"inline_keyboard": rows})
        query = {"id": "77", "from": person(chat), "data": data, "message": under} | more
        await self.hear(callback_query={name: value for name, value in query.items() if value is not None})

    async def shown(self) -> None:
        """Until Telegram was asked everything."""
        await self.hearing.stop()

    async def events(self, chat: int = ANA) -> list[Event]:
        found = await self.visitors.find(str(chat))
        return await self.known.conversations.events_after(found.id, 0) if found else []

    async def told(self, chat: int = ANA) -> list[str]:
        """What the counter itself said."""
        return [event.body["text"] for event in await self.events(chat) if event.author == "system"]

    async def said(self, chat: int = ANA) -> list[str]:
        """What the citizen said, as it is shown."""
        return [event.body["text"] for event in await self.events(chat) if event.author == "citizen"]

    async def for_engine(self, chat: int = ANA) -> list[str]:
        """What the engine gets, or would get."""
        found = await self.visitors.find(str(chat))
        query = sa.select(messages.c.said).where(messages.c.conversation_id == found.id).order_by(messages.c.seq)
        return [row.said for row in await self.house.rows(query)]

    async def offers(self, *labels: str, chat: int = ANA) -> list[str]:
        """A question of the bot, with these buttons; the ids of its choices."""
        choices = tuple(Choice(f"choice-{n}-{label}", label, label) for n, label in enumerate(labels))
        conversation, _new = await self.visitors.enter(str(chat))
        async with self.house.database.write() as connection:
            frame = Frame("choices", "Laquelle ?", {"options": []}, choices)
            await append(connection, conversation.id, "bot", [frame], self.house.clock)
        return [choice.id for choice in choices]

    def counted(self, name: str) -> int:
        """The value of a counter."""
        lines = self.known.metrics.render({}).splitlines()
        return sum(int(float(line.rpartition(" ")[2])) for line in lines if line.startswith(f"guichet_{name}"))


def person(chat: int = ANA) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "fr"}


def message(chat: int = ANA, message_id: int = 10, **fields: Any) -> dict[str, Any]:
    """A message of a private chat, as Telegram sends it."""
    about = {"id": chat, "type": "private", "first_name": "Ana"}
    return {"message_id": message_id, "from": person(chat), "chat": about, "date": 1_770_000_000} | fields


def membership(status: str, chat: int = ANA, type: str = "private") -> dict[str, Any]:
    """What became of the bot in a chat."""
    bot = {"id": 123456, "is_bot": True, "first_name": "Guichet", "username": "GuichetTestBot"}
    before, after = {"user": bot, "status": "left"}, {"user": bot, "status": status}
    about = {"id": chat, "type": type, "title": "Les voisins"}
    return {"chat": about, "from": person(ANA), "date": 1, "old_chat_member": before, "new_chat_member": after}
