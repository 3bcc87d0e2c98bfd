"""A short day at the counter, with the same accounts as the long one: `python -m tests.simulation.handoff`."""

from __future__ import annotations

from tests.simulation.handoff import Plan, run
from tests.simulation.verdict import table


async def test_nothing_is_lost_on_a_day_when_the_gateway_and_the_engine_die(tmp_path):
    outcome = await run(Plan(citizens=25, agents=4, kills=3, seconds=8, seed=7), tmp_path, quiet=True)
    assert outcome.failures == [], table(outcome.counts, outcome.recoveries)
    assert outcome.counts["conversations"] == 25
    assert outcome.counts["requests"] > 5
    assert sum(len(seconds) for seconds in outcome.recoveries.values()) >= 3
