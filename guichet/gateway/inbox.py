"""What citizens said and the engine has still to answer: stored before it is acknowledged, kept until done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from guichet.gateway.clock import Clock
from guichet.gateway.conversations import append
from guichet.gateway.database import Database
from guichet.gateway.frames import Frame
from guichet.gateway.tables import messages

RECEIVED, PROCESSING, DONE = "received", "processing", "done"


@dataclass(frozen=True)
class Waiting:
    """A message the engine has not answered. `said` is what the engine gets; `attempts` counts the tries before."""

    conversation_id: str
    seq: int
    said: str
    attempts: int


class Inbox:
    """The queue of each conversation, in SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def accept(self, conversation_id: str, client_id: str, frame: Frame, said: str) -> tuple[int | None, bool]:
        """Store a citizen's message once: its number (None when the conversation is gone), and whether it is new."""
        try:
            return await self._insert(conversation_id, client_id, frame, said), True
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

    async def _insert(self, conversation_id: str, client_id: str, frame: Frame, said: str) -> int | None:
        async with self._database.write() as connection:
            seq = await append(connection, conversation_id, "citizen", [frame], self._clock)
            if seq is not None:
                row = {"conversation_id": conversation_id, "seq": seq, "client_id": client_id, "said": said}
                await connection.execute(messages.insert(), row | {"status": RECEIVED, "attempts": 0})
        return seq

    async def unanswered(self) -> list[str]:
        """The conversations in which something waits."""
        query = sa.select(messages.c.conversation_id).where(messages.c.status != DONE).distinct()
        async with self._database.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def next(self, conversation_id: str) -> Waiting | None:
        """The oldest waiting message of the conversation, marked as being worked on."""
        oldest = (
            sa.select(messages.c.conversation_id, messages.c.seq, messages.c.said, messages.c.attempts)
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
            await connection.execute(_mark(waiting, status=PROCESSING, attempts=waiting.attempts + 1))
        return waiting

    async def finish(self, waiting: Waiting, frames: Sequence[Frame]) -> bool:
        """Store the answer and close the message, both or neither; False when the conversation was erased."""
        async with self._database.write() as connection:
            last = await append(connection, waiting.conversation_id, "bot", frames, self._clock)
            await connection.execute(_mark(waiting, status=DONE))
        return last is not None


def _mark(waiting: Waiting, **values) -> sa.Update:
    here = sa.and_(messages.c.conversation_id == waiting.conversation_id, messages.c.seq == waiting.seq)
    return messages.update().where(here).values(**values)
