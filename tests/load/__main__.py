"""`make load`: simulated citizens against a counter that is really served, and what became of each of their messages.

Without more: 50 at once for ten minutes, with a person's pauses. `--steps`: how many it takes to reach the knee, then
far more than it can bear. It ends with 1 when a message was lost or answered twice, or anything failed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import click

from tests.load.crowd import Crowd, peaks
from tests.load.house import House, furnish
from tests.load.overload import flood
from tests.load.verdict import Account
from tests.load.visitors import Pace

#: Seconds that a citizen reads and types.
HUMAN = (4.0, 20.0)

#: Citizens at once, without pauses, for so many seconds each.
STEPS, STEP_SECONDS = (10, 25, 50, 100, 200, 400), 15.0

#: From one step to the next, less than this much more throughput is the knee.
KNEE = 1.15

#: Of the design: 95 % of the replies under 1 s.
BUDGET = 1.0


async def steady(house: House, citizens: int, minutes: float) -> bool:
    """The ordinary day; whether all went well."""
    crowd = Crowd(house.url, citizens, Pace(*HUMAN))
    memory = asyncio.create_task(peaks(house.memory))
    began = time.monotonic()
    crowd.start(within=min(HUMAN[1], minutes * 20))
    while (left := minutes * 60 - (time.monotonic() - began)) > 0:
        await asyncio.sleep(min(5, left))
        told = f"{time.monotonic() - began:4.0f} s, {len(crowd.visitors)} conversations, {crowd.under_way} en attente"
        click.echo(f"\r{told:<70}", nl=False, err=True)
    seconds = time.monotonic() - began
    account = await crowd.disperse()
    memory.cancel()
    click.echo(f"\r{citizens} usagers à la fois pendant {minutes:g} min, pauses de {HUMAN[0]:.0f} à {HUMAN[1]:.0f} s :")
    for line in _lines(account, seconds, await memory):
        click.echo(line)
    return not account.failures and not account.errors


def _lines(account: Account, seconds: float, memory: dict[str, float]) -> Iterable[str]:
    answered = len(account.seconds)
    yield f"  conversations {account.visitors}, messages acceptés {account.accepted}"
    yield f"  perdus {account.lost} (0), en double {account.doubled} (0), en désordre {account.disordered} (0)"
    yield f"  erreurs {account.errors} (0), refus polis {account.refusals}, avis {account.notices}"
    over = " — au-dessus du budget" if account.percentile(95) > BUDGET else ""
    yield (
        f"  réponse : {_ms(account.percentile(50))} en médiane, {_ms(account.percentile(95))} au 95e centile "
        f"({_ms(BUDGET)}){over}, {_ms(max(account.seconds, default=0))} au plus"
    )
    yield f"  débit : {answered / seconds:.1f} messages par seconde"
    yield "  mémoire au plus : " + ", ".join(f"{part} {size:.0f} Mo" for part, size in memory.items())
    yield from (f"  {name} : {count}" for name, count in sorted(account.tally.items()))


async def steps(house: House, seconds: float) -> bool:
    """More and more citizens without pauses, then the flood; whether nothing was lost."""
    click.echo("usagers  conversations  messages/s  médiane  95e centile      plus  refus  erreurs  perdus  doubles")
    fine, rates = True, []
    for size in STEPS:
        account, rate = await _step(house, size, seconds)
        rates.append(rate)
        fine &= not account.failures and not account.errors
        click.echo(
            f"{size:7} {account.visitors:14} {rates[-1]:11.1f} {_ms(account.percentile(50)):>8} "
            f"{_ms(account.percentile(95)):>12} {_ms(max(account.seconds, default=0)):>9} "
            f"{account.refusals:6} {account.errors:8} {account.lost:7} {account.doubled:8}"
        )
    knee = next((n for n, rate in enumerate(rates[1:]) if rate < rates[n] * KNEE), len(rates) - 1)
    click.echo(f"Le coude : {STEPS[knee]} usagers sans pause, {rates[knee]:.0f} messages par seconde.")
    return await flood(house, rates[knee]) and fine


async def _step(house: House, size: int, seconds: float) -> tuple[Account, float]:
    """What became of it all, and the answers a second as long as everybody was there."""
    crowd = Crowd(house.url, size, Pace(0, 0), seed=size)
    began = time.monotonic()
    crowd.start(within=1.0)
    await asyncio.sleep(seconds)
    rate = crowd.answered / (time.monotonic() - began)
    return await crowd.disperse(), rate


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds < 10 else f"{seconds:.0f} s"


def main() -> int:
    """0 when every message was answered once."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__.splitlines()[0])
    parser.add_argument("--citizens", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=float(os.environ.get("GUICHET_LOAD_MINUTES") or 10))
    parser.add_argument("--cores", type=int, default=2, help="processors that the counter may use; 0: all")
    parser.add_argument("--steps", action="store_true", help="the step test and the flood")
    parser.add_argument("--seconds", type=float, default=STEP_SECONDS, help="of each step")
    given = parser.parse_args()
    # Stopped from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="guichet-load-") as folder:
        furnish(Path(folder))
        with House(Path(folder), given.cores).open() as house:
            click.echo(f"Le comptoir est ouvert, sur {given.cores or os.cpu_count()} cœurs.")
            run = steps(house, given.seconds) if given.steps else steady(house, given.citizens, given.minutes)
            return 0 if asyncio.run(run) else 1


if __name__ == "__main__":
    sys.exit(main())
