"""Leases of several gateways: one at a time for each name, lost with the connection, and never for ever."""

from __future__ import annotations

import asyncio

import pytest

from guichet.gateway.database import Database
from guichet.gateway.leases import LeaseLost
from guichet.gateway.postgres_leases import PostgresLeases


@pytest.fixture
async def pair(databases):
    url = databases.new()
    several = [Database(url), Database(url)]
    leases = [PostgresLeases(database) for database in several]
    for one in leases:
        await one.start()
    yield leases
    for one in leases:
        await one.stop()
    for database in several:
        await database.close()
    databases.drop_all()


class Work:
    """Lasts until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.end, self.stopped = asyncio.Event(), asyncio.Event(), False

    async def __call__(self) -> None:
        self.begun.set()
        try:
            await self.end.wait()
        except asyncio.CancelledError:
            self.stopped = True
            raise


async def nothing() -> None:
    """Work that is done at once."""


async def test_a_name_is_taken_once_and_can_be_had_again(pair):
    one, other = pair
    work = Work()
    task = asyncio.create_task(one.during("a", work))
    await work.begun.wait()
    assert not await other.during("a", nothing)
    assert not await one.during("a", nothing)
    assert await other.during("b", nothing)
    work.end.set()
    assert await task
    assert await other.during("a", nothing)


async def test_work_that_fails_or_is_stopped_gives_its_lease_back(pair):
    one, other = pair

    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await one.during("a", fail)
    assert await other.during("a", nothing)
    work = Work()
    task = asyncio.create_task(one.during("a", work))
    await work.begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert work.stopped
    assert await other.during("a", nothing)


async def test_a_lost_connection_stops_the_work_and_leaves_it_to_others(pair, databases):
    one, other = pair
    work = Work()
    task = asyncio.create_task(one.during("a", work))
    await work.begun.wait()
    held = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    databases.cluster.run(held)
    with pytest.raises(LeaseLost):
        await asyncio.wait_for(task, 10)
    assert work.stopped
    async with asyncio.timeout(10):
        assert await other.during("a", nothing)
        assert await one.during("a", nothing)


async def test_hundreds_at_once_never_overlap(pair):
    busy: dict[str, int] = {}
    done: list[str] = []

    def work(name: str):
        async def overlap_nobody() -> None:
            busy[name] = busy.get(name, 0) + 1
            assert busy[name] == 1
            await asyncio.sleep(0.001)
            busy[name] -= 1
            done.append(name)

        return overlap_nobody

    async def insist(leases: PostgresLeases, name: str) -> None:
        while not await leases.during(name, work(name)):
            await asyncio.sleep(0.002)

    names = [f"conversation {number}" for number in range(100)]
    async with asyncio.timeout(30):
        await asyncio.gather(*(insist(leases, name) for leases in pair for name in names))
    assert sorted(done) == sorted(names * 2)
