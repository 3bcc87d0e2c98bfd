"""Who works on what, where several gateways share a database: one at a time for each name, and nobody for ever.

A lease says who begins; it is no proof. What must happen once is fenced where it is stored (`inbox.py`). The leases of
PostgreSQL are in `postgres_leases.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

#: What there is to do while a lease lasts.
Work = Callable[[], Awaitable[None]]


class LeaseLost(Exception):
    """The lease ended in the middle of the work, which was stopped: another gateway may do it now."""


class Leases(Protocol):
    """`alone`: no other gateway can ever have a lease."""

    alone: bool

    async def start(self) -> None:
        """Be ready to take leases."""

    async def stop(self) -> None:
        """Give all of them back."""

    async def during(self, name: str, work: Work) -> bool:
        """Do the work under this lease; False, and nothing is done, when somebody has it. Raises `LeaseLost`.

        When it returns, the lease has been given back. While the database is away, it waits.
        """


class OwnLeases:
    """For a gateway that has its database to itself: a name is only ever taken by whoever keeps one task for it."""

    alone = True

    async def start(self) -> None:
        """Nothing to be ready for."""

    async def stop(self) -> None:
        """Nobody waits for them."""

    async def during(self, name: str, work: Work) -> bool:
        await work()
        return True
