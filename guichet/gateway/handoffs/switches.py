"""What a supervisor may switch off, with a dated notice for citizens: the bot, or hand-off to a person."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.tables import switches

BOT, HANDOFF = "bot", "handoff"


@dataclass(frozen=True)
class Off:
    """Something switched off: what citizens read, since when, and by whom."""

    name: str
    notice: str
    since: str
    agent_id: str


class Switches:
    """The store of switches; what has no row is on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def off(self) -> dict[str, Off]:
        """All that is off, by name."""
        async with self._database.read() as connection:
            return await off(connection)

    async def switch_off(self, name: str, notice: str, agent_id: str) -> None:
        row = {"name": name, "notice": notice, "since": stamp(self._clock()), "agent_id": agent_id}
        async with self._database.write() as connection:
            await connection.execute(switches.delete().where(switches.c.name == name))
            await connection.execute(switches.insert(), row)

    async def switch_on(self, name: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(switches.delete().where(switches.c.name == name))


async def off(connection: AsyncConnection) -> dict[str, Off]:
    """All that is off, by name, as this transaction sees it."""
    return {row.name: Off(**row._mapping) for row in await connection.execute(sa.select(switches))}
