"""Brings each chat of a messaging channel what its conversation says: in order, each part once, none lost over a crash.

Of several gateways one does it: a service counts what we send to all chats together. One task per chat: what goes wrong
with one never delays another. What is a part, and how it leaves, is the channel's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from guichet.gateway.broadcast import ALL, Broadcast
from guichet.gateway.channels.channel import Channel, Gone, Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.chats import Chat, Chats, Question
from guichet.gateway.channels.signs import Signs
from guichet.gateway.clock import Clock, stamp
from guichet.gateway.conversations import Conversations
from guichet.gateway.frames import Event
from guichet.gateway.handoffs.floor import DESK, TYPING
from guichet.gateway.journeys import delivered
from guichet.gateway.leases import Leases
from guichet.gateway.metrics import Metrics
from guichet.gateway.repeating import stand_by
from guichet.gateway.workers import Workers

logger = logging.getLogger(__name__)

#: Seconds between two looks at all chats, for what no signal told; and after a failure: first, at most.
LOOK, PAUSE, LONGEST_PAUSE = 30.0, 1.0, 300.0

#: Seconds that a message which is leaving gets when the gateway stops.
GRACE = 1.0

#: Seconds between two sweeps of the updates that can't come again.
SWEEP = 3600.0


class Courier:
    """The deliveries of all channels. `working`: whether the bot has an answer to find in a conversation."""

    def __init__(
        self,
        chats: Chats,
        conversations: Conversations,
        broadcast: Broadcast,
        channels: Mapping[str, Channel],
        working: Callable[[str], Awaitable[bool]],
        clock: Clock,
        metrics: Metrics,
        leases: Leases,
    ) -> None:
        self._leases = leases
        self._chats = chats
        self._conversations = conversations
        self._broadcast = broadcast
        self._channels = channels
        self._clock = clock
        self._metrics = metrics
        self._deliveries = Workers(self._deliver, "courier.failed")
        self._signs = Signs(chats, channels, working)
        self._failures: dict[str, int] = {}
        self._newest: dict[str, str] = {}
        self._ending = asyncio.Event()
        self._working = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what a former process left undelivered."""
        for channel in self._channels.values():
            await channel.start()
        if self._channels:
            self._task = asyncio.create_task(stand_by(self._leases, "courier", self._work))

    async def stop(self) -> None:
        """End what is under way: it would be in doubt. The next start takes up the rest."""
        if self._task:
            if self._working:  # it ends by itself, as nothing is told any more; cut there, it would lose the grace
                await asyncio.wait({self._task}, timeout=2 * GRACE)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for channel in self._channels.values():
            await channel.stop()

    async def _work(self) -> None:
        """For as long as it is ours; then leave the rest to whoever has it."""
        self._working = True
        self._ending.clear()
        try:
            self._newest = {name: await self._chats.newest(name) for name in self._channels}
            await self._run()
        finally:
            self._ending.set()
            await self._signs.stop()
            await self._deliveries.stop(GRACE)
            self._working = False

    async def _run(self) -> None:
        looked = swept = -float("inf")
        with self._broadcast.listen() as every:
            while not every.closed:
                now = asyncio.get_running_loop().time()
                try:
                    if now - looked >= LOOK:
                        looked = now
                        await self._look()
                    if now - swept >= SWEEP:
                        swept = now
                        await self._chats.forget_updates()
                except Exception:
                    logger.exception("courier.failed")
                heard = await every.wait(LOOK)
                if heard.pop(ALL, None) is not None:
                    looked = -float("inf")
                for topic, typing in heard.items():
                    if topic != DESK and not topic.startswith(TYPING):
                        self._signs.notice(topic, typing)
                        self._deliveries.wake(topic)

    async def _look(self) -> None:
        for conversation_id in await self._chats.behind(self._channels):
            self._deliveries.wake(conversation_id)

    async def _deliver(self, conversation_id: str) -> None:
        chat = await self._chats.of(conversation_id)
        channel = self._channels.get(chat.channel) if chat else None
        if chat is None or channel is None or chat.stopped_at:
            self._failures.pop(conversation_id, None)
            return
        try:
            await self._rest(chat)
            await self._catch_up(channel, chat)
            self._failures.pop(conversation_id, None)
        except Gone as gone:
            self._count(chat, gone)
            await self._chats.stop(chat)
            await self._broadcast.publish(DESK)
        except (Later, Unsure) as failure:
            await self._put_off(chat, failure)

    async def _rest(self, chat: Chat) -> None:
        """Wait for as long as the service asked, also if that was before a restart; no longer than we are there."""
        if chat.not_before:
            until = datetime.fromisoformat(chat.not_before)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), max(0.0, (until - self._clock()).total_seconds()))

    async def _put_off(self, chat: Chat, failure: Later | Unsure) -> None:
        self._count(chat, failure)
        failures = self._failures[chat.conversation_id] = self._failures.get(chat.conversation_id, 0) + 1
        seconds = min(PAUSE * 2 ** min(failures - 1, 10), LONGEST_PAUSE)
        if isinstance(failure, Later):
            seconds = max(failure.seconds, seconds if failures > 1 else 0.0)
        await self._chats.note(chat.id, not_before=stamp(self._clock() + timedelta(seconds=seconds)))
        # The pause itself is taken when the delivery is taken up again, here or after a restart.
        self._deliveries.wake(chat.conversation_id)

    def _count(self, chat: Chat, failure: Undelivered) -> None:
        kind = type(failure).__name__.lower()
        self._metrics.count("undelivered_total", channel=chat.channel, kind=kind)
        logger.warning(f"courier.{kind}", extra={"conversation": chat.conversation_id, "reason": failure.reason})

    async def _catch_up(self, channel: Channel, chat: Chat) -> None:
        while events := await self._conversations.events_after(chat.conversation_id, chat.seq):
            for event in events:
                if self._ending.is_set():
                    return  # what is begun now might be cut, and then be in doubt
                await self._close_questions(channel, chat, event)
                if event.author != "citizen":
                    await self._tell(channel, chat, event)
                    delivered(self._metrics, event, self._clock())
                chat = replace(chat, seq=event.seq, part=0, begun="")
                await self._chats.note(chat.id, seq=event.seq, part=0, begun="", not_before="")

    async def _tell(self, channel: Channel, chat: Chat, event: Event) -> None:
        for number, part in enumerate(channel.parts(event)):
            if number >= chat.part:
                chat = await self._bring(channel, chat, event, part)

    async def _bring(self, channel: Channel, chat: Chat, event: Event, part: Any) -> Chat:
        """The chat as it stands once it has its next part."""
        message = await channel.arrived(chat.address, part, chat.begun.split()) if chat.begun else ""
        message = message or await self._send(channel, chat, part)
        asked = Question(event.seq, chat.part, message, event.author) if part.asks and message else None
        await self._chats.sent(chat, message, asked)
        self._newest[chat.channel] = message or self._newest[chat.channel]
        return replace(chat, part=chat.part + 1, begun="", newest=message or chat.newest)

    async def _send(self, channel: Channel, chat: Chat, part: Any) -> str:
        """The id of the message it made; none of one that the service will never take."""
        await channel.turn(chat.address)
        # Noted first: after a crash, only what was begun may have arrived. And not before its turn: little else is
        # sent while a part is under way, so it is among the next few ids.
        await self._chats.note(chat.id, begun=f"{chat.newest} {self._newest[chat.channel]}")
        try:
            return await channel.send(chat.address, part)
        except Later:
            await self._chats.note(chat.id, begun="")
            raise
        except Unfit as unfit:
            self._count(chat, unfit)
            return ""

    async def _close_questions(self, channel: Channel, chat: Chat, event: Event) -> None:
        """Remove the buttons that an event makes pointless.

        Whatever a citizen says is the answer to the bot's question; the gateway's own (wait, be called back…) stand
        until one is chosen, or somebody else has the conversation.
        """
        if event.author != "citizen" and event.kind != "handoff":
            return
        choice = event.body.get("choice", "")
        pressed = await self._chats.offered_at(chat.conversation_id, choice) if choice else 0
        over = "bot" if event.author == "citizen" else "system"
        for question in await self._chats.questions(chat.id):
            if question.seq < event.seq and (question.seq == pressed or question.author == over):
                label = event.body["text"] if question.seq == pressed else ""
                await self._withdraw(channel, chat, question, label)

    async def _withdraw(self, channel: Channel, chat: Chat, question: Question, label: str) -> None:
        asked = await self._conversations.events_after(chat.conversation_id, question.seq - 1, 1)
        parts = [part for event in asked for part in channel.parts(event)]
        # A newer version may make other parts of an event: then the buttons stay, and who presses them is told so.
        if question.part < len(parts):
            await channel.withdraw(chat.address, question.message, parts[question.part], label)
        await self._chats.withdrawn(chat.id, question)
