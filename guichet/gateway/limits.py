"""How much of the gateway anybody may use, and all together: rates, messages that wait, answers that stay open.

What is refused was never accepted: the client still has it, is told when to try again, and nothing is lost.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.inbox import PROCESSING, RECEIVED
from guichet.gateway.rates import Rate
from guichet.gateway.shared_rates import Outage, Script, SharedRate
from guichet.gateway.tables import messages

#: Seconds for which a count of what waits is good enough: while there was room, and once there is none.
FRESH, FULL = 1.0, 0.1

#: Streams and long polls that a conversation may hold: its tabs. And an address: this part of all there are.
TABS, PART_OF_ADDRESS = 10, 4

#: All together, as a key.
EVERYONE = "*"


class Load:
    """How many more messages may wait for the engine. `count`: how many do, at most so many.

    A count lets in as many as there was room for; who is let in counts from then on, stored or not yet.
    """

    def __init__(self, most: int, count: Callable[[int], Awaitable[int]]) -> None:
        self._most = most
        self._count = count
        self._read_at = float("-inf")
        self._room = 0
        self._entering = 0
        self._counting = asyncio.Lock()

    @asynccontextmanager
    async def entering(self) -> AsyncIterator[bool]:
        """Whether one more may wait; in the block it is stored, if so."""
        if not await self._enter():
            yield False
            return
        self._entering += 1
        try:
            yield True
        finally:
            self._entering -= 1

    async def _enter(self) -> bool:
        async with self._counting:  # a crowd asks the database once
            now = asyncio.get_running_loop().time()
            if now - self._read_at >= (FRESH if self._room > 0 else FULL):
                self._read_at = now
                self._room = self._most - self._entering - await self._count(self._most)
            self._room -= 1
            return self._room >= 0


class Places:
    """How many answers stay open at once: in all, for an address, for a conversation."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    @contextmanager
    def taken(self, address: str, conversation_id: str) -> Iterator[bool]:
        """Whether there is a place, which is held for the block if so."""
        bounds = {EVERYONE: self._most, f"a {address}": self._most // PART_OF_ADDRESS, f"c {conversation_id}": TABS}
        if any(self._taken[key] >= most for key, most in bounds.items()):
            yield False
            return
        self._taken.update(bounds.keys())
        try:
            yield True
        finally:
            self._taken.subtract(bounds.keys())
            for key in bounds:
                if not self._taken[key]:
                    del self._taken[key]

    def __len__(self) -> int:
        return self._taken[EVERYONE]


@dataclass(frozen=True)
class Limits:
    """What `access.py` asks before a call is served."""

    conversation: SharedRate
    address: SharedRate
    typing: Rate
    everyone: SharedRate
    load: Load
    places: Places


def limits(
    conversation: Rate, address: Rate, typing: Rate, everyone: Rate, redis: Script | None, load: Load, places: Places
) -> Limits:
    """The rates as all gateways share them where there is Redis; looking while typing stays each gateway's own."""
    outage = Outage()
    return Limits(
        conversation=SharedRate("conversation", conversation, redis, outage),
        address=SharedRate("address", address, redis, outage),
        typing=typing,
        everyone=SharedRate("everyone", everyone, redis, outage),
        load=load,
        places=places,
    )


def waiting_in(database: Database) -> Callable[[int], Awaitable[int]]:
    """Counts the messages that wait for the engine, up to a number: the database stops there too."""

    async def count(most: int) -> int:
        # Named one by one, so that the index on `status` serves.
        waiting = sa.select(messages.c.seq).where(messages.c.status.in_((RECEIVED, PROCESSING))).limit(most)
        async with database.read() as connection:
            return (await connection.execute(sa.select(sa.func.count()).select_from(waiting.subquery()))).scalar_one()

    return count


def network(address: str) -> str:
    """Who an address stands for: in IPv6 a home has as many as it likes, and its first 64 bits are what it is given."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:60]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def is_private(address: str) -> bool:
    """Whether this is an address of this machine or of a private network, never of the Internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_private
