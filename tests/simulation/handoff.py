"""`python -m tests.simulation.handoff`: a day at the counter in minutes, in which everything that can die does.

Citizens talk over the public API, agents through the desk; the gateway and the engine are killed again and again.
At the end what was sent is compared with what was received. It ends with 1 when something was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.gateway.desk.signing import add_agent
from tests.gateway.running import settings_for
from tests.simulation.agents import Agent
from tests.simulation.calls import client
from tests.simulation.citizens import Citizen
from tests.simulation.gateway_process import fast_clock
from tests.simulation.processes import Processes, Victim
from tests.simulation.verdict import failures, judge, table

#: Seconds in which everybody must have left the queue once the last agent is gone.
LAST_TIMERS = 120.0

TEAMS = """
teams:
  - {id: accueil, name: Accueil, departement: "75", week: {lundi-dimanche: [0:00-24:00]}, patience_minutes: 2}
  - {id: etat_civil, name: État civil, departement: "75", week: {lundi-dimanche: [0:00-24:00]}, patience_minutes: 2}
"""


@dataclass(frozen=True)
class Plan:
    """How much happens; `seconds`: between the first citizen and the last one.

    `speed`: seconds of the counter's clock in one second.
    """

    citizens: int
    agents: int
    kills: int
    seconds: float
    seed: int
    speed: float = 20.0


@dataclass(frozen=True)
class Outcome:
    counts: Counter[str]
    recoveries: dict[str, list[float]]

    @property
    def failures(self) -> list[str]:
        return failures(self.counts)


async def run(plan: Plan, folder: Path, quiet: bool = False) -> Outcome:
    """The whole day, from the first citizen to the last timer."""
    (folder / "teams.yml").write_text(TEAMS, "utf-8")
    clock = fast_clock(plan.speed)
    for number in range(plan.agents):
        await add_agent(settings_for(folder), f"agent{number}", name=f"Agent {number}", clock=clock)
    processes = Processes(folder, plan.speed)
    await processes.start()
    try:
        return await _day(plan, processes, quiet)
    finally:
        await processes.stop()


async def _day(plan: Plan, processes: Processes, quiet: bool) -> Outcome:
    lot = random.Random(plan.seed)
    async with client(processes.url) as http:
        citizens = [Citizen(http, number, random.Random(lot.random())) for number in range(plan.citizens)]
        agents = [Agent(client(processes.url), n, random.Random(lot.random())) for n in range(plan.agents)]
        # Before anything dies: a password takes its time to be checked, on purpose.
        await asyncio.gather(*(agent.sign_in() for agent in agents))
        telling = asyncio.create_task(_tell(citizens, agents, processes, quiet))
        at_work = [asyncio.create_task(agent.work()) for agent in agents]
        arriving = asyncio.gather(*(_arrive(citizen, lot.uniform(0, plan.seconds)) for citizen in citizens))
        await asyncio.gather(arriving, _kill(processes, plan, random.Random(lot.random())))
        for agent in agents:
            agent.home.set()
        await asyncio.gather(*at_work)
        await _wait_for_the_last_timers(citizens)
        telling.cancel()
        for agent in agents:
            await agent.http.aclose()
    recoveries = {victim.name: victim.recoveries for victim in (processes.gateway, processes.engine)}
    return Outcome(judge(citizens, agents), recoveries)


async def _arrive(citizen: Citizen, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await citizen.live()


async def _kill(processes: Processes, plan: Plan, lot: random.Random) -> None:
    """The gateway and the engine, at moments drawn by lot; in one case of five both.

    They live for a while between two deaths, however slow the machine is: else nothing is ever begun.
    """
    for _ in range(plan.kills):
        await asyncio.sleep(lot.uniform(0.4, 1.6) * plan.seconds / plan.kills)
        victims: list[Victim] = lot.choice(
            [[processes.gateway]] * 2 + [[processes.engine]] * 2 + [[processes.gateway, processes.engine]]
        )
        await asyncio.gather(*(victim.kill_and_restart() for victim in victims))


async def _wait_for_the_last_timers(citizens: list[Citizen]) -> None:
    """Nobody is at the desk any more: patience ends, and everybody comes back to read."""
    until = time.monotonic() + LAST_TIMERS
    while True:
        for citizen in citizens:
            await citizen.come_back()
        unsettled = [c for c in citizens if c.left and (c.left["owner"] in ("waiting", "agent") or not c.is_quiet)]
        if not unsettled or time.monotonic() > until:
            return
        await asyncio.sleep(1)


async def _tell(citizens: list[Citizen], agents: list[Agent], processes: Processes, quiet: bool) -> None:
    """One line that says how far it is."""
    began = time.monotonic()
    while not quiet:
        come = sum(bool(citizen.id) for citizen in citizens)
        owners = Counter(citizen.owner for citizen in citizens)
        words = sum(len(agent.words) for agent in agents)
        kills = len(processes.gateway.recoveries) + len(processes.engine.recoveries)
        told = (
            f"{time.monotonic() - began:4.0f} s · {come}/{len(citizens)} citizens · {owners['waiting']} wait · "
            f"{owners['agent']} talk · {words} words of agents · {kills} kills"
        )
        print(f"\r{told:<100}", end="", file=sys.stderr, flush=True)  # noqa: T201
        await asyncio.sleep(1)


def main() -> int:
    """0 when nothing was lost, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.handoff", description=__doc__.splitlines()[0])
    parser.add_argument("--citizens", type=int, default=500)
    parser.add_argument("--agents", type=int, default=20)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=180.0, help="between the first citizen and the last one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=10.0, help="seconds of the counter's clock in one second")
    parser.add_argument("--keep", type=Path, help="a folder for the database and the logs, kept")
    given = parser.parse_args()
    # Stopped from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    plan = Plan(given.citizens, given.agents, given.kills, given.seconds, given.seed, given.speed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        outcome = asyncio.run(run(plan, folder))
    print(f"\n{table(outcome.counts, outcome.recoveries)}")  # noqa: T201
    for name in outcome.failures:
        print(f"must be 0: {name}", file=sys.stderr)  # noqa: T201
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
