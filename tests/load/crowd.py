"""Many visitors at once: who comes when another leaves, how it ends, and that everybody then reads everything again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

from tests.load.talks import Talks
from tests.load.verdict import Account, judge
from tests.load.visitors import Pace, Visitor, answers, browser

#: Seconds that everybody has to get their last answer.
LAST_ANSWERS = 120.0


class Crowd:
    """`size` citizens at once at `url`; each who leaves is followed by another one."""

    def __init__(self, url: str, size: int, pace: Pace, seed: int = 1) -> None:
        self.pace = pace
        self.visitors: list[Visitor] = []
        self._url = url
        self._size = size
        self._lot = random.Random(seed)
        self._talks = Talks(random.Random(seed))
        self._over = asyncio.Event()
        self._seats: list[asyncio.Task[None]] = []

    def start(self, within: float = 0.0) -> None:
        """Everybody comes, over so many seconds."""
        self._seats = [asyncio.create_task(self._seat(self._lot.uniform(0, within))) for _ in range(self._size)]

    async def _seat(self, after: float) -> None:
        await asyncio.sleep(after)
        while not self._over.is_set():
            await self._visit()

    async def _visit(self) -> None:
        visitor = self.welcome()
        await visitor.live()
        visitor.leave()

    def pass_by(self, count: int) -> None:
        """So many more come now, who were not there before, and nobody follows them."""
        self._seats += [asyncio.create_task(self._visit()) for _ in range(count)]

    def welcome(self) -> Visitor:
        """One more citizen, with something to say."""
        number = len(self.visitors)
        http = browser(self._url, number)
        visitor = Visitor(http, number, random.Random(self._lot.random()), talk=self._talks.draw(), pace=self.pace)
        self.visitors.append(visitor)
        return visitor

    @property
    def under_way(self) -> int:
        """Messages sent and not answered yet."""
        return sum(visitor.is_waiting for visitor in self.visitors)

    @property
    def answered(self) -> int:
        """Answers that were given until now."""
        return sum(len(answers(visitor.received)) for visitor in self.visitors)

    async def rush(self) -> int:
        """Everybody who pauses speaks now; how many messages are then under way."""
        self.pace.hurry.set()
        await asyncio.sleep(0.02)
        self.pace.hurry.clear()
        return self.under_way

    async def disperse(self) -> Account:
        """Nobody begins anything any more; what is begun ends, everybody reads again, and it is judged."""
        self._over.set()
        for visitor in self.visitors:
            visitor.talk.clear()
        self.pace.hurry.set()
        await asyncio.wait(self._seats, timeout=LAST_ANSWERS)
        for seat in self._seats:
            seat.cancel()
        await asyncio.gather(*self._seats, return_exceptions=True)
        return await self.account()

    async def account(self) -> Account:
        """What became of everything, once everybody has their answers or time is up."""
        came = [visitor for visitor in self.visitors if visitor.id]
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_ANSWERS):
                for visitor in came:
                    await _read_to_the_end(visitor)
        for visitor in self.visitors:
            await visitor.http.aclose()
        return judge(came)


async def _read_to_the_end(visitor: Visitor) -> None:
    await visitor.come_back()
    while not visitor.is_quiet:
        await asyncio.sleep(0.5)
        await visitor.come_back()


async def peaks(sizes: Callable[[], dict[str, float]], every: float = 2.0) -> dict[str, float]:
    """The largest value of each, looked at again and again until this is cancelled."""
    largest: dict[str, float] = {}
    with suppress(asyncio.CancelledError):
        while True:
            for name, size in (await asyncio.to_thread(sizes)).items():
                largest[name] = max(largest.get(name, 0.0), size)
            await asyncio.sleep(every)
    return largest
