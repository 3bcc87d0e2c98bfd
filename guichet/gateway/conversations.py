"""Conversations, their events, choices and feedback in SQL. What waits for the engine is in `inbox.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.frames import Choice, Event, Frame
from guichet.gateway.retention.purge import erase
from guichet.gateway.tables import choices, conversations, events, feedback

#: The most events one read returns; a client that has read that many asks again.
PAGE = 500


@dataclass(frozen=True)
class Conversation:
    """What the API may need to know of a conversation."""

    id: str
    token_digest: str
    owner: str
    created_at: str
    last_seq: int
    channel: str = ""


@dataclass(frozen=True)
class Feedback:
    """An opinion: a thumb (`rating`) on an event or on all of it, or the `satisfaction` with all of it, 1 to 5."""

    rating: str | None
    comment: str = ""
    seq: int | None = None
    satisfaction: int | None = None


class Conversations:
    """The store of conversations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(
        self, conversation_id: str, token_digest: str, channel: str, language: str, welcome: Sequence[Frame]
    ) -> None:
        """A new conversation, with the bot's first words. `language`: of the citizen's browser."""
        row = {"id": conversation_id, "token_digest": token_digest, "channel": channel, "owner": "bot"}
        row["language"] = language
        async with self._database.write() as connection:
            row |= {"created_at": stamp(self._clock()), "last_seq": 0}
            await connection.execute(conversations.insert(), row)
            await append(connection, conversation_id, "bot", welcome, self._clock)

    async def get(self, conversation_id: str) -> Conversation | None:
        columns = (conversations.c[name] for name in Conversation.__dataclass_fields__)
        query = sa.select(*columns).where(conversations.c.id == conversation_id)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Conversation(**row._mapping) if row else None

    async def events_after(self, conversation_id: str, after: int, limit: int = PAGE) -> list[Event]:
        query = (
            sa.select(events.c.seq, events.c.at, events.c.author, events.c.kind, events.c.body)
            .where(events.c.conversation_id == conversation_id, events.c.seq > after)
            .order_by(events.c.seq)
            .limit(limit)
        )
        async with self._database.read() as connection:
            return [Event(**row._mapping) for row in await connection.execute(query)]

    async def choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        """The option behind an id, if it was offered in this conversation."""
        query = sa.select(choices.c.id, choices.c.label, choices.c.payload).where(
            choices.c.id == choice_id, choices.c.conversation_id == conversation_id
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Choice(**row._mapping) if row else None

    async def set_feedback(self, conversation_id: str, given: Feedback) -> None:
        """Store an opinion in place of the one there was about the same thing."""
        row = {"conversation_id": conversation_id, "at": stamp(self._clock()), **vars(given)}
        # Locked, so that two opinions at once don't both stay; erased meanwhile, there is nothing to say.
        locked = sa.select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
        former = feedback.delete().where(
            feedback.c.conversation_id == conversation_id,
            feedback.c.seq.is_not_distinct_from(given.seq),
            feedback.c.rating.is_(None) if given.rating is None else feedback.c.rating.is_not(None),
        )
        async with self._database.write() as connection:
            if (await connection.execute(locked)).scalar():
                await connection.execute(former)
                await connection.execute(feedback.insert(), row)

    async def erase(self, conversation_id: str) -> None:
        """Remove the conversation and everything that hangs on it."""
        async with self._database.write() as connection:
            await erase(connection, conversation_id, stamp(self._clock()))
        await self._database.scrub()


async def append(
    connection: AsyncConnection, conversation_id: str, author: str, frames: Sequence[Frame], clock: Clock
) -> int | None:
    """Number and store frames within a transaction; the last number, or None when the conversation is gone."""
    numbering = (
        conversations.update()
        .where(conversations.c.id == conversation_id)
        .values(last_seq=conversations.c.last_seq + len(frames))
        .returning(conversations.c.last_seq)
    )
    # The update comes first: it locks the conversation, so numbers are given once and in order.
    last = (await connection.execute(numbering)).scalar()
    if last is None or not frames:
        return last
    at = stamp(clock())
    for seq, frame in enumerate(frames, start=last - len(frames) + 1):
        row = {"conversation_id": conversation_id, "seq": seq, "at": at, "author": frame.author or author}
        await connection.execute(events.insert(), row | {"kind": frame.kind, "body": frame.body})
        offered = [{"conversation_id": conversation_id, "seq": seq, **vars(choice)} for choice in frame.choices]
        if offered:
            await connection.execute(choices.insert(), offered)
    return last
