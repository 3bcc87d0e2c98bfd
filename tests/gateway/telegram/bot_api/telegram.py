"""What the rooms of the fake share: the chats, the updates, the questions behind buttons, and what was done badly."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.gateway.telegram.bot_api.bell import Bell
from tests.gateway.telegram.bot_api.chats import Chat, Chats
from tests.gateway.telegram.bot_api.updates import Mailbox
from tests.gateway.telegram.bot_api.webhook import Hook, Postman


@dataclass
class Query:
    """A button that was pressed, until it is answered."""

    id: str
    chat: Chat
    data: str
    at: float
    answered: bool = False
    text: str = ""


@dataclass
class Telegram:
    """The service, without its HTTP side."""

    me: dict[str, Any]
    http_on_loopback: bool = False
    callback_validity: float = 30.0
    webhook_timeout: float = 10.0
    clock: Callable[[], float] = time.monotonic
    complaints: list[str] = field(default_factory=list)
    queries: dict[str, Query] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bell = Bell()
        self.chats = Chats(self.bell)
        self.mailbox = Mailbox(self.bell)
        self.postman = Postman(self.mailbox, self.webhook_timeout)

    def complain(self, what: str) -> None:
        self.complaints.append(what)

    def serve(self, hook: Hook) -> None:
        self.postman.serve(hook)

    async def tell(self, kind: str, thing: dict[str, Any], queue: str) -> None:
        """Tell the bot; returns once its webhook took it, or refused it once."""
        if pending := self.mailbox.put(kind, thing, queue):
            await self.postman.deliver(pending)

    def ask(self, chat: Chat, data: str) -> Query:
        """A button was pressed."""
        query = Query(str(4_382_000_000_000_000_000 + len(self.queries)), chat, data, self.clock())
        self.queries[query.id] = query
        return query

    def is_answerable(self, query: Query | None) -> bool:
        return bool(query and not query.answered and self.clock() - query.at <= self.callback_validity)

    def expire(self) -> None:
        """Every button that was pressed so far is too old to be answered."""
        for query in self.queries.values():
            query.at = -self.callback_validity - 1e9
