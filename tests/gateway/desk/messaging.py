"""Conversations that are held in a messaging channel, as the courier would leave them in SQL: nothing is delivered."""

from __future__ import annotations

from guichet.gateway.database import Database
from guichet.gateway.tables import chats, conversations

#: Where the citizen is found: no page of the desk may ever show it.
ADDRESS = "987650123"

BLOCKED = "Cette personne a bloqué le guichet dans Telegram : vos messages ne lui parviennent pas."


class Chat:
    """The chat of one conversation."""

    def __init__(self, database: Database, conversation_id: str) -> None:
        self._database = database
        self._here = conversation_id

    async def open(self, channel: str = "telegram", seq: int = 0) -> None:
        """From now on the conversation is held there; its events up to `seq` were told."""
        row = {"channel": channel, "address": ADDRESS, "conversation_id": self._here, "seq": seq, "part": 0}
        row |= dict.fromkeys(("begun", "newest", "not_before", "stopped_at"), "")
        renamed = conversations.update().where(conversations.c.id == self._here).values(channel=channel)
        async with self._database.write() as connection:
            await connection.execute(renamed)
            await connection.execute(chats.insert(), row)

    async def tell(self, seq: int) -> None:
        """Events up to this one were told."""
        await self._note(seq=seq)

    async def block(self) -> None:
        await self._note(stopped_at="2026-03-02T08:00:00.000Z")

    async def unblock(self) -> None:
        await self._note(stopped_at="")

    async def _note(self, **values: object) -> None:
        async with self._database.write() as connection:
            await connection.execute(chats.update().where(chats.c.conversation_id == self._here).values(**values))
