"""Which chat of which messaging channel is which conversation, and how far each has been told; in SQL.

A chat is told the events of its conversation, part by part. Before a part leaves, it is noted as begun: after a crash,
what was begun may have arrived. Sending is for `courier.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.tables import channel_updates, chat_questions, chats, choices, conversations

#: How long the ids of updates are kept; the services send an update again for a day at most.
KEPT = timedelta(days=3)


@dataclass(frozen=True)
class Chat:
    """A citizen of a channel. Events up to `seq` were told, and `part` parts of the next one.

    `begun`: the newest ids of messages known before the part in hand left; empty when none is under way.
    """

    id: int
    channel: str
    address: str
    conversation_id: str
    seq: int
    part: int
    begun: str
    newest: str
    not_before: str
    stopped_at: str


@dataclass(frozen=True)
class Question:
    """A message of ours with the buttons of a question; `author`: of its event, bot or system."""

    seq: int
    part: int
    message: str
    author: str


class Chats:
    """The store of chats."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def at(self, channel: str, address: str) -> Chat | None:
        """The chat at an address."""
        return await self._one(chats.c.channel == channel, chats.c.address == address)

    async def of(self, conversation_id: str) -> Chat | None:
        """The chat in which a conversation is held; None for a conversation elsewhere."""
        return await self._one(chats.c.conversation_id == conversation_id)

    async def _one(self, *where: sa.ColumnElement[bool]) -> Chat | None:
        query = sa.select(*(chats.c[name] for name in Chat.__dataclass_fields__)).where(*where)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Chat(**row._mapping) if row else None

    async def open(self, channel: str, address: str, conversation_id: str, newest: str = "") -> bool:
        """Hold this conversation at this address; False when another one is, which came first.

        `newest`: the id of the citizen's first message.
        """
        row = {"channel": channel, "address": address, "conversation_id": conversation_id, "seq": 0, "part": 0}
        row |= {"newest": newest} | dict.fromkeys(("begun", "not_before", "stopped_at"), "")
        try:
            async with self._database.write() as connection:
                await connection.execute(chats.insert(), row)
        except IntegrityError:
            return False
        return True

    async def note(self, chat_id: int, **values: object) -> None:
        """Change what is known of a chat."""
        async with self._database.write() as connection:
            await connection.execute(chats.update().where(chats.c.id == chat_id).values(**values))

    async def stop(self, chat: Chat) -> None:
        """Tell it nothing more, until the citizen is back."""
        await self.note(chat.id, stopped_at=stamp(self._clock()), begun="")

    async def sent(self, chat: Chat, message: str, question: Question | None) -> None:
        """The part in hand arrived as this message."""
        values = {"part": chat.part + 1, "begun": "", "newest": message or chat.newest, "not_before": ""}
        async with self._database.write() as connection:
            here = chats.update().where(chats.c.id == chat.id)
            known = (await connection.execute(here.values(**values))).rowcount
            if question and known:  # not erased meanwhile
                await connection.execute(chat_questions.insert(), {"chat_id": chat.id, **vars(question)})

    async def behind(self, channels: Iterable[str]) -> list[str]:
        """The conversations that have something to tell, in chats of these channels that may be told."""
        query = (
            sa.select(chats.c.conversation_id)
            .join(conversations, conversations.c.id == chats.c.conversation_id)
            .where(
                chats.c.channel.in_(list(channels)), chats.c.stopped_at == "", conversations.c.last_seq > chats.c.seq
            )
        )
        async with self._database.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def newest(self, channel: str) -> str:
        """The newest message of any chat, where the ids of the service are numbers that count up."""
        query = sa.select(chats.c.newest).where(chats.c.channel == channel)
        query = query.order_by(sa.func.length(chats.c.newest).desc(), chats.c.newest.desc()).limit(1)
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar() or ""

    async def questions(self, chat_id: int) -> list[Question]:
        """The questions whose buttons are still there, oldest first."""
        columns = (chat_questions.c[name] for name in Question.__dataclass_fields__)
        query = sa.select(*columns).where(chat_questions.c.chat_id == chat_id)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(chat_questions.c.seq, chat_questions.c.part))
            return [Question(**row._mapping) for row in rows]

    async def offered_at(self, conversation_id: str, choice: str) -> int:
        """The number of the event that offered a choice; 0 for none."""
        here = sa.and_(choices.c.id == choice, choices.c.conversation_id == conversation_id)
        async with self._database.read() as connection:
            return (await connection.execute(sa.select(choices.c.seq).where(here))).scalar() or 0

    async def withdrawn(self, chat_id: int, question: Question) -> None:
        """The buttons of this question are gone."""
        same = [chat_questions.c[name] == getattr(question, name) for name in ("seq", "part")]
        async with self._database.write() as connection:
            await connection.execute(chat_questions.delete().where(chat_questions.c.chat_id == chat_id, *same))

    async def heard(self, channel: str, update: str) -> bool:
        """Whether this update was done already."""
        query = sa.select(channel_updates.c.id).where(
            channel_updates.c.channel == channel, channel_updates.c.id == update
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).first() is not None

    async def hear(self, channel: str, update: str) -> None:
        """This update is done."""
        try:
            async with self._database.write() as connection:
                row = {"channel": channel, "id": update, "at": stamp(self._clock())}
                await connection.execute(channel_updates.insert(), row)
        except IntegrityError:
            pass  # another gateway did it at the same time

    async def forget_updates(self) -> None:
        """Forget updates too old to come again."""
        old = channel_updates.c.at < stamp(self._clock() - KEPT)
        async with self._database.write() as connection:
            await connection.execute(channel_updates.delete().where(old))
