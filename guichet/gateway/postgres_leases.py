"""Leases as session locks of PostgreSQL, all on one connection: whoever loses it, or dies, has none any more.

One task speaks on that connection, and asks for everything that was wanted since in one query.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass, field
from typing import Any

from guichet.gateway.database import Database
from guichet.gateway.leases import LeaseLost, Work

logger = logging.getLogger(__name__)

#: Seconds between two signs of life, for an answer, and before a new try to connect.
HEARTBEAT, ANSWER, PAUSE = 2.0, 5.0, 0.5

#: In the order of asking: each takes or gives back a lock, and says whether it could.
_ASK = """
SELECT CASE WHEN wanted THEN pg_try_advisory_lock(key) ELSE pg_advisory_unlock(key) END
FROM unnest($1::bigint[], $2::boolean[]) WITH ORDINALITY AS asked(key, wanted, place) ORDER BY place
"""


@dataclass
class _Asked:
    """A lock to take (`wanted`) or to give back."""

    key: int
    wanted: bool
    answer: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class PostgresLeases:
    """The leases of one gateway among several."""

    alone = False

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: list[_Asked] = []
        self._something = asyncio.Event()
        self._held: set[int] = set()
        self._lost: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for one in self._asked:
            if not one.answer.done():
                one.answer.set_result(False)

    async def during(self, name: str, work: Work) -> bool:
        key = key_of(name)
        if key in self._held:  # for PostgreSQL we are one, whoever asks
            return False
        self._held.add(key)
        try:
            if not await self._ask(key, wanted=True):
                return False
            lost = self._lost
            try:
                await _unless(lost, work)
            finally:
                if not lost.done():
                    await self._ask(key, wanted=False)
        finally:
            self._held.discard(key)
        return True

    async def _ask(self, key: int, wanted: bool) -> bool:
        if self._task is None or self._task.done():
            return False
        asked = _Asked(key, wanted)
        self._asked.append(asked)
        self._something.set()
        return await asked.answer

    async def _run(self) -> None:
        while True:
            self._lost = asyncio.get_running_loop().create_future()
            try:
                async with self._database.line() as line:
                    await self._speak(line)
            except Exception as error:
                logger.warning("leases.cut", extra={"reason": type(error).__name__})
            finally:
                self._forget()
            await asyncio.sleep(PAUSE)

    async def _speak(self, line: Any) -> None:
        """Answer what is asked, until the connection is gone. Raises whatever ends it."""
        while True:
            asked, self._asked = self._asked, []
            self._something.clear()
            try:
                async with asyncio.timeout(ANSWER):
                    rows = await line.fetch(_ASK, [one.key for one in asked], [one.wanted for one in asked])
            except BaseException:
                self._asked = [one for one in asked if one.wanted] + self._asked
                _settle([one for one in asked if not one.wanted])
                raise
            for one, (given,) in zip(asked, rows, strict=True):
                self._answer(one, given)
            await self._wait()

    def _answer(self, one: _Asked, given: bool) -> None:
        if not one.answer.done():
            one.answer.set_result(given)
        elif one.wanted and given:  # who wanted it has been stopped meanwhile
            self._asked.append(_Asked(one.key, wanted=False))
            self._something.set()

    async def _wait(self) -> None:
        """For something to be asked, or for the next sign of life."""
        try:
            await asyncio.wait_for(self._something.wait(), HEARTBEAT)
        except TimeoutError:
            return

    def _forget(self) -> None:
        """The connection is gone, and all that was held with it."""
        if not self._lost.done():
            self._lost.set_result(None)
        _settle([one for one in self._asked if not one.wanted])
        self._asked = [one for one in self._asked if one.wanted and not one.answer.done()]


def key_of(name: str) -> int:
    """The number by which PostgreSQL knows a lease."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


def _settle(given_back: list[_Asked]) -> None:
    for one in given_back:
        if not one.answer.done():
            one.answer.set_result(True)


async def _unless(lost: asyncio.Future[None], work: Work) -> None:
    """Do the work, and stop it when the lease is lost. Raises `LeaseLost`, or what the work raises."""
    task = asyncio.ensure_future(work())
    try:
        await asyncio.wait({task, lost}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    if task.cancelled():
        raise LeaseLost
    task.result()
