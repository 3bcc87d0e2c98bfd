"""Having the engine forget what was erased here: noted in the same transaction, done as soon as the engine answers."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.engine import EngineClient, EngineError
from guichet.gateway.tables import forgetting

#: A message on its way to the engine when its conversation was erased has arrived by then.
ON_ITS_WAY = timedelta(seconds=30)

#: Conversations at one go.
AT_ONCE = 500


class Forgetting:
    """What the engine has still to forget."""

    def __init__(self, database: Database, clock: Clock, engine: EngineClient) -> None:
        self._database = database
        self._clock = clock
        self._engine = engine

    async def work(self) -> int:
        """Tell the engine what to forget, up to the first call that fails: how many it has forgotten."""
        done: list[str] = []
        try:
            for conversation_id in await self._due():
                await self._engine.forget(conversation_id)
                done.append(conversation_id)
        except EngineError:
            pass  # it is there again some day, and what waits is in SQL
        finally:
            await self._settle(done)
        return len(done)

    async def _due(self) -> list[str]:
        query = sa.select(forgetting.c.conversation_id).where(forgetting.c.at <= stamp(self._clock() - ON_ITS_WAY))
        async with self._database.read() as connection:
            return list((await connection.execute(query.order_by(forgetting.c.at).limit(AT_ONCE))).scalars())

    async def _settle(self, done: list[str]) -> None:
        if not done:
            return
        async with self._database.write() as connection:
            await connection.execute(forgetting.delete().where(forgetting.c.conversation_id.in_(done)))
        # What was erased here may still be in SQLite's log, where a reader was in the way.
        await self._database.scrub()
