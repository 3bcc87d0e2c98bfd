"""A citizen under load: says what its talk has, keeps when everything was sent, acknowledged and answered.

It does what the widget does when the counter is away or asks to wait: the same message again, after the time told.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

import httpx

from tests.load.talks import Step
from tests.responses import responses
from tests.simulation.calls import PAUSE
from tests.simulation.citizens import Citizen, Sent

#: Seconds that a citizen waits for an answer at most before they go on, and before they try again as they were told.
PATIENCE, LONGEST_RETRY = 45.0, 10.0

#: What a citizen may be offered of which the first button leads on; others call a person, or start again.
OFFERS = ("procedure", "case")


@dataclass
class Asked(Sent):
    """A message and its moments, in seconds of the monotonic clock."""

    began: float = 0.0
    accepted: float | None = None


@dataclass
class Pace:
    """Seconds between an answer and the next message; `hurry`, once set, ends every pause."""

    shortest: float
    longest: float
    patience: float = PATIENCE
    hurry: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Visitor(Citizen):
    """One person in one conversation. `tally`: what the counter answered instead of doing what was asked."""

    talk: list[Step] = field(default_factory=list)
    pace: Pace = field(default_factory=lambda: Pace(0, 0))
    tally: Counter[str] = field(default_factory=Counter)
    arrivals: dict[int, float] = field(default_factory=dict)
    silence: float = 20.0
    asked: Asked | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self) -> None:
        """Open, say everything and wait each time, leave."""
        await self.arrive()
        for step in self.talk:
            if body := self._body(step):
                await self.say(body)
                await self.wait_for_answer()
                await self.rest()
        self.asked = None

    async def arrive(self) -> None:
        opened = (await self.call("POST", "/api/conversations")).json()
        self.id, self.token = opened["id"], opened["token"]
        self._listening = asyncio.create_task(self._listen())

    def _body(self, step: Step) -> dict[str, str] | None:
        if isinstance(step, str):
            return {"text": step}
        offered = next((e for e in reversed(self.received) if e["author"] == "bot"), {})
        options = offered.get("options") if offered.get("reason") in OFFERS else None
        return {"choice": options[min(step, len(options) - 1)]["choice"]} if options else None

    async def say(self, body: dict[str, str]) -> None:
        """Until it is acknowledged."""
        self.asked = asked = Asked(self._mark(), body.get("text", ""), began=time.monotonic())
        self.sent.append(asked)
        body = {"client_id": asked.client_id, **body}
        answer = await self.call("POST", f"{self.path}/messages", json=body, headers=self.headers)
        if answer.status_code == 202:
            asked.seq, asked.accepted = answer.json()["seq"], time.monotonic()

    async def wait_for_answer(self) -> None:
        """Until something answers the last message, or patience ends."""
        asked = self.sent[-1]
        until = time.monotonic() + self.pace.patience
        while asked.seq and not self._is_answered(asked.seq) and (left := until - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                self.tally["sans réponse à temps"] += 1

    def _is_answered(self, seq: int) -> bool:
        return any(event["author"] == "bot" and event["seq"] > seq for event in reversed(self.received))

    @property
    def is_waiting(self) -> bool:
        """Whether a message of theirs is under way."""
        return self.asked is not None and not (self.asked.seq and self._is_answered(self.asked.seq))

    def leave(self) -> None:
        """The page is closed; at the end they come back to read it all."""
        self._leave()

    @property
    def is_quiet(self) -> bool:
        """Whether everything that they said and that is known here was answered, or is a person's to answer."""
        said = sum(event["author"] == "citizen" for event in self.received)
        return self.owner in ("waiting", "agent") or len(answers(self.received)) >= said

    async def rest(self) -> None:
        """What a person takes to read and to type."""
        seconds = self.lot.uniform(self.pace.shortest, self.pace.longest)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pace.hurry.wait(), seconds)

    def hear(self, event: dict) -> None:
        super().hear(event)
        self.arrivals.setdefault(event["seq"], time.monotonic())
        self._news.set()

    async def call(self, method: str, path: str, **options) -> httpx.Response:
        """The first answer that isn't « later » nor a failure; each of those is counted."""
        while True:
            try:
                response = await self.http.request(method, path, **options)
            except httpx.TransportError:
                self.tally["coupures"] += 1
                await asyncio.sleep(PAUSE)
                continue
            if response.status_code < 400 or response.status_code == 404:
                return response
            await asyncio.sleep(self._refused(response))

    def _refused(self, response: httpx.Response) -> float:
        """Note a refusal; the seconds to wait before asking again."""
        told = response.headers.get("Retry-After", "")
        if response.status_code in (429, 503) and told.isdecimal():
            self.tally[f"refus polis ({response.status_code})"] += 1
            return min(float(told), LONGEST_RETRY)
        self.tally[f"erreurs ({response.status_code})"] += 1
        return PAUSE


def answers(events: Sequence[dict]) -> list[list[dict]]:
    """The bot's answers after its welcome. The frames of one answer are stored at once, and bear the same moment."""
    first = next((n for n, event in enumerate(events) if event["author"] == "citizen"), len(events))
    runs = groupby(events[first:], key=lambda event: (event["author"], event["at"]))
    return [list(run) for (author, _), run in runs if author == "bot"]


def is_notice(event: dict) -> bool:
    """Whether it says that no answer could be had: words of the gateway's own, or of the action server."""
    return "retry" in event or (event["author"] == "bot" and event.get("text", "").startswith(_apologies()))


@lru_cache(maxsize=1)
def _apologies() -> tuple[str, ...]:
    return tuple(text.splitlines()[0] for text in responses()["utter_trouble"])


def browser(url: str, number: int) -> httpx.AsyncClient:
    """A client of its own for each citizen, who comes from an address of their own."""
    address = ".".join(str(part) for part in (10, number >> 16 & 255, number >> 8 & 255, number & 255))
    # Certificates are not read: it takes longer than a message, and there is no TLS here.
    return httpx.AsyncClient(
        base_url=url, trust_env=False, timeout=30, verify=False, headers={"X-Forwarded-For": address}
    )
