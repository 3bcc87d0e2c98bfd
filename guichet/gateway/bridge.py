"""Another tool for agents: told of requests, durably and in order for each; it acts through `AgentSide`, like the desk.

Nothing is written for it where things happen: it is read from SQL how far behind it is. So no failure of a tool touches
a citizen, and a crash tells it something twice, never not at all. What a tool makes of it is in the tool.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.broadcast import Broadcast
from guichet.gateway.clock import Clock, stamp
from guichet.gateway.extensions import factory
from guichet.gateway.handoffs.agents import AgentSide, By
from guichet.gateway.handoffs.floor import DESK, Presence
from guichet.gateway.leases import Leases
from guichet.gateway.repeating import stand_by
from guichet.gateway.tool_news import AgentTool, Backlog, Behind
from guichet.settings import Settings

logger = logging.getLogger(__name__)

#: What ids of a tool's agents begin with, so that nobody looks for their browser.
TOOL = "tool:"

#: Seconds between two looks when nothing seems new, for one call of the tool, and after a failure: first, at most.
LOOK, CALL, PAUSE, LONGEST_PAUSE = 5.0, 20.0, 2.0, 300.0

#: Requests told at once.
PARALLEL = 8


def tool_agent(identifier: str, name: str) -> By:
    """An agent of a tool, who may take over from colleagues: whom to hand what is the tool's affair. 27 characters."""
    return By(f"{TOOL}{identifier}", name, over=True)


def load_tool(setting: str, agents: AgentSide, settings: Settings) -> AgentTool:
    """The tool that `package.module:factory` makes. Raises `GuichetError`."""
    return factory("GUICHET_AGENT_TOOL", setting)(agents, settings)


class ToolPresence:
    """Who is at the desk, where agents of a tool are always there: when one of them leaves, the tool knows, not we."""

    def __init__(self, desk: Presence, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock

    async def available(self, connection: AsyncConnection, team: str) -> Sequence[str]:
        return await self._desk.available(connection, team)

    async def last_seen(self, connection: AsyncConnection, agent_id: str) -> str:
        if agent_id.startswith(TOOL):
            return stamp(self._clock())
        return await self._desk.last_seen(connection, agent_id)

    async def anybody(self, connection: AsyncConnection) -> bool:
        return True


class Bridge:
    """The task that tells the tool, in one gateway of several."""

    def __init__(
        self,
        backlog: Backlog,
        broadcast: Broadcast,
        tool: AgentTool,
        leases: Leases,
        call: float = CALL,
        pause: float = PAUSE,
    ) -> None:
        self._backlog = backlog
        self._leases = leases
        self._broadcast = broadcast
        self._tool = tool
        self._call = call
        self._pause = pause
        self._task: asyncio.Task[None] | None = None
        self._failures: dict[str, int] = {}
        self._resting: dict[str, float] = {}

    async def start(self) -> None:
        self._task = asyncio.create_task(stand_by(self._leases, "bridge", self._run))

    async def stop(self) -> None:
        """What was not told is told after the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await asyncio.gather(self._tool.stop(), return_exceptions=True)

    async def _run(self) -> None:
        while not await self._worked("", self._tool.start()):
            await asyncio.sleep(self._pause)
        with self._broadcast.subscribe(DESK) as subscription:
            while not subscription.closed:
                try:
                    await self.look()
                except Exception:
                    logger.exception("bridge.failed")
                await subscription.wait(self._until_next())

    async def look(self) -> None:
        """Tell everything that the tool doesn't know, but of requests that just failed."""
        for reference in await self._backlog.erased():
            if self._is_due(reference) and await self._worked(reference, self._tool.erased(reference)):
                await self._backlog.forget(reference)
        places = asyncio.Semaphore(PARALLEL)
        behind = [request for request in await self._backlog.behind() if self._is_due(request.reference)]
        await asyncio.gather(*(self._tell(request, places) for request in behind))

    async def _tell(self, behind: Behind, places: asyncio.Semaphore) -> None:
        async with places:
            news = await self._backlog.news(behind)
            if news and await self._worked(behind.reference, self._tool.happened(news)):
                await self._backlog.told(behind, news)

    async def _worked(self, reference: str, call) -> bool:
        """Whether a call of the tool ended well and in time."""
        try:
            async with asyncio.timeout(self._call):
                await call
        except Exception as error:
            failures = self._failures[reference] = self._failures.get(reference, 0) + 1
            pause = min(self._pause * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
            self._resting[reference] = asyncio.get_running_loop().time() + pause
            # The kind of error only: its words may hold the citizen's.
            logger.error("bridge.tool.failed", extra={"reason": type(error).__name__})
            return False
        self._failures.pop(reference, None)
        self._resting.pop(reference, None)
        return True

    def _is_due(self, reference: str) -> bool:
        return self._resting.get(reference, 0.0) <= asyncio.get_running_loop().time()

    def _until_next(self) -> float:
        now = asyncio.get_running_loop().time()
        return max(0.05, min([LOOK, *(until - now for until in self._resting.values())]))
