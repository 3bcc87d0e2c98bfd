"""Brings waiting messages to the engine: in order within a conversation, several conversations at once."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from guichet.gateway.engine import EngineClient, EngineError
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import told
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.switches import BOT, Off, Switches
from guichet.gateway.inbox import End, Inbox, Waiting
from guichet.gateway.journeys import Journey, Journeys
from guichet.gateway.leases import LeaseLost, Leases
from guichet.gateway.metrics import Metrics
from guichet.gateway.replies import to_frames
from guichet.gateway.wording import HandoffWording, NoticeWording, Wording
from guichet.gateway.workers import Workers

logger = logging.getLogger(__name__)

#: Conversations the engine works on at once; it has one interpreter, more would only queue there.
PARALLEL = 8

#: A message that was begun this often without an end (the process died each time) is not tried again.
MAX_ATTEMPTS = 3

#: Seconds between two looks for what a gateway that died left behind.
LOOK = 2.0


class Dispatcher:
    """One task per conversation with waiting messages; of several gateways, one at a time has a conversation."""

    def __init__(
        self,
        inbox: Inbox,
        engine: EngineClient,
        floor: Floor,
        switches: Switches,
        wording: Wording,
        metrics: Metrics,
        leases: Leases,
    ) -> None:
        self._inbox = inbox
        self._leases = leases
        self._looking: asyncio.Task[None] | None = None
        self._stopping = False
        self._engine = engine
        self._floor = floor
        self._switches = switches
        self._wording = wording
        self._metrics = metrics
        self._journeys = Journeys(metrics, floor.clock)
        self._places = asyncio.Semaphore(PARALLEL)
        self._workers = Workers(self._drain, "dispatch.failed")

    def __len__(self) -> int:
        return len(self._workers)

    def works_on(self, conversation_id: str) -> bool:
        """Whether the engine is looking for an answer in this conversation."""
        return conversation_id in self._workers

    async def start(self) -> None:
        """Take up what a former process left unanswered, and what other gateways leave."""
        await self._look()
        if not self._leases.alone:
            self._looking = asyncio.create_task(self._look_again())

    async def stop(self, grace: float = 0.0) -> None:
        """Begin nothing new, and drop what isn't done in time: it is stored, and taken up by whoever starts next."""
        self._stopping = True
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._workers.stop(grace)

    async def _look(self) -> None:
        for conversation_id in await self._inbox.unanswered():
            if not self.works_on(conversation_id):
                self.wake(conversation_id)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self._look()
            except SQLAlchemyError as error:
                logger.warning("dispatch.blind", extra={"reason": type(error).__name__})

    def wake(self, conversation_id: str) -> None:
        """Something waits in this conversation."""
        self._workers.wake(conversation_id)

    async def _drain(self, conversation_id: str) -> None:
        while not self._stopping:
            # Its place first: a message counts as tried from when it is taken up.
            async with self._places:
                mine = await self._have(conversation_id)
            # Looked at after it was let go: who could not have it meanwhile had stored their message before.
            if not mine or not await self._inbox.waits(conversation_id):
                return

    async def _have(self, conversation_id: str) -> bool:
        """See to one message of a conversation; False when another gateway has it."""
        try:
            return await self._leases.during(f"conversation:{conversation_id}", partial(self._one, conversation_id))
        except LeaseLost:
            logger.warning("dispatch.lease.lost", extra={"conversation": conversation_id})
            return True

    async def _one(self, conversation_id: str) -> None:
        waiting = await self._inbox.next(conversation_id)
        if waiting is None:
            return
        journey = self._journeys.begin(waiting)
        with journey.followed():
            frames = await self._answer(waiting, journey)
        end = await self._finish(waiting, frames, journey)
        if end is End.STORED:
            await self._floor.publish(conversation_id)
        elif end is End.ERASED:
            # While the engine was thinking: it may have written its memory after it was told to forget.
            await self._engine.forget(conversation_id)

    async def _finish(self, waiting: Waiting, frames: list[Frame], journey: Journey) -> End:
        """Store the reply, if it is still wanted."""
        with journey.followed():
            with journey.stage("store"):
                end = await self._inbox.finish(waiting, frames)
            if end is End.STORED:
                journey.replied(frames)
            elif end is End.OVERTAKEN:
                logger.warning("dispatch.overtaken", extra={"conversation": waiting.conversation_id})
        return end

    async def _answer(self, waiting: Waiting, journey: Journey) -> list[Frame]:
        """The engine's frames, or an honest notice: never nothing."""
        if stopped := (await self._switches.off()).get(BOT):
            return await self._instead(waiting, bot_off(stopped, self._floor, self._wording.handoff))
        if waiting.attempts >= MAX_ATTEMPTS:
            return await self._failed(waiting, "abandoned")
        try:
            with journey.stage("engine"):
                replies = await self._engine.send(waiting.conversation_id, waiting.said)
        except EngineError as error:
            return await self._failed(waiting, error.reason)
        frames = to_frames(replies)
        if not frames:
            self._metrics.count("engine_failures_total", reason="empty")
        return frames or [_notice(self._wording.notices.empty, waiting.seq), *await self._person()]

    async def _person(self) -> list[Frame]:
        """A person is one click away, whatever is out of order; nothing where nobody could come."""
        if not await self._floor.has_people():
            return []
        return [told.menu(self._wording.handoff.instead, ("ask",), self._wording.handoff)]

    async def _failed(self, waiting: Waiting, reason: str) -> list[Frame]:
        self._metrics.count("engine_failures_total", reason=reason)
        logger.error("engine.failed", extra={"conversation": waiting.conversation_id, "reason": reason})
        return await self._instead(waiting, _notice(self._wording.notices.unavailable, waiting.seq))

    async def _instead(self, waiting: Waiting, notice: Frame) -> list[Frame]:
        """What is said where the bot can't: first whom to call, for somebody in danger."""
        return [*self._floor.alarm(waiting.said), notice, *await self._person()]


def bot_off(off: Off, floor: Floor, wording: HandoffWording) -> Frame:
    """The dated notice of a bot that is switched off."""
    return Frame("notice", wording.bot_off.format(date=floor.day(off.since), notice=off.notice).strip())


def _notice(wording: NoticeWording, retry: int) -> Frame:
    """`retry` is the number of the citizen's message that got no answer, so that a page can offer to send it again."""
    links = [{"label": link.label, "url": link.url} for link in wording.links]
    return Frame("notice", wording.text, {"retry": retry, "links": links})
