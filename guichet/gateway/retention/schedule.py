"""The purge of every night, and the engine's forgetting, in a task of their own. Several gateways may do it at once."""

from __future__ import annotations

import logging
from datetime import date

from guichet.gateway.clock import PARIS, Clock
from guichet.gateway.database import Database
from guichet.gateway.engine import EngineClient
from guichet.gateway.repeating import Repeating
from guichet.gateway.retention.forgetting import Forgetting
from guichet.gateway.retention.purge import Purge
from guichet.setting_parts import KeepSettings

logger = logging.getLogger(__name__)

#: Seconds between two looks, and the hour of Paris from which the purge of the day is due.
TICK, HOUR = 30.0, 3


class Retention:
    """Purges once a day, in the night or at the first start after it."""

    def __init__(
        self, database: Database, clock: Clock, keep: KeepSettings, engine: EngineClient, tick: float = TICK
    ) -> None:
        self._database = database
        self._clock = clock
        self._purge = Purge(database, clock, keep)
        self._forgetting = Forgetting(database, clock, engine)
        self._purged: date | None = None
        self._looking = Repeating(self.look, tick, "retention.failed")

    async def start(self) -> None:
        self._looking.start()

    async def stop(self) -> None:
        """What is not deleted yet is so another night."""
        await self._looking.stop()

    async def look(self) -> None:
        """Do what is due now."""
        await self._forgetting.work()
        now = self._clock().astimezone(PARIS)
        if now.hour < HOUR or self._purged == now.date():
            return
        counts = await self._purge.run()
        await self._database.give_back()
        self._purged = now.date()
        for kind, count in counts.items():
            if count:
                logger.info("retention.purged", extra={"reason": kind, "count": count})
