"""What citizens said and the engine has still to answer: stored before it is acknowledged, kept until done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock
from guichet.gateway.conversations import append
from guichet.gateway.database import Database
from guichet.gateway.frames import Frame
from guichet.gateway.tables import events, messages
from guichet.handoff import HUMAN, Owner

RECEIVED, PROCESSING, DONE = "received", "processing", "done"


class CitizenSide(Protocol):
    """What hand-off to a person makes of messages and answers; each call is part of the caller's transaction."""

    async def hear(self, connection: AsyncConnection, conversation_id: str, said: str, words: str) -> bool:
        """See to what of a message isn't for the engine; whether the message is."""

    async def hold(self, connection: AsyncConnection, conversation_id: str) -> Owner | None:
        """Lock the conversation; its owner, None when it is gone. What the citizen said waits for whoever that is."""

    async def resolve(self, connection: AsyncConnection, conversation_id: str, frames: Sequence[Frame]) -> list[Frame]:
        """The bot's frames, with what they ask of the gateway done and told."""


class End(Enum):
    """What became of an answer: stored; the conversation was erased; another try has it, and this one is too late."""

    STORED = auto()
    ERASED = auto()
    OVERTAKEN = auto()


@dataclass(frozen=True)
class Waiting:
    """A message the engine has not answered. `said` is what the engine gets; `attempts` counts the tries before.

    `at`: when it was accepted.
    """

    conversation_id: str
    seq: int
    said: str
    attempts: int
    at: str


@dataclass(frozen=True)
class Said:
    """A citizen's message: the event it makes, what the engine would get, and the words before they were masked."""

    frame: Frame
    engine: str
    words: str = ""


class Inbox:
    """The queue of each conversation, in SQL."""

    def __init__(self, database: Database, clock: Clock, citizen: CitizenSide) -> None:
        self._database = database
        self._clock = clock
        self._citizen = citizen

    async def accept(self, conversation_id: str, client_id: str, heard: Said) -> tuple[int | None, bool]:
        """Store a citizen's message once: its number (None when the conversation is gone), and whether it is new."""
        try:
            return await self._insert(conversation_id, client_id, heard), True
        except IntegrityError:
            # The same message came twice at once and the other was first.
            return await self.known(conversation_id, client_id), False

    async def known(self, conversation_id: str, client_id: str) -> int | None:
        """The number already given to this client's message."""
        query = sa.select(messages.c.seq).where(
            messages.c.conversation_id == conversation_id, messages.c.client_id == client_id
        )
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar()

    async def _insert(self, conversation_id: str, client_id: str, said: Said) -> int | None:
        async with self._database.write() as connection:
            seq = await append(connection, conversation_id, "citizen", [said.frame], self._clock)
            if seq is not None:
                row = {"conversation_id": conversation_id, "seq": seq, "client_id": client_id, "attempts": 0}
                # Stored first: a message that came twice at once must not be acted upon twice.
                await connection.execute(messages.insert(), row | {"said": said.engine, "status": RECEIVED})
                if not await self._citizen.hear(connection, conversation_id, said.engine, said.words):
                    await connection.execute(_mark(conversation_id, seq, status=DONE))
        return seq

    async def unanswered(self) -> list[str]:
        """The conversations in which something waits."""
        query = sa.select(messages.c.conversation_id).where(messages.c.status != DONE).distinct()
        async with self._database.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def waits(self, conversation_id: str) -> bool:
        """Whether something waits in this conversation."""
        here = sa.exists().where(messages.c.conversation_id == conversation_id, messages.c.status != DONE)
        async with self._database.read() as connection:
            return bool((await connection.execute(sa.select(here))).scalar())

    async def next(self, conversation_id: str) -> Waiting | None:
        """The oldest message that waits for the engine, marked as being worked on."""
        oldest = (
            sa.select(messages.c.conversation_id, messages.c.seq, messages.c.said, messages.c.attempts, events.c.at)
            .join(
                events, sa.and_(events.c.conversation_id == messages.c.conversation_id, events.c.seq == messages.c.seq)
            )
            .where(messages.c.conversation_id == conversation_id, messages.c.status != DONE)
            .order_by(messages.c.seq)
            .limit(1)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(oldest)).first()
        if row is None:
            return None
        waiting = Waiting(**row._mapping)
        async with self._database.write() as connection:
            owner = await self._citizen.hold(connection, conversation_id)
            if owner is None:  # erased since: the engine must not learn of it again
                return None
            # A person took over since it came: they read it, the engine never sees it.
            if owner in HUMAN:
                await connection.execute(_mark_all(conversation_id))
                return None
            values = {"status": PROCESSING, "attempts": waiting.attempts + 1}
            await connection.execute(_mark(conversation_id, waiting.seq, **values))
        return waiting

    async def finish(self, waiting: Waiting, frames: Sequence[Frame]) -> End:
        """Store the answer and close the message, both or neither."""
        conversation_id = waiting.conversation_id
        async with self._database.write() as connection:
            owner = await self._citizen.hold(connection, conversation_id)
            if owner is None:
                return End.ERASED
            if not await _is_newest(connection, waiting):
                return End.OVERTAKEN
            # The bot never talks over a person: an answer that comes too late is not said.
            if owner not in HUMAN:
                frames = await self._citizen.resolve(connection, conversation_id, frames)
                await append(connection, conversation_id, "bot", frames, self._clock)
            await connection.execute(_mark(conversation_id, waiting.seq, status=DONE))
        return End.STORED


async def _is_newest(connection: AsyncConnection, waiting: Waiting) -> bool:
    """Whether no other try was begun since: one that was believed dead must not answer a second time."""
    here = sa.and_(messages.c.conversation_id == waiting.conversation_id, messages.c.seq == waiting.seq)
    mine = sa.and_(messages.c.status == PROCESSING, messages.c.attempts == waiting.attempts + 1)
    return (await connection.execute(sa.select(messages.c.seq).where(here, mine))).first() is not None


def _mark(conversation_id: str, seq: int, **values) -> sa.Update:
    here = sa.and_(messages.c.conversation_id == conversation_id, messages.c.seq == seq)
    return messages.update().where(here).values(**values)


def _mark_all(conversation_id: str) -> sa.Update:
    waiting = sa.and_(messages.c.conversation_id == conversation_id, messages.c.status != DONE)
    return messages.update().where(waiting).values(status=DONE)
