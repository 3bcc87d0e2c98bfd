"""Who is signed in: random tokens, of which only digests are stored. Cookies and pages are in `access.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import agent_sessions, agents
from guichet.gateway.desk.door.accounts import Agent, account, account_columns
from guichet.gateway.tokens import digest, new_id, new_token

#: A session ends after an hour without a sign of life, and after a working day in any case.
IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=12)

#: How long the password counts while the code of the second factor is looked up.
FOR_THE_CODE = timedelta(minutes=10)

#: A clock may be set back a little without everybody being sent out; a session from further ahead is not believed.
SET_BACK = timedelta(minutes=5)

#: How often a visit is written down.
NOTED_EVERY = timedelta(seconds=30)

#: Signed in; or the password was right and the code is awaited.
SIGNED_IN, AWAITS_CODE = "signed_in", "code"


@dataclass(frozen=True)
class Session:
    """One browser of an agent. `id` may be shown, unlike the token."""

    id: str
    agent_id: str
    stage: str
    created_at: str
    seen_at: str
    address: str
    browser: str

    def lives(self, now: datetime) -> bool:
        """Whether it counts at this moment."""
        created, seen = datetime.fromisoformat(self.created_at), datetime.fromisoformat(self.seen_at)
        longest = LONGEST if self.stage == SIGNED_IN else FOR_THE_CODE
        not_ahead = max(created, seen) <= now + SET_BACK
        return not_ahead and now - created < longest and now - seen < IDLE


_COLUMNS = tuple(agent_sessions.c[name] for name in Session.__dataclass_fields__)


class Sessions:
    """The store of sessions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, agent_id: str, stage: str, address: str = "", browser: str = "") -> str:
        """The token of a new session, which is stored nowhere."""
        token, now = new_token(), self._clock()
        row = {"id": new_id(), "agent_id": agent_id, "digest": digest(token), "stage": stage}
        row |= dict.fromkeys(("created_at", "seen_at"), stamp(now)) | {
            "address": address[:60],
            "browser": browser[:200],
        }
        async with self._database.write() as connection:
            too_old = agent_sessions.c.created_at < stamp(now - LONGEST)
            await connection.execute(agent_sessions.delete().where(too_old))
            await connection.execute(agent_sessions.insert(), row)
        return token

    async def find(self, token: str) -> tuple[Session, Agent] | None:
        """The living session of a token, with its agent in service; a visit keeps it alive."""
        columns = (*(c.label(f"session_{c.name}") for c in _COLUMNS), *account_columns())
        query = sa.select(*columns).join(agents, agents.c.id == agent_sessions.c.agent_id)
        async with self._database.read() as connection:
            row = (
                await connection.execute(query.where(agent_sessions.c.digest == digest(token), agents.c.active))
            ).first()
        if row is None:
            return None
        values = dict(row._mapping)
        session = Session(**{name: values.pop(f"session_{name}") for name in Session.__dataclass_fields__})
        now = self._clock()
        if not session.lives(now):
            await self.end(session.agent_id, session.id)
            return None
        if abs(now - datetime.fromisoformat(session.seen_at)) >= NOTED_EVERY:
            await self._note(session.id, now)
        return session, account(values)

    async def listed(self, agent_id: str) -> list[Session]:
        """Where the agent is signed in, the latest first."""
        query = sa.select(*_COLUMNS).where(agent_sessions.c.agent_id == agent_id, agent_sessions.c.stage == SIGNED_IN)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(agent_sessions.c.created_at.desc()))
            found = [Session(**row._mapping) for row in rows]
        return [session for session in found if session.lives(self._clock())]

    async def end(self, agent_id: str, session_id: str) -> None:
        """End one session, if it is this agent's."""
        await self._delete(agent_sessions.c.agent_id == agent_id, agent_sessions.c.id == session_id)

    async def end_all(self, agent_id: str, but: str = "") -> None:
        """End every session of an agent, but the one of this id."""
        await self._delete(agent_sessions.c.agent_id == agent_id, agent_sessions.c.id != but)

    async def _delete(self, *conditions: sa.ColumnElement) -> None:
        async with self._database.write() as connection:
            await connection.execute(agent_sessions.delete().where(*conditions))

    async def _note(self, session_id: str, now: datetime) -> None:
        async with self._database.write() as connection:
            seen = agent_sessions.update().where(agent_sessions.c.id == session_id)
            await connection.execute(seen.values(seen_at=stamp(now)))
