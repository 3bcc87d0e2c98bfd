"""What Telegram keeps: the chats, and every message of them. Not here: who may write to whom, and how it is shown."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.gateway.telegram.bot_api.bell import Bell
from tests.gateway.telegram.bot_api.refusals import bad, forbidden


@dataclass
class Stored:
    """A message as the Bot API shows it, and what only the chat knows of it."""

    fields: dict[str, Any]
    by_bot: bool = False
    html: str = ""
    #: A keyboard under the input field came with it: such a message can't be edited.
    fixed: bool = False
    edits: int = 0

    @property
    def id(self) -> int:
        return self.fields["message_id"]


@dataclass
class Chat:
    """`barred`: why the bot can't write here; `keyboard`: what is under the input field; `actions`: « typing »…"""

    about: dict[str, Any]
    ids: Iterator[int]
    barred: str = ""
    messages: dict[int, Stored] = field(default_factory=dict)
    keyboard: list[list[dict]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.about["id"]

    @property
    def private(self) -> bool:
        return self.about["type"] == "private"

    def add(self, sender: dict | None, by_bot: bool = False, **fields: Any) -> Stored:
        base = {"message_id": next(self.ids), "chat": self.about, "date": int(time.time())}
        stored = Stored(base | ({"from": sender} if sender else {}) | fields, by_bot)
        self.messages[stored.id] = stored
        return stored

    def own(self, message_id: int | None, purpose: str = "edit") -> Stored:
        """A message of the bot. Raises `Refusal`."""
        if message_id is None:
            raise bad("message identifier is not specified")
        stored = self.messages.get(message_id)
        if stored is None:
            raise bad(f"message to {purpose} not found")
        if purpose == "edit" and (not stored.by_bot or stored.fixed):
            raise bad("message can't be edited")
        return stored


class Chats:
    """All of them. Private chats and basic groups number their messages together, as in reality."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._chats: dict[int, Chat] = {}
        self._ids = itertools.count(1_001)
        self.accounts = itertools.count(5_000_000_017, 7_919)

    def open(self, about: dict[str, Any], own_numbers: bool = False) -> Chat:
        chat = Chat(about, itertools.count(1) if own_numbers else self._ids)
        self._chats[chat.id] = chat
        return chat

    def reachable(self, chat_id: Any) -> Chat:
        """The chat that a call names. Raises `Refusal`."""
        if chat_id is None or chat_id == "":
            raise bad("chat_id is empty")
        chat = self._chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if chat is None:
            raise bad("chat not found")
        if chat.barred:
            raise forbidden(chat.barred)
        return chat

    def changed(self) -> None:
        self._bell.ring()
