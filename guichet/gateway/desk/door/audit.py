"""The journal: who did what, to which request or account, and when. Never what a citizen said, and no page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import PARIS, Clock, stamp, utc_now
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import audit
from guichet.gateway.desk.door.accounts import Agent

if TYPE_CHECKING:
    from guichet.gateway.desk import Desk


@dataclass(frozen=True)
class Entry:
    """One line of the journal; `login` is empty when a command or the gateway itself did it."""

    id: int
    at: str
    agent_id: str
    login: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True)
class Filter:
    """What to look for; whatever is empty does not matter. Days are those of Paris, both included."""

    login: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None

    def conditions(self) -> list[sa.ColumnElement]:
        """The same for SQL."""
        exact = {"login": self.login.lower(), "action": self.action}
        found = [audit.c[name] == value for name, value in exact.items() if value]
        if self.subject:
            found.append(sa.func.lower(audit.c.subject).contains(self.subject.lower(), autoescape=True))
        if self.first:
            found.append(audit.c.at >= _midnight(self.first))
        if self.last:
            found.append(audit.c.at < _midnight(self.last + timedelta(days=1)))
        return found


class Audit:
    """The store of the journal: lines are added and read, never changed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def record(
        self,
        agent: Agent | None,
        action: str,
        subject: str = "",
        detail: str = "",
        connection: AsyncConnection | None = None,
    ) -> None:
        """Add a line. Within a transaction, hand its `connection` in: SQLite has one writer."""
        who = {"agent_id": agent.id, "login": agent.login} if agent else {"agent_id": "", "login": ""}
        row = {"at": stamp(self._clock()), "action": action, "subject": subject[:60], "detail": detail[:200], **who}
        if connection is not None:
            await connection.execute(audit.insert(), row)
            return
        async with self._database.write() as own:
            await own.execute(audit.insert(), row)

    async def entries(self, wanted: Filter, limit: int = 50, skip: int = 0) -> list[Entry]:
        """The lines wanted, the newest first."""
        columns = (audit.c[name] for name in Entry.__dataclass_fields__)
        query = sa.select(*columns).where(*wanted.conditions()).order_by(audit.c.id.desc())
        async with self._database.read() as connection:
            return [Entry(**row._mapping) for row in await connection.execute(query.limit(limit).offset(skip))]

    async def seen(self, column: str) -> list[str]:
        """The different values of `login` or `action` so far."""
        query = sa.select(audit.c[column]).distinct().where(audit.c[column] != "").order_by(audit.c[column])
        async with self._database.read() as connection:
            return list((await connection.execute(query)).scalars())


async def record(known: Desk | Database, agent: Agent | None, action: str, subject: str = "", detail: str = "") -> None:
    """Add a line through the desk, or where there is only a database, at the system's time."""
    journal = Audit(known, utc_now) if isinstance(known, Database) else known.audit
    await journal.record(agent, action, subject, detail)


def _midnight(day: date) -> str:
    return stamp(datetime.combine(day, time(), PARIS))
