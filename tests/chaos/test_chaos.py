"""A short bad day, with the accounts of the long one (`make chaos`): the real gateway, a made-up engine."""

from __future__ import annotations

import resource
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.chaos.trial import Fault, Row, try_out
from tests.load.visitors import Pace
from tests.simulation.handoff import TEAMS
from tests.simulation.processes import Processes

PACE = Pace(0.05, 0.3, patience=20.0)


@asynccontextmanager
async def running(folder: Path):
    (folder / "teams.yml").write_text(TEAMS, "utf-8")
    processes = Processes(folder, speed=1.0)
    await processes.start()
    try:
        yield processes
    finally:
        await processes.stop()


async def ordeal(fault: Fault, url: str) -> Row:
    return await try_out(fault, url, times=1, citizens=12, pace=PACE)


@pytest.mark.parametrize("victim", ["gateway", "engine"])
async def test_no_message_is_lost_or_answered_twice_when_a_process_is_killed(tmp_path, victim):
    async with running(tmp_path) as processes:
        row = await ordeal(Fault(victim, getattr(processes, victim).kill_and_restart), processes.url)
    assert row.failures == []
    assert row.in_flight > 0
    assert row.account.accepted > 10
    assert len(row.recoveries) == 1


async def test_a_full_disk_refuses_messages_and_loses_none(tmp_path):
    async with running(tmp_path) as processes:
        full = Fault(
            "full disk", lambda: limit(processes, 0), lambda: limit(processes, resource.RLIM_INFINITY), lasts=2.0
        )
        row = await ordeal(full, processes.url)
    assert row.failures == []
    assert row.account.accepted > 10
    assert row.account.refusals > 0
    assert row.account.errors == 0


async def limit(processes: Processes, size: int) -> None:
    """No file of the gateway may grow beyond this: what a full disk does, without filling any."""
    resource.prlimit(processes.gateway.number, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
