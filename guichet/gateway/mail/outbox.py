"""Letters as rows: stored in the transaction of what causes them, claimed before they leave, emptied once they left.

What letters say is in `letters.py`, how they travel in `smtp.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.tables import events, notes, requests
from guichet.gateway.vault.sealing import seal, unseal

WAITING, SENT, FAILED, DROPPED = "waiting", "sent", "failed", "dropped"

#: Kinds: the answer to a ticket, an agent's words to somebody who may be away, and to a team, a request without answer.
ANSWER, WORDS, LATE = "answer", "words", "late"

#: Minutes before the next try, after each failed one; the last one goes on being used.
DELAYS = (1, 5, 15, 60, 180, 360)

#: A letter that could not leave for so long never does.
LONGEST = timedelta(days=3)


@dataclass(frozen=True)
class Mail:
    """A letter that waits. Moments are stamps; `attempts` counts the tries there were."""

    id: int
    request_id: int
    kind: str
    recipient: str
    subject: str
    body: str
    created_at: str
    attempts: int


_COLUMNS = tuple(mails.c[name] for name in Mail.__dataclass_fields__)


async def put(
    connection: AsyncConnection,
    request_id: int,
    kind: str,
    letter: tuple[str, str, str],
    clock: Clock,
    wait: timedelta = timedelta(0),
) -> None:
    """Store a letter (recipient, subject, body), to leave after `wait`."""
    recipient, subject, body = letter
    sealed = seal(connection, mails.c.recipient, request_id, recipient)
    row = {"request_id": request_id, "kind": kind, "recipient": sealed, "subject": subject, "body": body}
    now = clock()
    row |= {"created_at": stamp(now), "next_at": stamp(now + wait), "attempts": 0, "status": WAITING}
    await connection.execute(mails.insert(), row)


def _read(connection: AsyncConnection, row: sa.Row) -> Mail:
    recipient = unseal(connection, mails.c.recipient, row.request_id, row.recipient)
    return Mail(**dict(row._mapping) | {"recipient": recipient})


async def untried(connection: AsyncConnection, request_id: int, kind: str) -> Mail | None:
    """The letter of this kind about this request that has not been tried yet."""
    mine = sa.and_(mails.c.request_id == request_id, mails.c.kind == kind, mails.c.status == WAITING)
    row = (await connection.execute(sa.select(*_COLUMNS).where(mine, mails.c.attempts == 0))).first()
    return _read(connection, row) if row else None


async def rewrite(connection: AsyncConnection, mail: Mail, body: str) -> None:
    await connection.execute(mails.update().where(mails.c.id == mail.id).values(body=body))


class Outbox:
    """The letters that wait, for whoever sends them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def due(self, limit: int) -> list[Mail]:
        """Letters whose time has come, the oldest first."""
        come = sa.and_(mails.c.status == WAITING, mails.c.next_at <= stamp(self._clock()))
        query = sa.select(*_COLUMNS).where(come).order_by(mails.c.next_at, mails.c.id).limit(limit)
        async with self._database.read() as connection:
            return [_read(connection, row) for row in await connection.execute(query)]

    async def claim(self, mail: Mail) -> bool:
        """Count a try and set the time of the next one, before this one begins; False when it is not to be sent.

        So a crash between sending and `settle` sends a letter once more, later, and not again and again.
        """
        delay = timedelta(minutes=DELAYS[min(mail.attempts, len(DELAYS) - 1)])
        values = {"attempts": mail.attempts + 1, "next_at": stamp(self._clock() + delay)}
        mine = sa.and_(mails.c.id == mail.id, mails.c.status == WAITING, mails.c.attempts == mail.attempts)
        async with self._database.write() as connection:
            claimed = (await connection.execute(mails.update().where(mine).values(values))).rowcount == 1
            if claimed and mail.kind == WORDS and await _wrote_since(connection, mail):
                await connection.execute(_settling(mail, DROPPED))
                return False
        return claimed

    async def settle(self, mail: Mail, status: str, note: str = "") -> None:
        """It left, or never will: nothing of it is kept but that; `note` tells the agents."""
        async with self._database.write() as connection:
            settled = (await connection.execute(_settling(mail, status))).rowcount
            if settled and note:
                row = {"request_id": mail.request_id, "at": stamp(self._clock()), "agent_id": "", "text": note}
                await connection.execute(notes.insert(), row)

    def is_too_old(self, mail: Mail) -> bool:
        """Whether a failed try was the last one."""
        return mail.created_at <= stamp(self._clock() - LONGEST)


def _settling(mail: Mail, status: str) -> sa.Update:
    return mails.update().where(mails.c.id == mail.id).values(status=status, recipient="", subject="", body="")


async def _wrote_since(connection: AsyncConnection, mail: Mail) -> bool:
    """Whether the citizen has written in the conversation since: then they are there, and read it there."""
    conversation = sa.select(requests.c.conversation_id).where(requests.c.id == mail.request_id).scalar_subquery()
    wrote = sa.and_(events.c.author == "citizen", events.c.at > mail.created_at)
    query = sa.select(sa.exists().where(events.c.conversation_id == conversation, wrote))
    return bool((await connection.execute(query)).scalar())
