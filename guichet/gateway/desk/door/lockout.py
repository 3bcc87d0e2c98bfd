"""Failed sign-ins: how long to wait after too many, and from which browsers an agent came in before.

An attacker who fails on purpose locks out strange browsers only: one that the agent has used has a count of its own.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import known_browsers, sign_in_failures
from guichet.gateway.tokens import digest, new_token

#: Failures in a row before the first wait, and the longest wait.
FREE, LONGEST = 5, timedelta(minutes=15)
FORGOTTEN, BROWSER_KNOWN = timedelta(days=1), timedelta(days=180)


def wait_after(failures: int) -> timedelta:
    """1, 2, 4… minutes from the fifth failure on."""
    return min(timedelta(minutes=2 ** (min(failures, 20) - FREE)), LONGEST) if failures >= FREE else timedelta()


class Lockout:
    """The failures of each login, kept over restarts. Logins that don't exist are counted all the same."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def attempt(self, who: str) -> int:
        """0 when one may try, else the seconds to wait. A try counts as failed until `succeeded`.

        Counted before the password is looked at: a hundred tries at once are not a hundred free tries.
        """
        try:
            return await self._attempt(digest(who))
        except IntegrityError:  # the first failure, twice at once
            return await self._attempt(digest(who))

    async def _attempt(self, key: str) -> int:
        now = self._clock()
        async with self._database.write() as connection:
            count, at = await self._failures(connection, key, now)
            # The clock may have been set back since: then the wait counts from both sides.
            left = wait_after(count) - abs(now - at)
            if left > timedelta():
                return math.ceil(left.total_seconds())
            await self._store(connection, key, count + 1, now)
        return 0

    async def failures(self, who: str) -> int:
        """How many times in a row it failed."""
        query = sa.select(sign_in_failures.c.count).where(sign_in_failures.c.key == digest(who))
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar() or 0

    async def succeeded(self, who: str) -> None:
        """Nothing failed any more."""
        async with self._database.write() as connection:
            await connection.execute(sign_in_failures.delete().where(sign_in_failures.c.key == digest(who)))

    async def _failures(self, connection: AsyncConnection, key: str, now: datetime) -> tuple[int, datetime]:
        old = sign_in_failures.c.at < stamp(now - FORGOTTEN)
        await connection.execute(sign_in_failures.delete().where(old))
        query = sa.select(sign_in_failures.c.count.label("failures"), sign_in_failures.c.at).where(
            sign_in_failures.c.key == key
        )
        row = (await connection.execute(query.with_for_update())).first()
        return (row.failures, datetime.fromisoformat(row.at)) if row else (0, now)

    async def _store(self, connection: AsyncConnection, key: str, count: int, now: datetime) -> None:
        values = {"count": count, "at": stamp(now)}
        changed = await connection.execute(
            sign_in_failures.update().where(sign_in_failures.c.key == key).values(values)
        )
        if not changed.rowcount:
            await connection.execute(sign_in_failures.insert(), {"key": key, **values})


class KnownBrowsers:
    """The browsers in which agents have signed in, by a token in a cookie of its own; it opens nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def remember(self, agent_id: str) -> str:
        """The token of a browser that is known from now on."""
        token, now = new_token(), self._clock()
        async with self._database.write() as connection:
            old = known_browsers.c.at < stamp(now - BROWSER_KNOWN)
            await connection.execute(known_browsers.delete().where(old))
            row = {"digest": digest(token), "agent_id": agent_id, "at": stamp(now)}
            await connection.execute(known_browsers.insert(), row)
        return token

    async def knows(self, agent_id: str, token: str) -> bool:
        """Whether this agent signed in with it."""
        here = sa.exists().where(known_browsers.c.digest == digest(token), known_browsers.c.agent_id == agent_id)
        async with self._database.read() as connection:
            return bool(token) and bool((await connection.execute(sa.select(here))).scalar())

    async def forget(self, agent_id: str) -> None:
        """No browser of this agent is known any more."""
        async with self._database.write() as connection:
            await connection.execute(known_browsers.delete().where(known_browsers.c.agent_id == agent_id))
