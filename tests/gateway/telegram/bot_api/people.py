"""Somebody who writes to the bot: types, presses buttons, shares things, blocks it."""

from __future__ import annotations

import copy
import re
import time
from typing import Any

from tests.gateway.telegram.bot_api.chats import Stored
from tests.gateway.telegram.bot_api.markup import units
from tests.gateway.telegram.bot_api.refusals import BLOCKED, DEACTIVATED
from tests.gateway.telegram.bot_api.screens import Screen, Seen
from tests.gateway.telegram.bot_api.telegram import Telegram

_MARKS = {
    "bot_command": re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?!\S)"),
    "url": re.compile(r"https?://\S+"),
    "email": re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w"),
}


class Person(Screen):
    """Their private chat with the bot; each act ends once the bot's server took it, or refused it once."""

    def __init__(self, telegram: Telegram, first_name: str, **about: Any) -> None:
        account = {
            "id": next(telegram.chats.accounts),
            "is_bot": False,
            "first_name": first_name,
            "language_code": "fr",
        }
        self.account = account | about
        names = {key: value for key, value in self.account.items() if key not in ("is_bot", "language_code")}
        super().__init__(telegram, telegram.chats.open(names | {"type": "private"}))

    async def says(self, text: str, **more: Any) -> int:
        """Type something; the id of the message. `reply_to`: the id of the message it answers."""
        return await self.sends(text=text, **spans(text), **more)

    async def sends(self, reply_to: int | None = None, **fields: Any) -> int:
        """Any message: `voice={…}`, `location={…}`, `contact={…}`…; the id of it."""
        if reply_to is not None:
            fields["reply_to_message"] = _plain(self.chat.messages[reply_to])
        stored = self.chat.add(self.account, **fields)
        self._telegram.chats.changed()
        await self._tell("message", stored.fields)
        return stored.id

    async def edits(self, message_id: int, text: str) -> None:
        """Change what they typed."""
        stored = self.chat.messages[message_id]
        stored.fields.pop("entities", None)
        stored.fields |= {"text": text, "edit_date": int(time.time())} | spans(text)
        stored.edits += 1
        await self._tell("edited_message", stored.fields)

    async def presses(
        self, label: str = "", *, contains: str = "", on: int | None = None, inaccessible: bool = False
    ) -> str:
        """Press the newest button that says so; the id of the question. Raises `AssertionError` when there is none.

        `on`: the message it must be in. `inaccessible`: the bot is not shown the message any more.
        """
        seen, key = self._key(label, contains, on)
        if "callback_data" not in key:
            raise AssertionError(f"« {key['text']} » is a link: pressing it tells the bot nothing")
        return await self.clicks(seen.message_id, key["callback_data"], inaccessible)

    async def clicks(self, message_id: int, data: str, inaccessible: bool = False) -> str:
        """Press a button that need not be there any more: two fingers at once, or a screen that is behind."""
        query = self._telegram.ask(self.chat, data)
        stored = self.chat.messages.get(message_id)
        message = {"chat": self.chat.about, "message_id": message_id, "date": 0}
        if stored and not inaccessible:
            message = _plain(stored)
        fields = {"id": query.id, "from": self.account, "message": message, "data": data}
        await self._tell("callback_query", fields | {"chat_instance": str(self.chat_id * 31)})
        return query.id

    async def taps(self, label: str) -> int:
        """Press a key under the field where they type; the id of the message that makes."""
        key = next((key for row in self.chat.keyboard for key in row if key["text"] == label), None)
        if key is None:
            raise AssertionError(f"no key « {label} »; there are {self.keyboard}")
        if key.get("request_contact"):
            names = {"first_name": self.account["first_name"], "user_id": self.account["id"]}
            return await self.sends(contact={"phone_number": "+33199005678"} | names)
        if key.get("request_location"):
            return await self.sends(location={"latitude": 48.8566, "longitude": 2.3522})
        return await self.says(label)

    async def blocks(self) -> None:
        self.chat.barred = BLOCKED
        await self._changes("member", "kicked")

    async def unblocks(self) -> None:
        self.chat.barred = ""
        await self._changes("kicked", "member")

    def deactivates(self) -> None:
        """Close their account: nobody is told."""
        self.chat.barred = DEACTIVATED

    def _key(self, label: str, contains: str, on: int | None) -> tuple[Seen, dict]:
        for seen in reversed(self.messages):
            for key in (key for row in seen.keys for key in row):
                wanted = contains in key["text"] if contains else key["text"] == label
                if wanted and on in (None, seen.message_id):
                    return seen, key
        raise AssertionError(f"no button « {label or contains} »; on the screen:\n{self.screen()}")

    async def _changes(self, before: str, after: str) -> None:
        await self._tell("my_chat_member", membership(self._telegram, self.chat.about, self.account, before, after))

    async def _tell(self, kind: str, fields: dict[str, Any]) -> None:
        queue = f"{'callback' if kind == 'callback_query' else 'chat'} {self.chat_id}"
        await self._telegram.tell(kind, copy.deepcopy(fields), queue)


def spans(text: str) -> dict[str, list[dict]]:
    """What Telegram recognises in a text that somebody typed. Raises `ValueError` for one that can't be sent."""
    if not text.strip() or units(text) > 4_096:
        raise ValueError("people can't send this in one message")
    found = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in _MARKS.items()
        for match in pattern.finditer(text)
    ]
    return {"entities": found} if found else {}


def membership(telegram: Telegram, about: dict, by: dict, before: str, after: str) -> dict[str, Any]:
    """The bot's own place in a chat changed."""
    changed = {"chat": about, "from": by, "date": int(time.time())}
    for name, status in (("old_chat_member", before), ("new_chat_member", after)):
        until = {"until_date": 0} if status == "kicked" else {}
        changed[name] = {"user": telegram.me, "status": status} | until
    return changed


def _plain(stored: Stored) -> dict[str, Any]:
    """A message inside another object has no message in it."""
    return {key: value for key, value in stored.fields.items() if key != "reply_to_message"}
