"""The inbox in SQL: what was not understood, until it is settled or too old. Grouping it is in `grouping.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.unanswered.unanswered_tables import unanswered

#: Why it is here: nothing was found; procedures were offered and none was taken; a thumb down; handed to a person.
NONE, CHOOSE, THUMB, HANDOFF = "none", "choose", "thumb", "handoff"

#: Offered and not yet answered; to be seen to; made an example; left as it is.
PENDING, OPEN, ASSIGNED, DISMISSED = "pending", "open", "assigned", "dismissed"

#: Who has not chosen among procedures after so long has left.
LEFT = timedelta(minutes=30)

#: How long the words of what was settled are kept; what nobody saw to goes by `guichet/gateway/retention/`.
SETTLED_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Proposed:
    """A procedure that Guichet showed, or came near to."""

    id: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A message that was not understood, masked. `comment`: what came with a thumb down."""

    id: int
    conversation_id: str
    seq: int
    why: str
    at: str
    words: str
    comment: str
    proposed: tuple[Proposed, ...]
    status: str


_COLUMNS = tuple(unanswered.c[name] for name in Entry.__dataclass_fields__)


class Entries:
    """The store of what was not understood."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self) -> list[Entry]:
        """What is to be seen to, the oldest first; a question whose answers nobody took counts once they left."""
        left = sa.and_(unanswered.c.status == PENDING, unanswered.c.at < stamp(self._clock() - LEFT))
        return await self._read(sa.or_(unanswered.c.status == OPEN, left))

    async def all(self) -> list[Entry]:
        """Also what was settled lately."""
        return await self._read(sa.true())

    async def settle(self, ids: Sequence[int], status: str, by: str, target: str = "") -> int:
        """Take entries off the list; how many there still were. `by`: an agent's id, or who typed the command."""
        values = {"status": status, "settled_at": stamp(self._clock()), "settled_by": by, "target": target}
        settling = unanswered.update().where(unanswered.c.id.in_(list(ids)), unanswered.c.status.in_((OPEN, PENDING)))
        async with self._database.write() as connection:
            return (await connection.execute(settling.values(values))).rowcount

    async def _read(self, wanted: sa.ColumnElement[bool]) -> list[Entry]:
        query = sa.select(*_COLUMNS).where(wanted).order_by(unanswered.c.id)
        async with self._database.read() as connection:
            return [read(row) for row in await connection.execute(query)]


def read(row: sa.Row) -> Entry:
    """The entry of a row of the table."""
    values = {column.name: getattr(row, column.name) for column in _COLUMNS}
    return Entry(**values | {"proposed": tuple(Proposed(**one) for one in values["proposed"])})


async def of_conversation(connection: AsyncConnection, conversation_id: str, status: str) -> list[Entry]:
    """The entries of one conversation in a status."""
    wanted = sa.and_(unanswered.c.conversation_id == conversation_id, unanswered.c.status == status)
    return [read(row) for row in await connection.execute(sa.select(*_COLUMNS).where(wanted))]


async def keep(
    connection: AsyncConnection,
    conversation_id: str,
    seq: int,
    why: str,
    words: str,
    proposed: Sequence[Proposed],
    at: str,
    comment: str = "",
) -> None:
    """Keep what was not understood, once for each reason; a newer comment takes the place of the older."""
    here = sa.and_(unanswered.c.conversation_id == conversation_id, unanswered.c.seq == seq, unanswered.c.why == why)
    values = {"comment": comment, "proposed": [vars(one) for one in proposed]}
    if (await connection.execute(unanswered.update().where(here).values(values))).rowcount:
        return
    row = {"conversation_id": conversation_id, "seq": seq, "why": why, "at": at, "words": words}
    row |= {"status": PENDING if why == CHOOSE else OPEN, "settled_at": "", "settled_by": "", "target": ""}
    await connection.execute(unanswered.insert(), row | values)


async def drop(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Forget entries: they turned out to be understood."""
    await connection.execute(unanswered.delete().where(unanswered.c.id.in_(list(ids))))


async def not_taken(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Procedures that were offered, and that the citizen did not want."""
    waiting = sa.and_(unanswered.c.id.in_(list(ids)), unanswered.c.status == PENDING)
    await connection.execute(unanswered.update().where(waiting).values(status=OPEN))


async def withdraw(connection: AsyncConnection, conversation_id: str, seq: int) -> None:
    """A thumb that isn't down any more."""
    thumb = sa.and_(
        unanswered.c.conversation_id == conversation_id,
        unanswered.c.seq == seq,
        unanswered.c.why == THUMB,
        unanswered.c.status == OPEN,
    )
    await connection.execute(unanswered.delete().where(thumb))
