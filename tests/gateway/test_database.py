"""The connection to SQL, where things end badly."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from guichet.gateway.database import Database

#: Some tenths of a second of work.
SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT sum(i) FROM n"


async def test_a_query_that_was_cut_twice_leaves_nothing_that_could_hang(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'guichet.db'}")
    began = asyncio.Event()

    async def ask() -> None:
        async with database.read() as connection:
            began.set()
            await connection.execute(sa.text(SLOW))

    task = asyncio.create_task(ask())
    await began.wait()
    for _ in range(3):
        await asyncio.sleep(0.01)
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}
