"""Far more messages than the counter can answer, all at once.

Who is refused is told when to come back, and comes back; who is accepted is answered, however late.
"""

from __future__ import annotations

import asyncio
import time

import click

from tests.load.crowd import Crowd
from tests.load.house import House
from tests.load.visitors import Pace, Visitor

#: Seconds of work at the knee that come at once, and how many messages each citizen sends without waiting.
BACKLOG, EACH = 20.0, 5


async def flood(house: House, rate: float) -> bool:
    """Send, wait until nothing is under way, count; whether every accepted message was answered once."""
    citizens = max(10, int(rate * BACKLOG / EACH))
    crowd = Crowd(house.url, citizens, Pace(0, 0), seed=999)
    visitors = [crowd.welcome() for _ in range(citizens)]
    began = time.monotonic()
    await asyncio.gather(*(_pour(visitor) for visitor in visitors))
    poured = time.monotonic() - began
    account = await crowd.account()
    click.echo(
        f"Débordement : {citizens} usagers envoient {EACH} messages chacun sans attendre ; "
        f"{account.accepted} acceptés en {poured:.0f} s, tous lus après {time.monotonic() - began:.0f} s ; "
        f"refus polis {account.refusals}, avis {account.notices}, erreurs {account.errors} (0), "
        f"perdus {account.lost} (0), en double {account.doubled} (0)"
    )
    click.echo(
        f"  réponse : {account.percentile(50):.1f} s en médiane, {max(account.seconds, default=0):.1f} s au plus"
    )
    return not account.failures and not account.errors


async def _pour(visitor: Visitor) -> None:
    await visitor.arrive()
    for step in [step for step in visitor.talk if isinstance(step, str)][:EACH]:
        await visitor.say({"text": step})
