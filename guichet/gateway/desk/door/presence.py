"""Who is at the desk, as hand-off needs to know it; a part of the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.desk.desk_tables import agents
from guichet.gateway.desk.door.accounts import Role, account, account_columns

#: A browser at the desk makes a sign of life every 20 seconds.
THERE = timedelta(seconds=60)


class DeskPresence:
    """Presence as the accounts tell it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def available(self, connection: AsyncConnection, team: str) -> Sequence[str]:
        """Ids of agents of this team who are there and take requests."""
        there = sa.and_(agents.c.active, agents.c.available, agents.c.seen_at >= stamp(self._clock() - THERE))
        rows = await connection.execute(sa.select(*account_columns()).where(there))
        found = (account(dict(row._mapping)) for row in rows)
        return [agent.id for agent in found if agent.may(Role.AGENT) and agent.serves(team)]

    async def last_seen(self, connection: AsyncConnection, agent_id: str) -> str:
        """The stamp of an agent's last sign of life; empty for none, or for who is no agent any more."""
        query = sa.select(agents.c.seen_at).where(agents.c.id == agent_id, agents.c.active)
        return (await connection.execute(query)).scalar() or ""

    async def anybody(self, connection: AsyncConnection) -> bool:
        """Whether there is anyone at all who could ever answer."""
        answering = sa.exists().where(agents.c.active, agents.c.role != Role.EDITOR.value)
        return bool((await connection.execute(sa.select(answering))).scalar())
