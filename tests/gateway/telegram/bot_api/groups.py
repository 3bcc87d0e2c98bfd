"""Where a bot for one person at a time has no place, and may find itself: groups, and channels that broadcast."""

from __future__ import annotations

import copy
from typing import Any

from tests.gateway.telegram.bot_api.people import Person, membership, spans
from tests.gateway.telegram.bot_api.refusals import KICKED
from tests.gateway.telegram.bot_api.screens import Screen
from tests.gateway.telegram.bot_api.telegram import Telegram


class Group(Screen):
    """Several people and the bot. A supergroup numbers its messages by itself."""

    def __init__(self, telegram: Telegram, title: str, supergroup: bool = False) -> None:
        number = next(telegram.chats.accounts)
        identity = {"id": -(10**12) - number if supergroup else -number, "title": title}
        kind = "supergroup" if supergroup else "group"
        super().__init__(telegram, telegram.chats.open(identity | {"type": kind}, own_numbers=supergroup))

    async def says(self, text: str, by: Person, **more: Any) -> int:
        """Somebody writes; the id of the message."""
        return await self.sends(by=by, text=text, **spans(text), **more)

    async def sends(self, by: Person, **fields: Any) -> int:
        stored = self.chat.add(by.account, **fields)
        self._telegram.chats.changed()
        await self._tell("message", stored.fields)
        return stored.id

    async def adds(self, by: Person) -> None:
        """Invite the bot."""
        self.chat.barred = ""
        await self._tell("my_chat_member", membership(self._telegram, self.chat.about, by.account, "left", "member"))
        await self.sends(by=by, new_chat_members=[self._telegram.me])

    async def removes(self, by: Person) -> None:
        """Throw the bot out."""
        self.chat.barred = KICKED.format(kind=self.chat.about["type"])
        await self._tell("my_chat_member", membership(self._telegram, self.chat.about, by.account, "member", "kicked"))

    async def _tell(self, kind: str, fields: dict[str, Any]) -> None:
        await self._telegram.tell(kind, copy.deepcopy(fields), f"chat {self.chat_id}")


class Newsletter(Screen):
    """What Telegram calls a channel: one voice, many readers; the bot may be one of its administrators."""

    def __init__(self, telegram: Telegram, title: str) -> None:
        about = {"id": -(10**12) - next(telegram.chats.accounts), "title": title, "type": "channel"}
        super().__init__(telegram, telegram.chats.open(about, own_numbers=True))

    async def posts(self, text: str) -> int:
        """The id of the post."""
        stored = self.chat.add(None, sender_chat=self.chat.about, text=text, **spans(text))
        await self._telegram.tell("channel_post", copy.deepcopy(stored.fields), f"chat {self.chat_id}")
        return stored.id
