"""One fault, tried several times while citizens talk; and the row of the table that it makes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx

from tests.load.crowd import Crowd
from tests.load.verdict import Account
from tests.load.visitors import Pace, is_notice

#: What is asked to see whether all is well: the gateway, the engine, the actions and the catalogue are in the answer.
QUESTION = "Je voudrais refaire mon passeport"

#: Seconds within which all must be well again without a hand; between two questions; and of calm after each try.
LONGEST_RECOVERY, ASK_EVERY, CALM = 120.0, 0.25, 1.5

#: For so many citizens who are there, one more comes when it has happened.
NEWCOMERS = 4

Deed = Callable[[], Awaitable[object]]


async def _nothing() -> None:
    """What ends by itself."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong. `lasts`: seconds until `mend`, which ends the outage, and mends nothing that is ours."""

    name: str
    strike: Deed
    mend: Deed = _nothing
    lasts: float = 0.0


@dataclass
class Row:
    """What came of it. `recoveries`: seconds from the end of the outage to the first good answer, None for never."""

    fault: str
    account: Account = field(default_factory=Account)
    in_flight: int = 0
    recoveries: list[float | None] = field(default_factory=list)

    @property
    def failures(self) -> list[str]:
        """What must never be."""
        never = ["ne revient pas"] if None in self.recoveries else []
        return [f"{self.fault} : {wrong}" for wrong in (*self.account.failures, *never)]


async def try_out(fault: Fault, url: str, times: int, citizens: int, pace: Pace, question: str = QUESTION) -> Row:
    """Have it happen so many times to a crowd that talks, and judge when everybody has read everything again."""
    row, lot = Row(fault.name), random.Random(fault.name)
    crowd = Crowd(url, citizens, pace, seed=lot.randrange(10**6))
    crowd.start(within=1.0)
    try:
        for _ in range(times):
            await asyncio.sleep(CALM)
            await crowd.rush()
            await asyncio.sleep(lot.uniform(0, 0.1))
            row.in_flight += crowd.under_way
            await _happen(fault, crowd, max(1, citizens // NEWCOMERS))
            row.recoveries.append(await recovery(url, question))
    finally:
        row.account = await crowd.disperse()
    return row


async def _happen(fault: Fault, crowd: Crowd, newcomers: int) -> None:
    """Those who were there have a message under way; others come in the middle of it."""
    try:
        await fault.strike()
        crowd.pass_by(newcomers)
        await asyncio.sleep(fault.lasts)
    finally:
        await fault.mend()


async def recovery(url: str, question: str) -> float | None:
    """Seconds until a new conversation gets an answer that is none of the gateway's notices; None for too long."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < LONGEST_RECOVERY:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30, verify=False) as http:
            try:
                if await _is_answered(http, question):
                    return time.monotonic() - began
            except (httpx.HTTPError, KeyError, ValueError):
                pass
        await asyncio.sleep(min(ASK_EVERY, LONGEST_RECOVERY - passed))
    return None


async def _is_answered(http: httpx.AsyncClient, question: str) -> bool:
    # A probe is nobody's: it has an address of its own each time.
    probe = {"X-Forwarded-For": f"10.255.{random.randrange(256)}.{random.randrange(256)}"}
    opened = (await http.post("/api/conversations", headers=probe)).json()
    headers, path = probe | {"Authorization": f"Bearer {opened['token']}"}, f"/api/conversations/{opened['id']}"
    body = {"client_id": "1", "text": question}
    sent = (await http.post(f"{path}/messages", headers=headers, json=body)).json()["seq"]
    events = (await http.get(f"{path}/events", headers=headers, params={"after": sent, "wait": 20})).json()
    said = [event for event in events if event["author"] == "bot"]
    return bool(said) and not any(is_notice(event) for event in said)
